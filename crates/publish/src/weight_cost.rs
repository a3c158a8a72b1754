//! What unequal weights cost, in words.

use std::fmt::Write as _;

use topline_survey::Weighting;

use crate::words;

fn number(weighting: &Weighting, wanted: &str) -> f64 {
    weighting.summary.iter().find(|(name, _)| *name == wanted).map_or(0.0, |(_, value)| *value)
}

/// What unequal weights cost, in a sentence.
pub(crate) fn cost_of_weights(weighting: &Weighting) -> String {
    let number = |name| number(weighting, name);
    let mut words = format!(
        "{} respondents count as much as {} would with equal weights (design effect {:.2}).",
        words::thousands(number("respondents") as u64),
        words::weighted(number("effective respondents")),
        number("design effect of weights"),
    );
    let (least, greatest) = (number("least weight"), number("greatest weight"));
    // Left out where counts are protected.
    if greatest > 0.0 {
        let _ = write!(words, " Weights run from {least:.3} to {greatest:.3}.");
    }
    if number("converged") < 0.5 {
        words.push_str(" Within their limits the weights could not reach every target.");
    }
    words
}
