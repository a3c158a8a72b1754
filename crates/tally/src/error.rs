//! Why rows cannot be counted.

use arrow::datatypes::DataType;
use thiserror::Error;
use topline_exact::lanes::TooLarge;

/// Why rows cannot be counted.
#[derive(Debug, Error)]
pub enum TallyError {
    /// A weight that is negative, infinite or not a number.
    #[error("{0} is no weight")]
    NotAWeight(f64),
    /// A respondent without a weight.
    #[error("a weight is missing")]
    WeightMissing,
    /// A number that is infinite or none.
    #[error("{0} cannot be counted as a number")]
    NotFinite(f64),
    /// A weight beyond what sums hold.
    #[error("a weight is too large to be summed exactly")]
    WeightTooLarge,
    /// A number beyond what sums hold, weighted or squared.
    #[error("argument {argument} of the tally has numbers too large to be summed exactly")]
    ValueTooLarge {
        /// The position of the argument that holds them.
        argument: usize,
    },
    /// A sum that outgrew its bits.
    #[error("a weighted sum is too large to be kept exactly")]
    SumTooLarge,
    /// A code that the dimension does not have.
    #[error("the code {0} is none of the question's")]
    UnknownCode(i64),
    /// A null whose reason is none of those known.
    #[error("an answer is absent without a known reason")]
    UnknownReason,
    /// An argument of a type that cannot be read.
    #[error("argument {argument} of the tally is {found}, not {expected}")]
    ArgumentType {
        /// Its position.
        argument: usize,
        /// What it should be.
        expected: DataType,
        /// What it is.
        found: DataType,
    },
    /// An argument that is read in two ways.
    #[error("argument {argument} of the tally is read as {one} and as {other}")]
    ArgumentTwice {
        /// Its position.
        argument: usize,
        /// One way.
        one: DataType,
        /// The other.
        other: DataType,
    },
    /// An argument that no dimension, pair or weight reads.
    #[error("argument {0} of the tally is read by nothing")]
    ArgumentUnread(usize),
    /// An argument that is read and not given.
    #[error("argument {0} of the tally is not given")]
    ArgumentMissing(usize),
    /// A condition that comes with the rows of a file, for other rows than these or not at all.
    #[error("condition {position} of the tally is not given for each of {rows} rows")]
    Condition {
        /// Its position among the conditions.
        position: usize,
        /// The rows that are read.
        rows: usize,
    },
    /// A condition where an answer is wanted.
    #[error("argument {0} of the tally is a condition and is read as an answer")]
    ConditionElsewhere(usize),
    /// A file that has fewer rows than are wanted of it.
    #[error("the file has fewer rows than were announced")]
    RowsMissing,
    /// Arguments of different lengths.
    #[error("argument {0} of the tally has another number of rows than the first")]
    ArgumentLength(usize),
    /// A pair or a distribution of a dimension that is not there.
    #[error("the tally has no dimension {0}")]
    DimensionMissing(usize),
    /// A dimension of more places than can be told apart.
    #[error("a dimension has {0} places, of at most 65,000")]
    TooManyPlaces(usize),
    /// Tables of more cells than can be kept.
    #[error("the tables have more than {0} cells: a break in them has too many columns, or too many breaks are nested")]
    TooManyCells(usize),
    /// Bounds of bands that do not ascend, or are no numbers.
    #[error("the bounds of bands must be numbers that ascend")]
    Bounds,
    /// A state that is of another tally, or none.
    #[error("a partial state is not one of this tally")]
    State,
}

impl From<TooLarge> for TallyError {
    fn from(TooLarge: TooLarge) -> Self {
        Self::WeightTooLarge
    }
}
