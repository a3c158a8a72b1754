//! The ledger of a run: what went in, what came out, and where each row went.

use serde::{Deserialize, Serialize};
use topline_survey::Accounting;

use crate::fingerprint::Fingerprint;
use crate::pipeline_mark::PipelineMark;

/// A file that was written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Output {
    /// Its path in the run's folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The rows of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// How many checks failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCount {
    /// Of those, the run falls short for so many.
    pub failed: u64,
    /// Of those, so many are warnings.
    pub warned: u64,
    /// The last day, since 1970, on which the freshness holds that held when it ran.
    pub fresh_until: Option<u64>,
}

impl CheckCount {
    /// Whether there is nothing to say.
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// `run.json`. The times are the only thing in a run's folder that differs between two runs on the same inputs.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Ledger {
    /// The survey.
    pub survey: String,
    /// The version of topline.
    pub version: String,
    /// The commit that it was built from, with `+changes` where the sources were changed since; empty where it is not known.
    pub commit: String,
    /// Its program file, where the commit does not say what it was built from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program_file: Option<String>,
    /// Which pipeline made it.
    pub pipeline: PipelineMark,
    /// Whether the export was reconstructed from published figures.
    pub reconstructed: bool,
    /// When the run began, in seconds since 1970.
    pub started: u64,
    /// How long it took.
    pub milliseconds: u64,
    /// Where each row of the export went.
    pub rows: Accounting,
    /// How many verdicts of each kind, and how many are not as the pipeline expects.
    pub verdicts: Vec<(String, u64)>,
    /// Verdicts that are not as the pipeline expects.
    pub unexpected: u64,
    /// Checks that failed with the severity `fail`, and with `warn`.
    #[serde(skip_serializing_if = "CheckCount::is_none")]
    pub checks: CheckCount,
    /// What was read: the files of the pipeline by their paths in its folder, then the exports, references and documents.
    pub inputs: Vec<Fingerprint>,
    /// What was written, by path.
    pub outputs: Vec<Output>,
}
