//! An estimate's error taken apart: what each cluster, row or replicate adds to it.
//!
//! The squares of the parts add up to the variance. Two samples that have clusters or rows in common have a covariance, which is
//! the sum of the products of the parts that are of the same cluster or row: so changes between waves are tested where
//! respondents or clusters repeat.

use topline_exact::{ExactSum, sums_at};

use crate::covariance::{CovarianceError, LonelyCluster, LonelyInDomain};
use crate::design::{Clusters, Design, Errors};
use crate::frame::{Cluster, Inside, Members, Stratum};
use crate::inference::{Domain, EstimateError};
use crate::replicate::Centre;

/// What a part of an error is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorPart {
    /// A cluster of a stage, which is counted from 0; `row` is one of its rows.
    Cluster {
        /// The stage.
        stage: usize,
        /// The position of its stratum among all of the design.
        stratum: usize,
        /// A row of the cluster.
        row: usize,
    },
    /// A row that was drawn by itself in a stage.
    Row {
        /// The stage.
        stage: usize,
        /// The position of its stratum among all of the design.
        stratum: usize,
        /// The row.
        row: usize,
    },
    /// A replicate.
    Replicate {
        /// Its number, from 0.
        number: usize,
    },
}

/// What the parts of errors are of, in the order of [`ratio_deviations`]; none where errors come from probabilities of pairs.
#[must_use]
pub fn error_parts(design: &Design) -> Option<Vec<ErrorPart>> {
    match &design.errors {
        Errors::Clusters(clusters) if clusters.frame.has_pairs() => None,
        Errors::Clusters(clusters) => {
            let rows = rows_of_units(clusters);
            let mut parts = Vec::new();
            let mut strata = 0;
            list(&clusters.frame.strata, 0, &rows, &mut strata, &mut parts);
            Some(parts)
        }
        Errors::Replicates(replicates) => {
            Some((0..replicates.weights().len()).map(|number| ErrorPart::Replicate { number }).collect())
        }
        Errors::Joint(_) => None,
    }
}

/// For each row the part of the first stage that it is in, as a position among [`error_parts`]; of replicates nothing.
#[must_use]
pub fn first_parts(design: &Design) -> Vec<Option<usize>> {
    let mut of_row = vec![None; design.rows()];
    let Errors::Clusters(clusters) = &design.errors else { return of_row };
    let rows = rows_of_units(clusters);
    let mut part = 0;
    for stratum in &clusters.frame.strata {
        let members: Vec<Vec<usize>> = match &stratum.members {
            Members::Rows { unit, .. } => rows[*unit as usize].iter().map(|row| vec![*row]).collect(),
            Members::Clusters(own) => {
                let rows_of =
                    |cluster: &Cluster| cluster.units().iter().flat_map(|unit| rows[*unit as usize].clone()).collect();
                own.iter().map(rows_of).collect()
            }
        };
        for row in
            members.into_iter().enumerate().flat_map(|(place, rows)| rows.into_iter().map(move |row| (place, row)))
        {
            of_row[row.1] = Some(part + row.0);
        }
        part += stratum.sampled();
    }
    of_row
}

/// The parts of the error of the ratio of the total of `y` to that of `x`, of rows in the domain.
///
/// Of a stratum of `n` clusters out of `N` with linearised totals `t`, each has the part `sqrt((1 - n/N) n/(n-1)) (t - mean t)`; of
/// later stages times the root of the fraction that the stage before drew. Of replicates each has the root of its factor times its
/// distance from the centre. Source: Kish, Survey Sampling (1965), 12.4, for the covariance of overlapping samples; where all
/// clusters repeat, it is that of the waves as domains of one sample (Wolter 2007, 6.11).
///
/// # Errors
/// No rows with weight, a denominator of zero, a single cluster that no policy is for, and probabilities of pairs.
pub fn ratio_deviations(design: &Design, domain: Domain, y: &[f64], x: &[f64]) -> Result<Vec<f64>, EstimateError> {
    let counts = |row: usize, weight: f64| weight.abs() > 0.0 && domain.has(row);
    let ratio = |weights: &[f64]| {
        let total = |of: &[f64]| -> f64 {
            let rows = weights.iter().enumerate().filter(|(row, weight)| counts(*row, **weight));
            rows.map(|(row, weight)| weight * of[row]).collect::<ExactSum>().value()
        };
        let below = total(x);
        (below.abs() > 0.0).then(|| (total(y) / below, below))
    };
    let (whole, below) = ratio(design.weights()).ok_or(EstimateError::ZeroDenominator)?;
    match &design.errors {
        Errors::Clusters(clusters) if clusters.frame.has_pairs() => Err(EstimateError::NoParts),
        Errors::Clusters(clusters) => {
            let score = |(row, weight): (usize, &f64)| {
                if counts(row, *weight) { weight * (y[row] - whole * x[row]) / below } else { 0.0 }
            };
            let mut scores: Vec<f64> = design.weights().iter().enumerate().map(score).collect();
            for adjustment in &clusters.adjustments {
                adjustment.residuals(&mut scores);
            }
            let adjusted = !clusters.adjustments.is_empty();
            let present = |row: usize| adjusted || counts(row, design.weights()[row]);
            Parting::new(clusters, &scores, present).parts()
        }
        Errors::Replicates(replicates) => {
            let values: Vec<Option<f64>> =
                replicates.weights().iter().map(|weights| ratio(weights).map(|(value, _)| value)).collect();
            let scaled = || values.iter().zip(replicates.scales());
            let counted: Vec<f64> =
                scaled().filter(|(_, scale)| **scale > 0.0).filter_map(|(value, _)| *value).collect();
            let centre = match replicates.centre() {
                Centre::Estimate => whole,
                Centre::Mean if counted.is_empty() => return Err(EstimateError::NoReplicate),
                Centre::Mean => counted.iter().sum::<f64>() / counted.len() as f64,
            };
            let part = |(value, scale): (&Option<f64>, &f64)| {
                value.map_or(0.0, |value| (replicates.scale() * scale).sqrt() * (value - centre))
            };
            Ok(scaled().map(part).collect())
        }
        Errors::Joint(_) => Err(EstimateError::NoParts),
    }
}

/// The rows of each unit.
fn rows_of_units(clusters: &Clusters) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); clusters.frame.units()];
    for (row, unit) in clusters.unit_of.iter().enumerate() {
        rows[*unit as usize].push(row);
    }
    rows
}

fn list(strata: &[Stratum], stage: usize, rows: &[Vec<usize>], known: &mut usize, parts: &mut Vec<ErrorPart>) {
    let first = *known;
    *known += strata.len();
    for (stratum, own) in (first..).zip(strata) {
        match &own.members {
            Members::Rows { unit, .. } => {
                parts.extend(rows[*unit as usize].iter().map(|row| ErrorPart::Row { stage, stratum, row: *row }));
            }
            Members::Clusters(clusters) => {
                let row = |cluster: &Cluster| cluster.units().first().map_or(0, |unit| rows[*unit as usize][0]);
                parts.extend(clusters.iter().map(|cluster| ErrorPart::Cluster { stage, stratum, row: row(cluster) }));
            }
        }
    }
    for cluster in strata.iter().flat_map(Stratum::clusters) {
        if let Inside::Strata(inside) = &cluster.inside {
            list(inside, stage + 1, rows, known, parts);
        }
    }
}

/// Scores by row and unit, with what is needed to take them apart.
struct Parting<'a> {
    clusters: &'a Clusters,
    scores: &'a [f64],
    rows: Vec<Vec<usize>>,
    totals: Vec<f64>,
    /// Rows of the domain in each unit.
    present: Vec<u64>,
}

impl<'a> Parting<'a> {
    fn new(clusters: &'a Clusters, scores: &'a [f64], present: impl Fn(usize) -> bool) -> Self {
        let units = clusters.frame.units();
        let unit = |row: usize| clusters.unit_of[row] as usize;
        let totals = sums_at(units, scores.iter().enumerate().map(|(row, score)| (unit(row), *score)));
        let mut of_unit = vec![0; units];
        (0..scores.len()).filter(|&row| present(row)).for_each(|row| of_unit[unit(row)] += 1);
        Self { clusters, scores, rows: rows_of_units(clusters), totals, present: of_unit }
    }

    fn parts(&self) -> Result<Vec<f64>, EstimateError> {
        let mut parts = Vec::new();
        self.stage(&self.clusters.frame.strata, 0, 1.0, &mut parts).map_err(EstimateError::Covariance)?;
        Ok(parts)
    }

    /// The parts of the strata of a stage, and of those within; `factor` is that of the variance.
    fn stage(
        &self,
        strata: &[Stratum],
        stage: usize,
        factor: f64,
        parts: &mut Vec<f64>,
    ) -> Result<(), CovarianceError> {
        let grand = self.grand_mean(strata);
        let first = parts.len();
        let (mut with_rows, mut known) = (0_u32, 0_u32);
        for stratum in strata {
            let there = stratum.clusters_with(&self.present);
            let own = if there > 0 { self.stratum(stratum, there, (stage, grand))? } else { None };
            with_rows += u32::from(there > 0);
            known += u32::from(own.is_some());
            parts.extend(own.unwrap_or_else(|| vec![0.0; stratum.sampled()]));
        }
        if with_rows > 0 && known == 0 && stage == 0 {
            return Err(CovarianceError::AllLonely);
        }
        let shared = if known > 0 { f64::from(with_rows) / f64::from(known) } else { 1.0 };
        let scale = (factor * shared).sqrt();
        parts[first..].iter_mut().for_each(|part| *part *= scale);
        for stratum in strata {
            for cluster in stratum.clusters() {
                if let Inside::Strata(inside) = &cluster.inside {
                    let within = if cluster.has(&self.present) { factor * stratum.fraction } else { 0.0 };
                    self.stage(inside, stage + 1, within, parts)?;
                }
            }
        }
        Ok(())
    }

    /// The parts of a stratum; `None` where it is to be the average of the others.
    fn stratum(
        &self,
        stratum: &Stratum,
        there: usize,
        (stage, grand): (usize, f64),
    ) -> Result<Option<Vec<f64>>, CovarianceError> {
        let (sampled, policy) = (stratum.sampled(), self.clusters.policy);
        if stratum.is_census() {
            return Ok(Some(vec![0.0; sampled]));
        }
        let single_in_domain = there == 1 && sampled > 1 && policy.domain == LonelyInDomain::Apply;
        let (totals, corrections) = self.members(stratum);
        let mean = totals.iter().copied().collect::<ExactSum>().value() / sampled as f64;
        let centre = match policy.design {
            LonelyCluster::Fail if sampled == 1 => {
                return Err(CovarianceError::LonelyCluster { stage: stage + 1, stratum: stratum.code });
            }
            LonelyCluster::Average if sampled == 1 || single_in_domain => return Ok(None),
            LonelyCluster::Adjust if sampled == 1 || single_in_domain => grand,
            LonelyCluster::Fail
            | LonelyCluster::Remove
            | LonelyCluster::Certainty
            | LonelyCluster::Adjust
            | LonelyCluster::Average => mean,
        };
        let scale = if sampled > 1 { sampled as f64 / (sampled as f64 - 1.0) } else { 1.0 };
        let part = |(total, correction): (&f64, &f64)| (scale * correction).sqrt() * (total - centre);
        Ok(Some(totals.iter().zip(&corrections).map(part).collect()))
    }

    /// The total of each member of a stratum, and the share of variance that the stage leaves it.
    fn members(&self, stratum: &Stratum) -> (Vec<f64>, Vec<f64>) {
        match &stratum.members {
            Members::Clusters(clusters) => {
                clusters.iter().map(|cluster| (self.total(cluster), cluster.correction)).unzip()
            }
            Members::Rows { unit, count } => {
                let totals = self.rows[*unit as usize].iter().map(|row| self.scores[*row]).collect();
                (totals, vec![1.0 - stratum.fraction; *count])
            }
        }
    }

    fn total(&self, cluster: &Cluster) -> f64 {
        cluster.units().into_iter().map(|unit| self.totals[unit as usize]).collect::<ExactSum>().value()
    }

    /// The mean total of the members of strata that have rows.
    fn grand_mean(&self, strata: &[Stratum]) -> f64 {
        let there = || strata.iter().filter(|stratum| stratum.clusters_with(&self.present) > 0);
        let count: usize = there().map(Stratum::sampled).sum();
        let total: ExactSum = there().flat_map(|stratum| self.members(stratum).0).collect();
        total.value() / count.max(1) as f64
    }
}
