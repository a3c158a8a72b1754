//! The cells of tables that a document states.

use topline_survey::{Plan, Tabulation};

/// Marks the cells that a document states.
pub(crate) fn mark_stated(plan: &Plan, tabulation: &mut Tabulation) {
    let is_stated: Vec<bool> = tabulation.figures().map(|figure| plan.stated.contains(&figure.name())).collect();
    let cells = tabulation.sections.iter_mut().flat_map(|section| &mut section.rows).flat_map(|row| &mut row.cells);
    for (cell, is_stated) in cells.zip(is_stated) {
        cell.stated = is_stated;
    }
}
