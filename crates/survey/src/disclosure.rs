//! `[disclosure]` of `survey.toml`: what is held back so that nobody can be found in the figures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of the rows of `figures/*.sql`, of which nobody but their author knows whom they count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SqlFigures {
    /// All are held back.
    #[default]
    HoldBack,
    /// Those are held back whose own count or base is below the threshold.
    Threshold,
    /// All are published.
    Publish,
}

/// Which figures are held back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Hold back a percentage or value whose unweighted base is smaller than this.
    #[serde(default)]
    pub minimum_base: u64,
    /// Mark a percentage or value whose unweighted base is smaller than this.
    #[serde(default)]
    pub caution_base: u64,
    /// Hold back every count of respondents from 1 to below this, and everything that tells it: its percentages, and all of a
    /// column whose base is one. With `threshold` or `minimum_base`, other figures are held back too, as many as it takes for
    /// nobody to work out the first ones.
    pub threshold: Option<u64>,
    /// Whether a percentage is also held back where those of the base who are not counted in it are fewer than `threshold`.
    #[serde(default = "yes")]
    pub complements: bool,
    /// How many respondents wide the range must be at least in which a count that is held back can still lie, for somebody who
    /// knows everything that is published. Without this key `threshold`, and 1 if there is none.
    pub protection: Option<u64>,
    /// Tables and figures that are public anyway: they are never held back, and what they tell counts as known.
    #[serde(default)]
    pub open: Vec<String>,
    /// What happens to the rows of `figures/*.sql` if there is a `threshold`. `hold_back`: all are held back, as it cannot be
    /// known what they tell of other figures. `threshold`: those are held back whose own count or base is below the threshold.
    /// `publish`: all are published.
    #[serde(default)]
    pub sql: SqlFigures,
}

fn yes() -> bool {
    true
}

impl Default for Disclosure {
    fn default() -> Self {
        Self {
            minimum_base: 0,
            caution_base: 0,
            threshold: None,
            complements: yes(),
            protection: None,
            open: Vec::new(),
            sql: SqlFigures::default(),
        }
    }
}

impl Disclosure {
    /// Whether a run ends where a count cannot be protected: if the policy is more than a minimum base.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.threshold.is_some() || self.protection.is_some()
    }

    /// The least count that is published; 1 where all are.
    #[must_use]
    pub fn least_count(&self) -> u64 {
        self.threshold.unwrap_or(1).max(1)
    }

    /// How many respondents wide the range of a count that is held back must be.
    #[must_use]
    pub fn width(&self) -> u64 {
        self.protection.or(self.threshold).unwrap_or(1).max(1)
    }
}
