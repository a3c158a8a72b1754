//! What a statistic means, for the reference pages, with a worked example that a test holds.

use strum::VariantArray as _;
use topline_survey::Statistic;

use crate::statistics::measure;

/// What a statistic means.
#[derive(Debug, Clone, Copy)]
pub struct Documentation {
    /// What it tells, in a sentence.
    pub meaning: &'static str,
    /// Its formula; `w` are weights, `x` values, `n` respondents.
    pub formula: &'static str,
    /// A figure of the worked examples.
    pub example: Example,
}

/// A figure of the eight respondents of the worked examples, whose value another source than this program gives.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// The figure.
    pub figure: &'static str,
    /// Its exact value.
    pub x: f64,
    /// Where the value is from: the sum by hand, or the call of another program.
    pub source: &'static str,
}

/// Every statistic with its documentation, in their order.
pub fn documentation() -> impl Iterator<Item = (Statistic, Documentation)> {
    Statistic::VARIANTS.iter().map(|statistic| (*statistic, measure(*statistic).documentation()))
}
