//! What breaks a rule.

use crate::cell_name::cell_name;
use crate::finished::FinishedSheet;
use crate::rules::lint_rule::LintRule;

/// Something in a workbook that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule.
    pub rule: LintRule,
    /// The sheet; empty where the whole workbook is meant.
    pub sheet: String,
    /// The cell, or the first and last of several; empty where the whole sheet is meant.
    pub cell: String,
    /// What is wrong.
    pub said: String,
}

impl Fault {
    /// Of the whole workbook.
    pub(super) fn of_workbook(rule: LintRule, said: impl Into<String>) -> Self {
        Self { rule, sheet: String::new(), cell: String::new(), said: said.into() }
    }

    /// Of a sheet.
    pub(super) fn of_sheet(rule: LintRule, sheet: &FinishedSheet, said: impl Into<String>) -> Self {
        Self { rule, sheet: sheet.name.clone(), cell: String::new(), said: said.into() }
    }

    /// Of a cell of a sheet.
    pub(super) fn of_cell(
        rule: LintRule,
        sheet: &FinishedSheet,
        (row, column): (usize, usize),
        said: impl Into<String>,
    ) -> Self {
        Self { rule, sheet: sheet.name.clone(), cell: cell_name(row, column), said: said.into() }
    }
}
