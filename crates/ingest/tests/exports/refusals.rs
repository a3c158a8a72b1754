//! Files that cannot be read at all, tables that must be whole, and columns that are not there.

use std::io::Cursor;

use arrow::array::AsArray;
use topline_ingest::{read_table, require_columns};
use topline_survey::{Format, Source};

use crate::reading::{csv, refusal};

#[test]
fn each_refusal_says_why_and_what_may_help() {
    let header_rows = |header_rows| Source { header_rows, ..csv() };
    let delimiter = |delimiter| Source { delimiter: Some(delimiter), ..csv() };
    let xlsx = || Source { format: Format::Xlsx, ..csv() };
    let old: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....";
    let cases: [(Source, &[u8], &str, Option<&str>); 16] = [
        (csv(), b"", "it is empty", None),
        (csv(), b"\xEF\xBB\xBF", "it is empty", None),
        (header_rows(0), b"\xEF\xBB\xBF", "it is empty", None),
        (
            header_rows(3),
            b"a,b\nc,d\n",
            "its header has 3 rows, but the file ends after 2",
            Some("set `header_rows` to the number of rows that name the columns"),
        ),
        (
            csv(),
            b" ,\na,b\n",
            "row 1, which should tell the columns, is blank",
            Some("the header begins in row 1: remove blank rows above it, or set `header_rows`"),
        ),
        (
            header_rows(0),
            b"\n\n",
            "row 1, which should tell the columns, is blank",
            Some("the header begins in row 1: remove blank rows above it, or set `header_rows`"),
        ),
        (
            csv(),
            b"a,\"b\n1,2\n",
            "in row 1, which names columns, a quote is not closed or text follows it",
            Some("look for a quote that is opened in this row and not closed, or for another `delimiter`"),
        ),
        (
            delimiter('§'),
            b"a",
            "'§' cannot separate cells",
            Some("use one ASCII character that is no quote and no line end, such as `,` `;` or `\\t`"),
        ),
        (
            delimiter('"'),
            b"a",
            "'\"' cannot separate cells",
            Some("use one ASCII character that is no quote and no line end, such as `,` `;` or `\\t`"),
        ),
        (csv(), b"PK\x03\x04....", "the ZIP archive is damaged", None),
        (csv(), old, "it is declared as csv, but is xls", Some("set `format = \"xls\"`")),
        (
            xlsx(),
            b"a,b\n1,2\n",
            "it is declared as xlsx, but is no such file",
            Some("set `format = \"csv\"` if it is delimited text"),
        ),
        (
            xlsx(),
            old,
            "it is a workbook of an older format, or locked by a password",
            Some("set `format = \"xls\"` if it is of the older format, or save it without a password"),
        ),
        (xlsx(), b"", "it is empty", None),
        (xlsx(), b"PK\x03\x04....", "the workbook is damaged", None),
        (xlsx(), b"PK", "the workbook is damaged", None),
    ];
    for (source, bytes, expected, expected_hint) in cases {
        let (error, hint) = refusal(&source, bytes);
        assert_eq!(error, format!("read `responses` (data/export.csv): {expected}"));
        assert_eq!(hint.as_deref(), expected_hint, "{expected}");
    }
}

#[test]
fn a_row_without_end_is_refused_with_its_number() {
    let mut text = b"a,b\n1,2\n3,\"".to_vec();
    text.resize(40 << 20, b'x');
    let (error, hint) = refusal(&csv(), text);
    assert_eq!(error, "read `responses` (data/export.csv): row 3 is longer than 16777216 bytes");
    assert!(hint.expect("a hint").contains("quote"));
}

#[test]
fn a_header_wider_than_any_survey_is_refused() {
    let wide = |columns: usize| format!("{}\n", ",".repeat(columns - 1));
    let (error, hint) = refusal(&csv(), wide(3_000_000));
    assert_eq!(error, "read `responses` (data/export.csv): it has more than 65536 columns");
    assert_eq!(hint.as_deref(), Some("look for another `format` or `delimiter`"));
    let (error, _) = refusal(&Source { header_rows: 0, ..csv() }, wide(65_537));
    assert_eq!(error, "read `responses` (data/export.csv): it has more than 65536 columns");
}

#[test]
fn a_reference_table_is_text_without_blank_rows() {
    let table = read_table("councils", Cursor::new("code,name\nE06,\"Bath, City of\"\n,\n\nE07,\n")).expect("a table");
    // Blank rows count.
    assert_eq!(table.numbers, [2, 5]);
    let table = table.table;
    let column = |name: &str| -> Vec<Option<&str>> {
        table.column_by_name(name).expect("a column").as_string::<i32>().iter().collect()
    };
    assert_eq!(table.num_columns(), 2);
    assert_eq!(column("code"), [Some("E06"), Some("E07")]);
    assert_eq!(column("name"), [Some("Bath, City of"), Some("")]);
    let empty = read_table("councils", Cursor::new("code,name\n")).expect("a table").table;
    assert_eq!((empty.num_rows(), empty.num_columns()), (0, 2));
}

#[test]
fn a_reference_table_with_a_broken_row_is_refused() {
    let error = read_table("councils", Cursor::new("code,name\nE06,Bath\nE07,York,North\n")).expect_err("refused");
    assert_eq!(error.to_string(), "read `councils` (reference table): row 3: 3 cells where 2 are expected");
    let error = read_table("councils", Cursor::new("")).expect_err("refused");
    assert_eq!(error.to_string(), "read `councils` (reference table): it is empty");
}

#[test]
fn missing_columns_are_told_together_with_their_likes() {
    let columns = ["Q1 confidence", "Q2", "Region"].map(str::to_owned);
    assert!(require_columns(&columns, [("q2", "Q2"), ("region", "Region")].into_iter()).is_ok());
    let missing = require_columns(&columns, [("q1", "Q1 confidnce"), ("q2", "Q2"), ("weight", "xyz")].into_iter())
        .expect_err("two are missing");
    assert_eq!(
        missing.to_string(),
        "find 2 of the export's columns (it has 3)\
         \n  \"Q1 confidnce\", read by `q1`; did you mean \"Q1 confidence\"?\
         \n  \"xyz\", read by `weight`"
    );
    assert_eq!(missing.hint(), None);
}

#[test]
fn a_delimiter_that_separates_nothing_is_refused() {
    let comma = Source { delimiter: Some(','), ..csv() };
    for (text, found) in [("Q1;Q2\n1,5;2\n", ";"), ("Q1\tQ2\n1\t2\n", "\\t"), ("Q1|Q2|Q3\n", "|")] {
        let (error, hint) = refusal(&comma, text);
        let shown = if found == "\\t" { "'\\t'".to_owned() } else { format!("'{found}'") };
        assert_eq!(
            error,
            format!("read `responses` (data/export.csv): ',' does not separate its cells, but {shown} does")
        );
        assert_eq!(hint, Some(format!("set `delimiter = \"{found}\"`, or leave it out to detect it")));
    }
    // One column, whatever its answers hold.
    for text in ["Q1\na;b\nc\n", "Q1; why?\nx\n", "Q1\n"] {
        assert!(crate::reading::read(&comma, text).is_ok(), "{text}");
    }
}

#[test]
fn one_column_with_semicolons_is_no_comma_separated_file() {
    let missing = require_columns(&["Q1;Q2".to_owned()], std::iter::once(("q1", "Q1"))).expect_err("missing");
    assert_eq!(
        missing.hint().as_deref(),
        Some("the only column of the export has ';' in its name: set `delimiter = \";\"`")
    );
}
