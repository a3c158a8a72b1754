//! The cases of `tests/sql/*.slt`, after the manner of sqllogictest.
//!
//! A block is `query` or `error`, the SQL, a line `----`, and what is expected: the rows, cells parted by ` | ` and a null as
//! `NULL`; or words of the error, its causes or its hint, each on a line. A blank line or the end closes it. Lines that start
//! with `#` are comments, and `rounding MODE DECIMALS` says what the survey of the blocks below it declares.

use std::error::Error as _;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use topline_aggregate::Session;
use topline_survey::{Absent, Plan};

use crate::responses::{Answer, batch};
use crate::{plan, wait};

/// The survey that the cases ask: six respondents, of whom the last gave no answer to anything.
pub fn survey(mode: &str, decimals: u8) -> Plan {
    let survey = format!(
        "id = \"cases\"\ntitle = \"Cases\"\n[source]\nname = \"none\"\npath = \"none.csv\"\nformat = \"csv\"\nrespondent = \"id\"\n[weights]\ncolumn = \"w\"\n[rounding]\nmode = \"{mode}\"\ndecimals = {decimals}\n"
    );
    let codebook = r#"
        [[question]]
        id = "Q1"
        kind = "single"
        text = "How well?"
        column = "Q1"
        options = [
            { code = 1, label = "Well" }, { code = 2, label = "Badly, or \"so so\"" },
            { code = 99, label = "Don't know", mark = "dont_know" },
        ]
        [[question]]
        id = "Q2"
        kind = "multi"
        text = "Which?"
        options = [{ code = 1, label = "This", column = "Q2 1" }, { code = 2, label = "That", column = "Q2 2" }]
        [[question]]
        id = "age"
        kind = "number"
        text = "How old?"
        column = "age"
    "#;
    plan(&survey, codebook, "", &[])
}

/// Its responses.
pub fn table(plan: &Plan) -> RecordBatch {
    let codes = [1, 1, 2, 99, 2];
    let ticks = [(true, true), (true, false), (false, false), (false, true), (true, false)];
    batch(plan, &[1.0, 3.0, 0.5, 1.5, 0.0, 2.0], |respondent, variable| match variable.name.as_str() {
        _ if respondent == 5 => Answer::None(Absent::NoAnswer),
        "Q1" => Answer::Code(codes[respondent]),
        "Q2_1" => Answer::Tick(ticks[respondent].0),
        "Q2_2" => Answer::Tick(ticks[respondent].1),
        _ => Answer::Number(20.0 + respondent as f64),
    })
}

fn cell(column: &dyn Array, row: usize) -> String {
    let texts = cast(column, &DataType::Utf8).expect("words for it");
    if texts.is_null(row) { "NULL".into() } else { texts.as_string::<i32>().value(row).to_owned() }
}

fn rows(batches: &[RecordBatch]) -> Vec<String> {
    let row = |batch: &RecordBatch, row| {
        batch.columns().iter().map(|column| cell(column, row)).collect::<Vec<_>>().join(" | ")
    };
    batches.iter().flat_map(|batch| (0..batch.num_rows()).map(move |index| row(batch, index))).collect()
}

/// What the program would say of an error.
fn told(session: &Session, error: &topline_aggregate::AggregateError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}\n{cause}");
        source = cause.source();
    }
    format!("{text}\n{}", session.hint(error).unwrap_or_default())
}

async fn check(place: &str, plan: &Plan, kind: &str, sql: &str, expected: &[&str]) {
    let mut session = Session::new(plan);
    session.add_batch("responses", table(plan)).expect("a table");
    match (kind, session.rows("the case", sql).await) {
        ("query", Ok((_, batches))) => assert_eq!(rows(&batches), expected, "{place}\n{sql}"),
        ("error", Err(error)) => {
            let told = told(&session, &error);
            for words in expected {
                assert!(told.contains(words), "{place}\n{sql}\nshould say: {words}\nand says: {told}");
            }
        }
        (_, Ok((_, batches))) => panic!("{place}\n{sql}\nshould fail, and gives {:?}", rows(&batches)),
        (_, Err(error)) => panic!("{place}\n{sql}\n{}", told(&session, &error)),
    }
}

/// Checks each block of a file. How many there were.
async fn check_file(path: &Path) -> usize {
    let text = std::fs::read_to_string(path).expect("the file");
    let mut plan = survey("half_up", 0);
    let mut blocks = 0;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    while let Some((number, line)) = lines.next() {
        let place = format!("{}:{}", path.display(), number + 1);
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            [] => {}
            ["rounding", mode, decimals] => plan = survey(mode, decimals.parse().expect("decimals")),
            [kind @ ("query" | "error")] => {
                let block: Vec<&str> =
                    lines.by_ref().map(|(_, line)| line).take_while(|line| !line.is_empty()).collect();
                let rule = block.iter().position(|line| *line == "----").unwrap_or_else(|| panic!("{place}: no ----"));
                check(&place, &plan, kind, &block[..rule].join("\n"), &block[rule + 1..]).await;
                blocks += 1;
            }
            other => panic!("{place}: no block begins with {other:?}"),
        }
    }
    blocks
}

#[test]
fn the_cases_of_every_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 4, "a file of cases for each function: {paths:?}");
    for path in paths {
        assert!(wait(check_file(&path)) > 5, "{} has few cases", path.display());
    }
}
