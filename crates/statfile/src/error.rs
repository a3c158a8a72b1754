//! Why a file of a statistical package cannot be read.

use std::io;

use thiserror::Error;

use crate::damage::Damage;
use crate::spss::SpssError;

/// Why a file of a statistical package cannot be read.
#[derive(Debug, Error)]
pub enum StatError {
    /// The disk fails.
    #[error("the disk fails")]
    Io(#[source] io::Error),
    /// Not of the format that it was opened as.
    #[error("it is declared as {declared}, but is no such file")]
    NotOfFormat {
        /// The format.
        declared: &'static str,
    },
    /// A release of the format that nothing here reads.
    #[error("it is {format} of release {release}, which is not read")]
    Release {
        /// The format.
        format: &'static str,
        /// The release.
        release: String,
    },
    /// The file cannot be taken apart.
    #[error("it is {format}, but damaged")]
    Damaged {
        /// The format.
        format: &'static str,
        /// What is wrong with it.
        source: Damage,
    },
    /// A file with several datasets has none of that name.
    #[error("it has no dataset `{dataset}`")]
    UnknownDataset {
        /// The name that was asked for.
        dataset: String,
        /// All datasets.
        known: Vec<String>,
    },
    /// A file of SPSS cannot be taken apart.
    #[error(transparent)]
    Spss(#[from] SpssError),
}
