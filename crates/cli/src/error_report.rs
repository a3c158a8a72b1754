//! What went wrong, for machines.

use serde::{Deserialize, Serialize};

/// What went wrong, as an object of JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ErrorReport {
    /// What failed.
    pub message: String,
    /// The survey, where one was at work.
    pub survey: Option<String>,
    /// The causes, the nearest first.
    pub because: Vec<String>,
    /// What may help.
    pub hint: Option<String>,
    /// What is wrong with the files of the pipeline.
    pub problems: Vec<ProblemReport>,
}

/// A problem of a pipeline's files.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProblemReport {
    /// The kind of problem.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// `FILE:LINE:COLUMN`.
    pub place: String,
    /// What may help.
    pub hint: Option<String>,
}

impl ErrorReport {
    /// One that nobody described: the last line of an error.
    #[must_use]
    pub fn said(message: &str, of: Option<&str>) -> Self {
        let (message, survey) = (message.to_owned(), of.map(str::to_owned));
        Self { message, survey, because: Vec::new(), hint: None, problems: Vec::new() }
    }
}
