//! Parts of bases: many percentages and means of one table at once, each with its error.
//!
//! A table's cells do not overlap: each row of the sample is in one, with a value in some tables. A percentage is what several
//! cells add up to over what others do.

use std::collections::HashMap;

use crate::cell_sums::CellSums;
use crate::covariance::Extent;
use crate::degrees::Presence;
use crate::design::DegreesOfFreedom;
use crate::design_sums::Summation;
use crate::estimate::{DesignEffect, Estimate};
use crate::inference::{EstimateError, JointParts, Statistic};
use crate::matrix::Matrix;
use crate::proportion_interval::Proportion;

/// One set of columns over another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Columns that are counted, each with its factor: 1, or the score of its cell.
    pub counted: Vec<(usize, f64)>,
    /// Columns that the base adds up.
    pub base: Vec<usize>,
}

/// Several parts as one statistic.
struct Parts<'p>(&'p [Part]);

/// The log odds of one part.
struct PartLogOdds<'p>(&'p Part);

impl Part {
    /// The part, and its base.
    fn value(&self, totals: &[f64]) -> Option<(f64, f64)> {
        let counted: f64 = self.counted.iter().map(|&(column, factor)| factor * totals[column]).sum();
        let base: f64 = self.base.iter().map(|&column| totals[column]).sum();
        (base > 0.0).then(|| (counted / base, base))
    }
}

impl Statistic for Parts<'_> {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        self.0.iter().map(|part| part.value(totals).map(|(value, _)| value)).collect()
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let mut gradient = Matrix::zeros(totals.len(), self.0.len());
        for (place, part) in self.0.iter().enumerate() {
            let Some((value, base)) = part.value(totals) else { continue };
            for &(column, factor) in &part.counted {
                gradient[(column, place)] += factor / base;
            }
            for &column in &part.base {
                gradient[(column, place)] -= value / base;
            }
        }
        gradient
    }
}

impl Statistic for PartLogOdds<'_> {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        let (share, _) = self.0.value(totals)?;
        (share > 0.0 && share < 1.0).then(|| vec![(share / (1.0 - share)).ln()])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let share = self.0.value(totals).map_or(0.5, |(share, _)| share);
        let slope = 1.0 / (share * (1.0 - share));
        let gradient = Parts(std::slice::from_ref(self.0)).gradient(totals);
        Matrix::from_fn(totals.len(), 1, |total, _| slope * gradient[(total, 0)])
    }
}

/// What a part's base holds, which an estimate carries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    /// Rows with weight.
    pub n: u64,
    /// The sum of their weights.
    pub n_weighted: f64,
    /// Kish's effective size of their weights.
    pub n_effective: f64,
}

impl Summation {
    /// The parts, each with its base as given; what has no base with weight has no estimate.
    ///
    /// Source: a ratio of totals, linearised: scores `w (counted - part base) / sum w base`, Lumley, Complex Surveys (2010),
    /// section 5.2. The design effect of a percentage is against a simple sample of the size of its base.
    ///
    /// # Errors
    /// A design that gives no variance.
    pub fn parts(&self, sums: &CellSums, parts: &[(Part, Base)]) -> Result<Vec<Option<Estimate>>, EstimateError> {
        let known: Vec<Part> =
            parts.iter().filter(|(_, base)| base.n_weighted > 0.0).map(|(part, _)| part.clone()).collect();
        if known.is_empty() {
            return Ok(vec![None; parts.len()]);
        }
        let found = sums.infer(self, &Parts(&known), Extent::Variances)?;
        let mut places = 0..known.len();
        let mut degrees: HashMap<&[usize], f64> = HashMap::new();
        Ok(parts
            .iter()
            .map(|(part, base)| {
                let place = if base.n_weighted > 0.0 { places.next()? } else { return None };
                let df = degrees.entry(&part.base).or_insert_with(|| self.degrees(&self.presence(sums, &part.base)));
                let x = found.values[place] + sums.centre_of(&part.counted);
                let x_se = found.covariance[(place, place)].max(0.0).sqrt();
                let Base { n, n_weighted, n_effective } = *base;
                let deff = if n > 1 && (0.0..=1.0).contains(&x) {
                    let spread = x * (1.0 - x) * n as f64 / (n as f64 - 1.0);
                    DesignEffect::of(x_se.powi(2), spread, n, n_weighted, 1.0)
                } else {
                    DesignEffect::default()
                };
                Some(Estimate { x, x_se, df: *df, n, n_weighted, n_effective, deff })
            })
            .collect())
    }

    /// Where the rows of a part's base are, as far as degrees of freedom go by it.
    #[must_use]
    pub fn presence(&self, sums: &CellSums, base: &[usize]) -> Presence {
        match self.design().counted() {
            DegreesOfFreedom::Domain => sums.presence(self, base),
            DegreesOfFreedom::Design => Presence::Units(Vec::new()),
        }
    }

    /// The degrees of freedom of a part with rows there.
    #[must_use]
    pub fn degrees(&self, presence: &Presence) -> f64 {
        match self.design().counted() {
            DegreesOfFreedom::Domain => self.design().degrees_within(presence),
            DegreesOfFreedom::Design => self.design().degrees_of_freedom(),
        }
    }

    /// A part as a proportion, for its interval.
    ///
    /// # Errors
    /// A design that gives no variance.
    pub fn proportion(&self, sums: &CellSums, part: &Part, estimate: &Estimate) -> Result<Proportion, EstimateError> {
        let inner = estimate.x > 0.0 && estimate.x < 1.0;
        let odds = (self.design().is_replicated() && inner)
            .then(|| sums.infer_columns(self, &PartLogOdds(part), Extent::Variances));
        Ok(Proportion::new(self.design(), *estimate, odds.transpose()?.as_ref()))
    }

    /// Parts, whose bases all have weight, with the covariance of every two. Means are less a number near the mean of all values, which
    /// changes no difference of them.
    ///
    /// # Errors
    /// A design that gives no variance.
    pub fn joint_parts(&self, sums: &CellSums, parts: &[Part]) -> Result<JointParts, EstimateError> {
        sums.infer(self, &Parts(parts), Extent::All)
    }
}
