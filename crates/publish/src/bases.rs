//! The bases that stand beside the values of a table: weighted and effective, those of single rows, and counts behind SQL.

use topline_survey::{Figure, Published, RowKind, Unit};

use crate::layout::{BaseValue, Group, Row};
use crate::shown::{HELD_BACK, NO_VALUE, value};
use crate::words;

/// The count and the base behind a percentage of a table made in SQL; none where there is none, or it is held back.
pub(crate) fn counts(figure: &Figure<'_>) -> Option<(String, String)> {
    let is_shown = matches!(figure.cell.published, Published::Value(_)) && figure.row.unit == Unit::Percent;
    is_shown.then(|| (figure.cell.n.to_string(), figure.cell.base.n.to_string()))
}

/// The rows below the base of a weighted table.
pub(crate) const WEIGHTED_BASES: [(&str, BaseValue); 2] =
    [("Weighted base", weighted_base), ("Effective base", effective_base)];

fn weighted_base(base: &Figure<'_>) -> String {
    match base.cell.published {
        Published::Value(_) => words::weighted(base.cell.base.weighted),
        Published::HeldBack(_) | Published::Empty => value(base),
    }
}

fn effective_base(base: &Figure<'_>) -> String {
    match (base.cell.published, base.cell.base.effective) {
        (Published::Value(_), Some(effective)) => words::weighted(effective),
        (Published::Value(_), None) => NO_VALUE.to_owned(),
        (Published::HeldBack(_) | Published::Empty, _) => value(base),
    }
}

/// The bases of a row whose base is another than its table's, as that of a mean can be; a base held back stays so.
pub(crate) fn own_bases(row: &Row<'_>, group: &Group<'_>) -> Option<Vec<String>> {
    if !matches!(row.kind, RowKind::Mean | RowKind::Statistic) {
        return None;
    }
    let table = group.base()?;
    let pairs = || row.cells.iter().zip(&table.cells);
    pairs().any(|(own, table)| own.zip(*table).is_some_and(|(own, table)| own.cell.base.n != table.cell.base.n)).then(
        || {
            pairs()
                .map(|(own, table)| match (own, table) {
                    (Some(own), Some(table)) if table.cell.published.value().is_some() => own.cell.base.n.to_string(),
                    (Some(_), Some(_)) => HELD_BACK.to_owned(),
                    _ => String::new(),
                })
                .collect()
        },
    )
}

/// What the row of such bases is called.
pub(crate) fn own_base_label(row: &Row<'_>) -> String {
    format!("Base of \u{201c}{}\u{201d}", row.label)
}
