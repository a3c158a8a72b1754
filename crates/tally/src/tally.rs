//! What to count.

use arrow::datatypes::DataType;
use serde::{Deserialize, Serialize};

use crate::dimension::Dimension;
use crate::error::TallyError;

/// The most cells of all pairs, and the most columns of a distribution: a hundred bytes each.
const CELLS_AT_MOST: usize = 1 << 24;
/// The most places of a dimension.
const PLACES_AT_MOST: usize = 65_000;

/// The joint histogram of a row dimension and of columns, among those who meet a condition.
///
/// Its cells are in the order of row places, and within a row of column places. Where breaks are nested, the places of the
/// first are the outermost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pair {
    /// The dimension of the rows.
    pub rows: usize,
    /// The dimensions of the columns: none for a total, several for breaks nested in each other.
    pub columns: Vec<usize>,
    /// The argument that holds the condition; none for everybody.
    pub filter: Option<usize>,
    /// The argument that holds values whose weighted sums are wanted in each cell.
    pub value: Option<usize>,
}

/// How a number is distributed in each column, among those who meet a condition: what medians and percentiles are read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Distribution {
    /// The dimensions of the columns, as those of a [`Pair`].
    pub columns: Vec<usize>,
    /// The argument that holds the condition; none for everybody.
    pub filter: Option<usize>,
    /// The argument that holds the numbers.
    pub value: usize,
}

/// What to count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tally {
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// The histograms.
    pub pairs: Vec<Pair>,
    /// The distributions.
    pub distributions: Vec<Distribution>,
    /// The argument that holds the weights; none where all count the same.
    pub weight: Option<usize>,
}

impl Tally {
    /// How many columns breaks make that are nested in each other; one, where there are none.
    #[must_use]
    pub fn columns_of(&self, columns: &[usize]) -> usize {
        columns.iter().map(|dimension| self.dimensions[*dimension].places()).fold(1, usize::saturating_mul)
    }

    /// How many cells a pair has.
    #[must_use]
    pub fn cells_of(&self, pair: &Pair) -> usize {
        self.dimensions[pair.rows].places().saturating_mul(self.columns_of(&pair.columns))
    }

    /// The types of the arguments that it reads.
    pub fn argument_types(&self, arguments: usize) -> Result<Vec<DataType>, TallyError> {
        let mut types: Vec<Option<DataType>> = vec![None; arguments];
        for (argument, as_type) in self.reads() {
            match types.get_mut(argument).ok_or(TallyError::ArgumentMissing(argument))? {
                Some(other) if *other != as_type => {
                    return Err(TallyError::ArgumentTwice { argument, one: other.clone(), other: as_type });
                }
                known => *known = Some(as_type),
            }
        }
        let found = types.into_iter().enumerate();
        found.map(|(argument, found)| found.ok_or(TallyError::ArgumentUnread(argument))).collect()
    }

    /// Every argument that is read, as often as it is, with its type.
    fn reads(&self) -> Vec<(usize, DataType)> {
        let mut reads = Vec::new();
        for dimension in &self.dimensions {
            match dimension {
                Dimension::Code { column, .. } => reads.push((*column, DataType::Int32)),
                Dimension::Ticked { columns, .. } => {
                    reads.extend(columns.iter().map(|column| (*column, DataType::Boolean)));
                }
                Dimension::Band { column, .. } => reads.push((*column, DataType::Float64)),
            }
            reads.extend(dimension.absent().map(|absent| (absent, DataType::Utf8)));
        }
        let filters = self.pairs.iter().map(|pair| pair.filter).chain(self.distributions.iter().map(|of| of.filter));
        reads.extend(filters.flatten().map(|filter| (filter, DataType::Boolean)));
        let values =
            self.pairs.iter().filter_map(|pair| pair.value).chain(self.distributions.iter().map(|of| of.value));
        reads.extend(values.chain(self.weight).map(|value| (value, DataType::Float64)));
        reads
    }

    /// Whether it can be counted at all: dimensions that are there, places and cells within bounds.
    pub(crate) fn check(&self) -> Result<(), TallyError> {
        let named = self.pairs.iter().flat_map(|pair| pair.columns.iter().chain([&pair.rows]));
        for dimension in named.chain(self.distributions.iter().flat_map(|of| &of.columns)) {
            if *dimension >= self.dimensions.len() {
                return Err(TallyError::DimensionMissing(*dimension));
            }
        }
        for dimension in &self.dimensions {
            if dimension.places() > PLACES_AT_MOST {
                return Err(TallyError::TooManyPlaces(dimension.places()));
            }
        }
        let cells = self.pairs.iter().map(|pair| self.cells_of(pair)).fold(0, usize::saturating_add);
        let columns = self.distributions.iter().map(|of| self.columns_of(&of.columns)).fold(0, usize::saturating_add);
        if cells.max(columns) > CELLS_AT_MOST { Err(TallyError::TooManyCells(CELLS_AT_MOST)) } else { Ok(()) }
    }

    /// The arguments that hold conditions, each once.
    pub(crate) fn filters(&self) -> Vec<usize> {
        let filters = self.pairs.iter().map(|pair| pair.filter).chain(self.distributions.iter().map(|of| of.filter));
        distinct(filters.flatten())
    }

    /// The arguments that hold values, each once.
    pub(crate) fn values(&self) -> Vec<usize> {
        let values = self.pairs.iter().filter_map(|pair| pair.value);
        distinct(values.chain(self.distributions.iter().map(|of| of.value)))
    }
}

fn distinct(arguments: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut arguments: Vec<usize> = arguments.collect();
    arguments.sort_unstable();
    arguments.dedup();
    arguments
}
