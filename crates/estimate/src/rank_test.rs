//! Rank tests under a design: whether groups differ in where their values lie.

use thiserror::Error;
use topline_exact::ExactSum;

use crate::contrast::group_means;
use crate::design::Design;
use crate::distribution::{FRatio, Normal, Student};
use crate::inference::{Domain, EstimateError};
use crate::matrix::{Matrix, SingularError};

/// What becomes of a rank, as a part of the population from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RankScore {
    /// The rank itself: Wilcoxon's test of two groups, Kruskal and Wallis' of several.
    #[default]
    Wilcoxon,
    /// The normal quantile.
    VanDerWaerden,
    /// Whether it is above the middle.
    Median,
}

/// Why there is no test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RankError {
    /// There are fewer than two groups.
    #[error("compare the ranks of {groups} groups")]
    TooFew {
        /// Groups given.
        groups: usize,
    },
    /// The groups' mean scores cannot be estimated.
    #[error(transparent)]
    Estimate(EstimateError),
    /// The differences have no variance, or some depend on others.
    #[error(transparent)]
    Singular(SingularError),
    /// The design has too few degrees of freedom for so many groups.
    #[error("compare ranks with too few degrees of freedom")]
    NoDegrees,
}

/// A rank test: t of two groups, chi-square (as an F test) of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankTest {
    /// t, positive where group 1 ranks above group 0; of several groups Wald's chi-square.
    pub statistic: f64,
    /// Groups less one.
    pub ndf: f64,
    /// Degrees of freedom of the design that are left.
    pub ddf: f64,
    /// The two-sided p value.
    pub p: f64,
}

/// Compare the ranks of `y` between `groups` (a number from 0 for each row) of a domain.
///
/// Source: Lumley and Scott (2013), Two-sample rank tests under complex sampling, Biometrika 100: estimated population
/// ranks (middle ranks of ties), as if known, compared as means are.
///
/// # Errors
/// Each variant of [`RankError`] says when.
pub fn rank_test(
    design: &Design,
    y: &[f64],
    group: &[usize],
    groups: usize,
    domain: Domain,
    score: RankScore,
) -> Result<RankTest, RankError> {
    if groups < 2 {
        return Err(RankError::TooFew { groups });
    }
    let scores = scores(design.weights(), y, domain, score);
    let means = group_means(design, &scores, group, groups, domain).map_err(RankError::Estimate)?;
    let ndf = groups as f64 - 1.0;
    let ddf = design.degrees_for(means.df) - ndf;
    if ddf <= 0.0 {
        return Err(RankError::NoDegrees);
    }
    let against_first = Matrix::from_fn(groups - 1, groups, |k, group| {
        f64::from(u8::from(group == k + 1)) - f64::from(u8::from(group == 0))
    });
    let values = Matrix::from_fn(groups, 1, |group, _| means.values[group]);
    let differences = against_first.times(&values);
    let spread = against_first.times(&means.covariance.times(&against_first.transpose()));
    spread.cholesky().map_err(RankError::Singular)?;
    if groups == 2 {
        let statistic = differences[(0, 0)] / spread[(0, 0)].sqrt();
        return Ok(RankTest { statistic, ndf, ddf, p: Student { df: ddf }.two_sided(statistic) });
    }
    let solved = spread.solve(&differences).map_err(RankError::Singular)?;
    let statistic = differences.transpose().times(&solved)[(0, 0)];
    let p = FRatio { upper: ndf, lower: ddf }.above(statistic / ndf);
    Ok(RankTest { statistic, ndf, ddf, p })
}

/// The score of each row's middle rank among the population that the domain's weights estimate.
fn scores(weights: &[f64], y: &[f64], domain: Domain, score: RankScore) -> Vec<f64> {
    let mut rows: Vec<usize> =
        (0..y.len().min(weights.len())).filter(|&row| weights[row].abs() > 0.0 && domain.has(row)).collect();
    rows.sort_by(|&a, &b| y[a].total_cmp(&y[b]));
    let all = rows.iter().map(|&row| weights[row]).collect::<ExactSum>().value();
    let mut scores = y.to_vec();
    let mut below = ExactSum::new();
    for tied in rows.chunk_by(|&a, &b| y[a].total_cmp(&y[b]).is_eq()) {
        let own = tied.iter().map(|&row| weights[row]).collect::<ExactSum>();
        let rank = (below.value() + own.value() / 2.0) / all;
        below.merge(&own);
        for &row in tied {
            scores[row] = match score {
                RankScore::Wilcoxon => rank,
                RankScore::VanDerWaerden => Normal.quantile(rank),
                RankScore::Median => f64::from(u8::from(rank > 0.5)),
            };
        }
    }
    scores
}
