//! `figures/*.sql`: a query whose rows are figures.
//!
//! Columns: `row_key` (its name), `label`, and `count`, with or without `base`, or `x`; beside them `x_se`, `x_low` and `x_upp`.

use std::collections::BTreeSet;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, SchemaRef};
use topline_survey::{
    CellBase, CellError, ColumnHead, Plan, Precision, Publishable, RowHead, RowKind, Section, TableCell, Tabulation,
    TabulationRow, Unit,
};

use crate::aggregate_error::{AggregateError, ShapeLack};
use crate::session::Session;
use crate::stated_cells::mark_stated;

/// The table of one query.
pub(crate) async fn sql_table(
    session: &Session,
    plan: &Plan,
    id: &str,
    sql: &str,
) -> Result<Tabulation, AggregateError> {
    let (_, batches) = session.rows(&format!("`figures/{id}.sql`"), sql).await?;
    let shape = |lack| AggregateError::Shape { id: id.to_owned(), lack };
    let mut rows: Vec<TabulationRow> = Vec::new();
    let mut names = BTreeSet::new();
    for batch in &batches {
        let columns = Columns::of(batch).map_err(shape)?;
        for index in 0..batch.num_rows() {
            let row = columns.row(Precision::of_survey(plan), index).map_err(shape)?;
            if !names.insert(row.head.key.clone()) {
                return Err(shape(ShapeLack::Twice(row.head.key)));
            }
            rows.push(row);
        }
    }
    let total = ColumnHead {
        key: String::new(),
        break_label: String::new(),
        label: "Total".into(),
        letter: None,
        one_answer: Vec::new(),
    };
    let section = Section { question: String::new(), item: String::new(), label: String::new(), rows };
    let title = title_of(id, sql);
    let mut table = Tabulation { id: id.to_owned(), title, columns: vec![total], sections: vec![section] };
    mark_stated(plan, &mut table);
    Ok(table)
}

/// Whether the rows of a query with these columns would be figures.
pub(crate) fn check_shape(id: &str, columns: SchemaRef) -> Result<(), AggregateError> {
    match Columns::of(&RecordBatch::new_empty(columns)) {
        Ok(_) => Ok(()),
        Err(lack) => Err(AggregateError::Shape { id: id.to_owned(), lack }),
    }
}

struct Columns {
    name: ArrayRef,
    label: ArrayRef,
    count: Option<ArrayRef>,
    base: Option<ArrayRef>,
    x: Option<ArrayRef>,
    errors: [Option<ArrayRef>; 3],
}

impl Columns {
    fn of(batch: &RecordBatch) -> Result<Self, ShapeLack> {
        let column = |name: &'static str, data_type: &DataType| {
            batch.column_by_name(name).and_then(|column| cast(column, data_type).ok())
        };
        let columns = Self {
            name: column("row_key", &DataType::Utf8).ok_or(ShapeLack::Column("row_key"))?,
            label: column("label", &DataType::Utf8).ok_or(ShapeLack::Column("label"))?,
            count: column("count", &DataType::Int64),
            base: column("base", &DataType::Int64),
            x: column("x", &DataType::Float64),
            errors: ["x_se", "x_low", "x_upp"].map(|name| column(name, &DataType::Float64)),
        };
        if columns.count.is_none() && columns.x.is_none() {
            return Err(ShapeLack::Column("count"));
        }
        Ok(columns)
    }

    fn row(&self, precision: Precision, index: usize) -> Result<TabulationRow, ShapeLack> {
        let text = |column: &ArrayRef| {
            let column = column.as_string::<i32>();
            if column.is_valid(index) { column.value(index).to_owned() } else { String::new() }
        };
        let row = text(&self.name);
        if row.is_empty() {
            return Err(ShapeLack::Name(index + 1));
        }
        let whole = |column: &Option<ArrayRef>| -> Result<Option<u64>, ShapeLack> {
            let Some(column) = column.as_ref().map(AsArray::as_primitive::<Int64Type>) else {
                return Ok(None);
            };
            if column.is_null(index) {
                return Ok(None);
            }
            u64::try_from(column.value(index)).map(Some).map_err(|_| ShapeLack::Negative(row.clone()))
        };
        let count = whole(&self.count)?;
        let base = whole(&self.base)?;
        let number = |column: &Option<ArrayRef>| {
            let column = column.as_ref().map(AsArray::as_primitive::<Float64Type>);
            column.filter(|column| column.is_valid(index)).map(|column| column.value(index)).filter(|x| x.is_finite())
        };
        let x = number(&self.x);
        let [x_se, x_low, x_upp] = [0, 1, 2].map(|place| number(&self.errors[place]));
        let (unit, value) = match (count, base, x) {
            (Some(count), Some(base), _) => (Unit::Percent, (base > 0).then(|| 100.0 * count as f64 / base as f64)),
            (Some(count), None, None) => (Unit::Count, Some(count as f64)),
            (_, _, x) => (Unit::Score, x),
        };
        let n = count.unwrap_or_default();
        let base = base.unwrap_or(n);
        let head = RowHead {
            key: row,
            label: text(&self.label),
            kind: RowKind::Sql,
            statistic: None,
            unit,
            depth: 0,
            codes: Vec::new(),
            base_rule: "as its query counts".into(),
        };
        let publishable = Publishable { kind: head.kind, statistic: None, unit, x: value, n, base, least: base };
        let cell = TableCell {
            n,
            n_weighted: n as f64,
            base: CellBase { n: base, weighted: base as f64, effective: None },
            x: value,
            error: CellError { x_se, x_low, x_upp, ..CellError::default() },
            letters: None,
            test: None,
            published: precision.publish(publishable),
            caution: precision.needs_caution(publishable),
            stated: false,
        };
        Ok(TabulationRow { head, cells: vec![cell] })
    }
}

/// The title that the header comment gives (`-- title: ...`, or its first line), else the name of the file.
fn title_of(id: &str, sql: &str) -> String {
    let first = sql.lines().find_map(|line| line.trim().strip_prefix("--"));
    let title = first.map(|line| line.trim().trim_start_matches("title:").trim_start_matches("Title:").trim());
    title.filter(|title| !title.is_empty()).unwrap_or(id).to_owned()
}
