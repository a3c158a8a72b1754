//! A sheet, and a table of it.

use crate::cell::{CellContent, LinkTarget, SheetCell};
use crate::cell_name::cell_name;
use crate::sheet::{MarkedTable, WorkSheet};
use crate::style::CellStyles;
use crate::xlsx::strings::{SharedStrings, guarded};
use topline_markup::{Attribute, Markup};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OF_DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn range(table: &MarkedTable) -> String {
    let last = cell_name(table.head + table.rows, table.columns.saturating_sub(1));
    format!("{}:{last}", cell_name(table.head, 0))
}

/// The part of a sheet.
pub(crate) fn worksheet(
    sheet: &WorkSheet,
    is_first: bool,
    styles: &CellStyles,
    strings: &mut SharedStrings,
) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("worksheet", &[("xmlns", MAIN), ("xmlns:r", OF_DOCUMENT)]);
    markup.begin("sheetPr", &[]);
    markup.empty("pageSetUpPr", &[("fitToPage", "1")]);
    markup.end();
    markup.begin("sheetViews", &[]);
    let selected: &[Attribute<'_>] = &[("tabSelected", "1"), ("workbookViewId", "0")];
    markup.begin("sheetView", if is_first { selected } else { &selected[1..] });
    markup.empty("selection", &[("activeCell", "A1"), ("sqref", "A1")]);
    markup.end();
    markup.end();
    markup.empty("sheetFormatPr", &[("defaultRowHeight", "15.75")]);
    if !sheet.widths().is_empty() {
        markup.begin("cols", &[]);
        for (index, width) in sheet.widths().iter().enumerate() {
            let (place, width) = ((index + 1).to_string(), width.to_string());
            markup.empty("col", &[("min", &place), ("max", &place), ("width", &width), ("customWidth", "1")]);
        }
        markup.end();
    }
    markup.begin("sheetData", &[]);
    for (row, cells) in sheet.rows().iter().enumerate() {
        markup.begin("row", &[("r", &(row + 1).to_string())]);
        for (column, cell) in cells.iter().enumerate() {
            write_cell(&mut markup, &cell_name(row, column), cell, styles, strings);
        }
        markup.end();
    }
    markup.end();
    write_links(&mut markup, sheet);
    let margins = ["left", "right", "top", "bottom", "header", "footer"].map(|side| (side, "0.5"));
    markup.empty("pageMargins", &margins);
    markup.empty("pageSetup", &[("paperSize", "9"), ("orientation", "landscape"), ("fitToHeight", "0")]);
    if !sheet.tables().is_empty() {
        markup.begin("tableParts", &[("count", &sheet.tables().len().to_string())]);
        for place in 1..=sheet.tables().len() {
            markup.empty("tablePart", &[("r:id", &format!("rId{place}"))]);
        }
        markup.end();
    }
    markup.finish()
}

fn write_cell(markup: &mut Markup, name: &str, cell: &SheetCell, styles: &CellStyles, strings: &mut SharedStrings) {
    let style = styles.number(cell).to_string();
    let at = [("r", name), ("s", style.as_str())];
    match &cell.content {
        CellContent::Empty => {}
        CellContent::Number(value, _) => {
            markup.begin("c", &at);
            markup.leaf("v", &[], &value.to_string());
            markup.end();
        }
        CellContent::Text(text) | CellContent::Link(text, _) => {
            markup.begin("c", &[at[0], at[1], ("t", "s")]);
            markup.leaf("v", &[], &strings.number(text).to_string());
            markup.end();
        }
    }
}

fn write_links(markup: &mut Markup, sheet: &WorkSheet) {
    let cells = sheet.rows().iter().enumerate().flat_map(|(row, cells)| {
        cells.iter().enumerate().map(move |(column, cell)| (cell_name(row, column), &cell.content))
    });
    let links: Vec<(String, String)> = cells
        .filter_map(|(name, content)| match content {
            CellContent::Link(_, LinkTarget::Row(sheet, row)) => Some((name, format!("'{sheet}'!A{}", row + 1))),
            CellContent::Empty | CellContent::Text(_) | CellContent::Number(..) => None,
        })
        .collect();
    if links.is_empty() {
        return;
    }
    markup.begin("hyperlinks", &[]);
    for (name, location) in &links {
        markup.empty("hyperlink", &[("ref", name), ("location", location)]);
    }
    markup.end();
}

/// The part of a table: without filter buttons, and without a style that draws stripes.
pub(crate) fn table(sheet: &WorkSheet, table: &MarkedTable, number: usize) -> Vec<u8> {
    let mut markup = Markup::new();
    let number = number.to_string();
    markup.begin(
        "table",
        &[
            ("xmlns", MAIN),
            ("id", &number),
            ("name", &table.name),
            ("displayName", &table.name),
            ("ref", &range(table)),
            ("headerRowCount", "1"),
            ("totalsRowShown", "0"),
        ],
    );
    markup.begin("tableColumns", &[("count", &table.columns.to_string())]);
    for (index, head) in sheet.rows()[table.head].iter().enumerate() {
        let id = (index + 1).to_string();
        let name = guarded(head.words().unwrap_or_default());
        markup.empty("tableColumn", &[("id", &id), ("name", &name)]);
    }
    markup.end();
    markup.empty(
        "tableStyleInfo",
        &[("showFirstColumn", "0"), ("showLastColumn", "0"), ("showRowStripes", "0"), ("showColumnStripes", "0")],
    );
    markup.finish()
}
