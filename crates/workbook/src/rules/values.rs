//! Rules of the values in cells: numbers, days, and what is not to be taken for a formula.

use crate::finished::{CellKind, FinishedCell, FinishedLook, FinishedSheet, FinishedWorkbook};
use crate::rules::fault::Fault;
use crate::rules::lint_rule::LintRule;
use crate::style::looks_like_formula;

pub(super) fn faults(workbook: &FinishedWorkbook, sheet: &FinishedSheet) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (place, cell) in &sheet.cells {
        let look = workbook.look(cell);
        let mut add = |rule: LintRule, said: String| faults.push(Fault::of_cell(rule, sheet, *place, said));
        if cell.is_formula {
            add(LintRule::FormulaText, "the cell is a formula".to_owned());
        } else if cell.kind == CellKind::Text
            && looks_like_formula(&cell.text)
            && !look.is_text
            && cell.text.trim().len() > 1
        {
            add(
                LintRule::FormulaText,
                "the text could be taken for a formula, and its format does not say text".to_owned(),
            );
        }
        let Some(table) = sheet.tables.iter().find(|table| table.region.contains(place.0, place.1)) else { continue };
        if place.0 < table.region.top + table.heads {
            continue;
        }
        match cell.kind {
            CellKind::Text if is_day(cell.text.trim()) => {
                add(LintRule::DayAsText, "the day is text".to_owned());
            }
            CellKind::Number(value) if !look.is_day && !look.is_percent => {
                let is_year = sheet.text(table.region.top, place.1).to_lowercase().contains("year");
                if value.abs() >= 1000.0 && !look.separates_thousands && !is_year {
                    add(LintRule::Thousands, format!("{} has no separators", cell.text));
                }
                let shown = shown_length(cell, &look);
                if shown > sheet.width(place.1) + 1.0 {
                    add(LintRule::ColumnWidth, "the number is longer than its column is wide".to_owned());
                }
            }
            CellKind::Text | CellKind::Number(_) | CellKind::Day | CellKind::Truth => {}
        }
    }
    faults
}

/// How many characters a number takes; none where its format does not say, as programs then shorten it.
fn shown_length(cell: &FinishedCell, look: &FinishedLook) -> f64 {
    let Some(decimals) = look.decimals else { return 0.0 };
    let whole = cell.text.split('.').next().unwrap_or_default().chars().count();
    let commas = if look.separates_thousands { whole.saturating_sub(1) / 3 } else { 0 };
    (whole + commas + if decimals > 0 { decimals + 1 } else { 0 }) as f64
}

/// `3/4/2024`, `2024-04-03`, `03.04.2024`.
fn is_day(text: &str) -> bool {
    let Some(separator) = text.chars().find(|each| !each.is_ascii_digit()).filter(|each| "/-.".contains(*each)) else {
        return false;
    };
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, middle, last] = parts.as_slice() else { return false };
    let number =
        |part: &str, most: u32| part.len() <= 4 && part.parse::<u32>().is_ok_and(|part| (1..=most).contains(&part));
    let is_year = |part: &str| part.len() == 4 && number(part, 2999);
    (is_year(first) && number(middle, 12) && number(last, 31))
        || (number(first, 31)
            && number(middle, 31)
            && (is_year(last) || (separator == '/' && last.len() == 2 && number(last, 99))))
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn days_are_told_from_numbers() {
        for day in ["3/4/2024", "2024-04-03", "03.04.2024", "31/12/24"] {
            assert!(is_day(day), "{day}");
        }
        for other in ["1.5", "1-5", "12", "10-20-30", "2.1.1", "a/b/2024", "2024", ""] {
            assert!(!is_day(other), "{other}");
        }
    }
}
