//! Why the parts of a run are not those of one run.

use std::path::PathBuf;

use thiserror::Error;
use topline_store::PartNumber;

/// Why states cannot be merged.
#[derive(Debug, Error)]
pub enum PartError {
    /// None was given.
    #[error("there is none")]
    None,
    /// A state is of another pipeline.
    #[error("{} is of another pipeline, {pipeline}", path.display())]
    Pipeline {
        /// The state.
        path: PathBuf,
        /// The pipeline.
        pipeline: String,
    },
    /// The files of the pipeline are not those that a part read.
    #[error("the pipeline is not as it was for {}: {}", path.display(), files.join(", "))]
    Files {
        /// The state.
        path: PathBuf,
        /// The files that differ, are new or are gone.
        files: Vec<String>,
    },
    /// Another build of topline made a state.
    #[error("{} was made by another build of topline: {made_by}, and this is {own}", path.display())]
    Program {
        /// The state.
        path: PathBuf,
        /// That build.
        made_by: String,
        /// This one.
        own: String,
    },
    /// A run was split into so many parts once, and into so many others.
    #[error("{} is part {number}, and {} is part {other}", path.display(), other_path.display())]
    Count {
        /// A state.
        path: PathBuf,
        /// Its part.
        number: PartNumber,
        /// Another.
        other_path: PathBuf,
        /// Its part.
        other: PartNumber,
    },
    /// Two states are of the same part.
    #[error("{} and {} are both part {number}", path.display(), other.display())]
    Twice {
        /// The part.
        number: PartNumber,
        /// One of them.
        path: PathBuf,
        /// The other.
        other: PathBuf,
    },
    /// Parts have no state.
    #[error("{} missing: {}", if missing.len() == 1 { "a part is" } else { "parts are" }, listed(missing))]
    Missing {
        /// The parts.
        missing: Vec<PartNumber>,
    },
    /// Two parts have not read the same export.
    #[error("{export} was another file for {} than for {}", path.display(), other.display())]
    Export {
        /// The file.
        export: String,
        /// One state.
        path: PathBuf,
        /// The other.
        other: PathBuf,
    },
}

impl PartError {
    /// What may help, on a line of its own.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::None | Self::Missing { .. } => {
                "`topline part PIPELINE --part 3/8 --state s3.state` makes the third of eight"
            }
            Self::Pipeline { .. } => "name the pipeline that the parts were made for",
            Self::Files { .. } | Self::Export { .. } => "make the parts again that were made before the change",
            Self::Program { .. } => "make all parts, and merge them, by the same build of topline",
            Self::Count { .. } | Self::Twice { .. } => "give the state of each part once, all of one number of parts",
        }
    }
}

/// The first of the parts that are missing.
fn listed(missing: &[PartNumber]) -> String {
    const NAMED: usize = 10;
    let mut named: Vec<String> = missing.iter().take(NAMED).map(ToString::to_string).collect();
    if missing.len() > NAMED {
        named.push(format!("and {} more", missing.len() - NAMED));
    }
    named.join(", ")
}
