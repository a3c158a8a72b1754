//! What was published of the answers to a question, and the counts behind it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::ops::RangeInclusive;

use crate::counts::counts_for;
use crate::decimal::Decimal;
use crate::rounding::RoundingMode;

/// What was published of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedValue {
    /// A percentage of the base.
    Percent(Decimal),
    /// A count.
    Count(u64),
}

impl fmt::Display for PublishedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "{percent}%"),
            Self::Count(count) => write!(f, "{count}"),
        }
    }
}

impl PublishedValue {
    /// The counts that were published as this; none where the range is empty.
    #[must_use]
    pub fn counts(self, base: u64, mode: RoundingMode) -> RangeInclusive<i64> {
        match self {
            Self::Count(count) => count as i64..=count as i64,
            Self::Percent(percent) => {
                let counts = counts_for(percent, base, mode);
                counts.start as i64..=counts.end as i64 - 1
            }
        }
    }

    pub(crate) fn ideal(self, base: u64) -> f64 {
        match self {
            Self::Count(count) => count as f64,
            Self::Percent(percent) => percent.to_f64() * base as f64 / 100.0,
        }
    }
}

/// A published row: codes counted once, and what they were published as.
#[derive(Debug, Clone)]
pub struct PublishedRow {
    /// The code, or the name of the net.
    pub name: String,
    /// The codes that it counts, each respondent once.
    pub codes: Vec<i32>,
    /// What it was published as.
    pub value: PublishedValue,
}

/// How many answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedBase {
    /// As many as this.
    Exactly(u64),
    /// As many as this or fewer, the more the better.
    AtMost(u64),
}

impl PublishedBase {
    pub(crate) fn candidates(self) -> impl Iterator<Item = u64> {
        let (first, last) = match self {
            Self::Exactly(base) => (base, base),
            Self::AtMost(base) => (1, base),
        };
        (first..=last).rev()
    }
}

/// How the codes of a question add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answering {
    /// Each who answered gave one code.
    One,
    /// Each who answered ticked at least one.
    Several,
}

/// What is known of the answers to a question or an item.
#[derive(Debug, Clone)]
pub struct PublishedAnswers {
    /// How the codes add up.
    pub answering: Answering,
    /// How many answered.
    pub base: PublishedBase,
    /// Every code; those with a weight are free.
    pub codes: Vec<(i32, Option<f64>)>,
    /// The rows that were published.
    pub rows: Vec<PublishedRow>,
    /// How their percentages were rounded.
    pub mode: RoundingMode,
}

/// Counts that agree with everything published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCounts {
    /// How many answered.
    pub base: u64,
    /// How many gave each code.
    pub by_code: BTreeMap<i32, u64>,
}

/// A published row beside the nearest possible count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedRow {
    /// The code, or the name of the net.
    pub row: String,
    /// What was published.
    pub published: PublishedValue,
    /// The count that is nearest.
    pub count: u64,
    /// Its percentage of the base.
    pub percent: Decimal,
}

impl fmt::Display for MissedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {} ({}%) instead of {}", self.row, self.count, self.percent, self.published)
    }
}

/// No counts agree with what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCounts {
    /// The base, or the greatest of those allowed.
    pub base: u64,
    /// The rows that the nearest counts miss.
    pub nearest: Vec<MissedRow>,
}

impl NoCounts {
    /// The rows that the nearest counts miss, in words.
    #[must_use]
    pub fn listed(&self) -> String {
        if self.nearest.is_empty() {
            return "none".to_owned();
        }
        self.nearest.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl Error for NoCounts {}

impl fmt::Display for NoCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "find counts out of {} for what was published; the nearest: {}", self.base, self.listed())
    }
}
