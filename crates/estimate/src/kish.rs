//! What unequal weights cost, after Kish.
//!
//! Only the weights enter: clustering, strata and the variable itself are left to the design-based variance.

use topline_exact::ExactSum;
use topline_exact::state::{StateReader, write_u64};

use crate::weight::{WeightError, check_weights};

/// Sums over weights: the state of [`Kish`] that takes rows one by one, merges and finishes in any order.
#[derive(Clone, Debug, Default)]
pub struct KishSums {
    n: u64,
    weights: ExactSum,
    squares: ExactSum,
}

impl KishSums {
    /// No respondents yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Add one respondent's weight. A weight of zero counts as a respondent in `n` and nowhere else.
    pub fn add(&mut self, weight: f64) {
        self.n += 1;
        self.weights.add(weight);
        self.squares.add(weight * weight);
    }

    /// Add the respondents of another state.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.weights.merge(&other.weights);
        self.squares.merge(&other.squares);
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        write_u64(bytes, self.n);
        self.weights.write(bytes);
        self.squares.write(bytes);
    }

    pub(crate) fn read(&mut self, reader: &mut StateReader<'_>) -> Option<()> {
        self.n = reader.u64()?;
        self.weights = ExactSum::read(reader)?;
        self.squares = ExactSum::read(reader)?;
        Some(())
    }

    /// The sizes that the sums amount to; `None` where no respondent carries any weight.
    #[must_use]
    pub fn finish(&self) -> Option<Kish> {
        let (n_weighted, squares) = (self.weights.value(), self.squares.value());
        let n_effective = n_weighted * n_weighted / squares;
        (n_weighted > 0.0 && n_effective.is_finite()).then(|| Kish {
            n: self.n,
            n_weighted,
            n_effective,
            design_effect: self.n as f64 / n_effective,
        })
    }
}

/// Sizes of a weighted sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kish {
    /// Respondents, unweighted.
    pub n: u64,
    /// Sum of the weights.
    pub n_weighted: f64,
    /// Effective size, `(sum w)^2 / sum w^2`: at most `n`, and `n` where the weights are equal.
    pub n_effective: f64,
    /// Design effect of the weights, `n / n_effective`: at least 1.
    pub design_effect: f64,
}

/// Kish's effective sample size and design effect of `weights`, one for each respondent.
///
/// Source: Kish, Survey Sampling (1965), section 11.7; `n_effective = (sum w)^2 / sum w^2`, `deff = n sum w^2 / (sum
/// w)^2`. `None` where there is no respondent with weight: such a base has no effective size.
///
/// # Errors
/// A weight that is negative or not finite, with its place.
pub fn kish(weights: &[f64]) -> Result<Option<Kish>, WeightError> {
    check_weights(weights)?;
    let mut sums = KishSums::new();
    for &weight in weights {
        sums.add(weight);
    }
    Ok(sums.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(weights: &[f64], n_effective: f64, design_effect: f64) {
        let kish = kish(weights).expect("usable").expect("weighted");
        assert!((kish.n_effective - n_effective).abs() < 1e-12 * n_effective, "{kish:?}");
        assert!((kish.design_effect - design_effect).abs() < 1e-12, "{kish:?}");
    }

    #[test]
    fn effective_size_follows_the_spread_of_weights() {
        check(&[2.5; 4], 4.0, 1.0);
        // (1 + 3)^2 / (1 + 9) = 1.6
        check(&[1.0, 3.0], 1.6, 1.25);
        // A respondent of no weight is in n, so it raises the design effect: 3 / 1.6.
        check(&[1.0, 0.0, 3.0], 1.6, 1.875);
        // The scale of the weights does not matter.
        check(&[1e-9, 3e-9], 1.6, 1.25);
    }

    #[test]
    fn without_weight_there_is_no_effective_size() {
        assert_eq!(kish(&[]), Ok(None));
        assert_eq!(kish(&[0.0, 0.0]), Ok(None));
    }

    #[test]
    fn weights_must_be_finite_and_not_negative() {
        assert_eq!(kish(&[1.0, -0.5]), Err(WeightError::Unusable { row: 1, weight: -0.5 }));
        assert!(matches!(kish(&[f64::NAN]), Err(WeightError::Unusable { row: 0, .. })));
    }

    #[test]
    fn merging_in_any_order_gives_the_same_bits() {
        let weights: Vec<f64> = (1..=1000).map(|k| 1.0 / f64::from(k)).collect();
        let whole = kish(&weights).expect("usable").expect("weighted");
        let mut merged = KishSums::new();
        for part in weights.chunks(7).rev() {
            let mut sums = KishSums::new();
            part.iter().rev().for_each(|&weight| sums.add(weight));
            merged.merge(&sums);
        }
        let merged = merged.finish().expect("weighted");
        assert_eq!(merged.n_effective.to_bits(), whole.n_effective.to_bits());
        assert_eq!(merged.n_weighted.to_bits(), whole.n_weighted.to_bits());
    }
}
