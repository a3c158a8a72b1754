//! The sample that a survey declares, read from `responses`: each respondent's weight, stratum and clusters.
//!
//! Errors of estimates come from it. Without `[design]` it is a simple sample with replacement, by the survey's weights.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use datafusion::prelude::SessionContext;
use topline_estimate::covariance::{LonelyCluster, LonelyInDomain, LonelyPolicy};
use topline_estimate::design::{DegreesOfFreedom, Design, DesignError};
use topline_estimate::design_sums::Summation;
use topline_estimate::estimate::{Confidence, DesignEffect};
use topline_estimate::frame::{ClusterCodes, Population, Stage};
use topline_estimate::frame_error::FrameError;
use topline_estimate::joint::{JointEstimator, JointProbabilities};
use topline_estimate::matrix::Matrix;
use topline_estimate::pairs::{PairApproximation, Pairs};
use topline_estimate::proportion_interval::{ExtremeInterval, ProportionInterval};
use topline_estimate::replicate::{Centre, Replicates};
use topline_estimate::replication;
use topline_records::{RESPONDENT, ROW_ID};
use topline_survey::{
    Against, AtExtremes, DegreesRule, PairRule, PercentInterval, Plan, ReplicateMethod, ReplicateWeights,
    SingleCluster, SingleInDomains,
};

use crate::columns::Columns;
use crate::condition::name;
use crate::row_numbers::RowNumbers;
use crate::sample_error::SampleError;
use crate::standards::{StandardGroups, read_standards};
use crate::weighting::Weighing;

/// A design with the respondents that it is of.
#[derive(Debug)]
pub(crate) struct Sample {
    pub summation: Summation,
    pub confidence: Confidence,
    pub interval: ProportionInterval,
    pub extremes: ExtremeInterval,
    /// The standard populations of the survey, by their names.
    pub standards: BTreeMap<String, StandardGroups>,
    against: Against,
    /// The design by the degrees of freedom that the survey does not declare, where a call asks for them.
    otherwise: OnceLock<Design>,
    rows: RowNumbers,
}

impl Sample {
    /// The place of the respondent of a row; `guess` is where it stands as a rule.
    pub(crate) fn place(&self, row: u64, guess: usize) -> Option<usize> {
        self.rows.place(row, guess)
    }

    pub(crate) fn design(&self) -> &Design {
        self.summation.design()
    }

    /// The design, whose intervals and tests go by these degrees of freedom.
    pub(crate) fn design_counting(&self, counted: DegreesOfFreedom) -> &Design {
        let design = self.design();
        if design.counted() == counted {
            return design;
        }
        self.otherwise.get_or_init(|| design.clone().counting(counted))
    }

    /// The design effect that the survey declares.
    pub(crate) fn design_effect(&self, effect: DesignEffect) -> Option<f64> {
        match self.against {
            Against::WithReplacement => effect.with_replacement,
            // Weights that add up to no more than the respondents tell no population.
            Against::WithoutReplacement => effect.without_replacement.filter(|_| self.grosses_up()),
        }
    }

    fn grosses_up(&self) -> bool {
        let design = self.design();
        design.weights_total() > design.rows_with_weight() as f64 * (1.0 + 1e-6)
    }
}

/// Reads the sample of a plan; `responses` and the reference tables are there.
pub(crate) async fn read_sample(context: &SessionContext, plan: &Plan) -> Result<Sample, SampleError> {
    let survey = &plan.survey;
    let declared = survey.design.clone().unwrap_or_default();
    let mut wanted = vec![ROW_ID.to_owned()];
    let mut column = |expression: String| {
        wanted.push(expression);
        wanted.len() - 1
    };
    let before = survey.weight_columns().into_iter().map(|weight| (column(name(&weight.name)), weight.name));
    let before: Vec<(usize, String)> = before.collect();
    let stages: Vec<HashMap<&str, (usize, &str)>> = declared
        .stage
        .iter()
        .map(|stage| stage.questions().into_iter().map(|(key, id)| (key, (column(name(id)), id))).collect())
        .collect();
    // Pairs of respondents are named by them.
    let respondents = declared.joint.is_some().then(|| column(RESPONDENT.to_owned()));
    let sql = format!("select {} from responses order by {ROW_ID}", wanted.join(", "));
    let mut read = Columns::new(&context.sql(&sql).await?.collect().await?);
    let size = read.rows();
    if size == 0 {
        return Err(SampleError::Empty);
    }
    let rows = RowNumbers::new(read.whole_numbers(0)?.into_iter().flatten().collect());
    read.release(0);
    let (replicates, own): (Vec<_>, Vec<_>) = before.iter().partition(|(_, name)| name.starts_with("replicate"));
    let weights = own.first().map_or_else(|| Ok(vec![1.0; size]), |(column, _)| weights_of(&mut read, *column))?;
    let before_targets = survey.makes_weights().then(|| weights.clone());

    let mut design = if let (Some(joint), Some(respondents)) = (&declared.joint, respondents) {
        let sql = format!(
            "select {}, {}, {} from {}",
            name(&joint.first),
            name(&joint.second),
            name(&joint.probability),
            name(&joint.reference)
        );
        let pairs = Columns::new(&context.sql(&sql).await?.collect().await?);
        let matrix = joint_matrix(&pairs, &read.texts(respondents)?)?;
        let probabilities =
            JointProbabilities::new(matrix, joint_estimator(joint.estimator)).map_err(SampleError::Joint)?;
        Design::joint(probabilities).map_err(SampleError::Design)?
    } else {
        let domain = match declared.single_cluster_in_domains {
            SingleInDomains::Keep => LonelyInDomain::Keep,
            SingleInDomains::Treat => LonelyInDomain::Apply,
        };
        let policy = LonelyPolicy { design: lonely(declared.single_cluster), domain };
        let codes = if declared.nest { ClusterCodes::WithinStrata } else { ClusterCodes::Unique };
        let mut drawn = Drawn { read: &mut read, rows: &rows, stages: &stages };
        drawn.design(&declared.stage, weights, codes, policy)?
    };
    if let Some(wanted) = &declared.replicates {
        let columns =
            replicates.iter().map(|(column, _)| weights_of(&mut read, *column)).collect::<Result<Vec<_>, _>>()?;
        design = replicated(&design, wanted, columns)?;
    }
    if let Some(weights) = before_targets {
        let weighing = Weighing::read(context, plan).await?;
        design = weighing.adjust(design, &weights)?;
    }
    let counted = match declared.df {
        DegreesRule::Domain => DegreesOfFreedom::Domain,
        DegreesRule::Design => DegreesOfFreedom::Design,
    };
    Ok(Sample {
        summation: Summation::new(Arc::new(design.counting(counted))),
        confidence: Confidence::new(declared.confidence).unwrap_or_default(),
        interval: interval(declared.interval),
        extremes: extremes(declared.at_extremes),
        standards: read_standards(context, plan).await?,
        against: declared.effect.against.unwrap_or(usual_effect(&declared)),
        otherwise: OnceLock::new(),
        rows,
    })
}

/// The weights in a column, which is not read again.
fn weights_of(read: &mut Columns, column: usize) -> Result<Vec<f64>, SampleError> {
    let weights = read.numbers(column)?.into_iter().map(|weight| weight.unwrap_or(0.0)).collect();
    read.release(column);
    Ok(weights)
}

/// What design effects compare with where the survey does not say: a sample that is as finite as the design is.
fn usual_effect(declared: &topline_survey::Design) -> Against {
    let is_finite = |stage: &topline_survey::Stage| {
        stage.population.is_some() || stage.questions().iter().any(|(key, _)| key.ends_with("_from"))
    };
    if declared.stage.iter().any(is_finite) { Against::WithoutReplacement } else { Against::WithReplacement }
}

/// The columns that tell how the sample was drawn.
struct Drawn<'d> {
    read: &'d mut Columns,
    rows: &'d RowNumbers,
    /// For each stage, the column and question of each key.
    stages: &'d [HashMap<&'d str, (usize, &'d str)>],
}

impl Drawn<'_> {
    fn design(
        &mut self,
        declared: &[topline_survey::Stage],
        weights: Vec<f64>,
        codes: ClusterCodes,
        policy: LonelyPolicy,
    ) -> Result<Design, SampleError> {
        let size = self.read.rows();
        let mut columns = Vec::new();
        for (stage, named) in declared.iter().zip(self.stages) {
            let mut codes = |key| named.get(key).map(|(column, id)| self.codes(*column, id)).transpose();
            let (strata, clusters) = (codes("strata")?, codes("clusters")?);
            let mut population = stage.population.map(|population| ("population_from", vec![population; size]));
            for key in ["population_from", "fraction_from", "probability_from"] {
                if let Some((column, id)) = named.get(key) {
                    population = Some((key, self.numbers(*column, id)?));
                }
            }
            columns.push((strata, clusters, population));
        }
        let stages: Vec<Stage<'_>> = columns
            .iter()
            .zip(declared)
            .map(|((strata, clusters, population), declared)| Stage {
                strata: strata.as_deref(),
                clusters: clusters.as_deref(),
                population: match population {
                    None => Population::Infinite,
                    Some(("fraction_from", values)) => Population::Fractions(values),
                    Some(("probability_from", values)) => of_probabilities(values, declared),
                    Some((_, values)) => Population::Sizes(values),
                },
            })
            .collect();
        let stages = if stages.is_empty() { vec![Stage::default()] } else { stages };
        Design::new(weights, &stages, codes, policy).map_err(|error| self.placed(error, &stages))
    }

    /// The values of a question as codes: the numbers themselves where they all are whole, else their places in order.
    fn codes(&mut self, column: usize, question: &str) -> Result<Vec<u64>, SampleError> {
        if let Some(whole) = self.read.natural_numbers(column)? {
            self.read.release(column);
            return self.known(whole, question);
        }
        let texts = self.known(self.read.texts(column)?, question)?;
        let whole: Option<Vec<u64>> =
            texts.iter().map(|text| text.strip_suffix(".0").unwrap_or(text).parse().ok()).collect();
        if let Some(whole) = whole {
            return Ok(whole);
        }
        let distinct: BTreeSet<&String> = texts.iter().collect();
        let codes: HashMap<&String, u64> = distinct.into_iter().zip(1..).collect();
        Ok(texts.iter().map(|text| codes[text]).collect())
    }

    fn numbers(&self, column: usize, question: &str) -> Result<Vec<f64>, SampleError> {
        self.known(self.read.numbers(column)?, question)
    }

    fn known<T>(&self, values: Vec<Option<T>>, question: &str) -> Result<Vec<T>, SampleError> {
        let lacking = values.iter().position(Option::is_none);
        if let Some(place) = lacking {
            return Err(SampleError::Lacking { question: question.to_owned(), row: self.row(place) });
        }
        Ok(values.into_iter().flatten().collect())
    }

    fn row(&self, place: usize) -> u64 {
        self.rows.row(place).unwrap_or_default()
    }

    /// The error with rows of the export in place of codes.
    fn placed(&self, error: DesignError, stages: &[Stage<'_>]) -> SampleError {
        let row_of = |codes: Option<&[u64]>, code: u64, other: Option<(&[u64], u64)>| {
            let place = codes?
                .iter()
                .enumerate()
                .position(|(place, own)| *own == code && other.is_none_or(|(codes, code)| codes[place] == code))?;
            Some(self.row(place))
        };
        match error {
            DesignError::Frame(FrameError::ClusterInTwoStrata { cluster, first, second }) => {
                let stage = &stages[0];
                let row = |stratum| {
                    let clusters = stage.clusters.map(|clusters| (clusters, cluster));
                    row_of(stage.strata, stratum, clusters).unwrap_or_default()
                };
                SampleError::TwoStrata { first: row(first), second: row(second) }
            }
            DesignError::Frame(FrameError::PopulationBelowSample { sampled, population, stratum, stage }) => {
                let row = row_of(stages[stage - 1].strata, stratum, None).unwrap_or_default();
                SampleError::Population { stage, sampled, population, row }
            }
            DesignError::Frame(FrameError::PopulationVaries { stage, stratum, first, second }) => {
                let row = row_of(stages[stage - 1].strata, stratum, None).unwrap_or_default();
                SampleError::PopulationVaries { stage, first, second, row }
            }
            DesignError::Frame(
                FrameError::NoRows
                | FrameError::NoStages
                | FrameError::ColumnLength { .. }
                | FrameError::PopulationUnusable { .. },
            )
            | DesignError::Weight(_)
            | DesignError::Replicate(_)
            | DesignError::ConditionLength { .. } => SampleError::Design(error),
        }
    }
}

/// Probabilities of clusters, and how the variance follows from them.
fn of_probabilities<'v>(values: &'v [f64], stage: &topline_survey::Stage) -> Population<'v> {
    let estimator = joint_estimator(stage.estimator.unwrap_or_default());
    match stage.pairs.unwrap_or_default() {
        PairRule::Brewer => Population::Probabilities(values),
        PairRule::Overton => Population::Pairs(values, Pairs { approximation: PairApproximation::Overton, estimator }),
        PairRule::HartleyRao => {
            Population::Pairs(values, Pairs { approximation: PairApproximation::HartleyRao, estimator })
        }
    }
}

fn joint_estimator(declared: topline_survey::JointEstimator) -> JointEstimator {
    match declared {
        topline_survey::JointEstimator::HorvitzThompson => JointEstimator::HorvitzThompson,
        topline_survey::JointEstimator::YatesGrundy => JointEstimator::YatesGrundy,
    }
}

fn replicated(design: &Design, wanted: &ReplicateWeights, columns: Vec<Vec<f64>>) -> Result<Design, SampleError> {
    let around_estimate = wanted.mse.unwrap_or(wanted.method == ReplicateMethod::SuccessiveDifferences);
    let centre = if around_estimate { Centre::Estimate } else { Centre::Mean };
    let count = wanted.count.unwrap_or(80);
    if columns.is_empty() {
        return match wanted.method {
            ReplicateMethod::Brr => replication::balanced(design, 0.0, centre),
            ReplicateMethod::Fay => replication::balanced(design, wanted.rho, centre),
            ReplicateMethod::Jk1 | ReplicateMethod::Jkn | ReplicateMethod::Other => {
                replication::jackknife(design, centre)
            }
            ReplicateMethod::Bootstrap => replication::bootstrap(design, count, wanted.seed, centre),
            ReplicateMethod::SuccessiveDifferences => replication::successive_differences(design, count),
        }
        .map_err(SampleError::Design);
    }
    let columns: Vec<Vec<f64>> = if wanted.combined {
        columns
    } else {
        let times =
            |factors: &Vec<f64>| factors.iter().zip(design.weights()).map(|(factor, weight)| factor * weight).collect();
        columns.iter().map(times).collect()
    };
    let size = columns.len() as f64;
    let usual = match wanted.method {
        ReplicateMethod::Brr => 1.0 / size,
        ReplicateMethod::Fay => 1.0 / (size * (1.0 - wanted.rho).powi(2)),
        ReplicateMethod::Jk1 => (size - 1.0) / size,
        ReplicateMethod::Bootstrap => 1.0 / (size - 1.0),
        ReplicateMethod::SuccessiveDifferences => 4.0 / size,
        ReplicateMethod::Jkn | ReplicateMethod::Other => 1.0,
    };
    let scales = wanted.scales.clone().unwrap_or_else(|| vec![1.0; columns.len()]);
    let replicates = Replicates::new(columns, wanted.scale.unwrap_or(usual), scales, centre)
        .map_err(|error| SampleError::Design(DesignError::Replicate(error)))?;
    Design::replicated(design.weights().to_vec(), replicates).map_err(SampleError::Design)
}

/// The matrix of the probabilities of pairs, respondents in the order of the sample.
fn joint_matrix(pairs: &Columns, respondents: &[Option<String>]) -> Result<Matrix, SampleError> {
    let places: HashMap<&str, usize> =
        respondents.iter().enumerate().filter_map(|(place, id)| Some((id.as_deref()?, place))).collect();
    let (first, second, probability) = (pairs.texts(0)?, pairs.texts(1)?, pairs.texts(2)?);
    let mut matrix = Matrix::zeros(respondents.len(), respondents.len());
    for ((first, second), probability) in first.iter().zip(&second).zip(&probability) {
        let place = |id: &Option<String>| id.as_deref().and_then(|id| places.get(id.trim()).copied());
        let (Some(row), Some(column)) = (place(first), place(second)) else { continue };
        let probability = probability.as_deref().and_then(|text| text.trim().parse::<f64>().ok());
        let probability = probability.ok_or(SampleError::PairProbability)?;
        matrix[(row, column)] = probability;
        matrix[(column, row)] = probability;
    }
    Ok(matrix)
}

fn lonely(declared: SingleCluster) -> LonelyCluster {
    match declared {
        SingleCluster::Fail => LonelyCluster::Fail,
        SingleCluster::Remove => LonelyCluster::Remove,
        SingleCluster::Certainty => LonelyCluster::Certainty,
        SingleCluster::Adjust => LonelyCluster::Adjust,
        SingleCluster::Average => LonelyCluster::Average,
    }
}

fn extremes(declared: AtExtremes) -> ExtremeInterval {
    match declared {
        AtExtremes::ClopperPearson => ExtremeInterval::ClopperPearson,
        AtExtremes::Wilson => ExtremeInterval::Wilson,
        AtExtremes::None => ExtremeInterval::None,
    }
}

fn interval(declared: PercentInterval) -> ProportionInterval {
    match declared {
        PercentInterval::Logit => ProportionInterval::Logit,
        PercentInterval::Xlogit => ProportionInterval::Xlogit,
        PercentInterval::Likelihood => ProportionInterval::Likelihood,
        PercentInterval::Profile => ProportionInterval::Profile,
        PercentInterval::Asin => ProportionInterval::ArcSine,
        PercentInterval::Beta => ProportionInterval::Beta,
        PercentInterval::Mean => ProportionInterval::Mean,
        PercentInterval::Wilson => ProportionInterval::Wilson,
    }
}
