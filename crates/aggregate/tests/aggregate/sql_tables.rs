//! The table functions, views and choices of SQL: the cases of `tests/sql_tables/*.slt`, counted by hand.

use std::path::Path;

use arrow::array::RecordBatch;
use topline_survey::{Absent, Plan};

use crate::responses::{Answer, batch};
use crate::sql_cases::{Survey, check_file};
use crate::{plan, wait_deep};

/// A survey with every kind of question, and with names that are easily taken for others.
const CODEBOOK: &str = r#"
    [[question]]
    id = "Q1"
    kind = "single"
    title = "Service"
    text = "How well were you served?"
    column = "Q1"
    options = [
        { code = 1, label = "Well" }, { code = 2, label = "Badly, or \"so so\"", also = ["So so"] },
        { code = 3, label = "It's fine" }, { code = 99, label = "Don't know", mark = "dont_know" },
    ]
    nets = [{ id = "good", label = "Well or fine", codes = [1, 3] }, { id = "none", label = "None", codes = [] }]
    [[question]]
    id = "Q2"
    kind = "multi"
    text = "Which of these?"
    options = [
        { code = 1, label = "This", column = "Q2 1" }, { code = 2, label = "That", column = "Q2 2" },
        { code = 3, label = "2", column = "Q2 3" },
    ]
    nets = [{ id = "named", label = "This or that", codes = [1, 2] }]
    [[question]]
    id = "Q3"
    kind = "grid"
    title = "Mr. O'Hara's shop"
    text = "Rate each of these"
    options = [{ code = 1, label = "High", value = 10.0 }, { code = 2, label = "Low" }]
    items = [{ id = "price", label = "Its price", column = "a" }, { id = "quality", label = "Quality", column = "b" }]
    [[question]]
    id = "Q4"
    kind = "rank"
    text = "Rank these"
    items = [
        { id = "a", label = "Ale", column = "Q4 a" }, { id = "b", label = "Beer", column = "Q4 b" },
        { id = "c", label = "Cider", column = "Q4 c" },
    ]
    nets = [{ id = "first_two", label = "First or second", codes = [1, 2] }]
    [[question]]
    id = "region"
    kind = "single"
    text = "Region"
    column = "region"
    options = [{ code = 1, label = "North" }, { code = 2, label = "South" }]
    [[question]]
    id = "place"
    kind = "single"
    text = "Rate each of these"
    column = "place"
    options = [{ code = 1, label = "Here" }, { code = 2, label = "There" }]
    [[question]]
    id = "age"
    kind = "number"
    text = "How old?"
    column = "age"
    [[question]]
    id = "findings"
    kind = "number"
    text = "How many findings?"
    column = "findings"
"#;

const SURVEY: &str = r#"
    id = "tables"
    title = "Tables"
    [source]
    name = "none"
    path = "none.csv"
    format = "csv"
    respondent = "id"
"#;

/// What each respondent gave, in the order of the columns of `responses`; `-` is no answer, `/` was not asked.
#[rustfmt::skip]
const ANSWERS: [(f64, [&str; 12]); 8] = [
    // weight  Q1   Q2_1 _2   _3   price qual  Q4_a _b   _c   region place age
    (1.0,    ["1",  "y", "n", "n", "1",  "2",  "1", "2", "3", "1",   "1",  "20"]),
    (3.0,    ["1",  "y", "y", "n", "1",  "-",  "1", "2", "-", "1",   "2",  "21"]),
    (0.5,    ["2",  "n", "n", "n", "2",  "2",  "2", "1", "-", "2",   "1",  "22"]),
    (1.5,    ["99", "n", "y", "y", "2",  "1",  "-", "-", "1", "2",   "2",  "23"]),
    (2.0,    ["3",  "y", "n", "n", "1",  "1",  "3", "2", "1", "1",   "1",  "-"]),
    (0.0,    ["2",  "n", "n", "n", "2",  "1",  "1", "-", "-", "2",   "1",  "25"]),
    (2.5,    ["-",  "-", "-", "-", "-",  "-",  "-", "-", "-", "1",   "1",  "26"]),
    (1.5,    ["/",  "/", "/", "/", "/",  "/",  "/", "/", "/", "/",   "2",  "27"]),
];

fn table(plan: &Plan) -> RecordBatch {
    let columns =
        ["Q1", "Q2_1", "Q2_2", "Q2_3", "Q3_price", "Q3_quality", "Q4_a", "Q4_b", "Q4_c", "region", "place", "age"];
    let weights = ANSWERS.map(|(weight, _)| weight);
    batch(plan, &weights, |respondent, variable| {
        let column = columns.iter().position(|column| *column == variable.name);
        match column.map_or("/", |column| ANSWERS[respondent].1[column]) {
            "-" => Answer::None(Absent::NoAnswer),
            "/" => Answer::None(Absent::NotAsked),
            "y" => Answer::Tick(true),
            "n" => Answer::Tick(false),
            age if variable.name == "age" => Answer::Number(age.parse().expect("an age")),
            code => Answer::Code(code.parse().expect("a code")),
        }
    })
}

/// The survey of a line: with weights where it says so, or without anybody.
fn surveyed(words: &[&str]) -> Survey {
    let weights = if words == ["weighted"] { "[weights]\ncolumn = \"w\"\n" } else { "" };
    let plan = plan(&format!("{SURVEY}{weights}"), CODEBOOK, "", &[]);
    let rows = table(&plan);
    match words {
        [] | ["unweighted" | "weighted"] => (plan, rows),
        ["nobody"] => (plan, rows.slice(0, 0)),
        other => panic!("no block begins with {other:?}"),
    }
}

#[test]
fn the_cases_of_every_table_function() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql_tables");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 7, "a file of cases for each function, for the views and for errors: {paths:?}");
    for path in paths {
        assert!(wait_deep(check_file(&path, surveyed)) > 5, "{} has few cases", path.display());
    }
}
