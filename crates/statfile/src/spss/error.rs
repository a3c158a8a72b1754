//! Why a file of SPSS cannot be read.

use thiserror::Error;

use crate::spss::fault::SpssFault;

/// Why a file of SPSS cannot be read.
#[derive(Debug, Error)]
pub enum SpssError {
    /// Something else than a portable file.
    #[error("it is declared as por, but is no portable file of SPSS")]
    NotPortable,
    /// The file ends before its cases.
    #[error("it ends after byte {at}, before what it says of its variables does")]
    DictionaryCut {
        /// Where it ends.
        at: u64,
    },
    /// What the file says of its variables is damaged.
    #[error("it is damaged at byte {at}")]
    Dictionary {
        /// Where it was noticed, from its beginning.
        at: u64,
        /// What is wrong.
        source: SpssFault,
    },
    /// The file ends within its cases.
    #[error("it ends within case {case}")]
    CaseCut {
        /// The case, counted from one.
        case: u64,
    },
    /// A case is damaged.
    #[error("case {case} is damaged")]
    Case {
        /// The case, counted from one.
        case: u64,
        /// What is wrong.
        source: SpssFault,
    },
}
