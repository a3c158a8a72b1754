//! The figures of the one-pass aggregate, over random surveys: counted by hand, asked for in plain SQL, and in parts.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Encoding;
use datafusion::parquet::file::properties::{WriterProperties, WriterVersion};
use topline_aggregate::{Session, plain_sql, tabulations};
use topline_survey::{Figure, Plan, Tabulation};

use crate::by_hand::ByHand;
use crate::random::Random;
use crate::random_survey::random_survey;
use crate::wait;

/// How many surveys there are.
const SURVEYS: u64 = 240;

/// How many figures of each are asked for in plain SQL: planning a query takes long in a debug build.
const ASKED: usize = 4;

/// The doubles differ by less than rounding can make them.
fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-12 * one.abs().max(other.abs()).max(1e-6)
}

fn close_or_none(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => close(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn number(batch: &RecordBatch, column: &str) -> Option<f64> {
    let values = cast(batch.column_by_name(column).expect(column), &DataType::Float64).expect("a number");
    values.is_valid(0).then(|| values.as_primitive::<Float64Type>().value(0))
}

/// Who meets the filter of each table that has one, by plain SQL.
async fn filters(session: &Session, plan: &Plan) -> BTreeMap<String, Vec<bool>> {
    let mut filters = BTreeMap::new();
    for table in &plan.tables {
        let Some(filter) = &table.filter else { continue };
        let sql = format!("select coalesce(({filter}), false) as meets from responses order by row_id");
        let (_, batches) = session.rows("the filter", &sql).await.expect(&sql);
        let meets = batches.iter().flat_map(|batch| batch.column(0).as_boolean().iter().flatten().collect::<Vec<_>>());
        filters.insert(table.id.clone(), meets.collect());
    }
    filters
}

/// Every figure against the count by hand, and some against plain SQL. How many there were.
async fn check(seed: u64) -> usize {
    let survey = random_survey(seed);
    let plan = &survey.plan;
    let mut session = Session::new(plan);
    session.add_batch("responses", survey.responses.clone()).expect("a table");
    let tables = tabulations(&session, plan).await.expect("tables");
    let made: Vec<Figure<'_>> = tables.iter().flat_map(Tabulation::figures).collect();
    let by_hand = ByHand { plan, responses: &survey.responses, filters: filters(&session, plan).await };
    for figure in &made {
        let counted = by_hand.count(&figure.name());
        let same = (figure.cell.n, figure.cell.base.n) == (counted.n, counted.base)
            && close(figure.cell.n_weighted, counted.n_weighted)
            && close(figure.cell.base.weighted, counted.base_weighted)
            && close_or_none(figure.cell.base.effective, counted.base_effective)
            && close_or_none(figure.cell.x, counted.x);
        assert!(same, "seed {seed}: {} {:#?}\n{counted:#?}", figure.name(), figure.cell);
    }
    let mut random = Random::new(seed ^ 0xF16);
    for _ in 0..ASKED {
        let figure = &made[random.below(made.len())];
        let asked = plain_sql(plan, &figure.name()).unwrap_or_else(|| panic!("{} has no plain SQL", figure.name()));
        let (_, found) = session.rows("the figure", &asked.query).await.expect(&asked.query);
        let same = number(&found[0], "n") == Some(figure.cell.n as f64)
            && number(&found[0], "base") == Some(figure.cell.base.n as f64)
            && close_or_none(number(&found[0], "base_weighted"), Some(figure.cell.base.weighted))
            && close_or_none(number(&found[0], "x"), figure.cell.x);
        assert!(same, "seed {seed}: {} {:#?}\n{}\n{found:?}", figure.name(), figure.cell, asked.query);
    }
    made.len()
}

#[test]
fn every_figure_is_what_its_meaning_and_its_plain_query_give() {
    let threads: Vec<_> = (0..2)
        .map(|part| {
            std::thread::spawn(move || {
                (0..SURVEYS).filter(|seed| seed % 2 == part).map(|seed| wait(check(seed))).sum::<usize>()
            })
        })
        .collect();
    let made: usize = threads.into_iter().map(|thread| thread.join().expect("every figure agrees")).sum();
    assert!(made > 50_000, "only {made} figures were compared");
}

/// The figures of a survey whose responses are read in these parts.
async fn figures_of_parts(seed: u64, parts: &[Vec<RecordBatch>]) -> Vec<Tabulation> {
    let plan = random_survey(seed).plan;
    let mut session = Session::new(&plan);
    session.add_parts("responses", parts).expect("a table");
    if parts.len() > 1 && plan.survey.weights.is_some() {
        // Else this test would say nothing of partial states.
        let (_, plan) =
            session.rows("the plan", "explain select n_effective(weight) from responses").await.expect("a plan");
        let text = format!("{plan:?}");
        assert!(text.contains("mode=Partial"), "{text}");
    }
    tabulations(&session, &plan).await.expect("tables")
}

#[test]
fn partial_states_merge_to_the_same_bits() {
    for seed in 0..16 {
        let responses = random_survey(seed).responses;
        let n = responses.num_rows();
        // Debug text tells bits apart that compare as equal.
        let whole = format!("{:?}", wait(figures_of_parts(seed, &[vec![responses.clone()]])));
        for parts in [2, 7] {
            let bounds: Vec<usize> = (0..=parts).map(|part| n * part / parts).collect();
            let mut split: Vec<Vec<RecordBatch>> =
                bounds.windows(2).map(|bound| vec![responses.slice(bound[0], bound[1] - bound[0])]).collect();
            assert_eq!(format!("{:?}", wait(figures_of_parts(seed, &split))), whole, "seed {seed}, {parts} parts");
            split.reverse();
            assert_eq!(format!("{:?}", wait(figures_of_parts(seed, &split))), whole, "seed {seed}, reversed");
        }
    }
}

/// The figures of a survey whose responses are in a file.
async fn figures_of_file(seed: u64, path: &Path) -> Vec<Tabulation> {
    let plan = random_survey(seed).plan;
    let mut session = Session::new(&plan);
    session.add_responses(path).await.expect("a table");
    tabulations(&session, &plan).await.expect("tables")
}

#[test]
fn the_pages_of_a_file_give_the_same_bits() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("responses.parquet");
    let mut filtered = 0;
    for seed in 0..24 {
        let survey = random_survey(seed);
        let file = File::create(&path).expect("a file");
        // Rows of a filter and rows of the file come in pieces of different sizes.
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(37))
            .set_encoding(Encoding::PLAIN)
            .set_writer_version(WriterVersion::PARQUET_1_0);
        let mut writer =
            ArrowWriter::try_new(file, survey.responses.schema(), Some(properties.build())).expect("a writer");
        writer.write(&survey.responses).expect("rows");
        writer.close().expect("an end");
        filtered += survey.plan.tables.iter().filter(|table| table.filter.is_some()).count();
        let arrays = format!("{:?}", wait(figures_of_parts(seed, &[vec![survey.responses]])));
        assert_eq!(format!("{:?}", wait(figures_of_file(seed, &path))), arrays, "seed {seed}");
    }
    assert!(filtered > 10, "only {filtered} tables have a filter");
}
