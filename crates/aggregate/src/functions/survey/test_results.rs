//! The end of a test: from respondents to its struct.
//!
//! What cannot be tested (one group alone, a table with an empty column, too few clusters) has nulls. A call that does not fit its groups
//! is an error, and so is a design without variance.

use datafusion::common::{Result, ScalarValue, exec_datafusion_err};
use topline_estimate::chi_square::{IndependenceError, Table, TestResult, independence};
use topline_estimate::contrast::{GroupMeans, contrast, group_means};
use topline_estimate::estimate::Estimate;
use topline_estimate::goodness_of_fit::{Fit, FitError, goodness_of_fit};
use topline_estimate::inference::{Domain, EstimateError, Inference, infer};
use topline_estimate::rank_test::{RankError, rank_test};
use topline_estimate::t_test::t_test;

use super::called::{Asked, Groups};
use super::estimand::Estimand;
use super::options::{DegreesAsked, IndependenceTest};
use super::shapes::{Value, filled, listed};
use crate::standard_errors::estimate_error;

/// The test that a call asks for.
pub(super) fn tested(asked: &Asked<'_>) -> Result<ScalarValue> {
    match asked.called.estimand {
        Estimand::Ttest => {
            let groups = &asked.groups[0];
            if groups.labels.len() > 2 {
                return Err(exec_datafusion_err!(
                    "survey_ttest compares two groups, and there are {}: {}",
                    groups.labels.len(),
                    groups.labels.join(", ")
                ));
            }
            let domain = Domain::Where(&asked.domain);
            let found = (groups.labels.len() == 2)
                .then(|| t_test(asked.design(), &asked.numbers[0], &groups.of_row, domain))
                .transpose();
            let found = unless_empty(found)?;
            let df = match asked.options().degrees {
                Some(DegreesAsked::Number(df)) => Some(df),
                Some(DegreesAsked::Domain | DegreesAsked::Design) | None => None,
            };
            difference(asked, found.map(|estimate| Estimate { df: df.unwrap_or(estimate.df), ..estimate }))
        }
        Estimand::Difference => {
            let found = of_two_conditions(asked);
            let found = found.map(|means| contrast(&means, &[1.0, -1.0], asked.degrees(&means)));
            difference(asked, unless_empty(found.map(Some))?)
        }
        Estimand::Contrast => {
            let (groups, coefficients) = (&asked.groups[0], &asked.options().numbers);
            check_length("coefficients", coefficients, groups)?;
            let found = means(asked, groups);
            let found = found.map(|means| contrast(&means, coefficients, asked.degrees(&means)));
            difference(asked, unless_empty(found.map(Some))?)
        }
        Estimand::Covariance => covariances(asked),
        Estimand::ChiSquare => chi_square(asked),
        Estimand::Fit => fit(asked),
        Estimand::Rank => ranks(asked),
        Estimand::Mean
        | Estimand::Total
        | Estimand::Prop
        | Estimand::Ratio
        | Estimand::Quantile
        | Estimand::N
        | Estimand::Variance => Err(exec_datafusion_err!("an estimate is no test")),
    }
}

fn means(asked: &Asked<'_>, groups: &Groups) -> Result<Inference, EstimateError> {
    let domain = Domain::Where(&asked.domain);
    group_means(asked.design(), &asked.numbers[0], &groups.of_row, groups.labels.len(), domain)
}

/// The means of those who meet either condition; some may meet both.
fn of_two_conditions(asked: &Asked<'_>) -> Result<Inference, EstimateError> {
    let [y, one, other] = asked.numbers.as_slice() else { return Err(EstimateError::Empty) };
    let met = one.iter().zip(other).map(|(one, other)| one + other > 0.0);
    let either: Vec<bool> = asked.domain.iter().zip(met).map(|(in_domain, met)| *in_domain && met).collect();
    let of = |condition: &Vec<f64>| condition.iter().zip(y).map(|(meets, y)| meets * y).collect();
    let columns = [one.clone(), other.clone(), of(one), of(other)];
    infer(asked.design(), Domain::Where(&either), &columns, &GroupMeans)
}

/// Nothing of groups that nobody is in.
pub(super) fn unless_empty<T>(found: Result<Option<T>, EstimateError>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(found),
        Err(EstimateError::Empty | EstimateError::ZeroDenominator) => Ok(None),
        Err(error) => Err(estimate_error(error)),
    }
}

fn check_length(what: &str, numbers: &[f64], groups: &Groups) -> Result<()> {
    if numbers.len() == groups.labels.len() || groups.labels.is_empty() {
        return Ok(());
    }
    Err(exec_datafusion_err!(
        "there are {} {what} for {} groups: {}",
        numbers.len(),
        groups.labels.len(),
        groups.labels.join(", ")
    ))
}

pub(super) fn difference(asked: &Asked<'_>, found: Option<Estimate>) -> Result<ScalarValue> {
    let number = |of: &dyn Fn(&Estimate) -> Option<f64>| Value::Number(found.as_ref().and_then(of));
    let interval = found.as_ref().and_then(|estimate| estimate.interval(asked.confidence()));
    filled(
        asked.called.estimand,
        vec![
            number(&|estimate| Some(estimate.x)),
            number(&|estimate| Some(estimate.x_se)),
            Value::Number(interval.map(|interval| interval.x_low)),
            Value::Number(interval.map(|interval| interval.x_upp)),
            number(&|estimate| Some(estimate.x / estimate.x_se).filter(|t| t.is_finite())),
            number(&|estimate| Some(estimate.df)),
            number(&Estimate::p_value),
            Value::Count(found.map_or(0, |estimate| estimate.n)),
            number(&|estimate| Some(estimate.n_weighted)),
            number(&|estimate| Some(estimate.n_effective)),
        ],
    )
}

/// A row for every two groups, and for each with itself.
fn covariances(asked: &Asked<'_>) -> Result<ScalarValue> {
    let groups = &asked.groups[0];
    let found = unless_empty(means(asked, groups).map(Some))?;
    let mut rows = Vec::new();
    if let Some(Inference { values, covariance, .. }) = found {
        for (one, label) in groups.labels.iter().enumerate() {
            for (other, other_label) in groups.labels.iter().enumerate().skip(one) {
                let common = covariance[(one, other)];
                let correlation = common / (covariance[(one, one)] * covariance[(other, other)]).sqrt();
                rows.push(vec![
                    Value::Name(Some(label.clone())),
                    Value::Name(Some(other_label.clone())),
                    Value::Number(Some(values[one])),
                    Value::Number(Some(values[other])),
                    Value::Number(Some(common)),
                    Value::Number(Some(correlation).filter(|correlation| correlation.is_finite())),
                ]);
            }
        }
    }
    listed(Estimand::Covariance, &rows)
}

fn result(asked: &Asked<'_>, numbers: [Option<f64>; 4], n: u64) -> Result<ScalarValue> {
    let numbers = numbers.into_iter().map(Value::Number);
    filled(asked.called.estimand, numbers.chain([Value::Count(n)]).collect())
}

/// How many have weight.
fn counted(asked: &Asked<'_>) -> u64 {
    let weights = asked.design().weights().iter().zip(&asked.domain);
    weights.filter(|(weight, in_domain)| **in_domain && weight.abs() > 0.0).count() as u64
}

fn chi_square(asked: &Asked<'_>) -> Result<ScalarValue> {
    let [rows, columns] = asked.groups.as_slice() else { return result(asked, [None; 4], 0) };
    let table =
        Table { row: &rows.of_row, rows: rows.labels.len(), column: &columns.of_row, columns: columns.labels.len() };
    let found = independence(asked.design(), &table, Domain::Where(&asked.domain)).and_then(|test| {
        let result = match asked.options().independence {
            IndependenceTest::RaoScottF => test.rao_scott_f(),
            IndependenceTest::RaoScottChiSquare => test.rao_scott_chi_square().map(|result| of_all(asked, result)),
            IndependenceTest::Wald => test.wald(),
            IndependenceTest::AdjustedWald => test.adjusted_wald(),
            IndependenceTest::Saddlepoint | IndependenceTest::LinearCombination => {
                test.saddlepoint().map(|result| of_all(asked, result))
            }
        };
        result.map(|result| (result, test.n))
    });
    match found {
        Ok((TestResult { statistic, ndf, ddf, p }, n)) => result(asked, [Some(statistic), ndf, ddf, Some(p)], n),
        Err(IndependenceError::Estimate(
            error @ (EstimateError::Covariance(_) | EstimateError::Overflow | EstimateError::NoReplicate),
        )) => Err(estimate_error(error)),
        Err(
            IndependenceError::TooSmall { .. }
            | IndependenceError::EmptyMargin
            | IndependenceError::Estimate(_)
            | IndependenceError::Singular(_)
            | IndependenceError::Tail(_)
            | IndependenceError::NoDegrees,
        ) => result(asked, [None; 4], counted(asked)),
    }
}

/// Pearson's statistic of a table of as many as the query counts, those without an answer too, as R has it; its p is the same.
fn of_all(asked: &Asked<'_>, found: TestResult) -> TestResult {
    let scale = asked.rows as f64 / counted(asked).max(1) as f64;
    TestResult { statistic: found.statistic * scale, ..found }
}

fn fit(asked: &Asked<'_>) -> Result<ScalarValue> {
    let (groups, expected) = (&asked.groups[0], &asked.options().numbers);
    check_length("expected parts", expected, groups)?;
    if groups.labels.is_empty() {
        return result(asked, [None; 4], 0);
    }
    match goodness_of_fit(asked.design(), &groups.of_row, expected, Domain::Where(&asked.domain)) {
        Ok(Fit { statistic, reference }) => {
            let reference = [reference.map(|of| of.scale), reference.map(|of| of.df), reference.map(|of| of.p)];
            let [scale, df, p] = reference;
            result(asked, [Some(statistic), scale, df, p], counted(asked))
        }
        Err(FitError::TooFew { .. }) => result(asked, [None; 4], counted(asked)),
        Err(error @ FitError::Unusable { .. }) => Err(exec_datafusion_err!("{error}")),
        Err(FitError::Estimate(EstimateError::Empty | EstimateError::ZeroDenominator)) => result(asked, [None; 4], 0),
        Err(FitError::Estimate(error)) => Err(estimate_error(error)),
    }
}

fn ranks(asked: &Asked<'_>) -> Result<ScalarValue> {
    let groups = &asked.groups[0];
    let (y, domain) = (&asked.numbers[0], Domain::Where(&asked.domain));
    let found = rank_test(asked.design(), y, &groups.of_row, groups.labels.len(), domain, asked.options().score);
    match found {
        Ok(test) => {
            let numbers = [Some(test.statistic), Some(test.ndf), Some(test.ddf), Some(test.p)];
            result(asked, numbers, counted(asked))
        }
        Err(RankError::Estimate(EstimateError::Covariance(error))) => {
            Err(estimate_error(EstimateError::Covariance(error)))
        }
        Err(RankError::TooFew { .. } | RankError::Estimate(_) | RankError::Singular(_) | RankError::NoDegrees) => {
            result(asked, [None; 4], counted(asked))
        }
    }
}
