//! The tests of the aggregate, in one binary: each would link the engine once more.

mod by_hand;
mod cells;
mod closed_sql;
mod column_tests;
mod design_values;
mod deviation;
mod function_reference;
mod golden;
mod language;
mod letters;
mod oracles;
mod random;
mod random_designs;
mod random_survey;
mod responses;
mod rest;
mod sample_columns;
mod sql_cases;
mod sql_cells;
mod sql_tables;
mod standards;
mod unranked;

use topline_plan::read_plan;
use topline_survey::{Plan, PlanFiles, PlanText};

/// The plan of these files.
fn plan(survey: &str, codebook: &str, tables: &str, figures: &[(&str, &str)]) -> Plan {
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text("survey.toml", survey),
        codebook: text("codebook.toml", codebook),
        tables: Some(text("tables.toml", tables)),
        figures: figures.iter().map(|(id, sql)| ((*id).to_owned(), text(id, sql))).collect(),
        ..PlanFiles::default()
    };
    match read_plan(&files) {
        Ok(plan) => plan,
        Err(problems) => panic!("{:?}\n{codebook}\n{tables}", problems.0),
    }
}

/// Runs to the end, on this thread.
fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
}

/// Runs to the end, on a thread with as much stack as the program has: unoptimised, planning a large query takes much of it.
fn wait_deep<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(8 << 20);
        builder.spawn_scoped(scope, || wait(work)).expect("a thread").join().expect("what it came to")
    })
}
