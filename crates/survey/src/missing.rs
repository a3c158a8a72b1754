//! Values that an export calls missing: each keeps its code and its label, and is no answer.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::absent::Absent;

/// A value, or a range of values, that is no answer: `{ code = 98, label = "Refused", reason = "refused" }`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingValue {
    /// Its number in `responses`; that of the export too, where no range and no other spelling is given.
    pub code: i32,
    /// What it is called.
    pub label: String,
    /// Why there is no answer.
    #[serde(default = "no_answer")]
    pub reason: Absent,
    /// Other texts of cells that mean it: `.a`.
    #[serde(default)]
    pub also: Vec<String>,
    /// The least number that means it; from the least of all where only `to` is given.
    pub from: Option<f64>,
    /// The greatest number that means it; to the greatest of all where only `from` is given.
    pub to: Option<f64>,
}

fn no_answer() -> Absent {
    Absent::NoAnswer
}

impl MissingValue {
    /// The range of numbers that mean it, both ends included.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        let is_range = self.from.is_some() || self.to.is_some();
        is_range.then(|| (self.from.unwrap_or(f64::NEG_INFINITY), self.to.unwrap_or(f64::INFINITY)))
    }

    /// Whether a trimmed cell means it.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        let number = || text.parse::<f64>().ok();
        let by_code = || number() == Some(f64::from(self.code)) && self.range().is_none() && self.also.is_empty();
        let in_range = |(from, to): (f64, f64)| number().is_some_and(|number| (from..=to).contains(&number));
        self.also.iter().any(|also| also.trim() == text) || self.range().is_some_and(in_range) || by_code()
    }
}

/// What of a text makes no difference where answers are compared with labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Folding {
    /// Case, quotes, dashes, white space, and letters that look the same.
    #[default]
    All,
    /// Nothing: a label is matched as it is written.
    None,
}
