//! How a value looks to a reader: with its unit, or the mark that stands in its place.
//!
//! The marks in brackets are those of the UK Government Statistical Service.

use topline_survey::{Figure, Published, RowKind, Survey, Unit};

/// Stands where a value is held back.
pub(crate) const HELD_BACK: &str = "[c]";
/// Stands beside a value whose base is small.
pub(crate) const CAUTION: &str = "[u]";
/// Stands where nobody is in the base.
pub(crate) const NO_VALUE: &str = "[z]";
/// Stands beside a figure of a reconstructed survey that no document states.
pub(crate) const UNPUBLISHED: &str = "†";

/// The sign that follows a value of this unit.
pub(crate) fn sign(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "%",
        Unit::Count | Unit::Score | Unit::Index | Unit::Points => "",
    }
}

/// The value of a figure, or the mark in its place.
pub(crate) fn value(figure: &Figure<'_>) -> String {
    match figure.cell.published {
        Published::Value(value) => value.to_string(),
        Published::HeldBack(_) => HELD_BACK.to_owned(),
        Published::Empty => NO_VALUE.to_owned(),
    }
}

/// The value with its unit, or the mark in its place.
pub(crate) fn with_unit(figure: &Figure<'_>) -> String {
    match figure.cell.published {
        Published::Value(value) => format!("{value}{}", sign(figure.row.unit)),
        Published::HeldBack(_) | Published::Empty => value(figure),
    }
}

/// Whether a value is published with a warning of its small base.
pub(crate) fn needs_caution(figure: &Figure<'_>) -> bool {
    figure.cell.caution && can_need_caution(figure)
}

/// Whether a value is of a kind that a small base makes less reliable.
pub(crate) fn can_need_caution(figure: &Figure<'_>) -> bool {
    let is_base = match figure.row.kind {
        RowKind::Base | RowKind::Total => true,
        RowKind::Net
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => false,
    };
    !is_base && figure.row.unit != Unit::Count && figure.cell.published.value().is_some()
}

/// Whether a value is the product of a reconstruction alone: no document states it.
pub(crate) fn is_unpublished(figure: &Figure<'_>, survey: &Survey) -> bool {
    survey.reconstructed && !figure.cell.stated && figure.cell.published.value().is_some()
}
