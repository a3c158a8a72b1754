//! What is wrong with a binary file, and where.

use thiserror::Error;

/// Why a file of a statistical package cannot be taken apart. Places are bytes, counted from nought.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Damage {
    /// The file ends too early.
    #[error("it ends at byte {length}, within {part}")]
    Cut {
        /// What is not whole.
        part: &'static str,
        /// The length of the file.
        length: u64,
    },
    /// The file ends within its rows.
    #[error("it ends within row {row}, of {rows}")]
    CutRow {
        /// The first row that is not whole.
        row: u64,
        /// How many rows there should be.
        rows: u64,
    },
    /// Something that the format does not have there.
    #[error("{part} cannot be what stands at byte {at}")]
    Misplaced {
        /// What should stand there.
        part: &'static str,
        /// Where.
        at: u64,
    },
    /// A number beyond what the format, or the file, has room for.
    #[error("{part} at byte {at} cannot be {value}")]
    Value {
        /// What the number is.
        part: &'static str,
        /// Where it stands.
        at: u64,
        /// The number.
        value: u64,
    },
    /// A text longer than any answer.
    #[error("row {row} has a text of {length} bytes")]
    LongText {
        /// The row.
        row: u64,
        /// The length of the text.
        length: u64,
    },
    /// What is packed takes more memory than answers do.
    #[error("{part} of what is packed at byte {at} has more than {most} bytes")]
    Unpacked {
        /// What it is.
        part: &'static str,
        /// Where it stands.
        at: u64,
        /// The most bytes that it may have.
        most: u64,
    },
    /// A row cannot be unpacked.
    #[error("row {row}, packed at byte {at}, does not unpack to {width} bytes")]
    Packed {
        /// The row.
        row: u64,
        /// Where it stands.
        at: u64,
        /// The bytes of a row.
        width: usize,
    },
    /// There are fewer or more rows than the header says.
    #[error("it has {found} rows, and says that they are {rows}")]
    RowCount {
        /// The rows that are there.
        found: u64,
        /// The rows that should be.
        rows: u64,
    },
    /// A dataset without columns.
    #[error("it has no columns")]
    NoColumns,
}
