//! The cases of `tests/sql/*.slt`, after the manner of sqllogictest.
//!
//! A block is `query` or `error`, the SQL, a line `----`, and what is expected: the rows, cells parted by ` | ` and a null as
//! `NULL`; or words of the error, its causes or its hint, each on a line. A blank line or the end closes it. Lines that start
//! with `#` are comments, and any other line says which survey the blocks below it ask (`rounding MODE DECIMALS`).

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

/// What is wrong with a case, if anything is.
async fn check((plan, table): &Survey, kind: &str, sql: &str, expected: &[&str]) -> Result<(), String> {
    let mut session = Session::new(plan);
    session.add_batch("responses", table.clone()).expect("a table");
    match (kind, session.rows("the case", sql).await) {
        ("query", Ok((_, batches))) => {
            let rows = rows(&batches);
            if rows == expected { Ok(()) } else { Err(format!("gives\n{}", rows.join("\n"))) }
        }
        ("error", Err(error)) => {
            let told = told(&session, &error);
            match expected.iter().find(|words| !told.contains(*words)) {
                None => Ok(()),
                Some(words) => Err(format!("should say\n{words}\nand says\n{told}")),
            }
        }
        (_, Ok((_, batches))) => Err(format!("should fail, and gives\n{}", rows(&batches).join("\n"))),
        (_, Err(error)) => Err(told(&session, &error)),
    }
}

/// A plan, and its responses.
pub type Survey = (Plan, RecordBatch);

/// Checks each block of a file, against the survey that its other lines tell of. How many blocks there were.
pub async fn check_file(path: &Path, surveyed: fn(&[&str]) -> Survey) -> usize {
    let text = std::fs::read_to_string(path).expect("the file");
    let mut survey = surveyed(&[]);
    let (mut blocks, mut wrong) = (0, Vec::new());
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    while let Some((number, line)) = lines.next() {
        let place = format!("{}:{}", path.display(), number + 1);
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            [] => {}
            [kind @ ("query" | "error")] => {
                let block: Vec<&str> =
                    lines.by_ref().map(|(_, line)| line).take_while(|line| !line.is_empty()).collect();
                let rule = block.iter().position(|line| *line == "----").unwrap_or_else(|| panic!("{place}: no ----"));
                let sql = block[..rule].join("\n");
                if let Err(what) = check(&survey, kind, &sql, &block[rule + 1..]).await {
                    wrong.push(format!("{place}\n{sql}\n----\n{what}"));
                }
                blocks += 1;
            }
            words => survey = surveyed(words),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    blocks
}

/// The survey of a line.
fn surveyed(words: &[&str]) -> Survey {
    let plan = match words {
        [] => survey("half_up", 0),
        ["rounding", mode, decimals] => survey(mode, decimals.parse().expect("decimals")),
        other => panic!("no block begins with {other:?}"),
    };
    let rows = table(&plan);
    (plan, rows)
}

#[test]
fn the_cases_of_every_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 4, "a file of cases for each function: {paths:?}");
    for path in paths {
        assert!(wait(check_file(&path, surveyed)) > 5, "{} has few cases", path.display());
    }
}
