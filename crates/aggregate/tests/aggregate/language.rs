//! The whole language of tables on random surveys: every cell as the plain query of its table gives it.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use topline_aggregate::{Session, figures, plain_sql, table_sql};
use topline_survey::Figure;

use crate::random_survey::{Random, rich_survey};
use crate::wait;

/// How many surveys there are, where the environment does not say: planning long queries takes its time in a debug build.
/// `just test-language` compares every cell of 2,000.
const SURVEYS: u64 = 40;

/// How many figures of each table are then asked for.
const ASKED: usize = 5;

/// `n`, `base`, `base_weighted` and `x`.
type Numbers = [Option<f64>; 4];

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-12 * one.abs().max(other.abs()).max(1e-2),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The cells that a plain query gives, by the names of their figures.
async fn plain(session: &Session, sql: &str) -> BTreeMap<String, Numbers> {
    let (_, batches) = session.rows("the table", sql).await.unwrap_or_else(|error| panic!("{error:?}\n{sql}"));
    let mut cells = BTreeMap::new();
    for batch in &batches {
        let names = cast(batch.column_by_name("figure").expect("names"), &DataType::Utf8).expect("text");
        let numbers = ["n", "base", "base_weighted", "x"].map(|name| {
            let column = batch.column_by_name(name).expect(name);
            cast(column, &DataType::Float64).expect("numbers")
        });
        for row in 0..batch.num_rows() {
            let of_row = numbers.each_ref().map(|column| {
                let column = column.as_primitive::<Float64Type>();
                column.is_valid(row).then(|| column.value(row))
            });
            cells.insert(names.as_string::<i32>().value(row).to_owned(), of_row);
        }
    }
    cells
}

/// Figures of a survey against their plain queries: all of them, asked table by table, or a few of each table; how many there
/// were.
async fn check(seed: u64, extent: Extent, differ: &mut Vec<String>) -> usize {
    let survey = rich_survey(seed);
    let plan = &survey.plan;
    let mut session = Session::new(plan);
    session.add_batch("responses", survey.responses.clone()).expect("a table");
    let made = figures(&session, plan).await.unwrap_or_else(|error| panic!("seed {seed}: {error:?}"));
    let mut random = Random::new(seed ^ 0x1A6);
    let mut compared = 0;
    for table in plan.tables.iter().filter(|table| table.id.starts_with('R')) {
        let mut figures: Vec<&Figure> = made.iter().filter(|figure| figure.key.table == table.id).collect();
        let mut cells = BTreeMap::new();
        match extent {
            Extent::All if figures.is_empty() => {}
            Extent::All => cells = plain(&session, &table_sql(plan, table)).await,
            Extent::Some => {
                figures = (0..ASKED.min(figures.len())).map(|_| figures[random.below(figures.len())]).collect();
                for figure in &figures {
                    let name = figure.key.to_string();
                    let asked = plain_sql(plan, &figure.key).unwrap_or_else(|| panic!("{name} has no plain SQL"));
                    let query = format!("select '{name}' as figure, asked.* from (\n{}\n) as asked", asked.query);
                    cells.extend(plain(&session, &query).await);
                }
            }
        }
        for figure in figures {
            let name = figure.key.to_string();
            let expected = cells.get(&name).unwrap_or_else(|| panic!("seed {seed}: {name} is in no plain query"));
            let found = [Some(figure.n as f64), Some(figure.base as f64), Some(figure.base_weighted), figure.x];
            if !found.iter().zip(expected).all(|(found, expected)| close(*found, *expected)) {
                differ.push(format!("seed {seed}: {name}: {found:?} and not {expected:?}"));
            }
            compared += 1;
        }
    }
    compared
}

/// How much of each survey is compared.
#[derive(Clone, Copy)]
enum Extent {
    Some,
    All,
}

#[test]
fn every_cell_is_what_its_plain_query_gives() {
    let asked = std::env::var("TOPLINE_SURVEYS").ok().and_then(|text| text.parse().ok());
    let (surveys, extent) = asked.map_or((SURVEYS, Extent::Some), |surveys| (surveys, Extent::All));
    let threads: Vec<_> = (0..2)
        .map(|part| {
            std::thread::spawn(move || {
                let mut differ = Vec::new();
                let seeds = (0..surveys).filter(|seed| seed % 2 == part);
                let compared: usize = seeds.map(|seed| wait(check(seed, extent, &mut differ))).sum();
                (compared, differ)
            })
        })
        .collect();
    let mut compared = 0;
    let mut differ = Vec::new();
    for thread in threads {
        let (own, found) = thread.join().expect("tables that can be made");
        compared += own;
        differ.extend(found);
    }
    differ.truncate(20);
    assert!(differ.is_empty(), "{differ:#?}");
    assert!(compared as u64 > 8 * surveys, "only {compared} cells were compared");
}
