//! Tests of rows that would tell of what is held back: a p value is made from every cell of its row.

use topline_survey::{Plan, RowKind, Table, Tabulation, TabulationRow};

/// Takes the tests away of rows with a cell that is held back, or under a base that is; and of whole questions where anything of them is
/// held back or not shown.
pub(crate) fn withhold_tests(plan: &Plan, tables: &mut [Tabulation]) {
    for table in tables {
        let shows_all = plan.table(&table.id).is_some_and(shows_all_rows);
        for section in &mut table.sections {
            let is_base = |row: &&TabulationRow| row.head.kind == RowKind::Base;
            let hides_base = section.rows.iter().filter(is_base).any(has_held_back);
            let hides_any = !shows_all || section.rows.iter().any(has_held_back);
            for row in &mut section.rows {
                let of_whole = row.head.kind == RowKind::Base;
                if hides_base || has_held_back(row) || (of_whole && hides_any) {
                    row.cells.iter_mut().for_each(|cell| cell.test = None);
                }
            }
        }
    }
}

fn has_held_back(row: &TabulationRow) -> bool {
    row.cells.iter().any(|cell| cell.published.held_back().is_some())
}

/// Whether each answer in the base has a row of its own.
fn shows_all_rows(table: &Table) -> bool {
    let is_replaced = table.nets.iter().any(|net| net.replaces);
    let is_absent_shown = table.show_no_answer || table.base.reasons().is_empty();
    table.hide.is_empty() && !is_replaced && table.other_below.is_none() && is_absent_shown
}
