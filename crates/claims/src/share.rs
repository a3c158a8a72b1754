//! The exact value of a figure, and its rounded one.

use topline_exact::{Decimal, ExactValue, Rational, RoundingMode, round_fraction, round_value};
use topline_survey::{Figure, Unit};

use crate::number::thousands;

/// How far weighted and unweighted sums may differ and still be the same.
const SAME: f64 = 1e-6;

/// Why a figure has no value that a claim could be held against.
pub(crate) fn no_value(figure: &Figure<'_>) -> Option<String> {
    if let Some(why) = figure.cell.published.held_back() {
        return Some(format!("the figure is held back: {}", why.as_str()));
    }
    let has_value = figure.cell.x.is_some_and(f64::is_finite);
    match figure.row.unit {
        Unit::Percent if figure.cell.base.n == 0 => Some("nobody is in the figure's base".to_owned()),
        Unit::Percent | Unit::Score | Unit::Index | Unit::Points if !has_value => {
            Some("the figure has no value".to_owned())
        }
        Unit::Percent | Unit::Score | Unit::Index | Unit::Points | Unit::Count => None,
    }
}

/// The base that the figure is out of; a count of everyone there is has none of its own.
pub(crate) fn own_base(figure: &Figure<'_>) -> Option<u64> {
    let has_own = figure.cell.base.n > 0 && (figure.row.unit != Unit::Count || figure.cell.base.n != figure.cell.n);
    has_own.then_some(figure.cell.base.n)
}

/// Whether the share is the fraction of the unweighted counts.
pub(crate) fn is_of_counts(figure: &Figure<'_>) -> bool {
    let same = |weighted: f64, count: u64| (weighted - count as f64).abs() <= SAME;
    let is_weighted = figure.cell.base.effective.is_some()
        || !same(figure.cell.n_weighted, figure.cell.n)
        || !same(figure.cell.base.weighted, figure.cell.base.n);
    figure.cell.base.n > 0 && !is_weighted
}

/// The share of its base that a percentage or count is; none for a score, or without a base of its own.
pub(crate) fn share(figure: &Figure<'_>) -> Option<ExactValue> {
    if figure.row.unit.is_value() {
        return None;
    }
    let base = own_base(figure)?;
    if is_of_counts(figure) {
        return Some(ExactValue::Fraction(Rational::new(i128::from(figure.cell.n), i128::from(base))));
    }
    weighted_percentage(figure).map(|percentage| ExactValue::Double(percentage / 100.0))
}

fn weighted_percentage(figure: &Figure<'_>) -> Option<f64> {
    match figure.row.unit {
        Unit::Percent => figure.cell.x,
        Unit::Count => {
            (figure.cell.base.weighted > 0.0).then(|| 100.0 * figure.cell.n_weighted / figure.cell.base.weighted)
        }
        Unit::Score | Unit::Index | Unit::Points => None,
    }
    .filter(|percentage| percentage.is_finite())
}

/// The respondents in the row of a percentage; the value of a count.
pub(crate) fn count(figure: &Figure<'_>) -> ExactValue {
    match figure.cell.x {
        Some(x) if figure.row.unit == Unit::Count && (x - figure.cell.n as f64).abs() > SAME => ExactValue::Double(x),
        _ => ExactValue::count(figure.cell.n),
    }
}

/// The percentage or score, rounded.
pub(crate) fn rounded(figure: &Figure<'_>, decimals: u8, mode: RoundingMode) -> Option<Decimal> {
    if figure.row.unit.is_value() {
        return round_value(figure.cell.x?, decimals, mode).ok();
    }
    if is_of_counts(figure) {
        return round_fraction(i128::from(figure.cell.n) * 100, figure.cell.base.n, decimals, mode).ok();
    }
    round_value(weighted_percentage(figure)?, decimals, mode).ok()
}

/// The percentage or score as published, where it has that many decimals; else rounded to as many.
pub(crate) fn published(figure: &Figure<'_>, decimals: u8, mode: RoundingMode) -> Option<Decimal> {
    let as_published = figure.cell.published.value().filter(|_| figure.row.unit != Unit::Count);
    as_published.filter(|published| published.decimals() == decimals).or_else(|| rounded(figure, decimals, mode))
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
