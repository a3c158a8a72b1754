//! `figures/*.sql`: a query whose rows are figures.
//!
//! Columns: `row` (its name), `label`, and `count`, with or without `base`, or `x`; beside them `x_se`, `x_low` and `x_upp`.

use std::collections::BTreeSet;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type, SchemaRef};
use topline_survey::{Figure, FigureKey, Plan, RowKind, Unit};

use crate::aggregate_error::{AggregateError, ShapeLack};
use crate::publish::{Precision, publish};
use crate::session::Session;

/// The figures of one query.
pub(crate) async fn sql_figures(
    session: &Session,
    plan: &Plan,
    id: &str,
    sql: &str,
) -> Result<Vec<Figure>, AggregateError> {
    let (_, batches) = session.rows(&format!("`figures/{id}.sql`"), sql).await?;
    let shape = |lack| AggregateError::Shape { id: id.to_owned(), lack };
    let mut figures = Vec::new();
    let mut names = BTreeSet::new();
    for batch in &batches {
        let columns = Columns::of(batch).map_err(shape)?;
        for index in 0..batch.num_rows() {
            let figure = columns.figure(plan, id, sql, index).map_err(shape)?;
            if !names.insert(figure.key.row.clone()) {
                return Err(shape(ShapeLack::Twice(figure.key.row)));
            }
            figures.push(figure);
        }
    }
    Ok(figures)
}

/// Whether the rows of a query with these columns would be figures.
pub(crate) fn check_shape(id: &str, columns: SchemaRef) -> Result<(), AggregateError> {
    match Columns::of(&RecordBatch::new_empty(columns)) {
        Ok(_) => Ok(()),
        Err(lack) => Err(AggregateError::Shape { id: id.to_owned(), lack }),
    }
}

struct Columns {
    row: ArrayRef,
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
            row: column("row", &DataType::Utf8).ok_or(ShapeLack::Column("row"))?,
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

    fn figure(&self, plan: &Plan, id: &str, sql: &str, index: usize) -> Result<Figure, ShapeLack> {
        let text = |column: &ArrayRef| {
            let column = column.as_string::<i32>();
            if column.is_valid(index) { column.value(index).to_owned() } else { String::new() }
        };
        let row = text(&self.row);
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
        let key = FigureKey { table: id.to_owned(), item: String::new(), row, column: String::new() };
        let n = count.unwrap_or_default();
        let base = base.unwrap_or(n);
        let mut figure = Figure {
            stated: plan.stated.contains(&key),
            key,
            question: String::new(),
            title: title_of(id, sql),
            item_label: String::new(),
            row_kind: RowKind::Sql,
            statistic: None,
            depth: 0,
            row_label: text(&self.label),
            break_label: String::new(),
            column_label: "Total".into(),
            unit,
            x: value,
            published: None,
            suppressed: None,
            n,
            n_weighted: n as f64,
            base_rule: "as its query counts".into(),
            base,
            base_weighted: base as f64,
            base_effective: None,
            x_se,
            x_low,
            x_upp,
            deff: None,
            letter: None,
            letters: None,
            parts: Vec::new(),
            note: None,
        };
        publish(&mut figure, plan, Precision::of_survey(plan), base);
        Ok(figure)
    }
}

/// The title that the header comment gives (`-- title: ...`, or its first line), else the name of the file.
fn title_of(id: &str, sql: &str) -> String {
    let first = sql.lines().find_map(|line| line.trim().strip_prefix("--"));
    let title = first.map(|line| line.trim().trim_start_matches("title:").trim_start_matches("Title:").trim());
    title.filter(|title| !title.is_empty()).unwrap_or(id).to_owned()
}
