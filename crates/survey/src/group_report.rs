//! `[[report]]` of `survey.toml`: a report for each group of respondents.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// A report for each group.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupReports {
    /// The question whose options are the groups. It must be a break of a table: the reports show its columns.
    #[schemars(with = "String")]
    pub by: Spanned<String>,
    /// The fewest respondents of a group that has a report. If `[disclosure]` has a greater `minimum_base` or `threshold`, that one
    /// holds.
    #[serde(default = "least")]
    pub minimum: u64,
}

fn least() -> u64 {
    10
}
