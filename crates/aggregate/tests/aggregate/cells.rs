//! The figures of the one-pass aggregate against the plain SQL of each, over random surveys.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type};
use topline_aggregate::{Session, figures, plain_sql};
use topline_survey::Figure;

use crate::random_survey::{Random, random_survey};
use crate::wait;

/// How many surveys, and how many figures of each are asked for in plain SQL.
const SURVEYS: u64 = 240;
const FIGURES: usize = 60;

/// The doubles differ by less than rounding can make them.
fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-12 * one.abs().max(other.abs()).max(1e-6)
}

fn number(batch: &RecordBatch, column: &str) -> Option<f64> {
    let values = cast(batch.column_by_name(column).expect(column), &DataType::Float64).expect("a number");
    values.is_valid(0).then(|| values.as_primitive::<Float64Type>().value(0))
}

/// Whether what the plain query gave is the figure.
fn agrees(figure: &Figure, found: &RecordBatch) -> bool {
    let is = |column, wanted: f64| number(found, column).is_some_and(|value| close(value, wanted));
    let exactly = |column, wanted: u64| number(found, column).map(|value| value as u64) == Some(wanted);
    let x = number(found, "x");
    exactly("n", figure.n)
        && exactly("base", figure.base)
        && is("base_weighted", figure.base_weighted)
        && figure.x.map_or(x.is_none(), |wanted| is("x", wanted))
}

async fn check(seed: u64) -> usize {
    let survey = random_survey(seed);
    let plan = &survey.plan;
    let mut session = Session::new(plan);
    session.add_batch("responses", survey.responses.clone()).expect("a table");
    let made = figures(&session, plan).await.expect("figures");
    let mut random = Random::new(seed ^ 0xF16);
    let sample: Vec<&Figure> = (0..FIGURES.min(made.len())).map(|_| &made[random.below(made.len())]).collect();
    for (place, figure) in sample.iter().enumerate() {
        let plain = plain_sql(plan, &figure.key).unwrap_or_else(|| panic!("{} has no plain SQL", figure.key));
        let (_, found) = session.rows("the figure", &plain.query).await.expect(&plain.query);
        assert!(agrees(figure, &found[0]), "seed {seed}: {figure:#?}\n{}\n{found:?}", plain.query);
        if let Some(effective) = figure.base_effective.filter(|_| place % 10 == 0) {
            let sql = format!("select n_effective(weight) as n_effective from responses where {}", plain.base);
            let (_, found) = session.rows("the effective size", &sql).await.expect(&sql);
            let found = number(&found[0], "n_effective");
            assert!(found.is_some_and(|found| close(found, effective)), "seed {seed}: {} {found:?}", figure.key);
        }
    }
    sample.len()
}

#[test]
fn every_figure_is_what_its_plain_query_gives() {
    let threads: Vec<_> = (0..2)
        .map(|part| {
            std::thread::spawn(move || {
                (0..SURVEYS).filter(|seed| seed % 2 == part).map(|seed| wait(check(seed))).sum::<usize>()
            })
        })
        .collect();
    let asked: usize = threads.into_iter().map(|thread| thread.join().expect("every figure agrees")).sum();
    assert!(asked > 10_000, "only {asked} figures were compared");
}

/// The figures of a survey whose responses are read in these parts.
async fn figures_of_parts(seed: u64, parts: &[Vec<RecordBatch>]) -> Vec<Figure> {
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
    figures(&session, &plan).await.expect("figures")
}

#[test]
fn partial_states_merge_to_the_same_bits() {
    for seed in 0..40 {
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
