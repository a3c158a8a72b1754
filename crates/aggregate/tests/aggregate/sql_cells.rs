//! The table functions of SQL on random surveys: each cell against the figure of a table, and some against its plain query.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Float64Type};
use topline_aggregate::{Session, plain_sql, tabulations};
use topline_survey::{BaseRule, Figure, FigureRef, Kind, Plan, Table, Tabulation};

use crate::random::Random;
use crate::random_survey::random_crosstabs;
use crate::wait_deep;

/// How many surveys there are.
const SURVEYS: u64 = 12;

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-12 * one.abs().max(other.abs()).max(1e-6),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The rows of a query.
struct Rows(RecordBatch);

impl Rows {
    async fn of(session: &Session, sql: &str) -> Self {
        let (schema, batches) = session.rows("the table", sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
        Self(concat_batches(&schema, &batches).expect("batches of one schema"))
    }

    fn number(&self, column: &str, row: usize) -> Option<f64> {
        let values = cast(self.0.column_by_name(column)?, &DataType::Float64).expect("numbers");
        values.is_valid(row).then(|| values.as_primitive::<Float64Type>().value(row))
    }

    fn text(&self, column: &str, row: usize) -> Option<String> {
        let values = cast(self.0.column_by_name(column)?, &DataType::Utf8).expect("texts");
        values.is_valid(row).then(|| values.as_string::<i32>().value(row).to_owned())
    }
}

/// The rest of a call: the filter as text or as it is, and the base.
fn rest(random: &mut Random, table: &Table) -> String {
    let filter = table.filter.as_ref().map(|filter| match random.below(2) {
        0 => format!(", filter => '{}'", filter.as_str().replace('\'', "''")),
        _ => format!(", filter => {filter}"),
    });
    let base = match table.base {
        BaseRule::Asked => ", base => 'asked'",
        BaseRule::All => ", base => 'all'",
        BaseRule::Answered => "",
    };
    filter.unwrap_or_default() + base
}

/// Whether the cell of a row is this figure.
fn is_figure(rows: &Rows, row: usize, figure: &Figure<'_>, weighted: bool) -> bool {
    let weighs = !weighted
        || close(rows.number("n_weighted", row), Some(figure.cell.n_weighted))
            && close(rows.number("base_weighted", row), Some(figure.cell.base.weighted))
            && close(rows.number("base_effective", row), figure.cell.base.effective);
    weighs
        && rows.number("n", row) == Some(figure.cell.n as f64)
        && rows.number("base", row) == Some(figure.cell.base.n as f64)
        && close(rows.number("percent", row), figure.cell.x)
        && rows.text("row_label", row).as_deref() == Some(&figure.row.label)
        && rows.text("row_kind", row).as_deref() == Some(figure.row.kind.as_str())
}

/// Every cell of the tables of a survey. How many there were.
async fn check(seed: u64) -> usize {
    let survey = random_crosstabs(seed);
    let plan = &survey.plan;
    let weighted = plan.survey.weights.is_some();
    let mut random = Random::new(seed);
    let mut session = Session::new(plan);
    session.add_batch("responses", survey.responses.clone()).expect("a table");
    let tables = tabulations(&session, plan).await.expect("tables");
    let by_name: BTreeMap<FigureRef, Figure<'_>> =
        tables.iter().flat_map(Tabulation::figures).map(|figure| (figure.name(), figure)).collect();
    let mut checked = 0;
    for table in plan.tables.iter().filter(|table| table.id.starts_with('T')) {
        let (by, rest) = (&table.breaks[0].question, rest(&mut random, table));
        let crosstab = format!("select * from crosstab('{}', '{by}'{rest})", table.rows[0]);
        let own = format!("select * from frequencies({}{rest})", table.rows[0]);
        for (sql, columns) in [(crosstab, true), (own, false)] {
            let rows = Rows::of(&session, &sql).await;
            let mut known = by_name
                .iter()
                .filter(|(key, _)| key.table == table.id && key.row != "base" && key.row != "mean")
                .filter(|(key, _)| columns || key.column.is_empty())
                .count();
            for row in 0..rows.0.num_rows() {
                let key = FigureRef {
                    table: table.id.clone(),
                    item: rows.text("item", row).unwrap_or_default(),
                    row: rows.text("row_key", row).expect("a row"),
                    column: rows.text("column_key", row).map_or_else(String::new, |column| format!("{by}.{column}")),
                };
                let Some(figure) = by_name.get(&key) else {
                    // A table shows one reason alone.
                    assert_eq!(rows.text("row_kind", row).as_deref(), Some("absent"), "seed {seed}: {key}\n{sql}");
                    continue;
                };
                assert!(
                    is_figure(&rows, row, figure, weighted),
                    "seed {seed}: {figure:#?}\n{sql}\n{:?}",
                    rows.0.slice(row, 1)
                );
                if random.below(200) == 0 {
                    let asked = plain_sql(plan, &key).expect("a figure of a table has its query");
                    let alone = Rows::of(&session, &asked.query).await;
                    assert_eq!(alone.number("n", 0), rows.number("n", row), "{}", asked.query);
                    assert!(close(alone.number("x", 0), rows.number("percent", row)), "{}", asked.query);
                }
                known -= 1;
                checked += 1;
            }
            assert_eq!(known, 0, "seed {seed}: there are figures without a cell\n{sql}");
        }
        checked += check_summary(&session, plan, table, &rest, &by_name).await;
    }
    checked
}

/// What `multi_response` and `ranks` say beside the cells of `frequencies`.
async fn check_summary(
    session: &Session,
    plan: &Plan,
    table: &Table,
    rest: &str,
    figures: &BTreeMap<FigureRef, Figure<'_>>,
) -> usize {
    let question = plan.codebook.question(&table.rows[0]).expect("a question");
    let figure = |item: &str, row: &str| {
        let key = FigureRef { table: table.id.clone(), item: item.into(), row: row.into(), column: String::new() };
        figures[&key]
    };
    let count = |codes: &[i32]| codes.iter().map(|code| figure("", &code.to_string()).cell.n_weighted).sum::<f64>();
    match question.kind() {
        Kind::Multi => {
            let rows = Rows::of(session, &format!("select * from multi_response('{}'{rest})", question.id)).await;
            let all = count(&question.options().iter().map(|option| option.code).collect::<Vec<_>>());
            for row in (0..rows.0.num_rows()).filter(|row| rows.text("row_kind", *row).as_deref() != Some("absent")) {
                let name = rows.text("row_key", row).expect("a row");
                let own = count(
                    &question.net(&name).map_or_else(|| vec![name.parse().expect("a code")], |net| net.codes.clone()),
                );
                let percent = (all > 0.0).then(|| 100.0 * own / all);
                assert!(close(rows.number("percent_of_responses", row), percent), "{name}: {percent:?} {:?}", rows.0);
            }
            rows.0.num_rows()
        }
        Kind::Rank => {
            let rows = Rows::of(session, &format!("select * from ranks('{}'{rest})", question.id)).await;
            for row in 0..rows.0.num_rows() {
                let item = rows.text("item", row).expect("an item");
                let first = figure(&item, "1");
                assert_eq!(rows.number("first", row), Some(first.cell.n as f64), "{:?}", rows.0);
                assert!(close(rows.number("percent_first", row), first.cell.x), "{:?}", rows.0);
                let top: f64 = (1..=3)
                    .filter(|rank| *rank <= question.items().len())
                    .map(|rank| figure(&item, &rank.to_string()).cell.n as f64)
                    .sum();
                assert_eq!(rows.number("top_three", row), Some(top), "{:?}", rows.0);
                // Options of a ranking give other values to its ranks.
                if question.options().is_empty() {
                    let mean = figure(&item, "mean");
                    assert!(close(rows.number("mean_rank", row), mean.cell.x), "{:?} {:#?}", rows.0, mean.cell);
                    assert_eq!(rows.number("n", row), Some(mean.cell.base.n as f64), "{:?}", rows.0);
                }
            }
            rows.0.num_rows()
        }
        _ => 0,
    }
}

#[test]
fn every_cell_of_a_table_function_is_a_figure() {
    let checked: usize = (0..SURVEYS).map(|seed| wait_deep(check(seed))).sum();
    assert!(checked > 2_000, "only {checked} cells were compared");
}
