//! The rules for accessible workbooks, and what breaks them in a finished one.

mod document;
mod fault;
mod formatting;
mod lint_rule;
mod notes;
mod roles;
mod structure;
mod tables;
mod values;

pub use fault::Fault;
pub use lint_rule::LintRule;

use crate::finished::{UnreadableWorkbook, read};

/// What breaks the rules in a finished `.xlsx` or `.ods`, sheet by sheet.
pub fn lint(bytes: &[u8]) -> Result<Vec<Fault>, UnreadableWorkbook> {
    let workbook = read(bytes)?;
    let mut faults = document::faults(&workbook);
    for (place, sheet) in workbook.sheets.iter().enumerate() {
        faults.extend(structure::faults(&workbook, place));
        faults.extend(tables::faults(sheet));
        faults.extend(values::faults(&workbook, sheet));
        faults.extend(formatting::faults(&workbook, sheet));
        faults.extend(notes::faults(sheet));
    }
    faults.extend(notes::citations(&workbook));
    Ok(faults)
}
