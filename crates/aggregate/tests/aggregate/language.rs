//! The whole language of tables on random surveys: every cell as the plain query of its table gives it, to the same bits
//! however the responses are read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use datafusion::execution::SessionStateBuilder;
use datafusion::optimizer::extract_equijoin_predicate::ExtractEquijoinPredicate;
use datafusion::optimizer::simplify_expressions::SimplifyExpressions;
use datafusion::prelude::{SessionConfig, SessionContext};
use topline_aggregate::{Session, plain_sql, table_sql, tabulations};
use topline_survey::{Figure, Plan, Statistic, Tabulation};

use crate::random::Random;
use crate::random_survey::{RandomSurvey, rich_survey};
use crate::wait;

/// How many surveys there are, where the environment does not say: planning takes its time in a debug build.
/// `just test-language` compares 2,000.
const SURVEYS: u64 = 40;
/// Surveys further on that once differed.
const DIFFERED: [u64; 2] = [235, 976];

/// Of so many surveys a figure of each table is asked for by a query of its own, too.
const EXPLAINED: u64 = 12;

/// `n`, `base`, `base_weighted` and `x`.
type Numbers = [Option<f64>; 4];

/// Doubles that differ by less than rounding can make them, of numbers of this size.
fn close(one: Option<f64>, other: Option<f64>, size: f64) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-12 * one.abs().max(other.abs()).max(size),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The engine as it comes, with nothing of ours, and no more of its optimiser than it needs: planning is what takes a test's
/// time.
fn engine(responses: &RecordBatch) -> SessionContext {
    let state = SessionStateBuilder::new()
        .with_config(SessionConfig::new().with_target_partitions(1).set_u64("datafusion.optimizer.max_passes", 1))
        .with_default_features()
        .with_optimizer_rules(vec![Arc::new(SimplifyExpressions::new()), Arc::new(ExtractEquijoinPredicate::new())])
        .build();
    let engine = SessionContext::new_with_state(state);
    engine.register_batch("responses", responses.clone()).expect("a table");
    engine
}

/// The cells that a table's plain query gives, by the names of their figures.
async fn plain(engine: &SessionContext, sql: &str) -> Result<BTreeMap<String, Numbers>, String> {
    let rows = async { engine.sql(sql).await?.collect().await };
    rows.await.map(|rows| cells_of(&rows)).map_err(|error| format!("{error}\n{sql}"))
}

fn cells_of(batches: &[RecordBatch]) -> BTreeMap<String, Numbers> {
    let mut cells = BTreeMap::new();
    for batch in batches {
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
            let name = names.as_string::<i32>().value(row);
            assert!(cells.insert(name.to_owned(), of_row).is_none(), "{name} is there twice");
        }
    }
    cells
}

/// Whether a figure is what plain SQL gives: its counts to the bit.
fn is_same(figure: &Figure<'_>, expected: &Numbers, cells: &BTreeMap<String, Numbers>) -> bool {
    let [n, base, base_weighted, x] = *expected;
    let counts = [Some(figure.cell.n as f64), Some(figure.cell.base.n as f64)] == [n, base];
    let value = match figure.row.statistic {
        Some(statistic @ (Statistic::StandardDeviation | Statistic::StandardError)) => {
            // What two sums leave, of which each is close.
            let scale = if statistic == Statistic::StandardError {
                figure.cell.base.effective.unwrap_or(figure.cell.base.n as f64)
            } else {
                1.0
            };
            let spread = |x: Option<f64>| x.map(|x| x * x * scale);
            let mut of_mean = figure.name();
            of_mean.row = "mean".into();
            let mean = cells.get(&of_mean.to_string()).and_then(|mean| mean[3]).unwrap_or_default();
            close(spread(figure.cell.x), spread(x), mean * mean)
        }
        Some(statistic) if !statistic.is_of_rows() => close(figure.cell.x, x, 1e-2),
        _ => close(figure.cell.x, x, 0.0),
    };
    counts && value && close(Some(figure.cell.base.weighted), base_weighted, 0.0)
}

async fn tables_of(plan: &Plan, parts: &[Vec<RecordBatch>]) -> (Session, Result<Vec<Tabulation>, String>) {
    let mut session = Session::new(plan);
    session.add_parts("responses", parts).expect("a table");
    let made = tabulations(&session, plan).await;
    (session, made.map_err(|error| format!("{error:?}")))
}

/// Every figure of a survey against the plain query of its table; how many there were.
async fn check(seed: u64, differ: &mut Vec<String>) -> usize {
    let RandomSurvey { plan, responses } = rich_survey(seed);
    let (session, made) = tables_of(&plan, &[vec![responses.clone()]]).await;
    let n = responses.num_rows();
    for parts in [2, 7] {
        let bounds: Vec<usize> = (0..=parts).map(|part| n * part / parts).collect();
        let split: Vec<Vec<RecordBatch>> =
            bounds.windows(2).map(|bound| vec![responses.slice(bound[0], bound[1] - bound[0])]).collect();
        // Debug text tells bits apart that compare as equal.
        if format!("{:?}", tables_of(&plan, &split).await.1) != format!("{made:?}") {
            differ.push(format!("seed {seed}: {parts} parts give other bits than one"));
        }
    }
    let made = match made {
        Ok(made) => made,
        Err(error) => {
            differ.push(format!("seed {seed}: {error}"));
            return 0;
        }
    };
    let mut random = Random::new(seed ^ 0x1A6);
    let engine = engine(&responses);
    let mut compared = 0;
    for table in plan.tables.iter().filter(|table| table.id.starts_with('R')) {
        let figures: Vec<Figure<'_>> =
            made.iter().filter(|known| known.id == table.id).flat_map(Tabulation::figures).collect();
        let cells = match plain(&engine, &table_sql(&plan, table)).await {
            Ok(cells) => cells,
            Err(error) => {
                differ.push(format!("seed {seed}: {}: {error}", table.id));
                continue;
            }
        };
        for figure in &figures {
            let name = figure.name().to_string();
            let expected = cells.get(&name).unwrap_or_else(|| panic!("seed {seed}: {name} is in no plain query"));
            if !is_same(figure, expected, &cells) {
                let found = (figure.cell.n, figure.cell.base.n, figure.cell.base.weighted, figure.cell.x);
                differ.push(format!("seed {seed}: {name}: {found:?} and not {expected:?}"));
            }
            compared += 1;
        }
        // Rows that are too small have no figures; all others have.
        if table.other_below.is_none() {
            let names: BTreeSet<String> = figures.iter().map(|figure| figure.name().to_string()).collect();
            differ.extend(
                cells.keys().filter(|name| !names.contains(*name)).map(|name| format!("seed {seed}: no {name}")),
            );
        }
        if seed < EXPLAINED && !figures.is_empty() {
            let figure = &figures[random.below(figures.len())];
            let asked =
                plain_sql(&plan, &figure.name()).unwrap_or_else(|| panic!("{} has no plain SQL", figure.name()));
            let query = format!("select '{}' as figure, asked.* from (\n{}\n) as asked", figure.name(), asked.query);
            let (_, rows) = session.rows("the figure", &query).await.expect(&query);
            let own = cells_of(&rows);
            if !is_same(figure, &own[&figure.name().to_string()], &cells) {
                differ.push(format!("seed {seed}: {}: {:?} and not {own:?} by itself", figure.name(), figure.cell.x));
            }
        }
    }
    compared
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are the test's report")]
fn every_cell_is_what_its_plain_query_gives() {
    let surveys = std::env::var("TOPLINE_SURVEYS").ok().and_then(|text| text.parse().ok()).unwrap_or(SURVEYS);
    let threads: Vec<_> = (0..2)
        .map(|part| {
            std::thread::spawn(move || {
                let mut differ = Vec::new();
                let differed = DIFFERED.into_iter().filter(|seed| *seed >= surveys);
                let seeds = (0..surveys).chain(differed).filter(|seed| seed % 2 == part);
                let compared: usize = seeds.map(|seed| wait(check(seed, &mut differ))).sum();
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
    println!("{compared} cells of {surveys} surveys");
    let of = differ.len();
    differ.truncate(20);
    assert!(differ.is_empty(), "{of} of {compared} differ: {differ:#?}");
    assert!(compared as u64 > 300 * surveys, "only {compared} cells were compared");
}
