//! Weights made in the run: the targets of `[weights]`, what they are reached with, and what it cost.

use std::collections::HashMap;

use datafusion::prelude::SessionContext;
use topline_estimate::adjustment::Adjustment;
use topline_estimate::calibrate::{Bounds, Distance, calibrate};
use topline_estimate::design::{Design, DesignError};
use topline_estimate::kish::KishSums;
use topline_estimate::matrix::Matrix;
use topline_estimate::post_stratify::post_stratify;
use topline_estimate::rake::{Raking, WeightLimits, rake};
use topline_estimate::replicate::Replicates;
use topline_estimate::target::{Margin, TargetError};
use topline_estimate::trim::{Trimming, trim};
use topline_records::ROW_ID;
use topline_survey::Distance as Declared;
use topline_survey::{
    Plan, Question, Target, TrimRule, WeightMethod, WeightTotal, WeightedCategory, Weighting, Weights,
};

use crate::columns::Columns;
use crate::condition::name;
use crate::sample_error::SampleError;
use crate::target_codes::{code_of, labels};

/// Weights, one for each respondent in the order of rows, and how they came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// The weights.
    pub weights: Vec<f64>,
    /// How they came about.
    pub weighting: Weighting,
}

/// The targets of a plan, with the category of each respondent.
#[derive(Debug)]
pub(crate) struct Weighing {
    declared: Weights,
    method: WeightMethod,
    margins: Vec<Categories>,
    numbers: Vec<Number>,
    before: Vec<f64>,
}

/// One target of sizes.
#[derive(Debug)]
struct Categories {
    target: usize,
    reference: String,
    by: String,
    labels: Vec<String>,
    sizes: Vec<f64>,
    category: Vec<usize>,
}

/// One target of a number's total.
#[derive(Debug)]
struct Number {
    target: usize,
    question: String,
    total: f64,
    values: Vec<f64>,
}

/// Weights that targets were reached with.
struct Reached {
    adjustment: Adjustment,
    /// Trimmed, and scaled to their total.
    weights: Vec<f64>,
    rounds: Option<usize>,
    converged: bool,
    difference: f64,
}

impl Weighing {
    /// Reads the targets of a plan that has some, and the category of each respondent.
    pub(crate) async fn read(context: &SessionContext, plan: &Plan) -> Result<Self, SampleError> {
        let declared = plan.survey.weights.clone().unwrap_or_default();
        let mut wanted = vec![ROW_ID.to_owned()];
        let mut column = |id: &str| {
            wanted.push(name(id));
            wanted.len() - 1
        };
        let before = declared.column.as_ref().map(|_| column("weight_before"));
        let columns: Vec<Vec<(usize, &String)>> = declared
            .target
            .iter()
            .map(|target| target.by.keys().chain(&target.number).map(|id| (column(id), id)).collect())
            .collect();
        let sql = format!("select {} from responses order by {ROW_ID}", wanted.join(", "));
        let read = Columns::new(&context.sql(&sql).await?.collect().await?);
        let rows: Vec<u64> = read.whole_numbers(0)?.into_iter().flatten().collect();
        let before = match before {
            Some(column) => read.numbers(column)?.into_iter().map(|weight| weight.unwrap_or(0.0)).collect(),
            None => vec![1.0; rows.len()],
        };
        let mut weighing = Self {
            method: declared.method.unwrap_or(WeightMethod::Rake),
            margins: Vec::new(),
            numbers: Vec::new(),
            before,
            declared: declared.clone(),
        };
        for (place, (target, columns)) in declared.target.iter().zip(&columns).enumerate() {
            if let (Some(question), Some(total), [(column, _)]) = (&target.number, target.total, columns.as_slice()) {
                let values = answered(read.numbers(*column)?, question, &rows)?;
                weighing.numbers.push(Number { target: place + 1, question: question.clone(), total, values });
                continue;
            }
            let questions: Vec<&Question> = columns.iter().filter_map(|(_, id)| plan.codebook.question(id)).collect();
            let mut codes = Vec::new();
            for (column, id) in columns {
                codes.push(answered(read.codes(*column)?, id, &rows)?);
            }
            let sizes = read_sizes(context, target, &questions).await?;
            weighing.margins.push(categories(place + 1, target, &questions, sizes, &codes, rows.len())?);
        }
        Ok(weighing)
    }

    /// The weights, and how they came about.
    pub(crate) fn weigh(&self) -> Result<Weighted, SampleError> {
        let reached = self.reach(&self.before)?;
        let mut sizes = KishSums::new();
        reached.weights.iter().for_each(|weight| sizes.add(*weight));
        let kish = sizes.finish();
        let mut summary = vec![
            ("respondents", reached.weights.len() as f64),
            ("weighted respondents", kish.map_or(0.0, |kish| kish.n_weighted)),
            ("effective respondents", kish.map_or(0.0, |kish| kish.n_effective)),
            ("design effect of weights", kish.map_or(1.0, |kish| kish.design_effect)),
            ("least weight", reached.weights.iter().copied().fold(f64::INFINITY, f64::min)),
            ("greatest weight", reached.weights.iter().copied().fold(0.0, f64::max)),
            ("mean weight", kish.map_or(0.0, |kish| kish.n_weighted / kish.n as f64)),
            ("largest difference from a target", reached.difference),
            ("converged", f64::from(u8::from(reached.converged))),
        ];
        summary.extend(reached.rounds.map(|rounds| ("rounds", rounds as f64)));
        let mut categories = Vec::new();
        let scale = |target: f64| target * self.scale(&reached.weights);
        for margin in &self.margins {
            let sums = |weights: &[f64]| {
                let mut sums = vec![0.0; margin.sizes.len()];
                margin.category.iter().zip(weights).for_each(|(category, weight)| sums[*category] += weight);
                sums
            };
            let (before, after) = (sums(&self.before), sums(&reached.weights));
            let n = sums(&vec![1.0; self.before.len()]);
            for (place, label) in margin.labels.iter().enumerate() {
                categories.push(WeightedCategory {
                    target: margin.target,
                    by: margin.by.clone(),
                    category: label.clone(),
                    n: Some(n[place] as u64),
                    before: Some(before[place]),
                    known: scale(margin.sizes[place]),
                    after: after[place],
                });
            }
        }
        for number in &self.numbers {
            let total = |weights: &[f64]| number.values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
            categories.push(WeightedCategory {
                target: number.target,
                by: number.question.clone(),
                category: String::new(),
                n: Some(number.values.len() as u64),
                before: Some(total(&self.before)),
                known: scale(number.total),
                after: total(&reached.weights),
            });
        }
        Ok(Weighted { weights: reached.weights, weighting: Weighting { categories, summary } })
    }

    /// The design with its weights, and the replicates that were made of them, brought to the targets.
    pub(crate) fn adjust(&self, design: Design, before: &[f64]) -> Result<Design, SampleError> {
        let reached = self.reach(before)?;
        if let Some(replicates) = design.replicates() {
            let columns = replicates.weights().iter().map(|weights| Ok(self.reach(weights)?.weights));
            let columns = columns.collect::<Result<Vec<_>, SampleError>>()?;
            let replicates =
                Replicates::new(columns, replicates.scale(), replicates.scales().to_vec(), replicates.centre())
                    .map_err(|error| SampleError::Design(DesignError::Replicate(error)))?;
            return Design::replicated(reached.weights, replicates).map_err(SampleError::Design);
        }
        let adjusted = design.adjusted(reached.adjustment).map_err(SampleError::Design)?;
        adjusted.with_weights(reached.weights).map_err(SampleError::Design)
    }

    fn reach(&self, before: &[f64]) -> Result<Reached, SampleError> {
        let margins: Vec<Margin<'_>> =
            self.margins.iter().map(|margin| Margin { category: &margin.category, targets: &margin.sizes }).collect();
        let limits = self.declared.limits.map(|[low, upp]| WeightLimits { low, upp });
        let is_rake = self.method == WeightMethod::Rake;
        let rule = self.declared.trim.unwrap_or(if is_rake { TrimRule::EachRound } else { TrimRule::Strict });
        let in_rounds = limits.filter(|_| rule == TrimRule::EachRound);
        let fail = |error| self.told(error);
        let (adjustment, rounds, converged) = match (self.method, margins.as_slice()) {
            (WeightMethod::PostStratify, [cells, ..]) => (post_stratify(before, cells).map_err(fail)?, None, true),
            (WeightMethod::Rake | WeightMethod::PostStratify, _) => {
                let raking = Raking { limits: in_rounds, ..Raking::default() };
                let raked = rake(before, &margins, raking).map_err(fail)?;
                if !raked.converged && in_rounds.is_none() {
                    return Err(SampleError::NotConverged { rounds: raked.rounds, difference: raked.difference });
                }
                (raked.adjustment, Some(raked.rounds), raked.converged)
            }
            (WeightMethod::Calibrate, _) => {
                let (regressors, targets) = self.regressors();
                (calibrate(before, &regressors, &targets, self.distance()?).map_err(fail)?, None, true)
            }
        };
        let mut weights = adjustment.weights().to_vec();
        let trimming = match rule {
            TrimRule::EachRound => None,
            TrimRule::Strict => Some(Trimming::Strict),
            TrimRule::Once => Some(Trimming::Once),
        };
        if let Some((limits, trimming)) = limits.zip(trimming) {
            weights = trim(&weights, limits, trimming).map_err(SampleError::Target)?;
        }
        let difference = self.difference(&weights);
        if self.declared.total == WeightTotal::Respondents {
            let respondents = before.iter().filter(|weight| **weight > 0.0).count() as f64;
            let total: f64 = weights.iter().sum();
            for weight in &mut weights {
                *weight *= respondents / total;
            }
        }
        Ok(Reached { adjustment, weights, rounds, converged, difference })
    }

    /// What a target counts for beside weights of this total.
    fn scale(&self, weights: &[f64]) -> f64 {
        let population = self.margins.first().map(|margin| margin.sizes.iter().sum::<f64>());
        match (self.declared.total, population) {
            (WeightTotal::Respondents, Some(population)) => weights.iter().sum::<f64>() / population,
            _ => 1.0,
        }
    }

    /// The largest difference from a target, as a part of it.
    fn difference(&self, weights: &[f64]) -> f64 {
        let mut largest = 0.0_f64;
        for margin in &self.margins {
            let mut sums = vec![0.0; margin.sizes.len()];
            margin.category.iter().zip(weights).for_each(|(category, weight)| sums[*category] += weight);
            for (sum, size) in sums.iter().zip(&margin.sizes).filter(|(_, size)| **size > 0.0) {
                largest = largest.max((sum - size).abs() / size);
            }
        }
        for number in self.numbers.iter().filter(|number| number.total.abs() > 0.0) {
            let sum: f64 = number.values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
            largest = largest.max((sum - number.total).abs() / number.total.abs());
        }
        largest
    }

    /// Regressors of `calibrate`: each category of the first margin, all but the first of the others, and the numbers. A
    /// calibration to numbers alone has the size of the sample's weight beside them.
    fn regressors(&self) -> (Matrix, Vec<f64>) {
        let mut columns: Vec<(Vec<f64>, f64)> = Vec::new();
        for (place, margin) in self.margins.iter().enumerate() {
            for (level, size) in margin.sizes.iter().enumerate().skip(usize::from(place > 0)) {
                let own = |category: &usize| f64::from(u8::from(*category == level));
                columns.push((margin.category.iter().map(own).collect(), *size));
            }
        }
        columns.extend(self.numbers.iter().map(|number| (number.values.clone(), number.total)));
        let regressors = Matrix::from_fn(self.before.len(), columns.len(), |row, column| columns[column].0[row]);
        (regressors, columns.iter().map(|(_, target)| *target).collect())
    }

    fn distance(&self) -> Result<Distance, SampleError> {
        let bounds = self.declared.bounds.map(|[low, upp]| Bounds::new(low, upp)).transpose();
        let bounds = bounds.map_err(SampleError::Target)?;
        Ok(match (self.declared.distance.unwrap_or(Declared::Linear), bounds) {
            (Declared::Linear, None) => Distance::Linear,
            (Declared::Linear, Some(bounds)) => Distance::LinearWithin(bounds),
            (Declared::Raking, _) => Distance::Raking,
            (Declared::Logit, Some(bounds)) => Distance::Logit(bounds),
            (Declared::Logit, None) => {
                return Err(SampleError::Target(TargetError::Bounds { low: f64::NEG_INFINITY, upp: f64::INFINITY }));
            }
        })
    }

    /// The error in the words of the pipeline.
    fn told(&self, error: TargetError) -> SampleError {
        let TargetError::NoRows { margin, category, .. } = error else { return SampleError::Target(error) };
        match self.margins.get(margin) {
            Some(margin) => SampleError::NoRespondents {
                reference: margin.reference.clone(),
                category: margin.labels.get(category).cloned().unwrap_or_default(),
            },
            None => SampleError::Target(error),
        }
    }
}

/// The values of a question that everybody answered.
fn answered<T>(values: Vec<Option<T>>, question: &str, rows: &[u64]) -> Result<Vec<T>, SampleError> {
    let lacking: Vec<usize> = (0..values.len()).filter(|place| values[*place].is_none()).collect();
    match lacking.first() {
        Some(first) => Err(SampleError::NoCategory {
            question: question.to_owned(),
            respondents: lacking.len(),
            row: rows.get(*first).copied().unwrap_or_default(),
        }),
        None => Ok(values.into_iter().flatten().collect()),
    }
}

/// The sizes of a target's categories, each with its codes.
pub(crate) async fn read_sizes(
    context: &SessionContext,
    target: &Target,
    questions: &[&Question],
) -> Result<Vec<(Vec<i32>, f64)>, SampleError> {
    let (Some(reference), Some(size)) = (&target.reference, &target.size) else { return Ok(Vec::new()) };
    let table = context.table(reference).await?;
    for column in target.by.values().chain([size]) {
        if table.schema().field_with_unqualified_name(column).is_err() {
            return Err(SampleError::TargetColumn { reference: reference.clone(), column: column.clone() });
        }
    }
    let wanted: Vec<String> = target.by.values().chain([size]).map(|column| name(column)).collect();
    let sql = format!("select {} from {}", wanted.join(", "), name(reference));
    let read = Columns::new(&context.sql(&sql).await?.collect().await?);
    let keys = (0..questions.len()).map(|column| read.texts(column)).collect::<Result<Vec<_>, _>>()?;
    let sizes = read.texts(questions.len())?;
    let mut found = Vec::new();
    for (row, size) in sizes.iter().enumerate() {
        let mut codes = Vec::new();
        for ((question, keys), column) in questions.iter().zip(&keys).zip(target.by.values()) {
            let code = keys[row].as_deref().and_then(|text| code_of(question, text.trim()));
            codes.push(code.ok_or_else(|| SampleError::TargetCategory {
                reference: reference.clone(),
                column: column.clone(),
                question: question.id.clone(),
                row: row + 1,
            })?);
        }
        let size = size.as_deref().and_then(|text| text.trim().replace(',', "").parse::<f64>().ok());
        let size = size.filter(|size| size.is_finite() && *size >= 0.0);
        let size = size.ok_or_else(|| SampleError::TargetSize { reference: reference.clone(), row: row + 1 })?;
        if found.iter().any(|(other, _)| *other == codes) {
            let category = labels(questions, &codes);
            return Err(SampleError::TargetTwice { reference: reference.clone(), category });
        }
        found.push((codes, size));
    }
    Ok(found)
}

fn categories(
    place: usize,
    target: &Target,
    questions: &[&Question],
    sizes: Vec<(Vec<i32>, f64)>,
    codes: &[Vec<i32>],
    respondents: usize,
) -> Result<Categories, SampleError> {
    let reference = target.reference.clone().unwrap_or_default();
    let known: HashMap<&[i32], usize> =
        sizes.iter().enumerate().map(|(place, (codes, _))| (codes.as_slice(), place)).collect();
    let mut category = Vec::with_capacity(respondents);
    let mut without: Vec<Vec<i32>> = Vec::new();
    for respondent in 0..respondents {
        let own: Vec<i32> = codes.iter().map(|codes| codes[respondent]).collect();
        match known.get(own.as_slice()) {
            Some(place) => category.push(*place),
            None => without.push(own),
        }
    }
    if let Some(first) = without.first() {
        let respondents = without.iter().filter(|own| *own == first).count();
        return Err(SampleError::NoTarget { reference, category: labels(questions, first), respondents });
    }
    Ok(Categories {
        target: place,
        reference,
        by: target.by.keys().map(String::as_str).collect::<Vec<_>>().join(", "),
        labels: sizes.iter().map(|(codes, _)| labels(questions, codes)).collect(),
        sizes: sizes.into_iter().map(|(_, size)| size).collect(),
        category,
    })
}
