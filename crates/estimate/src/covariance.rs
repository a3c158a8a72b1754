//! The covariance of totals over a frame: what clustering, stratification and finite populations make of scores by
//! unit.
//!
//! Every estimate comes here with its linearised scores; this module knows nothing of estimates.

use std::borrow::Cow;

use thiserror::Error;
use topline_exact::ExactSum;

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
    let size = scores.totals.columns();
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
        let size = self.scores.totals.columns();
        vec![0.0; if self.extent == Extent::All { size * size } else { size }]
    }

    /// The mean total of the clusters in strata that have rows, for the policy that asks for it.
    fn grand_mean(self, strata: &[Stratum]) -> Vec<f64> {
        if self.policy.design != LonelyCluster::Adjust {
            return Vec::new();
        }
        let mut sums = vec![ExactSum::new(); self.scores.totals.columns()];
        let mut count = 0;
        for stratum in strata {
            if stratum.clusters_with(&self.scores.rows) > 0 {
                self.collect_stratum(stratum, &mut sums);
                count += stratum.sampled();
            }
        }
        sums.iter().map(|sum| sum.value() / count.max(1) as f64).collect()
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
            Members::Clusters(clusters) => {
                let totals: Vec<Cow<[f64]>> = clusters.iter().map(|cluster| self.total(cluster)).collect();
                let own = mean(&totals);
                products(clusters, &totals, centre.unwrap_or(&own), self.extent)
            }
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
        let totals: Vec<Cow<[f64]>> = clusters.iter().map(|cluster| self.total(cluster)).collect();
        let size = self.scores.totals.columns();
        let part = |row: usize, column: usize| {
            let of =
                clusters.iter().zip(&totals).map(|(own, total)| (1.0 - own.correction, [total[row], total[column]]));
            pairs.covariance(&of.collect::<Vec<_>>())
        };
        match self.extent {
            Extent::All => (0..size * size).map(|place| part(place / size, place % size)).collect(),
            Extent::Variances => (0..size).map(|value| part(value, value)).collect(),
        }
    }

    /// Sums of products of the rows of a unit around a centre (their mean by default), scaled to the stratum's
    /// variance.
    fn products_of_rows(self, unit: usize, count: usize, centre: Option<&[f64]>) -> Parts {
        let n = count as f64;
        let distance: Vec<f64> = match centre {
            None => vec![0.0; self.scores.totals.columns()],
            Some(centre) => {
                let totals = self.scores.totals.row(unit).iter();
                totals.zip(centre).map(|(total, centre)| total / n - centre).collect()
            }
        };
        let scale = if count > 1 { n / (n - 1.0) } else { 1.0 };
        let part = |row: usize, column: usize| {
            let around_mean = self.scores.products[unit].as_ref().map_or(0.0, |products| match self.extent {
                Extent::Variances if products.columns() == 1 => products[(row, 0)],
                _ => products[(row, column)],
            });
            scale * (around_mean + n * distance[row] * distance[column])
        };
        let size = distance.len();
        match self.extent {
            Extent::All => (0..size * size).map(|place| part(place / size, place % size)).collect(),
            Extent::Variances => (0..size).map(|value| part(value, value)).collect(),
        }
    }

    fn total(&self, cluster: &Cluster) -> Cow<'_, [f64]> {
        if let Inside::Unit(unit) = &cluster.inside {
            return Cow::Borrowed(self.scores.totals.row(*unit as usize));
        }
        let mut sums = vec![ExactSum::new(); self.scores.totals.columns()];
        self.collect(cluster, &mut sums);
        Cow::Owned(sums.iter().map(ExactSum::value).collect())
    }

    fn collect(self, cluster: &Cluster, sums: &mut [ExactSum]) {
        match &cluster.inside {
            Inside::Unit(unit) => self.collect_unit(*unit, sums),
            Inside::Strata(strata) => {
                for stratum in strata {
                    self.collect_stratum(stratum, sums);
                }
            }
        }
    }

    fn collect_stratum(self, stratum: &Stratum, sums: &mut [ExactSum]) {
        match &stratum.members {
            Members::Rows { unit, .. } => self.collect_unit(*unit, sums),
            Members::Clusters(clusters) => {
                for cluster in clusters {
                    self.collect(cluster, sums);
                }
            }
        }
    }

    fn collect_unit(self, unit: u32, sums: &mut [ExactSum]) {
        for (sum, &score) in sums.iter_mut().zip(self.scores.totals.row(unit as usize)) {
            sum.add(score);
        }
    }
}

/// The mean of each column.
fn mean(totals: &[Cow<[f64]>]) -> Vec<f64> {
    let scales = scales_of(totals);
    let mut sums = vec![ExactSum::new(); scales.len()];
    for total in totals {
        for ((sum, &value), scale) in sums.iter_mut().zip(total.iter()).zip(&scales) {
            sum.add(value * scale);
        }
    }
    sums.iter().zip(&scales).map(|(sum, scale)| sum.value() / scale / totals.len() as f64).collect()
}

/// A power of two for each column that brings its largest value near 2^14, where exact sums of values and of squares
/// are quickest. It is exact, so no bit of a result depends on it; columns so large or small that it might not be have 1.
fn scales_of(totals: &[Cow<[f64]>]) -> Vec<f64> {
    let mut largest = vec![0.0_f64; totals.first().map_or(0, |total| total.len())];
    for total in totals {
        for (largest, value) in largest.iter_mut().zip(total.iter()) {
            *largest = largest.max(value.abs());
        }
    }
    let scale = |largest: f64| {
        let exponent = (largest.to_bits() >> 52) as i32 - 1023;
        if (-200..200).contains(&exponent) { 2_f64.powi(14 - exponent) } else { 1.0 }
    };
    largest.into_iter().map(scale).collect()
}

/// Sums of products of cluster totals around a centre, scaled to the stratum's variance.
fn products(clusters: &[Cluster], totals: &[Cow<[f64]>], centre: &[f64], extent: Extent) -> Parts {
    let size = centre.len();
    let sampled = totals.len() as f64;
    let scale = if sampled > 1.0 { sampled / (sampled - 1.0) } else { 1.0 };
    let with_distances = || totals.iter().zip(clusters).map(|(total, cluster)| (total.iter().zip(centre), cluster));
    if extent == Extent::Variances {
        let powers = scales_of(totals);
        let mut squares = vec![ExactSum::new(); size];
        for (distances, cluster) in with_distances() {
            for ((square, (total, centre)), power) in squares.iter_mut().zip(distances).zip(&powers) {
                let distance = (total - centre) * power;
                square.add(distance * cluster.correction * distance);
            }
        }
        return squares.iter().zip(powers).map(|(square, power)| scale * (square.value() / power / power)).collect();
    }
    let mut products = vec![ExactSum::new(); size * size];
    for (distances, cluster) in with_distances() {
        let distances: Vec<f64> = distances.map(|(total, centre)| total - centre).collect();
        for row in 0..size {
            let left = distances[row] * cluster.correction;
            for column in 0..=row {
                products[row * size + column].add(left * distances[column]);
            }
        }
    }
    let value = |row: usize, column: usize| products[row.max(column) * size + row.min(column)].value();
    (0..size * size).map(|place| scale * value(place / size, place % size)).collect()
}

fn add(total: &mut Parts, part: &Parts, factor: f64) {
    for (total, part) in total.iter_mut().zip(part) {
        *total += factor * part;
    }
}
