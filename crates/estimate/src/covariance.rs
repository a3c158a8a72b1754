//! The covariance of totals over a frame: what clustering, stratification and finite populations make of scores by
//! unit.
//!
//! Every estimate comes here with its linearised scores; this module knows nothing of estimates.

use std::borrow::Cow;
use std::ops::Range;

use thiserror::Error;
use topline_exact::sum_of;

use crate::frame::{Cluster, Frame, Inside, Members, Stratum};
use crate::matrix::Matrix;
use crate::pairs::Pairs;
use crate::sums::UnitScores;

/// What a stratum with one cluster in the sample (and more in the population) adds to the variance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LonelyCluster {
    /// It is an error: the design does not tell.
    #[default]
    Fail,
    /// Nothing.
    Remove,
    /// Nothing, as it was sure to be drawn.
    Certainty,
    /// The square of its total's distance from the mean total of all clusters, conservative.
    Adjust,
    /// The average of the other strata.
    Average,
}

/// Whether a stratum with several clusters, of which a domain has rows in one, is treated as [`LonelyCluster`] says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LonelyInDomain {
    /// No: its other clusters are known, with totals of zero.
    #[default]
    Keep,
    /// Yes, for `Adjust` and `Average`.
    Apply,
}

/// How single clusters are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LonelyPolicy {
    /// In the design.
    pub design: LonelyCluster,
    /// In domains.
    pub domain: LonelyInDomain,
}

/// Which covariances are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Extent {
    /// Those of every two values.
    #[default]
    All,
    /// The variances alone, which takes far less time for tables: the others are left at zero.
    Variances,
}

/// Why a design gives no variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CovarianceError {
    /// A stratum has one cluster and [`LonelyCluster::Fail`] holds.
    #[error("estimate the variance in stratum {stratum} of stage {stage}, which has one cluster")]
    LonelyCluster {
        /// The stage, from 1.
        stage: usize,
        /// The stratum's code.
        stratum: u64,
    },
    /// No stratum has two clusters, so there is no average to take.
    #[error("average the variance of strata when each has one cluster")]
    AllLonely,
}

/// The covariance of the totals of `scores`.
///
/// Units without rows in the domain count as clusters with a score of zero, so that a domain's size stays random.
/// Source: Cochran, Sampling Techniques (1977), chapters 5 and 11, for stages drawn without replacement: `v = sum over
/// strata of (1 - n/N) n/(n-1) sum (t_i - mean t)^2`, plus `n/N` times the same within each cluster; the options for
/// single clusters follow R's survey package.
///
/// # Errors
/// A stratum with one cluster, as [`CovarianceError`] says.
pub fn covariance(
    frame: &Frame,
    scores: &UnitScores,
    policy: LonelyPolicy,
    extent: Extent,
) -> Result<Matrix, CovarianceError> {
    let size = scores.totals.rows();
    Ok(match extent {
        Extent::All => {
            let stage = StageOf { scores, policy, extent, stage: 1 };
            Matrix::of_cells(size, stage.strata(&frame.strata)?)
        }
        Extent::Variances => {
            let found = variances(frame, scores, policy)?;
            Matrix::from_fn(size, size, |row, column| if row == column { found[row] } else { 0.0 })
        }
    })
}

/// The variances alone, one for each value: of tables of many cells, the rest would be large.
///
/// # Errors
/// As [`covariance`].
pub fn variances(frame: &Frame, scores: &UnitScores, policy: LonelyPolicy) -> Result<Vec<f64>, CovarianceError> {
    let stage = StageOf { scores, policy, extent: Extent::Variances, stage: 1 };
    stage.strata(&frame.strata)
}

/// Covariances of every two values, row by row, or the variances alone.
type Parts = Vec<f64>;

#[derive(Clone, Copy)]
struct StageOf<'a> {
    scores: &'a UnitScores,
    policy: LonelyPolicy,
    extent: Extent,
    stage: usize,
}

impl StageOf<'_> {
    fn strata(self, strata: &[Stratum]) -> Result<Parts, CovarianceError> {
        let grand = self.grand_mean(strata);
        let mut total = self.zeros();
        let (mut with_rows, mut known) = (0, 0);
        for stratum in strata {
            let clusters = stratum.clusters_with(&self.scores.rows);
            if clusters == 0 {
                continue;
            }
            with_rows += 1;
            if let Some(own) = self.stratum(stratum, clusters, &grand)? {
                known += 1;
                add(&mut total, &own, 1.0);
            }
        }
        // A cluster whose own strata all have one cluster tells nothing of its stage: the stage before has its total.
        if with_rows > 0 && known == 0 && self.stage == 1 {
            return Err(CovarianceError::AllLonely);
        }
        if with_rows > known && known > 0 {
            let factor = f64::from(with_rows) / f64::from(known);
            for value in &mut total {
                *value *= factor;
            }
        }
        self.within(strata, &mut total)?;
        Ok(total)
    }

    /// What later stages add.
    fn within(self, strata: &[Stratum], total: &mut Parts) -> Result<(), CovarianceError> {
        let below = Self { stage: self.stage + 1, ..self };
        for stratum in strata {
            for cluster in stratum.clusters() {
                if let Inside::Strata(inside) = &cluster.inside
                    && cluster.has(&self.scores.rows)
                {
                    add(total, &below.strata(inside)?, stratum.fraction);
                }
            }
        }
        Ok(())
    }

    fn zeros(self) -> Parts {
        vec![0.0; if self.extent == Extent::All { self.size() * self.size() } else { self.size() }]
    }

    /// The mean total of the clusters in strata that have rows, for the policy that asks for it.
    fn grand_mean(self, strata: &[Stratum]) -> Vec<f64> {
        if self.policy.design != LonelyCluster::Adjust {
            return Vec::new();
        }
        let there = || strata.iter().filter(|stratum| stratum.clusters_with(&self.scores.rows) > 0);
        let count: usize = there().map(Stratum::sampled).sum();
        let units: Vec<u32> = there().flat_map(Stratum::units).collect();
        (0..self.size()).map(|value| self.sum(value, &units) / count.max(1) as f64).collect()
    }

    /// A stratum's own covariance; `None` where it is to be the average of the others.
    fn stratum(self, stratum: &Stratum, with_rows: usize, grand: &[f64]) -> Result<Option<Parts>, CovarianceError> {
        let sampled = stratum.sampled();
        if stratum.is_census() {
            return Ok(Some(self.zeros()));
        }
        if let Some(pairs) = stratum.pairs {
            return Ok(Some(self.pairs(stratum.clusters(), pairs)));
        }
        let lonely_domain = with_rows == 1 && sampled > 1 && self.policy.domain == LonelyInDomain::Apply;
        let centre = match self.policy.design {
            LonelyCluster::Fail if sampled == 1 => {
                let stratum = stratum.code;
                return Err(CovarianceError::LonelyCluster { stage: self.stage, stratum });
            }
            LonelyCluster::Average if sampled == 1 || lonely_domain => return Ok(None),
            LonelyCluster::Adjust if sampled == 1 || lonely_domain => Some(grand),
            _ => None,
        };
        Ok(Some(match &stratum.members {
            Members::Clusters(clusters) => self.products(clusters, centre),
            Members::Rows { unit, count } => {
                let mut products = self.products_of_rows(*unit as usize, *count, centre);
                for value in &mut products {
                    *value *= 1.0 - stratum.fraction;
                }
                products
            }
        }))
    }

    /// The covariance of clusters whose probabilities of pairs count.
    fn pairs(self, clusters: &[Cluster], pairs: Pairs) -> Parts {
        let totals = self.totals(clusters);
        let part = |row: usize, column: usize| {
            let both = totals[row].iter().zip(totals[column].iter());
            let of = clusters.iter().zip(both).map(|(own, (row, column))| (1.0 - own.correction, [*row, *column]));
            pairs.covariance(&of.collect::<Vec<_>>())
        };
        self.parts(part)
    }

    /// Sums of products of the totals of clusters around a centre (their mean by default), scaled to the stratum's variance.
    fn products(self, clusters: &[Cluster], centre: Option<&[f64]>) -> Parts {
        let sampled = clusters.len() as f64;
        let scale = if sampled > 1.0 { sampled / (sampled - 1.0) } else { 1.0 };
        let corrections: Vec<f64> = clusters.iter().map(|cluster| cluster.correction).collect();
        let mut used_up = Vec::with_capacity(clusters.len());
        let mut distances: Vec<Vec<f64>> = Vec::new();
        let mut variances = Vec::new();
        for (value, totals) in self.totals(clusters).into_iter().enumerate() {
            let centre = centre.map_or_else(
                || {
                    used_up.clear();
                    used_up.extend_from_slice(&totals);
                    sum_of(&mut used_up) / sampled
                },
                |centre| centre[value],
            );
            let distance = totals.iter().map(|total| total - centre);
            match self.extent {
                Extent::All => distances.push(distance.collect()),
                Extent::Variances => {
                    used_up.clear();
                    used_up.extend(distance.zip(&corrections).map(|(distance, own)| distance * own * distance));
                    variances.push(scale * sum_of(&mut used_up));
                }
            }
        }
        if self.extent == Extent::Variances {
            return variances;
        }
        let mut products = self.zeros();
        for (row, left) in distances.iter().enumerate() {
            for (column, right) in distances[..=row].iter().enumerate() {
                used_up.clear();
                let both = left.iter().zip(&corrections).zip(right);
                used_up.extend(both.map(|((left, own), right)| left * own * right));
                let product = scale * sum_of(&mut used_up);
                products[row * self.size() + column] = product;
                products[column * self.size() + row] = product;
            }
        }
        products
    }

    /// Sums of products of the rows of a unit around a centre (their mean by default), scaled to the stratum's
    /// variance.
    fn products_of_rows(self, unit: usize, count: usize, centre: Option<&[f64]>) -> Parts {
        let n = count as f64;
        let distance: Vec<f64> = match centre {
            None => vec![0.0; self.size()],
            Some(centre) => centre
                .iter()
                .enumerate()
                .map(|(value, centre)| self.scores.totals[(value, unit)] / n - centre)
                .collect(),
        };
        let scale = if count > 1 { n / (n - 1.0) } else { 1.0 };
        let part = |row: usize, column: usize| {
            let around_mean = self.scores.products[unit].as_ref().map_or(0.0, |products| match self.extent {
                Extent::Variances if products.columns() == 1 => products[(row, 0)],
                _ => products[(row, column)],
            });
            scale * (around_mean + n * distance[row] * distance[column])
        };
        self.parts(part)
    }

    /// A part of every two values, or of each with itself.
    fn parts(self, part: impl Fn(usize, usize) -> f64) -> Parts {
        let size = self.size();
        match self.extent {
            Extent::All => (0..size * size).map(|place| part(place / size, place % size)).collect(),
            Extent::Variances => (0..size).map(|value| part(value, value)).collect(),
        }
    }

    /// How many values there are.
    fn size(self) -> usize {
        self.scores.totals.rows()
    }

    /// The totals of clusters, value by value.
    fn totals(&self, clusters: &[Cluster]) -> Vec<Cow<'_, [f64]>> {
        let units = side_by_side(clusters);
        let inside: Vec<Vec<u32>> =
            if units.is_some() { Vec::new() } else { clusters.iter().map(Cluster::units).collect() };
        let of_value = |value: usize| match &units {
            Some(units) => Cow::Borrowed(&self.scores.totals.row(value)[units.clone()]),
            None => inside.iter().map(|units| self.sum(value, units)).collect(),
        };
        (0..self.size()).map(of_value).collect()
    }

    /// What a value adds up to in some units.
    fn sum(&self, value: usize, units: &[u32]) -> f64 {
        let scores = self.scores.totals.row(value);
        sum_of(&mut units.iter().map(|unit| scores[*unit as usize]).collect::<Vec<f64>>())
    }
}

/// The units of clusters that are one each, numbered one after the other.
fn side_by_side(clusters: &[Cluster]) -> Option<Range<usize>> {
    let unit = |cluster: &Cluster| match cluster.inside {
        Inside::Unit(unit) => Some(unit as usize),
        Inside::Strata(_) => None,
    };
    let first = unit(clusters.first()?)?;
    let are_next = clusters.iter().zip(first..).all(|(cluster, next)| unit(cluster) == Some(next));
    are_next.then_some(first..first + clusters.len())
}

fn add(total: &mut Parts, part: &Parts, factor: f64) {
    for (total, part) in total.iter_mut().zip(part) {
        *total += factor * part;
    }
}
