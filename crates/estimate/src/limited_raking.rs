//! What raking within limits does to errors: a weight that is cut at a limit no longer moves, and margins that are missed keep an error.
//!
//! There is no regression whose residuals would tell. But each round of raking is a smooth map of the weights before, so that the
//! derivative of a total by each weight is found by going back through the rounds.

use topline_exact::sums_at;

/// One round over the margins.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    /// By what each category of each margin was scaled, in the order of margins.
    pub(crate) factors: Vec<Vec<f64>>,
    /// The rows that were cut, each with its weight before that.
    pub(crate) cut: Vec<(usize, f64)>,
}

/// The rounds that weights were raked in, with the category of each row in each margin.
#[derive(Clone, Debug)]
pub(crate) struct LimitedRaking {
    pub(crate) margins: Vec<Vec<usize>>,
    pub(crate) rounds: Vec<Round>,
}

impl LimitedRaking {
    /// From weighted scores `x = u w` of a sum of raked weights `after` to what each row adds to the sum: its own score, and what its
    /// presence in the sizes of categories does to the weights of all rows.
    ///
    /// Source: the influence function of a with-replacement sample, by each row's own frequency (Deville 1999, Variance estimation for
    /// complex statistics and estimators: linearization and residual techniques, section 3), back through the rounds.
    pub(crate) fn influences(&self, x: &mut [f64], after: &[f64]) {
        let mut weights = after.to_vec();
        let mut slopes: Vec<f64> =
            x.iter().zip(after).map(|(x, &after)| if after > 0.0 { x / after } else { 0.0 }).collect();
        for round in self.rounds.iter().rev() {
            for &(row, before) in &round.cut {
                slopes[row] = 0.0;
                weights[row] = before;
            }
            for (category, factors) in self.margins.iter().zip(&round.factors).rev() {
                let categories = factors.len();
                let moved = slopes.iter().zip(&weights).map(|(slope, weight)| slope * weight);
                let moved = sums_at(categories, category.iter().copied().zip(moved));
                let sizes = sums_at(categories, category.iter().copied().zip(weights.iter().copied()));
                for (row, &own) in
                    category.iter().enumerate().filter(|(_, own)| factors[**own] > 0.0 && sizes[**own] > 0.0)
                {
                    // By how much the sum falls as the size of the row's category rises, by weights before.
                    let fall = factors[own] * moved[own] / sizes[own];
                    weights[row] /= factors[own];
                    x[row] -= fall * weights[row];
                    slopes[row] = factors[own] * slopes[row] - fall;
                }
            }
        }
    }
}
