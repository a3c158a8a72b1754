//! How the sample was drawn, and how it is weighted: `[design]` and `[weights]` of `survey.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How the sample was drawn: what standard errors are computed from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// The stages of the sample; one without strata or clusters where none is given.
    #[serde(default)]
    pub stage: Vec<Stage>,
    /// Cluster codes are those of their stratum: the same code in two strata names two clusters.
    #[serde(default)]
    pub nest: bool,
    /// What a stratum with a single cluster adds to the variance.
    #[serde(default)]
    pub single_cluster: SingleCluster,
    /// Replicate weights, read or made.
    pub replicates: Option<ReplicateWeights>,
    /// Probabilities of selection of each pair of respondents.
    pub joint: Option<JointProbabilities>,
    /// How sure an interval is to cover what it estimates.
    #[serde(default = "usual_confidence")]
    pub confidence: f64,
    /// How the interval of a percentage is made.
    #[serde(default)]
    pub interval: PercentInterval,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            stage: Vec::new(),
            nest: false,
            single_cluster: SingleCluster::default(),
            replicates: None,
            joint: None,
            confidence: usual_confidence(),
            interval: PercentInterval::default(),
        }
    }
}

fn usual_confidence() -> f64 {
    0.95
}

/// One stage of the sample. Questions are named by their ids; derived ones will do.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The question that gives the stratum.
    pub strata: Option<String>,
    /// The question that gives the cluster; without it each respondent was drawn by itself.
    pub clusters: Option<String>,
    /// How many clusters (respondents, where there are none) the stage drew from, the same in all strata.
    pub population: Option<f64>,
    /// The same, as a number question gives it for each respondent's stratum.
    pub population_from: Option<String>,
    /// The fraction that was drawn, as a number question gives it.
    pub fraction_from: Option<String>,
    /// The probability with which the cluster was drawn, as a number question gives it.
    pub probability_from: Option<String>,
}

impl Stage {
    /// The questions that it names, each with the key that names it.
    #[must_use]
    pub fn questions(&self) -> Vec<(&'static str, &str)> {
        let named = [
            ("strata", &self.strata),
            ("clusters", &self.clusters),
            ("population_from", &self.population_from),
            ("fraction_from", &self.fraction_from),
            ("probability_from", &self.probability_from),
        ];
        named.into_iter().filter_map(|(key, question)| Some((key, question.as_deref()?))).collect()
    }
}

/// What a stratum with a single cluster adds to the variance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SingleCluster {
    /// There is no variance, and the run fails.
    #[default]
    Fail,
    /// Nothing.
    Remove,
    /// Nothing: it was certain to be in the sample.
    Certainty,
    /// What its distance from the mean of the whole sample adds.
    Adjust,
    /// What the other strata add on average.
    Average,
}

/// How the interval of a percentage is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PercentInterval {
    /// Wald's on the log odds.
    #[default]
    Logit,
    /// The same by the delta method.
    Xlogit,
    /// By the likelihood ratio, scaled as Rao and Scott do.
    Likelihood,
    /// Wald's on the arc sine of the root.
    Asin,
    /// Korn and Graubard's.
    Beta,
    /// Wald's.
    Mean,
    /// Wilson's.
    Wilson,
}

/// Where replicate weights come from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplicateWeights {
    /// How they were made, or are to be made.
    pub method: ReplicateMethod,
    /// Their columns in the export; without it they are made from the stages.
    pub columns: Option<NumberedColumns>,
    /// Whether the columns hold whole weights; without it they hold factors of the weight.
    #[serde(default = "yes")]
    pub combined: bool,
    /// Fay's factor.
    #[serde(default)]
    pub rho: f64,
    /// How many are made, of `bootstrap` and `successive_differences`.
    pub count: Option<usize>,
    /// Fixes what `bootstrap` draws.
    #[serde(default)]
    pub seed: u64,
    /// The factor common to all; that of the method where not given.
    pub scale: Option<f64>,
    /// Each replicate's own factor; 1 where not given.
    pub scales: Option<Vec<f64>>,
    /// Whether replicates are compared with the estimate of the whole sample, and not with their mean.
    #[serde(default)]
    pub mse: bool,
}

fn yes() -> bool {
    true
}

/// Columns that differ in a number: `repwt1`, `repwt2` ...
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberedColumns {
    /// What stands before the number.
    pub prefix: String,
    /// The first number.
    #[serde(default = "one")]
    pub first: usize,
    /// How many there are.
    pub count: usize,
    /// The least number of digits: zeros are put before.
    #[serde(default)]
    pub digits: usize,
}

fn one() -> usize {
    1
}

impl NumberedColumns {
    /// The columns' names.
    pub fn names(&self) -> impl Iterator<Item = String> {
        (self.first..self.first + self.count)
            .map(|number| format!("{}{number:0width$}", self.prefix, width = self.digits))
    }
}

/// A way to replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicateMethod {
    /// Balanced half-samples.
    Brr,
    /// Fay's.
    Fay,
    /// The jackknife without strata.
    Jk1,
    /// The jackknife by strata.
    Jkn,
    /// The bootstrap.
    Bootstrap,
    /// Successive differences.
    SuccessiveDifferences,
    /// Another: `scale` and `scales` say how their spread becomes a variance.
    Other,
}

/// A reference table with a row for each pair of respondents.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointProbabilities {
    /// The table.
    pub reference: String,
    /// Its columns with the two respondents; a pair of the same one has the probability of that one.
    pub first: String,
    /// The other.
    pub second: String,
    /// Its column with the probability.
    pub probability: String,
    /// Which estimator of variance they go into.
    #[serde(default)]
    pub estimator: JointEstimator,
}

/// An estimator of variance from joint probabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JointEstimator {
    /// Horvitz and Thompson's.
    #[default]
    HorvitzThompson,
    /// Yates and Grundy's.
    YatesGrundy,
}

/// The weights: a column of the export, or made in the run from known totals.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// The column of the export; with targets, the weights to begin from (1 where not given).
    pub column: Option<String>,
    /// The sign before the decimals of the weights that are read, where it is no point.
    pub decimal: Option<char>,
    /// How they are made.
    pub method: Option<WeightMethod>,
    /// What is known of the population.
    #[serde(default)]
    pub target: Vec<Target>,
    /// Of `rake`: weights are brought within these after each round. Of the others: afterwards, the excess shared.
    pub limits: Option<[f64; 2]>,
    /// Of `calibrate`: the least and greatest ratio to the weights before.
    pub bounds: Option<[f64; 2]>,
    /// Of `calibrate`: how the distance from the weights before is measured.
    pub distance: Option<Distance>,
    /// What the weights add up to.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightMethod {
    /// Each cell gets its known size.
    PostStratify,
    /// Each margin in turn, until all hold.
    Rake,
    /// Generalised regression.
    Calibrate,
}

/// How `calibrate` measures the distance from the weights before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightTotal {
    /// What the targets add up to.
    #[default]
    Population,
    /// The number of respondents: a mean of 1.
    Respondents,
}

/// Known totals: the sizes of categories in a reference table, or the total of a number.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The reference table with a row for each category.
    pub reference: Option<String>,
    /// Its column with their sizes.
    pub size: Option<String>,
    /// For each single question that makes up the categories, the table's column with its labels or codes.
    #[serde(default)]
    pub by: BTreeMap<String, String>,
    /// Of `calibrate`: a number question,
    pub number: Option<String>,
    /// whose total this is.
    pub total: Option<f64>,
}
