//! A row of a table: what it is called, which respondents it gathers, and what it tells of them.

use crate::absent::Absent;
use crate::figure::RowKind;
use crate::tables::statistic::Statistic;
use crate::tables::table::BaseRule;

/// What a row gathers.
#[derive(Debug, Clone, PartialEq)]
pub enum Gathers {
    /// Those the percentages are out of.
    Base,
    /// Those whom a rule takes in, whatever the table's own base is.
    Rule(BaseRule),
    /// Those who gave one of these codes, or ranks.
    Codes(Vec<i32>),
    /// Those who gave one of the codes too few gave for a row of their own. Which these are, the answers tell.
    FewerThan(f64),
    /// Those whose number is in this band, counted from zero.
    Band(usize),
    /// Those who gave any answer.
    Answered,
    /// Those whose answer is absent for this reason.
    Absent(Absent),
    /// Those who gave one of these codes, whatever the base is.
    Excluded(Vec<i32>),
    /// Those whose answer is this missing value, whatever the base is.
    Missing(i32),
    /// A statistic of the values of those who have one.
    Values,
    /// The value below which so many hundredths lie.
    Percentile(u8),
}

impl Gathers {
    /// The codes that are counted, where codes are.
    #[must_use]
    pub fn codes(&self) -> &[i32] {
        match self {
            Self::Codes(codes) | Self::Excluded(codes) => codes,
            Self::Base
            | Self::Rule(_)
            | Self::FewerThan(_)
            | Self::Band(_)
            | Self::Answered
            | Self::Absent(_)
            | Self::Missing(_)
            | Self::Values
            | Self::Percentile(_) => &[],
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Its name: a code, a net, a statistic; `NAME:STATISTIC` where it is not the column percentage.
    pub key: String,
    /// Its label.
    pub label: String,
    /// What it is.
    pub kind: RowKind,
    /// What it tells.
    pub statistic: Statistic,
    /// Which respondents it tells the statistic of.
    pub gathers: Gathers,
    /// How many nets stand above it that count it too.
    pub depth: usize,
}
