//! Why there is no sample to estimate from, and no weights.

use arrow::error::ArrowError;
use datafusion::common::DataFusionError;
use thiserror::Error;
use topline_estimate::design::DesignError;
use topline_estimate::joint::JointError;
use topline_estimate::target::TargetError;

use crate::sql_error::SqlError;

/// Why a survey's `[design]` or `[weights]` do not fit its responses. Rows are those of the export.
#[derive(Debug, Error)]
pub enum SampleError {
    /// A table cannot be read.
    #[error("read what tells the sample")]
    Table(#[source] SqlError),
    /// There are no responses.
    #[error("estimate from no responses")]
    Empty,
    /// A question that tells how the sample was drawn has no answer.
    #[error("place the respondent of row {row}, who has no answer to `{question}`")]
    Lacking {
        /// The question.
        question: String,
        /// The row.
        row: u64,
    },
    /// Respondents of one cluster are in two strata.
    #[error("place the respondents of rows {first} and {second}: they are of one cluster and of two strata")]
    TwoStrata {
        /// A row.
        first: u64,
        /// Another.
        second: u64,
    },
    /// More was drawn than there is.
    #[error("draw {sampled} of {population} at stage {stage}, in the stratum of row {row}")]
    Population {
        /// The stage, from 1.
        stage: usize,
        /// How many were drawn.
        sampled: usize,
        /// Of how many.
        population: f64,
        /// A row of the stratum.
        row: u64,
    },
    /// Respondents of one stratum have two populations.
    #[error("use two populations, {first} and {second}, for the stratum of row {row} at stage {stage}")]
    PopulationVaries {
        /// The stage, from 1.
        stage: usize,
        /// A population.
        first: f64,
        /// Another.
        second: f64,
        /// A row of the stratum.
        row: u64,
    },
    /// The design is not one.
    #[error(transparent)]
    Design(DesignError),
    /// Joint probabilities are none.
    #[error(transparent)]
    Joint(JointError),
    /// A pair's probability is no number.
    #[error("use a probability of a pair that is no number")]
    PairProbability,
    /// A standard population is of nobody.
    #[error("standardise by `{standard}`, whose sizes add up to nothing")]
    StandardEmpty {
        /// The standard population.
        standard: String,
    },
    /// A target's size is no number, or missing.
    #[error("read the targets of `{reference}`: row {row} has no size that is a number of at least zero")]
    TargetSize {
        /// The reference table.
        reference: String,
        /// The row below the header, from 1.
        row: usize,
    },
    /// A target's category is none of its question's options.
    #[error("read the targets of `{reference}`: row {row} has no option of `{question}` in `{column}`")]
    TargetCategory {
        /// The reference table.
        reference: String,
        /// Its column.
        column: String,
        /// The question.
        question: String,
        /// The row below the header, from 1.
        row: usize,
    },
    /// A category has two sizes.
    #[error("read the targets of `{reference}`: {category} is there twice")]
    TargetTwice {
        /// The reference table.
        reference: String,
        /// The labels of the category.
        category: String,
    },
    /// The reference table lacks a column.
    #[error("read the targets of `{reference}`: it has no column `{column}`")]
    TargetColumn {
        /// The reference table.
        reference: String,
        /// The column.
        column: String,
    },
    /// Respondents are in a category without a target.
    #[error("weight {respondents} respondents who are {category}: `{reference}` has no target for them")]
    NoTarget {
        /// The reference table.
        reference: String,
        /// The labels of the category.
        category: String,
        /// How many.
        respondents: usize,
    },
    /// Respondents have no answer that a target goes by.
    #[error("weight {respondents} respondents without an answer to `{question}`, the first in row {row}")]
    NoCategory {
        /// The question.
        question: String,
        /// How many.
        respondents: usize,
        /// The first one's row.
        row: u64,
    },
    /// A target has no respondents.
    #[error("reach the target of {category} in `{reference}`: no respondent with weight is there")]
    NoRespondents {
        /// The reference table.
        reference: String,
        /// The labels of the category.
        category: String,
    },
    /// Raking did not reach the targets.
    #[error("rake to the targets: after {rounds} rounds a category is still off by {difference} of its target")]
    NotConverged {
        /// Rounds over the margins.
        rounds: usize,
        /// The largest difference left, as a part of the target.
        difference: f64,
    },
    /// Weights cannot be adjusted.
    #[error(transparent)]
    Target(TargetError),
}

impl SampleError {
    /// What may help.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::TwoStrata { .. } => "where cluster codes begin anew in each stratum, say `nest = true`",
            Self::Lacking { .. } => "a derived question can give those without an answer a stratum of their own",
            Self::NoTarget { .. } => "add the category to the targets, or derive a question that joins it to another",
            Self::NoCategory { .. } => "a derived question can put those without an answer in a category",
            Self::NoRespondents { .. } => "join the category to another one, in the targets and in a derived question",
            Self::Target(TargetError::NotReached { .. }) => {
                "no weights within `bounds` reach the targets: widen them, or check the targets"
            }
            Self::NotConverged { .. } => "are the margins of the same population? `limits` accepts what is nearest",
            Self::Table(_)
            | Self::Empty
            | Self::Population { .. }
            | Self::PopulationVaries { .. }
            | Self::Design(_)
            | Self::Joint(_)
            | Self::PairProbability
            | Self::StandardEmpty { .. }
            | Self::TargetSize { .. }
            | Self::TargetCategory { .. }
            | Self::TargetTwice { .. }
            | Self::TargetColumn { .. }
            | Self::Target(_) => return None,
        })
    }
}

impl From<DataFusionError> for SampleError {
    fn from(error: DataFusionError) -> Self {
        Self::Table(error.into())
    }
}

impl From<ArrowError> for SampleError {
    fn from(error: ArrowError) -> Self {
        Self::Table(DataFusionError::from(error).into())
    }
}
