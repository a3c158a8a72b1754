//! The claims of a file that wait for a person, decided one by one.

use std::path::{Path, PathBuf};

use topline_draft::{ClaimsText, DraftedClaim};
use topline_store::{read_file, write_input};

use crate::error::RunError;

/// What a person says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'d> {
    /// It is about this figure.
    Accept(&'d str),
    /// It states nothing of the survey.
    SetAside,
}

/// A file of claims under review.
#[derive(Debug)]
pub struct ClaimReview {
    file: PathBuf,
    text: ClaimsText,
}

impl ClaimReview {
    /// Opens a file of claims.
    pub fn open(file: &Path) -> Result<Self, RunError> {
        let bytes = read_file(file).map_err(RunError::Store)?;
        Ok(Self { file: file.to_owned(), text: ClaimsText::read(&String::from_utf8_lossy(&bytes)) })
    }

    /// The claims that wait.
    #[must_use]
    pub fn waiting(&self) -> Vec<DraftedClaim> {
        self.text.drafts()
    }

    /// Writes a decision into the file.
    pub fn decide(&mut self, claim: &DraftedClaim, decision: Decision<'_>) -> Result<(), RunError> {
        match decision {
            Decision::Accept(figure) => self.text.accept(claim.place, figure),
            Decision::SetAside => self.text.set_aside(claim.place, "no statement about this survey"),
        }
        write_input(&self.file, self.text.text().as_bytes()).map_err(RunError::Store)
    }
}
