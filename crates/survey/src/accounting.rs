//! Where each row of an export went.

use serde::{Deserialize, Serialize};

/// Rows in, and where each went: `read` is the sum of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The same by file, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceRows>,
}

/// Where the rows of one file went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRows {
    /// The source, or the file of it.
    pub source: String,
    /// Rows below the header.
    pub read: u64,
    /// Rows that are responses, or part of one.
    pub accepted: u64,
    /// Rows of a respondent who was already there.
    pub duplicate: u64,
    /// Rows that are no responses, or join none.
    pub excluded: u64,
    /// Rows that could not be read.
    pub quarantined: u64,
}

impl Accounting {
    /// Counts one row that is excluded for this reason.
    pub fn exclude(&mut self, reason: &str) {
        self.exclude_all(reason, 1);
    }

    /// Counts rows that are excluded for this reason.
    pub fn exclude_all(&mut self, reason: &str, count: u64) {
        match self.excluded.iter_mut().find(|(known, _)| known == reason) {
            Some((_, rows)) => *rows += count,
            None if count > 0 => self.excluded.push((reason.to_owned(), count)),
            None => {}
        }
    }

    /// Counts the rows of another account, but for what it says of files.
    pub fn add(&mut self, other: &Self) {
        self.read += other.read;
        self.accepted += other.accepted;
        self.duplicate += other.duplicate;
        self.quarantined += other.quarantined;
        self.respondents += other.respondents;
        for (reason, count) in &other.excluded {
            self.exclude_all(reason, *count);
        }
    }

    /// The rows counted since `before`, as those of the file `source`.
    #[must_use]
    pub fn since(&self, before: &Self, source: &str) -> SourceRows {
        SourceRows {
            source: source.to_owned(),
            read: self.read - before.read,
            accepted: self.accepted - before.accepted,
            duplicate: self.duplicate - before.duplicate,
            excluded: self.all_excluded() - before.all_excluded(),
            quarantined: self.quarantined - before.quarantined,
        }
    }

    fn all_excluded(&self) -> u64 {
        self.excluded.iter().map(|(_, rows)| rows).sum()
    }

    /// Whether every row that was read went somewhere.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let whole = self.read == self.accepted + self.duplicate + self.all_excluded() + self.quarantined;
        let of_sources: u64 = self.sources.iter().map(|rows| rows.read).sum();
        whole && (self.sources.is_empty() || of_sources == self.read)
    }
}
