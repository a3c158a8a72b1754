//! The exact value of a figure, and its rounded one.

use topline_exact::{Decimal, ExactValue, Rational, RoundingMode, round_fraction, round_value};
use topline_survey::{Figure, Unit};

use crate::number::thousands;

/// How far weighted and unweighted sums may differ and still be the same.
const SAME: f64 = 1e-6;

/// Why a figure has no value that a claim could be held against.
pub(crate) fn no_value(figure: &Figure) -> Option<String> {
    if let Some(why) = figure.suppressed {
        return Some(format!("the figure is held back: {why}"));
    }
    let has_value = figure.x.is_some_and(f64::is_finite);
    match figure.unit {
        Unit::Percent if figure.base == 0 => Some("nobody is in the figure's base".to_owned()),
        Unit::Percent | Unit::Score | Unit::Index | Unit::Points if !has_value => {
            Some("the figure has no value".to_owned())
        }
        _ => None,
    }
}

/// The base that the figure is out of; a count of everyone there is has none of its own.
pub(crate) fn own_base(figure: &Figure) -> Option<u64> {
    let has_own = figure.base > 0 && (figure.unit != Unit::Count || figure.base != figure.n);
    has_own.then_some(figure.base)
}

/// Whether the share is the fraction of the unweighted counts.
pub(crate) fn is_of_counts(figure: &Figure) -> bool {
    let same = |weighted: f64, count: u64| (weighted - count as f64).abs() <= SAME;
    let is_weighted = figure.base_effective.is_some()
        || !same(figure.n_weighted, figure.n)
        || !same(figure.base_weighted, figure.base);
    figure.base > 0 && !is_weighted
}

/// The share of its base that a percentage or count is; none for a score, or without a base of its own.
pub(crate) fn share(figure: &Figure) -> Option<ExactValue> {
    if figure.unit.is_value() {
        return None;
    }
    let base = own_base(figure)?;
    if is_of_counts(figure) {
        return Some(ExactValue::Fraction(Rational::new(i128::from(figure.n), i128::from(base))));
    }
    weighted_percentage(figure).map(|percentage| ExactValue::Double(percentage / 100.0))
}

fn weighted_percentage(figure: &Figure) -> Option<f64> {
    match figure.unit {
        Unit::Percent => figure.x,
        Unit::Count => (figure.base_weighted > 0.0).then(|| 100.0 * figure.n_weighted / figure.base_weighted),
        Unit::Score | Unit::Index | Unit::Points => None,
    }
    .filter(|percentage| percentage.is_finite())
}

/// The respondents in the row of a percentage; the value of a count.
pub(crate) fn count(figure: &Figure) -> ExactValue {
    match figure.x {
        Some(x) if figure.unit == Unit::Count && (x - figure.n as f64).abs() > SAME => ExactValue::Double(x),
        _ => ExactValue::count(figure.n),
    }
}

/// The percentage or score, rounded.
pub(crate) fn rounded(figure: &Figure, decimals: u8, mode: RoundingMode) -> Option<Decimal> {
    if figure.unit.is_value() {
        return round_value(figure.x?, decimals, mode).ok();
    }
    if is_of_counts(figure) {
        return round_fraction(i128::from(figure.n) * 100, figure.base, decimals, mode).ok();
    }
    round_value(weighted_percentage(figure)?, decimals, mode).ok()
}

/// The percentage or score as published, where it has that many decimals; else rounded to as many.
pub(crate) fn published(figure: &Figure, decimals: u8, mode: RoundingMode) -> Option<Decimal> {
    let as_published = figure.published.as_deref().filter(|_| figure.unit != Unit::Count);
    as_published
        .and_then(|text| text.trim().trim_end_matches('%').trim_end().replace(',', "").parse::<Decimal>().ok())
        .filter(|published| published.decimals() == decimals)
        .or_else(|| rounded(figure, decimals, mode))
}

/// A share as an exact percentage, of two decimals at most: `21.25%`.
pub(crate) fn percent_text(share: ExactValue) -> String {
    let text = match share {
        ExactValue::Fraction(ratio) => number_text(ExactValue::Fraction(ratio.times(100))),
        ExactValue::Double(share) => number_text(ExactValue::Double(share * 100.0)),
    };
    format!("{text}%")
}

/// A number of two decimals at most, without trailing zeros.
pub(crate) fn number_text(number: ExactValue) -> String {
    let rounded = match number {
        ExactValue::Fraction(ratio) => u64::try_from(ratio.denominator())
            .ok()
            .and_then(|denominator| round_fraction(ratio.numerator(), denominator, 2, RoundingMode::HalfUp).ok()),
        ExactValue::Double(value) => round_value(value, 2, RoundingMode::HalfUp).ok(),
    };
    let Some(rounded) = rounded else { return number.to_f64().to_string() };
    let (whole, part) = (rounded.units() / 100, rounded.units() % 100);
    match u64::try_from(whole) {
        Ok(whole) if part == 0 => thousands(whole),
        _ => rounded.to_string().trim_end_matches('0').trim_end_matches('.').to_owned(),
    }
}
