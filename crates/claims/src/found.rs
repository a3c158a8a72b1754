//! What the data say of a figure, in words.

use topline_survey::{Figure, Rounding, Unit};

use crate::number::thousands;
use crate::share::{count, is_of_counts, no_value, number_text, own_base, percent_text, published, share};

/// The value as published, and the counts behind it: `46% (37 of 80)`.
pub(crate) fn as_published(figure: &Figure<'_>, rounding: &Rounding) -> String {
    if no_value(figure).is_some() {
        return nothing(figure);
    }
    let decimals = if figure.row.unit.is_value() { rounding.mean_decimals } else { rounding.decimals };
    match figure.row.unit {
        Unit::Percent => {
            let value = value(figure, decimals, rounding);
            format!("{value}% ({})", counts(figure))
        }
        Unit::Count if own_base(figure).is_some() => counts(figure),
        Unit::Count => number_text(count(figure)),
        Unit::Score | Unit::Index | Unit::Points => value(figure, decimals, rounding),
    }
}

/// The exact share, and the counts behind it: `17 of 80: 21.25%`.
pub(crate) fn exactly(figure: &Figure<'_>) -> String {
    match (no_value(figure), share(figure)) {
        (Some(_), _) => nothing(figure),
        (None, Some(share)) => format!("{}: {}", counts(figure), percent_text(share)),
        (None, None) if figure.row.unit.is_value() => figure.cell.x.map(|x| x.to_string()).unwrap_or_default(),
        (None, None) => number_text(count(figure)),
    }
}

/// The row and its base: `37 of 80`.
pub(crate) fn counts(figure: &Figure<'_>) -> String {
    if is_of_counts(figure) {
        format!("{} of {}", thousands(figure.cell.n), thousands(figure.cell.base.n))
    } else {
        format!("weighted, {} of {} respondents", thousands(figure.cell.n), thousands(figure.cell.base.n))
    }
}

fn nothing(figure: &Figure<'_>) -> String {
    if figure.cell.published.held_back().is_some() { "held back" } else { "no value" }.to_owned()
}

/// The value as published, else as it would be.
fn value(figure: &Figure<'_>, decimals: u8, rounding: &Rounding) -> String {
    let value = figure.cell.published.value().or_else(|| published(figure, decimals, rounding.mode));
    value.map(|value| value.to_string()).unwrap_or_default()
}
