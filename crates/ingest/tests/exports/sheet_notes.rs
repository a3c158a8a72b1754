//! What a workbook says beside the values of its cells.

use std::io::Cursor;

use rust_xlsxwriter::{FilterCondition, Format as Shown, Workbook, XlsxError};
use topline_ingest::open;
use topline_survey::{Format, Source};

use crate::reading::{csv, fixture, lines, read};

fn xlsx() -> Source {
    Source { format: Format::Xlsx, path: "data/export.xlsx".to_owned(), ..csv() }
}

fn findings(bytes: &[u8]) -> Vec<String> {
    let lines = lines(&read(&xlsx(), bytes).expect("readable"));
    lines.lines().filter(|line| line.starts_with('!')).map(str::to_owned).collect()
}

/// Written by openpyxl, which does not work formulas out.
#[test]
fn formulas_without_a_stored_value_are_told() {
    let told = "30 cells of the column are formulas without a stored value, this one first, and are read as blank: open the \
                workbook in a spreadsheet program and save it";
    assert_eq!(findings(&fixture("formulas-without-values.xlsx")), [format!("! Sheet 2 Band no_value told: {told}")]);
}

/// Written by openpyxl.
#[test]
fn rows_that_a_filter_hides_are_told_and_read() {
    let bytes = fixture("filtered-rows.xlsx");
    let whole = read(&xlsx(), &bytes).expect("readable");
    assert_eq!(whole.rows.len(), 30);
    let found = findings(&bytes);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("hidden_rows told: 22 rows of the sheet are hidden by a filter on `Region`"),
        "{found:?}"
    );
}

/// Written by openpyxl.
#[test]
fn merged_cells_tell_the_rows_of_a_header() {
    let bytes = fixture("merged-header.xlsx");
    let export = open(&xlsx(), Cursor::new(bytes.clone())).expect("readable");
    assert_eq!(export.merged_header_rows(), Some(2));
    let source = Source { header_rows: 2, ..xlsx() };
    let whole = read(&source, &bytes).expect("readable");
    assert_eq!(whole.rows.len(), 30);
    assert_eq!(
        whole.columns[1..4],
        [
            "How satisfied are you with | Price",
            "How satisfied are you with | Quality",
            "How satisfied are you with | Staff"
        ]
    );
}

/// Formulas with values, an empty text among them, and rows that somebody has hidden without a filter.
#[test]
fn stored_values_are_values_even_if_they_are_empty() -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "id")?.write(0, 1, "band")?;
    for row in 1..=4 {
        sheet.write(row, 0, row)?;
        sheet.write_formula(row, 1, "=IF(A2>2,\"over\",\"\")")?;
        sheet.set_formula_result(row, 1, if row > 2 { "over" } else { "" });
    }
    sheet.set_row_hidden(3)?;
    let bytes = workbook.save_to_buffer()?;
    assert_eq!(
        findings(&bytes),
        ["! Sheet1 4 hidden_rows told: 1 rows of the sheet are hidden, this one first: they are read like all others"]
    );
    Ok(())
}

/// A filter that hides nothing, merged cells among the answers, and a hidden column say nothing of rows.
#[test]
fn nothing_is_told_where_nothing_is_hidden() -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "id")?.write(0, 1, "region")?.write(0, 2, "note")?;
    for row in 1..=20 {
        sheet.write(row, 0, row)?.write(row, 1, "North")?;
    }
    sheet.autofilter(0, 0, 20, 2)?;
    sheet.filter_column(1, &FilterCondition::new().add_list_filter("North"))?;
    sheet.set_column_hidden(2)?;
    sheet.merge_range(15, 2, 16, 2, "merged", &Shown::new())?;
    let bytes = workbook.save_to_buffer()?;
    assert!(findings(&bytes).is_empty(), "{:?}", findings(&bytes));
    assert_eq!(open(&xlsx(), Cursor::new(bytes)).expect("readable").merged_header_rows(), None);
    Ok(())
}
