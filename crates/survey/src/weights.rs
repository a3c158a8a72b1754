//! How the sample is weighted: `[weights]` of `survey.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::weight_expression::WeightExpression;

/// The weights: a column of the export, or made in the run from known totals.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// The column of the export with the weights. With targets: the weights to start from (1 if not given).
    pub column: Option<String>,
    /// Instead of `column`: an expression of columns with `+`, `-`, `*`, `/` and brackets, such as `'pspwght * pweight'` or
    /// `'"Design weight" * "Raking factor" / 100'`.
    #[schemars(with = "Option<String>")]
    pub expression: Option<WeightExpression>,
    /// The sign before the decimals of weights that are read, such as `","`.
    pub decimal: Option<char>,
    /// `post_stratify` (one target), `rake` or `calibrate`; only with targets.
    pub method: Option<WeightMethod>,
    /// What is known of the population.
    #[serde(default)]
    pub target: Vec<Target>,
    /// `[least, greatest]` weight, kept as `trim` says.
    pub limits: Option<[f64; 2]>,
    /// How `limits` are kept: `each_round` (only `rake`, and what it does without this key: weights are cut after each round, and
    /// targets that can then no longer be reached are reported), `strict` (afterwards: the excess is shared by the others until no
    /// weight is beyond, as R's `trimWeights(strict = TRUE)`; what other methods do without this key) or `once` (the excess is
    /// shared once).
    pub trim: Option<TrimRule>,
    /// For `calibrate`: `[least, greatest]` ratio of the new weight to the old one.
    pub bounds: Option<[f64; 2]>,
    /// For `calibrate`: `linear` (generalised regression), `raking`, or `logit` (needs `bounds`).
    pub distance: Option<Distance>,
    /// What the weights add up to: `population` (the total of the targets) or `respondents` (their number).
    #[serde(default)]
    pub total: WeightTotal,
}

impl Weights {
    /// Whether they are made in the run.
    #[must_use]
    pub fn are_made(&self) -> bool {
        !self.target.is_empty()
    }
}

/// A way to weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WeightMethod {
    /// Each cell gets its known size.
    PostStratify,
    /// Each margin in turn, until all hold.
    Rake,
    /// Generalised regression.
    Calibrate,
}

/// How limits of weights are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrimRule {
    /// After each round of raking.
    EachRound,
    /// Afterwards, until every weight is within.
    Strict,
    /// Afterwards, once.
    Once,
}

/// How `calibrate` measures the distance from the weights before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// Generalised regression.
    Linear,
    /// Weights stay positive.
    Raking,
    /// Ratios stay within `bounds`, on a logistic curve.
    Logit,
}

/// What the weights add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WeightTotal {
    /// What the targets add up to.
    #[default]
    Population,
    /// The number of respondents: a mean of 1.
    Respondents,
}

/// Known totals: the sizes of categories in a reference table, or the total of a number.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// A reference table with one row per category.
    pub reference: Option<String>,
    /// Its column with the sizes of the categories.
    pub size: Option<String>,
    /// For each `single` question that makes up the categories, the column with its labels or codes: `by = { age_group =
    /// "age", sex = "sex" }`.
    #[serde(default)]
    pub by: BTreeMap<String, String>,
    /// For `calibrate`: a `number` question.
    pub number: Option<String>,
    /// For `calibrate`: its total in the population.
    pub total: Option<f64>,
}
