//! What the data say of a figure, in words.

use topline_survey::{Figure, Rounding, Unit};

use crate::number::thousands;
use crate::share::{count, is_of_counts, no_value, number_text, own_base, percent_text, published, share};

/// The value as published, and the counts behind it: `46% (37 of 80)`.
pub(crate) fn as_published(figure: &Figure, rounding: &Rounding) -> String {
    if no_value(figure).is_some() {
        return nothing(figure);
    }
    let decimals = if figure.unit.is_value() { rounding.mean_decimals } else { rounding.decimals };
    match figure.unit {
        Unit::Percent => {
            let value =
                published_text(figure).or_else(|| Some(published(figure, decimals, rounding.mode)?.to_string()));
            format!("{}% ({})", value.unwrap_or_default(), counts(figure))
        }
        Unit::Count if own_base(figure).is_some() => counts(figure),
        Unit::Count => number_text(count(figure)),
        Unit::Score | Unit::Index | Unit::Points => published_text(figure)
            .or_else(|| Some(published(figure, decimals, rounding.mode)?.to_string()))
            .unwrap_or_default(),
    }
}

/// The exact share, and the counts behind it: `17 of 80: 21.25%`.
pub(crate) fn exactly(figure: &Figure) -> String {
    match (no_value(figure), share(figure)) {
        (Some(_), _) => nothing(figure),
        (None, Some(share)) => format!("{}: {}", counts(figure), percent_text(share)),
        (None, None) if figure.unit.is_value() => figure.x.map(|x| x.to_string()).unwrap_or_default(),
        (None, None) => number_text(count(figure)),
    }
}

/// The row and its base: `37 of 80`.
pub(crate) fn counts(figure: &Figure) -> String {
    if is_of_counts(figure) {
        format!("{} of {}", thousands(figure.n), thousands(figure.base))
    } else {
        format!("weighted, {} of {} respondents", thousands(figure.n), thousands(figure.base))
    }
}

fn nothing(figure: &Figure) -> String {
    if figure.suppressed.is_some() { "held back" } else { "no value" }.to_owned()
}

fn published_text(figure: &Figure) -> Option<String> {
    figure.published.as_ref().map(|text| text.trim().trim_end_matches('%').trim_end().to_owned())
}
