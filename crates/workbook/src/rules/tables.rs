//! Rules of tables: how they are marked up, and where they are.

use std::collections::BTreeSet;

use crate::cell_name::column_letters;
use crate::finished::{FinishedSheet, FinishedTable};
use crate::rules::fault::Fault;
use crate::rules::lint_rule::LintRule;

/// The widest that a column may be, in characters.
const WIDEST: f64 = 130.0;

pub(super) fn faults(sheet: &FinishedSheet) -> Vec<Fault> {
    let mut faults = Vec::new();
    unmarked(sheet, &mut faults);
    if sheet.tables.len() > 1 {
        let said = format!("the sheet has {} tables", sheet.tables.len());
        faults.push(Fault::of_sheet(LintRule::OneTable, sheet, said));
    }
    let mut names = BTreeSet::new();
    for table in &sheet.tables {
        let at = (table.region.top, table.region.left);
        let mut add = |rule: LintRule, said: String| faults.push(Fault::of_cell(rule, sheet, at, said));
        if is_default_name(&table.name) {
            add(LintRule::TableName, format!("the name `{}` says nothing", table.name));
        }
        if !names.insert(table.name.to_lowercase()) {
            add(LintRule::TableName, format!("another table has the name `{}`", table.name));
        }
        if table.has_filter {
            add(LintRule::FilterButtons, "the table has filter buttons".to_owned());
        }
        if table.region.left != 0 {
            add(LintRule::TablePlace, format!("the table begins in column {}", column_letters(table.region.left)));
        }
        head(sheet, table, &mut faults);
        blanks(sheet, table, &mut faults);
        widths(sheet, table, &mut faults);
    }
    let end = sheet.tables.iter().map(|table| table.region.bottom).max();
    if let Some(end) = end
        && let Some((place, _)) = sheet.cells.range((end + 1, 0)..).next()
    {
        faults.push(Fault::of_cell(LintRule::BelowTable, sheet, *place, "this is below the table"));
    }
    faults
}

/// Names that programs give: `Table1`, `Tabelle2`, `__Anonymous_Sheet_DB__0`.
fn is_default_name(name: &str) -> bool {
    let folded = name.to_lowercase();
    let word = folded.trim_end_matches(|each: char| each.is_ascii_digit() || each == '_');
    let usual =
        ["table", "tabelle", "tableau", "tabla", "tabella", "database", "datenbank", "", "unnamed", "range", "data"];
    usual.contains(&word) || folded.starts_with("__anonymous") || folded.contains("_filterdatabase")
}

/// Rows with several cells that belong to no table.
fn unmarked(sheet: &FinishedSheet, faults: &mut Vec<Fault>) {
    let outside = sheet
        .cells
        .keys()
        .filter(|(row, column)| !sheet.tables.iter().any(|table| table.region.contains(*row, *column)));
    let mut last: Option<(usize, usize)> = None;
    for place in outside {
        if last.is_some_and(|last| last.0 == place.0) {
            let said = "cells side by side are in no marked-up table";
            faults.push(Fault::of_cell(LintRule::UnmarkedTable, sheet, *place, said));
            return;
        }
        last = Some(*place);
    }
}

fn head(sheet: &FinishedSheet, table: &FinishedTable, faults: &mut Vec<Fault>) {
    let region = table.region;
    if table.heads != 1 {
        let said = format!("the table has {} head rows", table.heads);
        faults.push(Fault::of_cell(LintRule::TableHead, sheet, (region.top, region.left), said));
        return;
    }
    let mut heads = BTreeSet::new();
    for column in region.left..=region.right {
        let text = sheet.text(region.top, column).trim().to_lowercase();
        let mut add =
            |said: String| faults.push(Fault::of_cell(LintRule::TableHead, sheet, (region.top, column), said));
        if text.is_empty() {
            add("the head of the column is blank".to_owned());
        } else if heads.contains(&text) {
            add("another column has this head".to_owned());
        }
        heads.insert(text);
    }
}

fn blanks(sheet: &FinishedSheet, table: &FinishedTable, faults: &mut Vec<Fault>) {
    let region = table.region;
    let body = region.top + table.heads..=region.bottom;
    let is_blank = |row: usize, column: usize| sheet.text(row, column).trim().is_empty();
    let mut blank_lines = false;
    for row in body.clone() {
        if (region.left..=region.right).all(|column| is_blank(row, column)) {
            blank_lines = true;
            faults.push(Fault::of_cell(LintRule::BlankLine, sheet, (row, region.left), "the row is blank"));
        }
    }
    for column in region.left..=region.right {
        if body.clone().all(|row| is_blank(row, column)) {
            blank_lines = true;
            faults.push(Fault::of_cell(LintRule::BlankLine, sheet, (region.top, column), "the column is blank"));
        }
    }
    let above = sheet.cells.range(..(region.top, 0));
    let is_explained = above
        .map(|(_, cell)| cell.text.to_lowercase())
        .any(|text| ["blank", "empty"].iter().any(|word| text.contains(word)) && text.contains("cell"));
    if is_explained || blank_lines {
        return;
    }
    let empty = body.flat_map(|row| (region.left..=region.right).map(move |column| (row, column)));
    let mut empty = empty.filter(|(row, column)| is_blank(*row, *column));
    if let Some(first) = empty.next() {
        let said = format!("{} cells are empty, and nothing says why", empty.count() + 1);
        faults.push(Fault::of_cell(LintRule::EmptyCell, sheet, first, said));
    }
}

fn widths(sheet: &FinishedSheet, table: &FinishedTable, faults: &mut Vec<Fault>) {
    let region = table.region;
    for column in region.left..=region.right {
        let width = sheet.width(column);
        let longest = sheet.text(region.top, column).split_whitespace().map(|word| word.chars().count()).max();
        let mut add =
            |said: String| faults.push(Fault::of_cell(LintRule::ColumnWidth, sheet, (region.top, column), said));
        if width > WIDEST {
            add(format!("the column is {width:.0} characters wide"));
        } else if longest.unwrap_or_default() as f64 > width + 1.0 && width < 36.0 {
            add(format!("the column is {width:.0} characters wide, and a word of its head has more"));
        }
    }
}
