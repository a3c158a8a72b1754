//! `[[check]]` of `survey.toml`: what must hold of a run's data, and whether it does.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// Something that must hold of the data of a run. It has one condition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QualityCheck {
    /// Its name in reports. No two checks have the same name.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// What becomes of the run if the check fails. Without this key, `fail`.
    #[serde(default)]
    pub severity: CheckSeverity,
    /// Between how many rows the export has: `{ least = 400, most = 900 }`.
    pub rows: Option<RowLimits>,
    /// Between how many respondents there are: `{ least = 400 }`.
    pub respondents: Option<RowLimits>,
    /// The most rows that may be quarantined, in percent of all rows.
    pub quarantined: Option<f64>,
    /// The largest share without an answer to a question, of those who were asked: `{ question = "Q1", most = 5 }`.
    pub missing: Option<ShareLimit>,
    /// How old the export may be: `{ days = 2 }` by the time at which its file was written; with `question`, a date, by its latest day.
    pub fresh: Option<FreshLimit>,
    /// By how many points the share of an option may differ from the last run: `{ question = "Q1", most = 5 }`.
    pub moved: Option<ShareLimit>,
    /// A query that must give no rows.
    #[schemars(with = "Option<String>")]
    pub no_rows: Option<Spanned<String>>,
    /// A query that gives one number, and what that must be: `{ sql = "select sum(weight) from responses", is = 1000, within = 0.5 }`.
    pub total: Option<ExpectedTotal>,
}

/// What becomes of a run if a check fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckSeverity {
    /// It is reported. The exit code stays as it is.
    Warn,
    /// It is reported, and the exit code is 1.
    #[default]
    Fail,
}

impl CheckSeverity {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// Between how many rows there must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowLimits {
    /// At least so many.
    pub least: Option<u64>,
    /// At most so many.
    pub most: Option<u64>,
}

/// The most that something may be of the answers to a question.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareLimit {
    /// The question; with items, each of them.
    pub question: String,
    /// The most, in percent or in points.
    pub most: f64,
}

/// How old an export may be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreshLimit {
    /// The most days.
    pub days: u32,
    /// A date whose latest day counts, and not the time at which the file of the export was written.
    pub question: Option<String>,
}

/// A number that a query must give.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedTotal {
    /// The query. It gives one row with one number.
    #[schemars(with = "String")]
    pub sql: Spanned<String>,
    /// The number expected.
    pub is: f64,
    /// By how much it may differ. Without this key, by nothing.
    #[serde(default)]
    pub within: f64,
}

/// The condition of a check.
#[derive(Debug, Clone, Copy)]
pub enum CheckCondition<'c> {
    /// The rows of the export.
    Rows(RowLimits),
    /// The respondents.
    Respondents(RowLimits),
    /// The share of quarantined rows.
    Quarantined(f64),
    /// The share without an answer.
    Missing(&'c ShareLimit),
    /// The age of the export.
    Fresh(&'c FreshLimit),
    /// The shares of options, compared with the last run.
    Moved(&'c ShareLimit),
    /// A query without rows.
    NoRows(&'c Spanned<String>),
    /// A query with a number.
    Total(&'c ExpectedTotal),
}

impl CheckCondition<'_> {
    /// The key that it is given by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rows(_) => "rows",
            Self::Respondents(_) => "respondents",
            Self::Quarantined(_) => "quarantined",
            Self::Missing(_) => "missing",
            Self::Fresh(_) => "fresh",
            Self::Moved(_) => "moved",
            Self::NoRows(_) => "no_rows",
            Self::Total(_) => "total",
        }
    }

    /// Whether what it finds tells of answers, and not of the export alone.
    #[must_use]
    pub fn tells_answers(&self) -> bool {
        match self {
            Self::Rows(_) | Self::Respondents(_) | Self::Quarantined(_) => false,
            // The latest day is the answer of one respondent; without a question it is that of a file.
            Self::Fresh(limit) => limit.question.is_some(),
            Self::Missing(_) | Self::Moved(_) | Self::NoRows(_) | Self::Total(_) => true,
        }
    }

    /// The SQL in it.
    #[must_use]
    pub fn sql(&self) -> Option<&Spanned<String>> {
        match self {
            Self::NoRows(sql) => Some(sql),
            Self::Total(total) => Some(&total.sql),
            Self::Rows(_)
            | Self::Respondents(_)
            | Self::Quarantined(_)
            | Self::Missing(_)
            | Self::Fresh(_)
            | Self::Moved(_) => None,
        }
    }
}

impl CheckCondition<'_> {
    /// The bytes of the file that hold its SQL.
    #[must_use]
    pub fn sql_place(self) -> Option<Range<usize>> {
        self.sql().map(Spanned::span)
    }
}

impl QualityCheck {
    /// All the conditions that are given, of which there should be one.
    pub fn conditions(&self) -> impl Iterator<Item = CheckCondition<'_>> {
        let each = [
            self.rows.map(CheckCondition::Rows),
            self.respondents.map(CheckCondition::Respondents),
            self.quarantined.map(CheckCondition::Quarantined),
            self.missing.as_ref().map(CheckCondition::Missing),
            self.fresh.as_ref().map(CheckCondition::Fresh),
            self.moved.as_ref().map(CheckCondition::Moved),
            self.no_rows.as_ref().map(CheckCondition::NoRows),
            self.total.as_ref().map(CheckCondition::Total),
        ];
        each.into_iter().flatten()
    }
}

/// Whether a check holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// The check.
    pub name: String,
    /// The key of its condition.
    pub condition: &'static str,
    /// What becomes of the run if it fails.
    pub severity: CheckSeverity,
    /// What was found; `[c]` where counts are protected and it tells of answers.
    pub found: String,
    /// What must be; `[c]` likewise where it is one number, which a check that holds would tell.
    pub expected: String,
    /// Whether it holds.
    pub passed: bool,
}

impl CheckResult {
    /// Whether the run falls short for it.
    #[must_use]
    pub fn is_short(&self) -> bool {
        !self.passed && self.severity == CheckSeverity::Fail
    }
}
