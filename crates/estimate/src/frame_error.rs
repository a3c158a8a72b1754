//! Why columns describe no sample.

use thiserror::Error;

/// Why the columns describe no sample.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum FrameError {
    /// There are no rows.
    #[error("describe a sample of no rows")]
    NoRows,
    /// There are no stages; a simple sample has one, `Stage::default()`.
    #[error("describe a sample of no stages")]
    NoStages,
    /// A column has another number of rows than the sample.
    #[error("use a column of {found} rows at stage {stage}: the sample has {rows}")]
    ColumnLength {
        /// The stage, from 1.
        stage: usize,
        /// Rows of the sample.
        rows: usize,
        /// Rows of the column.
        found: usize,
    },
    /// A cluster code appears in two strata, where codes were said to be unique.
    #[error("place cluster {cluster}, which is in strata {first} and {second}")]
    ClusterInTwoStrata {
        /// The cluster's code.
        cluster: u64,
        /// A stratum that it is in.
        first: u64,
        /// Another.
        second: u64,
    },
    /// A population size, fraction or probability is out of its range or not a number.
    #[error("use population {value} at row {row} of stage {stage}")]
    PopulationUnusable {
        /// The stage, from 1.
        stage: usize,
        /// The row, from 0.
        row: usize,
        /// The value given.
        value: f64,
    },
    /// The population differs between rows of one stratum (or, for probabilities, of one cluster).
    #[error("use two populations for stratum {stratum} of stage {stage}: {first} and {second}")]
    PopulationVaries {
        /// The stage, from 1.
        stage: usize,
        /// The stratum's code.
        stratum: u64,
        /// A value given.
        first: f64,
        /// Another.
        second: f64,
    },
    /// More clusters were drawn than there are.
    #[error("draw {sampled} clusters of {population} in stratum {stratum} of stage {stage}")]
    PopulationBelowSample {
        /// The stage, from 1.
        stage: usize,
        /// The stratum's code.
        stratum: u64,
        /// Clusters in the sample.
        sampled: usize,
        /// Clusters in the population.
        population: f64,
    },
}
