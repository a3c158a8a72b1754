//! Correction of p values for the number of tests made together.

/// Which errors are kept in check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Correction {
    /// None: each test by itself.
    #[default]
    None,
    /// The chance of any false finding, by Bonferroni's inequality.
    Bonferroni,
    /// The same, step by step (Holm 1979): never less powerful.
    Holm,
    /// The part of findings that are false (Benjamini and Hochberg 1995).
    BenjaminiHochberg,
}

/// The p values, corrected for there being as many as there are; in the order given.
///
/// Sources: Holm (1979), A simple sequentially rejective multiple test procedure; Benjamini and Hochberg (1995),
/// Controlling the false discovery rate.
#[must_use]
pub fn correct(p: &[f64], correction: Correction) -> Vec<f64> {
    let tests = p.len() as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut corrected = p.to_vec();
    match correction {
        Correction::None => {}
        Correction::Bonferroni => {
            for value in &mut corrected {
                *value = (*value * tests).min(1.0);
            }
        }
        Correction::Holm => {
            let mut largest: f64 = 0.0;
            for (rank, &test) in order.iter().enumerate() {
                largest = largest.max(p[test] * (tests - rank as f64)).min(1.0);
                corrected[test] = largest;
            }
        }
        Correction::BenjaminiHochberg => {
            let mut smallest: f64 = 1.0;
            for (rank, &test) in order.iter().enumerate().rev() {
                smallest = smallest.min(p[test] * tests / (rank as f64 + 1.0));
                corrected[test] = smallest;
            }
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(correction: Correction, expect: &[f64]) {
        let corrected = correct(&[0.01, 0.04, 0.03, 0.5], correction);
        for (found, expect) in corrected.iter().zip(expect) {
            assert!((found - expect).abs() < 1e-12, "{correction:?}: {corrected:?}");
        }
    }

    #[test]
    fn corrections_are_those_of_p_adjust() {
        // R: p.adjust(c(.01, .04, .03, .5), method)
        check(Correction::None, &[0.01, 0.04, 0.03, 0.5]);
        check(Correction::Bonferroni, &[0.04, 0.16, 0.12, 1.0]);
        check(Correction::Holm, &[0.04, 0.09, 0.09, 0.5]);
        check(Correction::BenjaminiHochberg, &[0.04, 0.16 / 3.0, 0.16 / 3.0, 0.5]);
        assert!(correct(&[], Correction::Holm).is_empty());
    }
}
