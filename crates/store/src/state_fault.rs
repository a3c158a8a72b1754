//! What can be wrong with a file that should be the state of a part.

use thiserror::Error;

/// Why a file cannot be read as the state of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StateFault {
    /// It is something else.
    #[error("it is not the state of a part")]
    Foreign,
    /// It is of another version.
    #[error("another version of topline wrote it")]
    Version,
    /// Its bytes are not those that were written.
    #[error("it is cut off or damaged")]
    Damaged,
}
