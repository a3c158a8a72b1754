//! The sampling frame of a sample: its strata and clusters by stage, and how many of how many were drawn.
//!
//! A frame holds no answers and no weights. Its innermost clusters that matter for variance are the *units*; sums by
//! unit are all that a linearised variance needs ([`crate::sums`], [`crate::covariance`]).

use crate::frame_error::FrameError;
use crate::pairs::Pairs;

/// How many clusters there were to draw from, row by row.
#[derive(Clone, Copy, Debug, Default)]
pub enum Population<'a> {
    /// Drawn with replacement, or from so many that it does not matter: no finite population correction.
    #[default]
    Infinite,
    /// How many clusters the row's stratum (within its cluster of the stage before) has in the population.
    Sizes(&'a [f64]),
    /// Which fraction of them was drawn, over 0 and up to 1.
    Fractions(&'a [f64]),
    /// With which probability the row's cluster was drawn, one by one: Brewer's approximation for unequal
    /// probabilities.
    Probabilities(&'a [f64]),
    /// The same, and how the probabilities of pairs follow from them.
    Pairs(&'a [f64], Pairs),
}

/// One stage of a sample, as columns with a value for each row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stage<'a> {
    /// The stratum's code; `None` where the stage is not stratified.
    pub strata: Option<&'a [u64]>,
    /// The cluster's code; `None` where each row was drawn by itself.
    pub clusters: Option<&'a [u64]>,
    /// What the stage drew from.
    pub population: Population<'a>,
}

/// What a cluster code of the first stage names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClusterCodes {
    /// One cluster of the whole sample: the same code in two strata is an error.
    #[default]
    Unique,
    /// A cluster of its stratum: the same code in two strata names two clusters.
    WithinStrata,
}

/// The strata and clusters of a sample, by stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub(crate) strata: Vec<Stratum>,
    /// Rows of each unit.
    rows: Vec<u64>,
    rows_are_clusters: bool,
}

/// A stratum of a stage, within a cluster of the stage before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stratum {
    pub(crate) code: u64,
    pub(crate) members: Members,
    /// Which part of the population was drawn, `n / N`; 0 for an infinite one.
    pub(crate) fraction: f64,
    /// Where the probabilities of pairs of its clusters count, how they follow from those of each.
    pub(crate) pairs: Option<Pairs>,
}

/// What was drawn in a stratum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Members {
    /// Clusters, in the order of their codes.
    Clusters(Vec<Cluster>),
    /// Rows by themselves: together they are one unit, whose sums of products stand for them all.
    Rows {
        /// The unit.
        unit: u32,
        /// How many rows.
        count: usize,
    },
}

/// A cluster of a stage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cluster {
    code: u64,
    pub(crate) inside: Inside,
    /// The share of variance that its stage leaves: 1 less the fraction, or less the cluster's own probability.
    pub(crate) correction: f64,
}

/// What a cluster holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Inside {
    /// It is a unit: nothing below it adds to the variance.
    Unit(u32),
    /// The strata of the next stage.
    Strata(Vec<Stratum>),
}

/// The frame of a sample, and the unit of each of its rows.
///
/// Stages count up to the first that has no finite population, which is drawn as if with replacement: below it nothing adds to
/// the variance. Below a first stage without a population nothing does either. Units are numbered in the order of their codes, so the order of rows does not matter;
/// rows drawn by themselves are one unit for each stratum (unless each has its own probability: then each is one, as
/// they stand).
///
/// # Errors
/// Each variant of [`FrameError`] says when.
pub fn read_frame(rows: usize, stages: &[Stage], codes: ClusterCodes) -> Result<(Frame, Vec<u32>), FrameError> {
    if rows == 0 {
        return Err(FrameError::NoRows);
    }
    let first = stages.first().ok_or(FrameError::NoStages)?;
    for (place, stage) in stages.iter().enumerate() {
        check_columns(place + 1, stage, rows)?;
    }
    let finite = stages.iter().take_while(|stage| !matches!(stage.population, Population::Infinite)).count();
    let used = &stages[..(finite + 1).min(stages.len())];
    let rows_are_clusters = used.last().is_some_and(|stage| stage.clusters.is_none() && !has_own_probabilities(stage));
    let mut reader = Reader { stages: used, rows_are_clusters, unit_of: vec![0; rows], rows: Vec::new() };
    let mut all: Vec<usize> = (0..rows).collect();
    let strata = reader.read_strata(&mut all, 0)?;
    if codes == ClusterCodes::Unique && first.clusters.is_some() {
        check_unique(&strata)?;
    }
    let frame = Frame { strata, rows: reader.rows, rows_are_clusters };
    Ok((frame, reader.unit_of))
}

impl Frame {
    /// How many units there are; they are numbered from 0.
    #[must_use]
    pub fn units(&self) -> usize {
        self.rows.len()
    }

    /// How many rows each unit has, those of no weight included.
    #[must_use]
    pub fn rows(&self) -> &[u64] {
        &self.rows
    }

    /// How many strata the first stage has.
    #[must_use]
    pub fn strata(&self) -> usize {
        self.strata.len()
    }

    /// How many clusters the first stage has, or rows that were drawn by themselves.
    #[must_use]
    pub fn clusters(&self) -> usize {
        self.strata.iter().map(Stratum::sampled).sum()
    }

    /// Whether each row was drawn by itself in the last stage, so that a unit is all rows of a stratum.
    #[must_use]
    pub fn rows_are_clusters(&self) -> bool {
        self.rows_are_clusters
    }

    /// The unit at a path of `(stratum, cluster)` codes, one pair for each stage (stratum 0 where there are no strata,
    /// any cluster where rows were drawn by themselves).
    ///
    /// Stages beyond those that add to the variance may be given, and are not looked at. `None` where there is no such
    /// unit.
    #[must_use]
    pub fn unit(&self, path: &[(u64, u64)]) -> Option<u32> {
        let mut strata = &self.strata;
        for &(stratum, cluster) in path {
            let found = strata.binary_search_by_key(&stratum, |stratum| stratum.code).ok()?;
            let clusters = match &strata[found].members {
                Members::Rows { unit, .. } => return Some(*unit),
                Members::Clusters(clusters) => clusters,
            };
            let found = clusters.binary_search_by_key(&cluster, |cluster| cluster.code).ok()?;
            match &clusters[found].inside {
                Inside::Unit(unit) => return Some(*unit),
                Inside::Strata(below) => strata = below,
            }
        }
        None
    }

    /// Whether the probabilities of pairs of clusters count.
    pub(crate) fn has_pairs(&self) -> bool {
        self.strata.iter().any(|stratum| stratum.pairs.is_some())
    }

    /// Degrees of freedom: clusters less strata of the first stage.
    ///
    /// Source: Korn and Graubard, Analysis of Health Surveys (1999), section 2.4.
    #[must_use]
    pub fn degrees_of_freedom(&self) -> f64 {
        self.clusters() as f64 - self.strata() as f64
    }

    /// Degrees of freedom of a part of the sample, with so many `rows` in each unit: only clusters and strata with any
    /// count.
    #[must_use]
    pub fn degrees_of_freedom_within(&self, rows: &[u64]) -> f64 {
        let own = |stratum: &Stratum| (stratum.clusters_with(rows) as f64 - 1.0).max(0.0);
        self.strata.iter().map(own).sum()
    }
}

struct Reader<'a> {
    stages: &'a [Stage<'a>],
    rows_are_clusters: bool,
    unit_of: Vec<u32>,
    rows: Vec<u64>,
}

impl Reader<'_> {
    fn read_strata(&mut self, rows: &mut [usize], place: usize) -> Result<Vec<Stratum>, FrameError> {
        let stage = self.stages[place];
        // Keys beside their rows: looking each up at each comparison costs more than the memory.
        let mut keyed: Vec<_> = rows.iter().map(|&row| (stage.stratum(row), stage.cluster(row), row)).collect();
        keyed.sort_unstable();
        for (row, (_, _, sorted)) in rows.iter_mut().zip(keyed) {
            *row = sorted;
        }
        rows.chunk_by_mut(|&a, &b| stage.stratum(a) == stage.stratum(b))
            .map(|rows| self.read_stratum(rows, place))
            .collect()
    }

    fn read_stratum(&mut self, rows: &mut [usize], place: usize) -> Result<Stratum, FrameError> {
        let stage = self.stages[place];
        let code = stage.stratum(rows[0]);
        let sampled = rows.chunk_by(|&a, &b| stage.cluster(a) == stage.cluster(b)).count();
        let fraction = fraction_of(rows, place, &stage, sampled)?;
        if self.rows_are_clusters && place + 1 == self.stages.len() {
            let unit = self.read_unit(rows);
            return Ok(Stratum { code, members: Members::Rows { unit, count: rows.len() }, fraction, pairs: None });
        }
        let clusters = rows
            .chunk_by_mut(|&a, &b| stage.cluster(a) == stage.cluster(b))
            .map(|rows| self.read_cluster(rows, place, fraction))
            .collect::<Result<_, _>>()?;
        let pairs = if let Population::Pairs(_, pairs) = stage.population { Some(pairs) } else { None };
        Ok(Stratum { code, members: Members::Clusters(clusters), fraction, pairs })
    }

    fn read_cluster(&mut self, rows: &mut [usize], place: usize, fraction: f64) -> Result<Cluster, FrameError> {
        let stage = self.stages[place];
        let code = stage.cluster(rows[0]);
        let correction = match stage.population {
            Population::Probabilities(values) | Population::Pairs(values, _) => {
                1.0 - constant(rows, values, place, &stage)?
            }
            Population::Infinite | Population::Sizes(_) | Population::Fractions(_) => 1.0 - fraction,
        };
        let inside = if place + 1 < self.stages.len() {
            Inside::Strata(self.read_strata(rows, place + 1)?)
        } else {
            Inside::Unit(self.read_unit(rows))
        };
        Ok(Cluster { code, inside, correction })
    }

    /// Make a unit of these rows.
    fn read_unit(&mut self, rows: &[usize]) -> u32 {
        let unit = self.rows.len() as u32;
        self.rows.push(rows.len() as u64);
        for &row in rows {
            self.unit_of[row] = unit;
        }
        unit
    }
}

impl Stage<'_> {
    fn stratum(&self, row: usize) -> u64 {
        self.strata.map_or(0, |strata| strata[row])
    }

    fn cluster(&self, row: usize) -> u64 {
        self.clusters.map_or(row as u64, |clusters| clusters[row])
    }
}

fn has_own_probabilities(stage: &Stage) -> bool {
    matches!(stage.population, Population::Probabilities(_) | Population::Pairs(..))
}

/// Which part of its population a stratum's sample is; on average, where each cluster has its own probability.
fn fraction_of(rows: &[usize], place: usize, stage: &Stage, sampled: usize) -> Result<f64, FrameError> {
    match stage.population {
        Population::Infinite => Ok(0.0),
        Population::Fractions(values) => constant(rows, values, place, stage),
        Population::Sizes(values) => {
            let population = constant(rows, values, place, stage)?;
            if population < sampled as f64 {
                return Err(FrameError::PopulationBelowSample {
                    stage: place + 1,
                    stratum: stage.stratum(rows[0]),
                    sampled,
                    population,
                });
            }
            Ok(sampled as f64 / population)
        }
        Population::Probabilities(values) | Population::Pairs(values, _) => {
            let total: f64 =
                rows.chunk_by(|&a, &b| stage.cluster(a) == stage.cluster(b)).map(|rows| values[rows[0]]).sum();
            Ok(total / sampled as f64)
        }
    }
}

/// The one value that `rows` have.
fn constant(rows: &[usize], values: &[f64], place: usize, stage: &Stage) -> Result<f64, FrameError> {
    let first = values[rows[0]];
    match rows.iter().map(|&row| values[row]).find(|value| value.total_cmp(&first).is_ne()) {
        None => Ok(first),
        Some(second) => {
            Err(FrameError::PopulationVaries { stage: place + 1, stratum: stage.stratum(rows[0]), first, second })
        }
    }
}

fn check_columns(stage: usize, columns: &Stage, rows: usize) -> Result<(), FrameError> {
    let (population, largest) = match columns.population {
        Population::Infinite => (None, f64::INFINITY),
        Population::Sizes(values) => (Some(values), f64::INFINITY),
        Population::Fractions(values) | Population::Probabilities(values) | Population::Pairs(values, _) => {
            (Some(values), 1.0)
        }
    };
    let lengths = [columns.strata.map(<[u64]>::len), columns.clusters.map(<[u64]>::len), population.map(<[f64]>::len)];
    for found in lengths.into_iter().flatten() {
        if found != rows {
            return Err(FrameError::ColumnLength { stage, rows, found });
        }
    }
    for (row, &value) in population.into_iter().flatten().enumerate() {
        if !(value > 0.0 && value <= largest && value.is_finite()) {
            return Err(FrameError::PopulationUnusable { stage, row, value });
        }
    }
    Ok(())
}

/// Check that no two strata have a cluster of the same code.
fn check_unique(strata: &[Stratum]) -> Result<(), FrameError> {
    let pairs = strata.iter().flat_map(|stratum| stratum.clusters().iter().map(|cluster| (cluster.code, stratum.code)));
    let mut pairs: Vec<(u64, u64)> = pairs.collect();
    pairs.sort_unstable();
    match pairs.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        None => Ok(()),
        Some(pair) => Err(FrameError::ClusterInTwoStrata { cluster: pair[0].0, first: pair[0].1, second: pair[1].1 }),
    }
}
