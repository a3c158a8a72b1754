//! Where each row of an export went.

use serde::Serialize;

/// Rows in, and where each went: `read` is the sum of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Accounting {
    /// Rows below the header.
    pub read: u64,
    /// Rows that are responses, or part of one.
    pub accepted: u64,
    /// Rows of a respondent who was already there.
    pub duplicate: u64,
    /// Rows that are no responses: each reason, and how many.
    pub excluded: Vec<(String, u64)>,
    /// Rows that could not be read.
    pub quarantined: u64,
    /// Respondents.
    pub respondents: u64,
}

impl Accounting {
    /// Counts one row that is excluded for this reason.
    pub fn exclude(&mut self, reason: &str) {
        match self.excluded.iter_mut().find(|(known, _)| known == reason) {
            Some((_, rows)) => *rows += 1,
            None => self.excluded.push((reason.to_owned(), 1)),
        }
    }

    /// Whether every row that was read went somewhere.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let excluded: u64 = self.excluded.iter().map(|(_, rows)| rows).sum();
        self.read == self.accepted + self.duplicate + excluded + self.quarantined
    }
}
