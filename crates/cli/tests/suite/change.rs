//! One answer of an export changes: `verify` says so, and names the figure.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::topline;
use crate::workspace::{copy, root};

/// A copy of a pipeline of the project with its export and the reference tables, laid out as there.
fn copied(survey: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in [format!("pipelines/{survey}"), format!("data/raw/{survey}"), "data/reference".to_owned()] {
        let to = folder.path().join(&part);
        fs::create_dir_all(&to).expect("a folder that can be made");
        copy(&root().join(&part), &to);
    }
    folder
}

/// With this text of the export replaced where it first stands after `after`, `verify` exits 1 and names this figure, of which
/// the data now say something else.
fn notices(survey: &str, export: &str, after: &str, [from, to]: [&str; 2], figure: &str, found: &str) {
    let folder = copied(survey);
    let verify = |format| topline(folder.path(), &["verify", survey, "--out", "out", "--format", format]);
    verify("table").exits(0);

    let file = folder.path().join("data/raw").join(survey).join(export);
    let mut bytes = fs::read(&file).expect("an export");
    let find = |bytes: &[u8], text: &str, start: usize| {
        let at = bytes[start..].windows(text.len()).position(|window| window == text.as_bytes());
        start + at.expect("the text stands in the export")
    };
    let row = find(&bytes, after, 0);
    let at = find(&bytes, from, row);
    bytes.splice(at..at + from.len(), to.bytes());
    fs::write(&file, bytes).expect("an export that can be changed");

    let told = verify("table").exits(1);
    assert!(told.stdout.lines().any(|line| line.starts_with("FAIL") && line.contains(figure)), "{}", told.stdout);
    let told = verify("json").exits(1);
    let verdicts = told.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("a verdict as JSON"));
    let of_figure = verdicts.filter(|verdict| verdict["as_expected"] == false && verdict["figures"][0] == figure);
    let said: Vec<String> = of_figure.map(|verdict| verdict["found"].to_string()).collect();
    assert!(said.iter().any(|said| said.contains(found)), "{figure}: {said:?}");
}

#[test]
fn of_a_councillor() {
    // Brent knows a great deal about its STP. With "Not very much", 71 of 79 know at least a fair amount, which is 90%, not 91%.
    notices(
        "lga-councillors-2017",
        "export.csv",
        ",Brent,",
        ["A great deal", "Not very much"],
        "Q1a.fair_or_more",
        "90% (71 of 79)",
    );
}

#[test]
fn of_an_interviewee() {
    // All eighteen spoke of strong leadership.
    notices(
        "cfps-interviews-2017",
        "coded-passages.csv",
        "\nI01,",
        ["Strong leadership is important", "Clarity of budget responsibility"],
        "theme.208",
        "17 of 18",
    );
}
