//! Rules of notes: how they are marked, where they are, and whether each leads somewhere.

use std::collections::BTreeSet;

use crate::finished::{CellKind, FinishedSheet, FinishedWorkbook};
use crate::rules::fault::Fault;
use crate::rules::lint_rule::LintRule;
use crate::rules::roles::{Role, role};

pub(super) fn faults(sheet: &FinishedSheet) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (place, cell) in &sheet.cells {
        if cell.is_raised || (cell.kind == CellKind::Text && ends_in_symbol(&cell.text)) {
            let said = "a symbol or raised character marks a note";
            faults.push(Fault::of_cell(LintRule::NoteSymbol, sheet, *place, said));
        }
    }
    if role(sheet) == Role::Notes {
        if sheet.tables.is_empty() && !sheet.cells.is_empty() {
            faults.push(Fault::of_sheet(LintRule::NotesTable, sheet, "the notes are in no marked-up table"));
        }
        return faults;
    }
    for table in &sheet.tables {
        let body = sheet.cells.range((table.region.top + table.heads, 0)..(table.region.bottom + 1, 0));
        for (place, cell) in body {
            let head = sheet.text(table.region.top, place.1).to_lowercase();
            let is_label = place.1 == table.region.left;
            if !is_label && !head.contains("note") && !numbers(&cell.text).is_empty() {
                faults.push(Fault::of_cell(LintRule::NoteInData, sheet, *place, "the value has a note marker"));
            }
        }
    }
    faults
}

/// Whether text ends as words with a footnote do: `Total*`, `Total¹`. A unit such as `m²` does not.
fn ends_in_symbol(text: &str) -> bool {
    let text = text.trim_end();
    let mut ending = text.chars().rev();
    let (Some(last), Some(before)) = (ending.next(), ending.next()) else { return false };
    match last {
        '*' | '\u{2020}' | '\u{2021}' | '\u{a7}' => !before.is_whitespace() && before != '*',
        '\u{b9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' => true,
        '\u{b2}' | '\u{b3}' => before != 'm',
        _ => false,
    }
}

/// The numbers of the notes that a text cites: 3 of `[note 3]`.
fn numbers(text: &str) -> BTreeSet<u64> {
    let folded = text.to_lowercase();
    let cited = folded.split("[note").skip(1).filter_map(|rest| rest.split(']').next()?.trim().parse().ok());
    cited.collect()
}

/// Notes that are cited and not listed, or listed and not cited.
pub(super) fn citations(workbook: &FinishedWorkbook) -> Vec<Fault> {
    let mut faults = Vec::new();
    let notes = workbook.sheets.iter().find(|sheet| role(sheet) == Role::Notes);
    let listed: BTreeSet<u64> = notes.map_or_else(BTreeSet::new, |sheet| {
        let first = sheet.cells.iter().filter(|((_, column), _)| *column == 0);
        first.filter_map(|(_, cell)| listed_number(&cell.text)).collect()
    });
    let mut cited = BTreeSet::new();
    for sheet in workbook.sheets.iter().filter(|sheet| role(sheet) != Role::Notes) {
        for (place, cell) in &sheet.cells {
            for number in numbers(&cell.text) {
                if !listed.contains(&number) && cited.insert(number) {
                    let said = format!("note {number} is not on the notes sheet");
                    faults.push(Fault::of_cell(LintRule::NotesMatch, sheet, *place, said));
                }
                cited.insert(number);
            }
        }
    }
    for number in listed.difference(&cited) {
        if let Some(sheet) = notes {
            faults.push(Fault::of_sheet(LintRule::NotesMatch, sheet, format!("nothing cites note {number}")));
        }
    }
    faults
}

/// The number of a note in the first column of the notes: `[note 3]`, `note 3`, `3`.
fn listed_number(text: &str) -> Option<u64> {
    let folded = text.to_lowercase();
    let plain = folded.trim().trim_start_matches('[').trim_end_matches(']');
    plain.strip_prefix("note").unwrap_or(plain).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::ends_in_symbol;

    #[test]
    fn symbols_are_told_from_units() {
        for marked in ["Total*", "Total\u{b9}", "Region\u{2020}", "Rate\u{b2}"] {
            assert!(ends_in_symbol(marked), "{marked}");
        }
        for plain in ["area in m\u{b2}", "a * b", "Total", "*", "5 *", ""] {
            assert!(!ends_in_symbol(plain), "{plain}");
        }
    }
}
