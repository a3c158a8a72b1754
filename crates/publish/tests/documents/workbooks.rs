//! What stands in the sheets of workbooks.

use std::io::{Cursor, Read as _};

use topline_publish::{Publication, document};
use topline_survey::DocumentFormat;
use zip::ZipArchive;

use crate::fixture::{SURVEY, cell, plan, reading, rest, tables};
use crate::page_text::{between, read};

/// The text of a part of a package.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// The sheets of `tables.ods`: the name of each, and its rows, the cells with a stroke between them.
pub fn sheets(publication: &Publication<'_>) -> Vec<(String, Vec<String>)> {
    let files = document(DocumentFormat::Ods).expect("a document of figures").files(publication).expect("a workbook");
    let content = part(&files[0].bytes, "content.xml");
    let sheets = content.split("<table:table table:name=\"").skip(1);
    let row = |row: &str| {
        let cells = row.split("<table:table-cell").skip(1);
        cells.map(|cell| read(&format!("<c{cell}"))).collect::<Vec<_>>().join(" | ")
    };
    let sheet = |sheet: &str| {
        let name = sheet.split('"').next().unwrap_or_default().to_owned();
        (name, sheet.split("<table:table-row").skip(1).map(row).collect())
    };
    sheets.map(sheet).collect()
}

pub fn sheet(sheets: &[(String, Vec<String>)], name: &str) -> Vec<String> {
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    sheets.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name} in {names:?}")).1.clone()
}

const RECONSTRUCTED: &str = "Reconstructed survey: these figures come from data made to agree with what was published. They are not the \
     answers of real respondents.";
const SOURCE: &str = "Source: Libraries & their <users>, The \"Example\" Council, 28 October to 3 November 2024.";

#[test]
fn an_accessible_sheet_has_one_table_and_what_must_be_known_of_it() {
    let (plan, rest) = (plan(SURVEY, ""), rest());
    let all = tables();
    let sheets = sheets(&rest.with(&plan, &all));
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Cover", "Contents", "Notes", "Q1", "Q2", "Q3", "shares"]);
    assert_eq!(
        sheet(&sheets, "Q1"),
        [
            "Q1: Reading",
            "This sheet has one table.",
            "As asked: \u{201c}How much do you read, \"all in all\"?\u{201d}",
            "Base: those who answered. Each percentage is out of the base of its own column.",
            "Shorthand: [u] means low reliability, because the base is below 30.",
            "This table has notes, which are on the sheet Notes: [note 1], [note 2].",
            RECONSTRUCTED,
            SOURCE,
            "Answer | Unit | Total | Region: North | Region: South | Values with [u] | Values in a published document",
            "Unweighted base | Number | 81 | 30 | 51 | none | Total",
            "A fair amount or more | Percentage | 51% | 50% | 51% | none | Total",
            "A great deal | Percentage | 12% | 17% | 10% | none | none",
            "A fair amount | Percentage | 38% | 33% | 41% | none | none",
            "<script>alert('x')</script> & not much | Percentage | 44% | 40% | 47% | none | none",
            "Don't know | Percentage | 5% | 10% | 2% | none | none",
            "Mean | Value | 2.34 | 2.26 | 2.38 | [u] Region: North | none",
            "Base of \u{201c}Mean\u{201d} | Number | 77 | 27 | 50 | none | none",
        ]
    );
    assert_eq!(
        sheet(&sheets, "Contents"),
        [
            "Table of contents",
            "This sheet lists the others, with a link to each.",
            "Sheet | Title",
            "Notes | Notes of the tables",
            "Q1 | Q1: Reading",
            "Q2 | Q2: Agreement",
            "Q3 | Q3: What do you borrow?",
            "shares | shares: Shares",
        ]
    );
    assert_eq!(
        sheet(&sheets, "Notes"),
        [
            "Notes of the tables",
            "This sheet has one table. Each table names its notes above its figures.",
            "Note number | Note text",
            "[note 1] | Percentages may not add to 100, because each is rounded by itself.",
            "[note 2] | Parts may not add to their net, because each is rounded by itself.",
            "[note 3] | Asked of those who answered \u{201c}A great deal\u{201d} or \u{201c}A fair amount\u{201d} to Q1.",
        ]
    );
    // What is held back, and the items of a grid. In the north all are few: the head says so.
    assert_eq!(
        sheet(&sheets, "Q2")[4..],
        [
            "Shorthand: [c] means held back, because the base is below the minimum; [u] means low reliability, because the base is below 30.",
            "This table has notes, which are on the sheet Notes: [note 3], [note 1].",
            RECONSTRUCTED,
            SOURCE,
            "Item | Answer | Unit | Total | Region: North [u] | Region: South | Values in a published document",
            "It is quiet | Unweighted base | Number | 78 | 28 | 50 | none",
            "It is quiet | Agree | Percentage | 44% | 50% | 40% | none",
            "It is quiet | Disagree | Percentage | 56% | 50% | 60% | none",
            "It is warm | Unweighted base | Number | 40 | 4 | 36 | none",
            "It is warm | Agree | Percentage | 38% | [c] | 33% | none",
            "It is warm | Disagree | Percentage | 63% | [c] | 67% | none",
        ]
    );
    assert_eq!(
        sheet(&sheets, "shares")[2..],
        [
            "Base: councils. Each percentage is out of the base of its own column.",
            "Shorthand: [z] means not applicable.",
            RECONSTRUCTED,
            SOURCE,
            "Answer | Unit | Value | Count | Base | Values in a published document",
            "Councils \"reached\" | Number | 33 | [z] | [z] | none",
            "Covered | Percentage | 36% | 12 | 33 | none",
            "Nobody | Percentage | [z] | [z] | [z] | none",
        ]
    );
}

#[test]
fn the_cover_says_what_the_survey_is() {
    let (plan, rest) = (plan(SURVEY, ""), rest());
    let all = tables();
    let cover = sheet(&sheets(&rest.with(&plan, &all)), "Cover");
    assert_eq!(
        cover[..5],
        [
            "Libraries & their <users>",
            "This workbook has 4 tables. The sheet Contents lists them.",
            "The answers are made up <b>throughout</b>.",
            "Only the headline was published.",
            "About the survey",
        ]
    );
    for line in
        ["Commissioned by: The \"Example\" Council", "Fieldwork: 28 October to 3 November 2024", "Respondents: 81"]
    {
        assert!(cover.iter().any(|known| known == line), "{line} in {cover:?}");
    }
    let last = cover.iter().position(|line| line == "How to read the tables").expect("how to read them");
    assert_eq!(
        cover[last + 1..],
        [
            "Each percentage is out of the base of its own column. A net counts each respondent once.",
            "Percentages are rounded from exact counts to whole numbers, halves away from zero.",
            "Shorthand",
            "[c] means that a value is held back to protect respondents.",
            "[u] means that a value has low reliability: few respondents are in its base.",
            "[x] means that a value is not available.",
            "[z] means that a value does not apply, for example because nobody is in its base.",
        ]
    );
}

#[test]
fn the_author_is_named_or_who_commissioned_the_survey() {
    let author = |survey: &str| {
        let (plan, rest) = (plan(survey, ""), rest());
        let files =
            document(DocumentFormat::Xlsx).expect("a document of figures").files(&rest.with(&plan, &[reading()]));
        let core = part(&files.expect("a workbook")[0].bytes, "docProps/core.xml");
        read(between(&core, "<dc:creator>", "</dc:creator>"))
    };
    assert_eq!(author(SURVEY), "The \"Example\" Council");
    assert_eq!(author(&format!("{SURVEY}\n[publish]\nauthor = \"A. N. Analyst\"")), "A. N. Analyst");
    assert_eq!(author(&SURVEY.replace("client =", "frame =")), "Libraries & their <users>");
}

#[test]
fn a_banner_sheet_has_tables_below_each_other_and_an_index() {
    let (plan, rest) = (plan(&format!("{SURVEY}\n[publish]\nworkbook = \"banner\""), ""), rest());
    let all = tables();
    let sheets = sheets(&rest.with(&plan, &all));
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Index", "Tables_1"]);
    assert_eq!(
        sheet(&sheets, "Index"),
        [
            "Libraries & their <users>",
            SOURCE,
            RECONSTRUCTED,
            "",
            "Table | Base",
            "Q1: Reading | those who answered",
            "Q2: Agreement | those who answered",
            "Q3: What do you borrow? | those who answered",
            "shares: Shares | councils",
            "",
            "Notes",
            "[note 1] Percentages may not add to 100, because each is rounded by itself.",
            "[note 2] Parts may not add to their net, because each is rounded by itself.",
            "[note 3] Asked of those who answered \u{201c}A great deal\u{201d} or \u{201c}A fair amount\u{201d} to Q1.",
        ]
    );
    let rows = sheet(&sheets, "Tables_1");
    assert_eq!(rows[..3], ["Libraries & their <users>: Tables 1 to 4", "", "Q1: Reading"]);
    let from = rows.iter().position(|row| row == " | Total | North | South").expect("the columns");
    assert_eq!(rows[from - 1], " |  | Region | ");
    assert_eq!(rows[from + 1..from + 3], ["Unweighted base | 81 | 30 | 51", "A fair amount or more | 51% | 50% | 51%"]);
    let last = rows.iter().position(|row| row.starts_with("Base of")).expect("the base of the mean");
    assert_eq!(rows[last + 1..last + 4], ["Back to the index", "", "Q2: Agreement"]);
    let quiet = rows.iter().position(|row| row == "It is quiet").expect("an item");
    assert_eq!(rows[quiet + 1], "Unweighted base | 78 | 28 | 50");
    assert_eq!(rows[quiet + 4..quiet + 6], ["It is warm", "Unweighted base | 40 | 4 | 36"]);
    assert!(
        rows.contains(&"This table has notes, which are on the sheet Index: [note 3], [note 1].".to_owned()),
        "{rows:?}"
    );
}

#[test]
fn twenty_tables_are_on_a_sheet() {
    let (plan, rest) = (plan(&format!("{SURVEY}\n[publish]\nworkbook = \"banner\""), ""), rest());
    let many: Vec<_> = (1..=21)
        .map(|number| {
            let mut table = reading();
            table.id = format!("T{number}");
            table
        })
        .collect();
    let sheets = sheets(&rest.with(&plan, &many));
    assert_eq!(sheet(&sheets, "Tables_1")[0], "Libraries & their <users>: Tables 1 to 20");
    assert_eq!(sheet(&sheets, "Tables_2")[..3], ["Libraries & their <users>: Tables 21 to 21", "", "T21: Reading"]);
}

#[test]
fn letters_stand_below_the_values_that_they_are_of() {
    let mut table = reading();
    for (column, letters) in [(1, ""), (2, "A")] {
        cell(&mut table, 0, "2", column).letters = Some(letters.to_owned());
    }
    let survey = SURVEY.replace("reconstructed = true", "");
    let rest = rest();
    let accessible = plan(&survey, "");
    let rows = sheet(&sheets(&rest.with(&accessible, std::slice::from_ref(&table))), "Q1");
    let at = rows.iter().position(|row| row.starts_with("A fair amount | ")).expect("the row");
    assert_eq!(
        rows[at..at + 2],
        [
            "A fair amount | Percentage | 38% | 33% | 41% | none",
            "A fair amount (higher than) | Letters | [z] | none | A | none",
        ]
    );
    assert!(rows.iter().any(|row| row.contains("[z] means not applicable")), "{rows:?}");
    let banner = plan(&format!("{survey}\n[publish]\nworkbook = \"banner\""), "");
    let rows = sheet(&sheets(&rest.with(&banner, &[table])), "Tables_1");
    let at = rows.iter().position(|row| row == "A fair amount | 38% | 33% | 41%").expect("the row");
    assert_eq!(rows[at + 1], " |  |  | A", "no mark where nothing is to say");
}
