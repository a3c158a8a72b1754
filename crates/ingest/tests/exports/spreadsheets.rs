//! OpenDocument spreadsheets as odfpy writes them (`fixtures/write.py`) and by hand, and workbooks of the format before 2007.

use std::fs::File;

use topline_survey::{Format, Source};

use crate::reading::{check, csv, fixture, read, read_from, refusal};
use crate::real::folder;
use crate::workbooks::pack;

fn ods() -> Source {
    Source { format: Format::Ods, path: "data/export.ods".to_owned(), ..csv() }
}

#[test]
fn cells_become_text_by_their_value() {
    let source = Source { sheet: Some("Responses".to_owned()), ..ods() };
    let blank = |row: u64| format!("! Responses {row} blank_row excluded: no cell holds anything");
    check(
        &source,
        fixture("sheet.ods"),
        &[
            "what/cell",
            "2: whole number/7",
            "3: number/0.1",
            "4: percentage/0.25",
            "5: currency/5.5",
            "6: day/2017-03-04",
            "7: moment/2017-03-04T09:15:00.5",
            "8: time/09:15:00",
            "9: length/36:30:00.5",
            "10: yes/TRUE",
            "11: text/“Ünï” <&>",
            "12: digits/007",
            "13: text by value/x y",
            "14: empty/-",
            "15: -/- = blank_row",
            "16: -/- = blank_row",
            // White space in markup is one space; `text:s` is three.
            "17: paragraphs/one two   three\tfour\\nfive\\nsix",
            "18: same/same",
            "19: same/same",
            "20: merged/-",
            "21: 17 digits/12345678901234568",
            &blank(15),
            &blank(16),
            "! Responses 21 cell mangled told: this whole number has more than the 15 digits that a spreadsheet keeps: \
             the last ones are lost",
        ],
    );
}

#[test]
fn a_sheet_is_found_by_name_or_is_the_first() {
    let bytes = fixture("sheet.ods");
    assert_eq!(read(&ods(), &bytes).expect("readable").columns, ["note"]);
    let (error, hint) = refusal(&Source { sheet: Some("Response".to_owned()), ..ods() }, &bytes);
    assert_eq!(error, "read `responses` (data/export.ods): the workbook has no sheet `Response`");
    assert_eq!(hint.as_deref(), Some("did you mean `Responses`? its sheets are `Notes`, `Responses`"));
}

#[test]
fn formats_are_not_taken_for_each_other() {
    let cases = [
        (Format::Csv, "sheet.ods", "csv", "ods"),
        (Format::Xlsx, "sheet.ods", "xlsx", "ods"),
        (Format::Csv, "types.parquet", "csv", "parquet"),
        (Format::Jsonl, "types.parquet", "jsonl", "parquet"),
    ];
    for (format, name, declared, found) in cases {
        let (error, hint) = refusal(&Source { format, ..csv() }, fixture(name));
        assert_eq!(error, format!("read `responses` (data/export.csv): it is declared as {declared}, but is {found}"));
        assert_eq!(hint, Some(format!("set `format = \"{found}\"`")));
    }
    for (format, declared) in [(Format::Parquet, "parquet"), (Format::Ods, "ods"), (Format::Xls, "xls")] {
        let (error, _) = refusal(&Source { format, ..csv() }, "a,b\n1,2\n");
        assert_eq!(
            error,
            format!("read `responses` (data/export.csv): it is declared as {declared}, but is no such file")
        );
    }
}

/// A spreadsheet whose one sheet has these rows.
fn by_hand(rows: &str) -> Vec<u8> {
    let names = ["office", "table", "text"]
        .map(|name| format!(r#"xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0""#))
        .join(" ");
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name="S &amp; T">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    pack(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()), ("content.xml", content)])
}

fn text(text: &str) -> String {
    format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn markup_of_other_writers_is_read() {
    let header = format!(
        "<table:table-header-rows><table:table-row>{}{}</table:table-row></table:table-header-rows>",
        text("a"),
        text("b")
    );
    let rows = format!(
        r#"{header}<table:table-row-group><table:table-row>{}<table:table-cell office:value-type="string" office:string-value="q&quot;&#10;x"/></table:table-row></table:table-row-group>
        <table:table-row>{}<table:table-cell><table:table><table:table-row>{}</table:table-row></table:table><text:p/></table:table-cell></table:table-row>
        <table:table-row><table:table-cell/><table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="1e3"/></table:table-row>"#,
        text("&lt;x&gt;&#233;<![CDATA[<y>]]>"),
        text(" <!-- no --> z\n "),
        text("nested"),
    );
    check(
        &ods(),
        by_hand(&rows),
        &[
            "a/b",
            "2: <x>é<y>/q\"\\nx",
            "3: z/",
            "4: -/1000 + [\"1000\",\"1000\"] = broken_row",
            "! S & T 4 broken_row quarantined: 4 cells where 2 are expected",
        ],
    );
}

#[test]
fn hostile_sheets_take_no_memory() {
    // A cell repeated beyond the sheet, a row likewise, and a header that is far to the right.
    let cell = |repeated: u64| {
        format!(r#"<table:table-cell table:number-columns-repeated="{repeated}"><text:p>x</text:p></table:table-cell>"#)
    };
    let row = |repeated: u64, cells: &str| {
        format!(r#"<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>"#)
    };
    let refused = |rows: &str| refusal(&ods(), by_hand(rows)).0;
    assert!(refused(&row(1, &cell(4_000_000_000))).ends_with("has a cell out of its place in row 1"));
    assert!(refused(&(row(1, &text("a")) + &row(2_000_000, &text("x")))).ends_with("out of its place in row 2"));
    assert!(refused(&(row(4_000_000_000, "") + &row(1, &text("x")))).ends_with("out of its place in row 4000000001"));
    let long = format!("<table:table-row>{}</table:table-row>", text(&"x".repeat(20 << 20)));
    assert!(refused(&long).ends_with("the spreadsheet is damaged after row 0"), "{}", refused(&long));
    let spaces = r#"<text:s text:c="65536"/>"#.repeat(300);
    assert!(refused(&row(1, &text(&spaces))).ends_with("row 1 is longer than 16777216 bytes"));
    assert!(refused("<table:table-row><table:table-cell></table:table-row>").ends_with("is damaged after row 0"));
    assert!(refused("").ends_with("it is empty"));
}

#[test]
fn what_repeats_without_end_is_refused() {
    let repeated = |rows: u32, columns: u32, text: &str| {
        by_hand(&format!(
            r#"<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell></table:table-row>
            <table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell></table:table-row>"#
        ))
    };
    let whole = read(&ods(), repeated(3, 2, "x")).expect("readable");
    assert_eq!((whole.rows.len(), whole.rows[2].cells.iter().flatten().count()), (3, 2));
    // A text of 64 KB in each of 16,384 columns: a gigabyte.
    let (error, _) = refusal(&ods(), repeated(1, 16_384, r#"<text:s text:c="65536"/>"#));
    assert!(error.ends_with("row 2 is longer than 16777216 bytes"), "{error}");
    // 17 billion cells.
    let (error, _) = refusal(&ods(), repeated(1_000_000, 16_384, "x"));
    assert!(error.ends_with("row 2 and others are repeated without end"), "{error}");
    // As many, of rows that are not there.
    let below = format!(
        r#"<table:table-row table:number-rows-repeated="1000000"/><table:table-row>{}</table:table-row>"#,
        text("x")
    );
    let wide = r#"<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell></table:table-row>"#;
    let bytes = by_hand(&format!("{wide}{below}"));
    let mut export = topline_ingest::open(&ods(), std::io::Cursor::new(bytes)).expect("a header");
    let mut read = 0;
    let error = loop {
        match export.next_batch() {
            Ok(batch) => read += batch.expect("not the end").batch.num_rows(),
            Err(error) => break error,
        }
    };
    assert!(error.to_string().ends_with("up to row 2050, most of its rows are without cells"), "{error}");
    assert!(read < 2048, "{read}");
    assert_eq!(error.hint().as_deref(), Some("remove the cells far below the table"));
}

#[test]
fn a_locked_spreadsheet_is_refused() {
    let bytes = pack(&[
        ("mimetype", String::new()),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>".to_owned()),
        ("content.xml", "rubbish".to_owned()),
    ]);
    let (error, hint) = refusal(&ods(), bytes);
    assert_eq!(error, "read `responses` (data/export.ods): it is locked by a password");
    assert_eq!(hint.as_deref(), Some("save it without a password"));
}

/// What xlrd 2.0 reads of each sheet: rows below the header, columns, cells with a value, and of the numbers how many and
/// their sum; of the text how many characters.
#[test]
fn an_old_workbook_is_read_as_xlrd_reads_it() {
    let Some(folder) = folder() else { return };
    let path = folder.join("qualtrics/data/Sample Surveys/Better Sample Survey/example_long_and_lean.xls");
    let expected = [
        ("lean_dict", 420, 4, 1450, 248, 216.0, 17_936),
        ("qdict", 42, 8, 333, 0, 0.0, 6_975),
        ("panel_df", 10, 3, 27, 7, 7.0, 262),
    ];
    for (sheet, rows, columns, cells, numbers, sum, characters) in expected {
        let source = Source { format: Format::Xls, sheet: Some(sheet.to_owned()), ..csv() };
        let whole = read_from(&source, File::open(&path).expect("the workbook is there")).expect("readable");
        let filled: Vec<&String> = whole.rows.iter().flat_map(|row| row.cells.iter().flatten()).collect();
        let parsed: Vec<f64> = filled.iter().filter_map(|cell| cell.parse().ok()).collect();
        let words = filled.iter().filter(|cell| cell.parse::<f64>().is_err());
        let found = (whole.rows.len(), whole.columns.len(), filled.len(), parsed.len(), parsed.iter().sum::<f64>());
        assert_eq!(found.0, rows);
        assert_eq!((found.1, found.2, found.3), (columns, cells, numbers), "{sheet}");
        assert!((found.4 - sum).abs() < 1e-9, "{sheet}");
        assert_eq!(words.map(|cell| cell.chars().count()).sum::<usize>(), characters, "{sheet}");
    }
    let source = Source { format: Format::Xls, sheet: Some("lean".to_owned()), ..csv() };
    let (error, _) = refusal(&source, std::fs::read(&path).expect("the workbook is there"));
    assert_eq!(error, "read `responses` (data/export.csv): the workbook has no sheet `lean`");
}

#[test]
fn no_damage_to_an_old_workbook_panics() {
    let Some(folder) = folder() else { return };
    let path = folder.join("qualtrics/data/Sample Surveys/Better Sample Survey/example_long_and_lean.xls");
    let bytes = std::fs::read(path).expect("the workbook is there");
    let source = Source { format: Format::Xls, ..csv() };
    let whole = read(&source, &bytes).expect("readable").rows;
    for cut in (512..bytes.len()).step_by(bytes.len() / 40) {
        // Either an error, or nothing of this sheet stood behind the cut.
        if let Ok(found) = read(&source, &bytes[..cut]) {
            assert_eq!(found.rows.len(), whole.len(), "cut at {cut} of {}", bytes.len());
            assert!(found.rows == whole, "cut at {cut} of {}", bytes.len());
        }
    }
}
