//! What is counted together: the pairs of a tally by what they have in common.

use crate::block::Block;
use crate::tally::Tally;

/// Pairs of the same rows among the same respondents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Job {
    pub who: Who,
    /// The dimension of the rows.
    pub rows: usize,
    /// The pairs, by their position in the tally.
    pub pairs: Vec<usize>,
}

/// Who is counted, and what of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Who {
    pub what: What,
    /// The condition, by its position in the block.
    pub filter: Option<usize>,
}

impl Who {
    /// Whether a row of a block is.
    #[inline]
    pub(crate) fn counts(self, block: &Block, row: usize) -> bool {
        self.filter.is_none_or(|filter| block.filters[filter][row])
            && self.what.values().is_none_or(|values| !block.values[values][row].is_nan())
    }
}

/// What is summed up in the cells of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// Of all respondents, the weights and their squares.
    Weights,
    /// The same of those who have a value: the position of the values in the block.
    ValuedWeights(usize),
    /// Of those who have a value, the weighted values and their squares.
    Values(usize),
}

impl What {
    /// The values that respondents must have.
    pub(crate) fn values(self) -> Option<usize> {
        match self {
            Self::Weights => None,
            Self::ValuedWeights(values) | Self::Values(values) => Some(values),
        }
    }
}

/// The jobs of a tally, whose conditions and values stand at these positions.
pub(crate) fn jobs(tally: &Tally, filters: &[usize], values: &[usize]) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    let position = |known: &[usize], argument: Option<usize>| argument.and_then(|of| known.binary_search(&of).ok());
    let mut keyed: Vec<((Who, usize), usize)> = Vec::new();
    for (at, pair) in tally.pairs.iter().enumerate() {
        let filter = position(filters, pair.filter);
        let mut push = |what| keyed.push(((Who { what, filter }, pair.rows), at));
        push(What::Weights);
        if let Some(values) = position(values, pair.value) {
            push(What::ValuedWeights(values));
            push(What::Values(values));
        }
    }
    keyed.sort_unstable();
    for ((who, rows), pair) in keyed {
        match jobs.last_mut() {
            Some(job) if (job.who, job.rows) == (who, rows) => job.pairs.push(pair),
            _ => jobs.push(Job { who, rows, pairs: vec![pair] }),
        }
    }
    jobs
}
