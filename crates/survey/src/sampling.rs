//! How the sample was drawn: `[design]` of `survey.toml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the sample was drawn: what standard errors are computed from.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// The stages of the sample; one without strata or clusters where none is given.
    #[serde(default)]
    pub stage: Vec<Stage>,
    /// Cluster codes start again in each stratum.
    #[serde(default)]
    pub nest: bool,
    /// What a stratum with only one cluster adds to the variance: `fail` (no variance is given), `remove` or `certainty`
    /// (nothing), `adjust` (its distance from the mean of the sample), `average` (as much as the other strata on average).
    #[serde(default)]
    pub single_cluster: SingleCluster,
    /// Whether `adjust` and `average` also hold in a domain that has respondents in only one of a stratum's clusters: `keep` (no,
    /// its other clusters have totals of zero) or `treat`.
    #[serde(default)]
    pub single_cluster_in_domains: SingleInDomains,
    /// Replicate weights, read or made.
    pub replicates: Option<ReplicateWeights>,
    /// Probabilities of selection of each pair of respondents.
    pub joint: Option<JointProbabilities>,
    /// What this wave has in common with others, so that `topline waves` counts their covariance.
    pub repeats: Option<Repeats>,
    /// Confidence level of intervals.
    #[serde(default = "usual_confidence")]
    pub confidence: f64,
    /// Interval of percentages: `logit`, `xlogit`, `likelihood`, `profile` (its ends as R reads them), `asin`, `beta` (Korn and Graubard), `mean` (Wald) or
    /// `wilson`.
    #[serde(default)]
    pub interval: PercentInterval,
    /// Interval of 0% and 100%, where most of those have none: `clopper_pearson` (exact binomial; at the effective size and for
    /// the degrees of freedom, as Korn and Graubard's), `wilson` or `none`.
    #[serde(default)]
    pub at_extremes: AtExtremes,
    /// Whose degrees of freedom intervals, tests and letters go by: `domain` (the clusters and strata that have respondents in it,
    /// as R's `svyciprop` and the NCHS) or `design` (all of them, as SAS, Stata and srvyr).
    #[serde(default)]
    pub df: DegreesRule,
    /// What design effects compare with.
    #[serde(default)]
    pub effect: EffectRule,
}

/// What waves have in common. Both waves of a change have to say so; where they do not, they are taken as independent samples.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repeats {
    /// For a panel: the question with the number or name that a respondent has in each wave, or `respondent`, the identifier of the
    /// export. In a design with clusters also `clusters`, as respondents stay in theirs.
    pub respondents: Option<String>,
    /// Clusters of the same code (with `nest`, in a stratum of the same code) are the same in each wave.
    #[serde(default)]
    pub clusters: bool,
    /// Replicate weights of the same number leave out the same in each wave.
    #[serde(default)]
    pub replicates: bool,
}

/// What design effects compare with.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectRule {
    /// A simple sample `without_replacement` from as many as the weights add up to, or `with_replacement`. Without this key,
    /// `without_replacement` where a stage says what it drew from. Weights that do not add up to more than the respondents tell no
    /// population: then there is no design effect without replacement.
    pub against: Option<Against>,
}

/// The simple sample that a design effect compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Drawn from as many as the weights add up to.
    WithoutReplacement,
    /// Drawn from any number.
    WithReplacement,
}

/// Whose degrees of freedom count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DegreesRule {
    /// Those of each domain.
    #[default]
    Domain,
    /// Those of the whole design.
    Design,
}

/// The interval of 0% and 100%.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AtExtremes {
    /// Clopper and Pearson's, at the effective size.
    #[default]
    ClopperPearson,
    /// Wilson's.
    Wilson,
    /// None.
    None,
}

/// Whether what holds for single clusters holds where a domain makes them single.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SingleInDomains {
    /// No.
    #[default]
    Keep,
    /// Yes.
    Treat,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            stage: Vec::new(),
            nest: false,
            single_cluster: SingleCluster::default(),
            single_cluster_in_domains: SingleInDomains::default(),
            replicates: None,
            joint: None,
            repeats: None,
            confidence: usual_confidence(),
            interval: PercentInterval::default(),
            at_extremes: AtExtremes::default(),
            df: DegreesRule::default(),
            effect: EffectRule::default(),
        }
    }
}

fn usual_confidence() -> f64 {
    0.95
}

/// One stage of the sample. Questions are named by their ids; derived ones will do.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The question that gives the stratum.
    pub strata: Option<String>,
    /// The question that gives the cluster. Without it, respondents were drawn one by one (last stage only).
    pub clusters: Option<String>,
    /// How many clusters (or respondents) the stage drew from, if it is the same in all strata.
    pub population: Option<f64>,
    /// A `number` question that gives, for each respondent, how many there are in its stratum.
    pub population_from: Option<String>,
    /// A `number` question that gives the fraction drawn.
    pub fraction_from: Option<String>,
    /// A `number` question that gives the probability of its cluster, drawn without replacement.
    pub probability_from: Option<String>,
    /// With `probability_from`: how the variance follows from the probabilities of clusters: by `brewer`'s approximation, or from
    /// those of pairs by `overton` or `hartley_rao`, in a design of one stage.
    pub pairs: Option<PairRule>,
    /// With `pairs` of `overton` or `hartley_rao`: the estimator of the variance, `horvitz_thompson` or `yates_grundy`.
    pub estimator: Option<JointEstimator>,
}

/// How the variance follows from probabilities of clusters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairRule {
    /// Brewer's approximation, which needs no pairs.
    #[default]
    Brewer,
    /// Overton's probabilities of pairs.
    Overton,
    /// Hartley and Rao's probabilities of pairs.
    HartleyRao,
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PercentInterval {
    /// Wald's on the log odds.
    #[default]
    Logit,
    /// The same by the delta method.
    Xlogit,
    /// By the likelihood ratio, scaled as Rao and Scott do.
    Likelihood,
    /// By the likelihood ratio, read off a spline through its profile as R's `svyciprop` does.
    Profile,
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
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplicateWeights {
    /// `brr`, `fay`, `jk1`, `jkn`, `bootstrap`, `successive_differences` or `other`.
    pub method: ReplicateMethod,
    /// Replicate weights in the export, which may be negative: `{ prefix = "repwt", first = 1, count = 80, digits = 2 }`. Without this key they are
    /// made from the stages.
    pub columns: Option<NumberedColumns>,
    /// `true`: the columns are weights. `false`: they are factors of the weight.
    #[serde(default = "yes")]
    pub combined: bool,
    /// Fay's factor.
    #[serde(default)]
    pub rho: f64,
    /// For `bootstrap` and `successive_differences`: how many replicates to make.
    pub count: Option<usize>,
    /// For `bootstrap` and `successive_differences`: the seed of the draws.
    #[serde(default)]
    pub seed: u64,
    /// The factor common to all replicates. Without this key, that of the method.
    pub scale: Option<f64>,
    /// The factor of each replicate. Without this key, 1.
    pub scales: Option<Vec<f64>>,
    /// Measure deviations from the estimate of the whole sample, not from the mean of the replicates. Without this key, `true` for
    /// `successive_differences` and `false` for the others.
    pub mse: Option<bool>,
}

fn yes() -> bool {
    true
}

/// Columns that differ in a number: `repwt1`, `repwt2` ...
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointProbabilities {
    /// A reference table with a row for each pair of respondents, and for each respondent with itself.
    pub reference: String,
    /// Its column with the id of one respondent.
    pub first: String,
    /// Its column with the id of the other.
    pub second: String,
    /// Its column with the probability that both are drawn. The weights are the inverses of those of a respondent with
    /// itself.
    pub probability: String,
    /// The estimator of the variance.
    #[serde(default)]
    pub estimator: JointEstimator,
}

/// An estimator of variance from joint probabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JointEstimator {
    /// Horvitz and Thompson's.
    #[default]
    HorvitzThompson,
    /// Yates and Grundy's.
    YatesGrundy,
}
