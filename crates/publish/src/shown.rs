//! How a value looks to a reader: with its unit, or the mark that stands in its place.
//!
//! The marks in brackets are those of the UK Government Statistical Service.

use topline_survey::{Figure, RowKind, Survey, Unit};

/// Stands where a value is held back.
pub(crate) const HELD_BACK: &str = "[c]";
/// Stands beside a value whose base is small.
pub(crate) const CAUTION: &str = "[u]";
/// Stands where nobody is in the base.
pub(crate) const NO_VALUE: &str = "[z]";
/// Stands beside a figure of a reconstructed survey that no document states.
pub(crate) const UNPUBLISHED: &str = "†";

/// The value of a figure, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown<'f> {
    /// As published, without its unit.
    Value(&'f str),
    /// Held back, and why.
    HeldBack(&'static str),
    /// There is nothing to publish: nobody is in the base.
    NoValue,
}

/// What is to be shown of a figure. A reason to hold it back wins over a value that should not be there.
pub(crate) fn shown(figure: &Figure) -> Shown<'_> {
    match (figure.x, figure.suppressed, &figure.published) {
        (None, ..) | (Some(_), None, None) => Shown::NoValue,
        (_, Some(reason), _) => Shown::HeldBack(reason),
        (_, None, Some(value)) => Shown::Value(value),
    }
}

/// The sign that follows a value of this unit.
pub(crate) fn sign(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "%",
        Unit::Count | Unit::Score | Unit::Index | Unit::Points => "",
    }
}

/// The value of a figure, or the mark in its place.
pub(crate) fn value(figure: &Figure) -> String {
    match shown(figure) {
        Shown::Value(value) => value.to_owned(),
        Shown::HeldBack(_) => HELD_BACK.to_owned(),
        Shown::NoValue => NO_VALUE.to_owned(),
    }
}

/// The value with its unit, or the mark in its place.
pub(crate) fn with_unit(figure: &Figure) -> String {
    match shown(figure) {
        Shown::Value(value) => format!("{value}{}", sign(figure.unit)),
        _ => value(figure),
    }
}

/// The note of a figure whose base, or that of its column, is small.
pub(crate) const SMALL_BASE: &str = "small base";

/// Whether a value is published with a warning of its small base: one below `caution_base`, or noted as such.
pub(crate) fn needs_caution(figure: &Figure, caution_base: u64) -> bool {
    !matches!(figure.row_kind, RowKind::Base | RowKind::Total)
        && figure.unit != Unit::Count
        && (figure.base < caution_base || figure.note.as_deref() == Some(SMALL_BASE))
        && matches!(shown(figure), Shown::Value(_))
}

/// Whether a value is the product of a reconstruction alone: no document states it.
pub(crate) fn is_unpublished(figure: &Figure, survey: &Survey) -> bool {
    survey.reconstructed && !figure.stated && matches!(shown(figure), Shown::Value(_))
}
