//! Rows and answers that cannot be read.

use std::fs;

use crate::bad_input::refusal::{EXPORT, SURVEY, goes_on, refuses};
use crate::program::topline;
use crate::workspace::Change::{Append, Replace};
use crate::workspace::Library;

#[test]
fn answers_that_match_no_option() {
    let place = "visits, row 9, column \"Have you visited the library this year?\"";
    refuses(
        &[Replace(EXPORT, "Yes,Station Road", "Perhaps so,Station Road")],
        &["1 answer that matches no option", place, "hint: add the options", "unmapped = \"invalid\""],
    );
    refuses(
        &[Replace(EXPORT, "Study space;Events", "Study space;Sauna")],
        &["visits, row 5, column \"What would you use?\""],
    );
    // The text of an answer is in no message.
    let library = Library::with(&[Replace(EXPORT, "Yes,Station Road", "Perhaps so,Station Road")]);
    let told = topline(library.folder(), &["run", "pipelines/library", "--out", "out", "--log", "text"]).exits(2);
    assert!(!told.stderr.contains("Perhaps"), "{}", told.stderr);
    // A pipeline can take them for no answer.
    goes_on(
        &[
            Replace(EXPORT, "Yes,Station Road", "Perhaps so,Station Road"),
            Replace(SURVEY, "title =", "unmapped = \"invalid\"\ntitle ="),
        ],
        &["1 unmapped answer made invalid"],
    );
}

#[test]
fn rows_that_cannot_be_read_are_kept_aside() {
    for (from, to) in
        [("41,2024-03-01,", "41,2024-03-01,,,surplus"), ("38,2024-03-04,", "38,2024-03-04,\"a quote\" and more")]
    {
        let library = goes_on(
            &[Replace(EXPORT, from, to)],
            &["11 read: 9 accepted, 1 excluded (test response), 1 quarantined", "1 broken row quarantined"],
        );
        let query = "select source_row, kind, action from findings where kind = 'broken_row'";
        let found = topline(library.folder(), &["sql", query, "--out", "out", "--format", "csv"]).exits(0);
        let row = match to.split(',').next() {
            Some("41") => 3,
            _ => 9,
        };
        assert_eq!(found.stdout, format!("source_row,kind,action\n{row},broken_row,quarantined\n"));
        // What the row held is in the raw table.
        let raw = fs::metadata(library.outputs().join("raw/visits.parquet")).expect("a raw table");
        assert!(raw.len() > 0);
    }
    goes_on(
        &[Append(SURVEY, "\n[weights]\ncolumn = \"Weight\"\n"), Replace(EXPORT, "r03,1,", "r03,-1,")],
        &["9 accepted, 1 excluded (test response), 1 quarantined", "1 bad weight quarantined"],
    );
    // Programs leave out the delimiters behind the last cell.
    goes_on(
        &[Replace(EXPORT, "45,2024-03-03,", "45")],
        &["11 read: 10 accepted, 1 excluded (test response)", "1 short row reported"],
    );
    goes_on(&[Replace(EXPORT, "r03,1,", ",1,")], &["1 quarantined", "1 row without a respondent quarantined"]);
    goes_on(&[Append(EXPORT, "\n,,,\n")], &["13 read: 10 accepted", "2 excluded (blank row)"]);
}

/// Counted by hand: 40 people weigh 1.25 if they agree and 0.75 if not, 26 and 14 of them; a spreadsheet of a country with a
/// decimal comma wrote it.
#[test]
fn weights_have_the_decimals_of_their_country() {
    let rows: String =
        (1..=40).map(|id| if id <= 26 { format!("{id};1,25;Yes\n") } else { format!("{id};0,75;No\n") }).collect();
    let survey = "id = \"comma\"\ntitle = \"Comma\"\n[source]\nname = \"export\"\npath = \"export.csv\"\nformat = \"csv\"\n\
                  respondent = \"id\"\n[weights]\ncolumn = \"w\"\n";
    let codebook = "[[question]]\nid = \"agree\"\nkind = \"single\"\ntext = \"Agree?\"\ncolumn = \"agree\"\n\
                    options = [{ code = 1, label = \"Yes\" }, { code = 2, label = \"No\" }]\n";
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("comma")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join("comma").join(name), text).expect("a file");
    write("export.csv", &format!("id;w;agree\n{rows}"));
    write("survey.toml", survey);
    write("codebook.toml", codebook);
    // Without the sign no weight is a number, and nothing is published.
    let told = topline(folder.path(), &["run", "comma", "--out", "out"]).exits(2);
    assert!(told.stderr.contains("40 of 40 rows are quarantined, and at most 5% may be"), "{}", told.stderr);
    assert!(told.stderr.contains("`decimal` of weights"), "{}", told.stderr);
    assert!(!folder.path().join("out/comma").exists());
    write("survey.toml", &format!("{survey}decimal = \",\"\n"));
    topline(folder.path(), &["run", "comma", "--out", "out"]).exits(0);
    let sum = "select sum(weight) as w, count(*) as n from responses where agree = 1";
    let found = topline(folder.path(), &["sql", "-p", "comma", sum, "--out", "out", "--format", "csv"]).exits(0);
    assert_eq!(found.stdout, "w,n\n32.5,26\n");
}

#[test]
fn many_rows_that_cannot_be_read_end_the_run() {
    let limited = Replace(SURVEY, "quarantine_limit = 25", "quarantine_limit = 9");
    let broken = Replace(EXPORT, "41,2024-03-01,", "41,2024-03-01,,,surplus");
    refuses(
        &[limited, broken],
        &[
            "failed to read 1 row visits, row 3",
            "1 of 11 rows are quarantined, and at most 9% may be",
            "hint: look at the rows",
            "`quarantine_limit` in survey.toml",
        ],
    );
    goes_on(&[Replace(SURVEY, "quarantine_limit = 25", "quarantine_limit = 9.1"), broken], &["1 quarantined"]);
    refuses(&[Replace(SURVEY, "quarantine_limit = 25", "quarantine_limit = 101")], &["is a percentage of all rows"]);
}

/// Whatever a spreadsheet could not work out is no answer, even where an open option takes the rest.
#[test]
fn errors_of_spreadsheets_are_invalid() {
    for error in ["#N/A", "#REF!", "#WERT!"] {
        let cells = format!("r03,1,complete,{error},{error}");
        let says = ["11 read: 10 accepted", "2 cell errors made invalid"];
        goes_on(&[Replace(EXPORT, "r03,1,complete,Yes,Harbour", &cells)], &says);
    }
}

#[test]
fn a_respondent_with_two_rows() {
    let twice = Replace(EXPORT, "r02,", "r01,");
    refuses(
        &[twice],
        &["1 respondent with several rows", "visits, row 3, column \"ID\"", "hint: set `duplicates = \"keep_first\"`"],
    );
    goes_on(
        &[twice, Replace(SURVEY, "\"csv\"", "\"csv\"\nduplicates = \"keep_first\"")],
        &["9 accepted, 1 duplicate", "1 duplicate left out"],
    );
}
