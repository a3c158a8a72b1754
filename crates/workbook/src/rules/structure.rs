//! Rules of a sheet as a whole: its title, its words, and what is not to be there.

use crate::cell_name::{cell_name, column_letters};
use crate::finished::{FinishedSheet, FinishedWorkbook};
use crate::rules::fault::Fault;
use crate::rules::lint_rule::LintRule;
use crate::rules::roles::{Role, role};

/// The style of titles.
const TITLE: &str = "Heading 1";

pub(super) fn faults(workbook: &FinishedWorkbook, place: usize) -> Vec<Fault> {
    let sheet = &workbook.sheets[place];
    let mut faults = Vec::new();
    if sheet.cells.is_empty() {
        faults.push(Fault::of_sheet(LintRule::BlankSheet, sheet, "the sheet is blank"));
        return faults;
    }
    headings(workbook, sheet, &mut faults);
    words(sheet, &mut faults);
    let mut add = |rule: LintRule, said: String| faults.push(Fault::of_sheet(rule, sheet, said));
    if sheet.is_hidden {
        add(LintRule::Hidden, "the sheet is hidden".to_owned());
    }
    if let Some(row) = sheet.hidden_rows.first() {
        add(LintRule::Hidden, format!("rows are hidden: {} of them, from row {}", sheet.hidden_rows.len(), row + 1));
    }
    if let Some(column) = sheet.hidden_columns.first() {
        let many = sheet.hidden_columns.len();
        add(LintRule::Hidden, format!("columns are hidden: {many} of them, from column {}", column_letters(*column)));
    }
    if sheet.is_frozen {
        add(LintRule::FrozenPanes, "panes are frozen".to_owned());
    }
    if sheet.objects > 0 {
        add(LintRule::Object, "it has images, charts, text boxes or controls".to_owned());
    }
    if sheet.has_header_or_footer {
        add(LintRule::HeaderFooter, "its pages have a header or footer".to_owned());
    }
    if sheet.has_filter {
        add(LintRule::FilterButtons, "it has filter buttons".to_owned());
    }
    if sheet.cursor != (0, 0) {
        let (row, column) = sheet.cursor;
        faults.push(Fault::of_cell(LintRule::Cursor, sheet, (row, column), "the cursor is here, and not in A1"));
    }
    for merged in &sheet.merged {
        let cell = merged.name();
        let said = "cells are merged".to_owned();
        faults.push(Fault { rule: LintRule::MergedCells, sheet: sheet.name.clone(), cell, said });
    }
    faults
}

fn headings(workbook: &FinishedWorkbook, sheet: &FinishedSheet, faults: &mut Vec<Fault>) {
    let first = sheet.cells.get(&(0, 0));
    match first.filter(|cell| !cell.text.trim().is_empty()) {
        None => faults.push(Fault::of_cell(LintRule::Heading, sheet, (0, 0), "the sheet has no title")),
        Some(cell) if workbook.look(cell).named != TITLE => {
            faults.push(Fault::of_cell(LintRule::Heading, sheet, (0, 0), "the title is not in the style `Heading 1`"));
        }
        Some(_) => {}
    }
    let others = sheet.cells.iter().filter(|(place, cell)| **place != (0, 0) && workbook.look(cell).named == TITLE);
    for (place, _) in others {
        let said = format!("the style `Heading 1` is for the title in {}", cell_name(0, 0));
        faults.push(Fault::of_cell(LintRule::Heading, sheet, *place, said));
    }
}

/// The words above a table, and the source of its figures.
fn words(sheet: &FinishedSheet, faults: &mut Vec<Fault>) {
    let Some(table) = sheet.tables.first() else { return };
    if sheet.text(1, 0).trim().is_empty() || table.region.top <= 1 {
        let said = "no words say what the sheet has";
        faults.push(Fault::of_cell(LintRule::Introduction, sheet, (1, 0), said));
    }
    let names_source = sheet
        .cells
        .values()
        .any(|cell| cell.text.trim_start().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("source")));
    let says_source =
        sheet.cells.range(..(table.region.top, 0)).any(|(_, cell)| cell.text.to_lowercase().contains("source"));
    match role(sheet) {
        Role::Figures if !names_source && !says_source => {
            faults.push(Fault::of_sheet(LintRule::SourceLine, sheet, "no words name the source of the figures"));
        }
        Role::Figures | Role::Cover | Role::Contents | Role::Notes => {}
    }
}
