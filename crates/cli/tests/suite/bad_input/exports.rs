//! The export as a whole: its columns, its format, its encoding.

use std::fs;

use crate::bad_input::refusal::{EXPORT, SURVEY, goes_on, refuses};
use crate::program::topline;
use crate::workspace::Change::{Remove, Replace, Write};
use crate::workspace::{Library, root};

#[test]
fn the_survey_itself_is_good() {
    let library =
        goes_on(&[], &["11 read: 10 accepted, 1 excluded (test response)", "3 holds, 1 imprecise, 1 contradicted"]);
    topline(library.folder(), &["verify", "pipelines/library", "--out", "out"]).exits(0);
}

#[test]
fn columns_that_the_export_lacks() {
    refuses(
        &[Replace(EXPORT, ",Age,", ",Years,")],
        &["find 1 of the export's columns (it has 17)", "\"Age\", read by `age`"],
    );
    refuses(
        &[Replace(EXPORT, "Opinion | Staff", "Opinion | Staf")],
        &["\"Opinion | Staff\", read by `opinion`; did you mean \"Opinion | Staf\""],
    );
    // All that are missing are told together.
    refuses(
        &[Replace(EXPORT, "Rank: Books", "Rank books"), Replace(EXPORT, "ID,Weight", "Id,Weight")],
        &[
            "find 2 of",
            "\"ID\", read by `respondent`",
            "\"Rank: Books\", read by `priority`; did you mean \"Rank books\"",
        ],
    );
}

#[test]
fn exports_that_are_no_export() {
    let header: &[u8] = b"ID,Status,Have you visited the library this year?\n";
    let workbook = fs::read(root().join("data/raw/cipfa-impower-2017/export.xlsx")).expect("a workbook");
    refuses(&[Write(EXPORT, b"")], &["read `visits` (../../data/raw/library.csv): it is empty"]);
    refuses(&[Write(EXPORT, b"\n\n")], &["row 1, which should tell the columns, is blank", "hint:"]);
    refuses(&[Write(EXPORT, header)], &["columns (it has 3)"]);
    refuses(&[Remove(EXPORT)], &["failed to read", "data/raw/library.csv", "No such file"]);
    refuses(&[Write(EXPORT, &workbook)], &["it is declared as csv, but is xlsx", "hint: set `format = \"xlsx\"`"]);
    refuses(
        &[Replace(SURVEY, "\"csv\"", "\"xlsx\"")],
        &["it is declared as xlsx, but is no such file", "hint: set `format = \"csv\"`"],
    );
    let library = Library::new();
    let export = fs::read_to_string(library.folder().join(EXPORT)).expect("an export");
    let header = export.lines().next().expect("a header").to_owned() + "\n";
    refuses(&[Write(EXPORT, header.as_bytes())], &["failed to find a response among 0 rows", "hint:"]);
    let semicolons = export.replace(';', "/").replace(',', ";");
    refuses(
        &[Write(EXPORT, semicolons.as_bytes()), Replace(SURVEY, "\"csv\"", "\"csv\"\ndelimiter = \",\"")],
        &["',' does not separate its cells, but ';' does", "hint: set `delimiter = \";\"`"],
    );
}

#[test]
fn encodings_that_are_not_as_declared() {
    let declared = |label: &str| format!("\"csv\"\nencoding = \"{label}\"");
    refuses(&[Replace(SURVEY, "\"csv\"", &declared("utf-7"))], &["unknown encoding `utf-7`", "hint: use `utf-8`"]);
    refuses(
        &[Replace(SURVEY, "\"csv\"", &declared("utf-16le"))],
        &[
            "find 16 of the export's columns (it has 1)",
            "hint: the export seems to have one column: look at `encoding`",
        ],
    );
    let library = Library::new();
    let export = fs::read_to_string(library.folder().join(EXPORT)).expect("an export");
    let marked = ["\u{feff}", &export].concat();
    goes_on(&[Write(EXPORT, marked.as_bytes())], &["10 accepted"]);
    refuses(
        &[Write(EXPORT, marked.as_bytes()), Replace(SURVEY, "\"csv\"", &declared("windows-1252"))],
        &["begins with the byte order mark of UTF-8", "hint: set `encoding = \"UTF-8\"`"],
    );
    // The curly apostrophe of "Don’t know" in row 7 is 0x92 in Windows-1252, which is no UTF-8.
    let (before, after) = export.split_once('\u{2019}').expect("a curly apostrophe");
    let western = [before.as_bytes(), b"\x92", after.as_bytes()].concat();
    goes_on(&[Write(EXPORT, &western)], &["10 accepted", "3 holds"]);
    refuses(
        &[Write(EXPORT, &western), Replace(SURVEY, "\"csv\"", &declared("utf-8"))],
        &[
            "row 7, column \"Opinion | Building\"",
            "bytes that the encoding of the export does not know",
            "look at `encoding`",
        ],
    );
}

#[test]
fn an_unclosed_quote_loses_no_row() {
    // The quote swallows the rows up to the next one; they stand together in one quarantined row.
    goes_on(
        &[Replace(EXPORT, "71,2024-03-05,", "71,2024-03-05,\"open")],
        &["10 read: 9 accepted, 1 quarantined", "1 broken row quarantined"],
    );
    refuses(
        &[Replace(EXPORT, ",Comment", ",\"Comment")],
        &["in row 1, which names columns, a quote is not closed", "hint: look for a quote"],
    );
}
