//! Making replicate weights from a design of strata and clusters, or from an ordered list of rows.

use crate::design::{Design, DesignError, Errors};
use crate::frame::{Cluster, Inside, Members, Stratum};
use crate::hadamard::hadamard;
use crate::replicate::{Centre, ReplicateError, Replicates};

/// The jackknife: each replicate leaves out one cluster of the first stage, and scales up the others of its stratum.
///
/// Without strata this is R's `JK1`, with them `JKn`. Finite populations of the first stage are kept, later stages
/// ignored. Source: Wolter (2007), chapter 4: factors `n/(n-1)`, scales `(n-1)/n (1 - n/N)`.
///
/// # Errors
/// A design without strata and clusters ([`ReplicateError::None`]), and a stratum of one cluster.
pub fn jackknife(design: &Design, centre: Centre) -> Result<Design, DesignError> {
    let stage = FirstStage::of(design)?;
    let mut columns = Vec::new();
    let mut scales = Vec::new();
    for (place, stratum) in stage.strata.iter().enumerate() {
        let size = stage.at_least_two(place)? as f64;
        for left_out in 0..stratum.sampled() {
            columns.push(stage.weights(design, |own, cluster| match (own == place, cluster == left_out) {
                (true, true) => 0.0,
                (true, false) => size / (size - 1.0),
                (false, _) => 1.0,
            }));
            scales.push((size - 1.0) / size * (1.0 - stratum.fraction));
        }
    }
    let (scale, scales) = match stage.strata {
        [_] => (scales[0], vec![1.0; scales.len()]),
        _ => (1.0, scales),
    };
    finish(design, columns, scale, scales, centre)
}

/// Balanced half-samples: each replicate takes one of the two clusters of every stratum, by a Hadamard matrix.
///
/// Fay's factor `rho`, from 0 (half-samples as such) to less than 1, keeps that part of the other cluster's weight.
/// Source: `McCarthy` (1969), Pseudo-replication: half samples; Judkins (1990), Fay's method for variance estimation:
/// scale `1 / (R (1 - rho)^2)`.
///
/// # Errors
/// A design without strata and clusters, a stratum without exactly two clusters, and a factor out of its range.
pub fn balanced(design: &Design, rho: f64, centre: Centre) -> Result<Design, DesignError> {
    if !(0.0..1.0).contains(&rho) {
        return Err(DesignError::Replicate(ReplicateError::Fay { rho }));
    }
    let stage = FirstStage::of(design)?;
    for (place, stratum) in stage.strata.iter().enumerate() {
        let clusters = stratum.sampled();
        if clusters != 2 {
            let error = ReplicateError::Clusters { stratum: place, clusters };
            return Err(DesignError::Replicate(error));
        }
    }
    let signs = hadamard(stage.strata.len() + 1);
    let columns: Vec<Vec<f64>> = signs
        .iter()
        .map(|signs| {
            stage.weights(design, |stratum, cluster| {
                // The first column of the matrix is all ones, which no stratum may have.
                if signs[stratum + 1] == (cluster == 0) { 2.0 - rho } else { rho }
            })
        })
        .collect();
    let size = columns.len();
    finish(design, columns, 1.0 / (size as f64 * (1.0 - rho).powi(2)), vec![1.0; size], centre)
}

/// The bootstrap of Rao and Wu: each replicate draws one cluster less than each stratum has, with replacement.
///
/// The same `seed` gives the same replicates. Source: Rao and Wu (1988), Resampling inference with complex survey data,
/// with `m = n - 1`: factors `n/(n-1)` times how often a cluster was drawn; scale `1 / (R - 1)`.
///
/// # Errors
/// A design without strata and clusters, a stratum of one cluster, and fewer than two replicates.
pub fn bootstrap(design: &Design, replicates: usize, seed: u64, centre: Centre) -> Result<Design, DesignError> {
    if replicates < 2 {
        return Err(DesignError::Replicate(ReplicateError::None));
    }
    let stage = FirstStage::of(design)?;
    let mut random = SplitMix(seed);
    let mut columns = Vec::new();
    for _ in 0..replicates {
        let mut factors = Vec::new();
        for place in 0..stage.strata.len() {
            let size = stage.at_least_two(place)?;
            let mut drawn = vec![0.0; size];
            for _ in 1..size {
                drawn[random.below(size)] += size as f64 / (size as f64 - 1.0);
            }
            factors.push(drawn);
        }
        columns.push(stage.weights(design, |stratum, cluster| factors[stratum][cluster]));
    }
    let scale = 1.0 / (replicates as f64 - 1.0);
    finish(design, columns, scale, vec![1.0; replicates], centre)
}

/// Successive differences: for rows drawn one by one from an ordered list, each is compared with the next.
///
/// At least `replicates` are made (the next power of two). Source: Fay and Train (1995), Aspects of survey and
/// model-based postcensal estimation: factors `1 + 2^(-3/2) (a[i, r] - a[i+1, r])` from a Hadamard matrix; scale `4 /
/// R`, around the estimate.
///
/// # Errors
/// Fewer than four replicates.
pub fn successive_differences(design: &Design, replicates: usize) -> Result<Design, DesignError> {
    if replicates < 4 {
        return Err(DesignError::Replicate(ReplicateError::None));
    }
    let signs = hadamard(replicates);
    let size = signs.len();
    // Rows of the list take pairs of neighbouring columns in turn, but not the first column.
    let column = |row: usize| 1 + row % (size - 1);
    let sign = |plus: bool| if plus { 0.125_f64.sqrt() } else { -(0.125_f64.sqrt()) };
    let columns = signs
        .iter()
        .map(|signs| {
            let factor = |row: usize| 1.0 + sign(signs[column(row)]) - sign(signs[column(row + 1)]);
            design.weights().iter().enumerate().map(|(row, weight)| weight * factor(row)).collect()
        })
        .collect();
    finish(design, columns, 4.0 / size as f64, vec![1.0; size], Centre::Estimate)
}

fn finish(
    design: &Design,
    columns: Vec<Vec<f64>>,
    scale: f64,
    scales: Vec<f64>,
    centre: Centre,
) -> Result<Design, DesignError> {
    let replicates = Replicates::new(columns, scale, scales, centre).map_err(DesignError::Replicate)?;
    Design::replicated(design.weights().to_vec(), replicates)
}

/// The strata of the first stage, and where each row is in them.
struct FirstStage<'a> {
    strata: &'a [Stratum],
    /// Stratum and cluster of each row, by place.
    places: Vec<(usize, usize)>,
}

impl<'a> FirstStage<'a> {
    fn of(design: &'a Design) -> Result<Self, DesignError> {
        let Errors::Clusters(clusters) = &design.errors else {
            return Err(DesignError::Replicate(ReplicateError::None));
        };
        let strata = clusters.frame.strata.as_slice();
        let mut of_unit = vec![(0, Some(0)); clusters.frame.units()];
        for (place, stratum) in strata.iter().enumerate() {
            if let Members::Rows { unit, .. } = stratum.members {
                of_unit[unit as usize] = (place, None);
            }
            for (cluster, inside) in stratum.clusters().iter().enumerate() {
                mark(inside, (place, Some(cluster)), &mut of_unit);
            }
        }
        // Rows drawn by themselves are clusters in the order that they stand in.
        let mut rows = vec![0; strata.len()];
        let mut place_of = |unit: &u32| match of_unit[*unit as usize] {
            (stratum, Some(cluster)) => (stratum, cluster),
            (stratum, None) => {
                rows[stratum] += 1;
                (stratum, rows[stratum] - 1)
            }
        };
        let places = clusters.unit_of.iter().map(&mut place_of).collect();
        Ok(Self { strata, places })
    }

    /// The design's weights times a factor by stratum and cluster.
    fn weights(&self, design: &Design, factor: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let weights = design.weights().iter().zip(&self.places);
        weights.map(|(weight, &(stratum, cluster))| weight * factor(stratum, cluster)).collect()
    }

    fn at_least_two(&self, stratum: usize) -> Result<usize, DesignError> {
        match self.strata[stratum].sampled() {
            clusters @ 0..2 => Err(DesignError::Replicate(ReplicateError::Clusters { stratum, clusters })),
            clusters => Ok(clusters),
        }
    }
}

/// A stratum, and a cluster of it unless its rows were drawn by themselves.
type Place = (usize, Option<usize>);

fn mark(cluster: &Cluster, place: Place, of_unit: &mut [Place]) {
    match &cluster.inside {
        Inside::Unit(unit) => of_unit[*unit as usize] = place,
        Inside::Strata(strata) => {
            for stratum in strata {
                if let Members::Rows { unit, .. } = stratum.members {
                    of_unit[unit as usize] = place;
                }
                for cluster in stratum.clusters() {
                    mark(cluster, place, of_unit);
                }
            }
        }
    }
}

/// Steele, Lea and Flood's generator: small, and the same on every machine.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `size`, each as likely (to within 2^-32 for any sample's size).
    fn below(&mut self, size: usize) -> usize {
        ((u128::from(self.next()) * size as u128) >> 64) as usize
    }
}
