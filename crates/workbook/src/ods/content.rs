//! The sheets, and the ranges that are marked up as tables.

use crate::cell::{CellContent, LinkTarget, NumberLook, SheetCell};
use crate::cell_name::cell_name;
use crate::ods::shown::shown;
use crate::ods::styles::{SPACES, cell_styles, style_name};
use crate::sheet::{MarkedTable, WorkSheet, Workbook};
use crate::style::CellStyles;
use topline_markup::Markup;

/// The width of a column whose width is not set, in characters.
const USUAL_WIDTH: u16 = 12;

/// The part with the content.
pub(super) fn content(workbook: &Workbook, styles: &CellStyles) -> Vec<u8> {
    let mut markup = Markup::new();
    markup.begin("office:document-content", &SPACES);
    markup.begin("office:automatic-styles", &[]);
    for width in widths(workbook) {
        markup.begin("style:style", &[("style:name", &format!("co{width}")), ("style:family", "table-column")]);
        // A character of 12 points is some 2.3 mm wide.
        let width = format!("{:.2}cm", 0.23 * f64::from(width));
        markup.empty("style:table-column-properties", &[("style:column-width", &width)]);
        markup.end();
    }
    markup.begin("style:style", &[("style:name", "ro"), ("style:family", "table-row")]);
    markup.empty("style:table-row-properties", &[("style:use-optimal-row-height", "true")]);
    markup.end();
    let of_table = [("style:name", "ta"), ("style:family", "table"), ("style:master-page-name", "Default")];
    markup.begin("style:style", &of_table);
    markup.empty("style:table-properties", &[("table:display", "true")]);
    markup.end();
    cell_styles(&mut markup, styles);
    markup.end();
    markup.begin("office:body", &[]);
    markup.begin("office:spreadsheet", &[]);
    for sheet in &workbook.sheets {
        write_sheet(&mut markup, sheet, styles);
    }
    let marked = workbook.sheets.iter().flat_map(|sheet| sheet.tables().iter().map(move |table| (sheet, table)));
    let mut ranges = marked.peekable();
    if ranges.peek().is_some() {
        markup.begin("table:database-ranges", &[]);
        for (sheet, table) in ranges {
            write_range(&mut markup, sheet, table);
        }
        markup.end();
    }
    markup.finish()
}

fn widths(workbook: &Workbook) -> Vec<u16> {
    let mut widths: Vec<u16> = workbook.sheets.iter().flat_map(|sheet| sheet.widths().iter().copied()).collect();
    widths.push(USUAL_WIDTH);
    widths.sort_unstable();
    widths.dedup();
    widths
}

fn write_sheet(markup: &mut Markup, sheet: &WorkSheet, styles: &CellStyles) {
    markup.begin("table:table", &[("table:name", sheet.name()), ("table:style-name", "ta")]);
    let most = sheet.rows().iter().map(Vec::len).max().unwrap_or_default().max(1);
    for column in 0..most.max(sheet.widths().len()) {
        let width = sheet.widths().get(column).copied().unwrap_or(USUAL_WIDTH);
        let style = format!("co{width}");
        markup
            .empty("table:table-column", &[("table:style-name", &style), ("table:default-cell-style-name", "Default")]);
    }
    for cells in sheet.rows() {
        markup.begin("table:table-row", &[("table:style-name", "ro")]);
        if cells.is_empty() {
            markup.empty("table:table-cell", &[]);
        }
        for cell in cells {
            write_cell(markup, cell, styles);
        }
        markup.end();
    }
    if sheet.rows().is_empty() {
        markup.begin("table:table-row", &[("table:style-name", "ro")]);
        markup.empty("table:table-cell", &[]);
        markup.end();
    }
    markup.end();
}

fn write_cell(markup: &mut Markup, cell: &SheetCell, styles: &CellStyles) {
    let style = style_name(styles, styles.number(cell));
    let in_style = ("table:style-name", style.as_str());
    match &cell.content {
        CellContent::Empty => markup.empty("table:table-cell", &[]),
        CellContent::Number(value, look) => {
            let kind = match look {
                NumberLook::Decimals(_) => "float",
                NumberLook::Percent(_) => "percentage",
            };
            let attributes = [in_style, ("office:value-type", kind), ("office:value", &value.to_string())];
            markup.begin("table:table-cell", &attributes);
            markup.leaf("text:p", &[], &shown(*value, *look));
            markup.end();
        }
        CellContent::Text(text) => {
            markup.begin("table:table-cell", &[in_style, ("office:value-type", "string")]);
            for line in text.split('\n') {
                markup.begin("text:p", &[]);
                write_spaced(markup, line.trim_end_matches('\r'));
                markup.end();
            }
            markup.end();
        }
        CellContent::Link(text, LinkTarget::Row(sheet, row)) => {
            markup.begin("table:table-cell", &[in_style, ("office:value-type", "string")]);
            markup.begin("text:p", &[]);
            let target = format!("#'{sheet}'.{}", cell_name(*row, 0));
            markup.begin("text:a", &[("xlink:type", "simple"), ("xlink:href", &target)]);
            write_spaced(markup, text);
            markup.end();
            markup.end();
            markup.end();
        }
    }
}

/// Text whose spaces and tabs are kept: XML would fold them (OpenDocument 1.3, part 3, 6.1.2).
fn write_spaced(markup: &mut Markup, text: &str) {
    let mut plain = String::new();
    let mut spaces = 0_usize;
    let mut is_first = true;
    for each in text.chars().map(Some).chain([None]) {
        if each == Some(' ') {
            spaces += 1;
            continue;
        }
        // One space between words is itself; what follows it, and spaces at an end, are elements.
        let is_between = !is_first && each.is_some();
        if spaces > 0 && is_between {
            plain.push(' ');
            spaces -= 1;
        }
        if spaces > 0 {
            markup.text(&std::mem::take(&mut plain));
            markup.empty("text:s", &[("text:c", &spaces.to_string())]);
            spaces = 0;
        }
        match each {
            Some('\t') => {
                markup.text(&std::mem::take(&mut plain));
                markup.empty("text:tab", &[]);
            }
            Some(each) => plain.push(each),
            None => {}
        }
        is_first = false;
    }
    markup.text(&plain);
}

fn write_range(markup: &mut Markup, sheet: &WorkSheet, table: &MarkedTable) {
    let first = cell_name(table.head, 0);
    let last = cell_name(table.head + table.rows, table.columns.saturating_sub(1));
    let address = format!("'{0}'.{first}:'{0}'.{last}", sheet.name());
    markup.empty(
        "table:database-range",
        &[
            ("table:name", &table.name),
            ("table:target-range-address", &address),
            ("table:contains-header", "true"),
            ("table:orientation", "row"),
            ("table:display-filter-buttons", "false"),
        ],
    );
}
