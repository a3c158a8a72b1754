//! The bases that stand beside the values of a table: weighted and effective, those of single rows, and counts behind SQL.

use topline_survey::{Figure, RowKind, Unit};

use crate::layout::{Group, Row};
use crate::shown::{HELD_BACK, NO_VALUE, Shown, shown, value};
use crate::words;

/// The count and the base behind a percentage of a table made in SQL; none where there is none, or it is held back.
pub(crate) fn counts(figure: &Figure) -> Option<(String, String)> {
    let is_shown = matches!(shown(figure), Shown::Value(_)) && figure.unit == Unit::Percent;
    is_shown.then(|| (figure.n.to_string(), figure.base.to_string()))
}

/// The value that a base has in a row of its own.
pub(crate) type BaseValue = fn(&Figure) -> String;

/// The rows below the base of a weighted table.
pub(crate) const WEIGHTED_BASES: [(&str, BaseValue); 2] =
    [("Weighted base", weighted_base), ("Effective base", effective_base)];

fn weighted_base(base: &Figure) -> String {
    match shown(base) {
        Shown::Value(_) => words::weighted(base.base_weighted),
        _ => value(base),
    }
}

fn effective_base(base: &Figure) -> String {
    match (shown(base), base.base_effective) {
        (Shown::Value(_), Some(effective)) => words::weighted(effective),
        (Shown::Value(_), None) => NO_VALUE.to_owned(),
        _ => value(base),
    }
}

/// The bases of a row whose base is another than its table's, as that of a mean can be; a base held back stays so.
pub(crate) fn own_bases(row: &Row<'_>, group: &Group<'_>) -> Option<Vec<String>> {
    if !matches!(row.kind, RowKind::Mean | RowKind::Statistic) {
        return None;
    }
    let table = group.base()?;
    let pairs = || row.cells.iter().zip(&table.cells);
    pairs().any(|(own, table)| own.zip(*table).is_some_and(|(own, table)| own.base != table.base)).then(|| {
        pairs()
            .map(|(own, table)| match (own, table) {
                (Some(own), Some(table)) if table.suppressed.is_none() => own.base.to_string(),
                (Some(_), Some(_)) => HELD_BACK.to_owned(),
                _ => String::new(),
            })
            .collect()
    })
}

/// What the row of such bases is called.
pub(crate) fn own_base_label(row: &Row<'_>) -> String {
    format!("Base of \u{201c}{}\u{201d}", row.label)
}
