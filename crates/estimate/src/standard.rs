//! Direct standardisation: what a mean would be, if groups had the parts that they have in a standard population.
//!
//! Death rates of a young and of an old town are compared at the ages of one standard. The rate of each group is estimated, and these
//! rates are put together by the standard's parts.

use crate::design::Design;
use crate::estimate::Estimate;
use crate::inference::{Domain, EstimateError, Inference, Statistic, infer};
use crate::matrix::Matrix;
use crate::pivot::{Pivot, Shift};
use crate::proportion_interval::Proportion;

/// The groups of a standard population: the part that each is of it, and the group of each row, none of those in no group.
#[derive(Clone, Copy, Debug)]
pub struct StandardPopulation<'s> {
    /// The parts, which add up to 1.
    pub parts: &'s [f64],
    /// The group of each row, from 0.
    pub group: &'s [Option<usize>],
}

/// Standardised means of several domains: for each domain the sizes of the groups, and then their sums.
struct Means<'s>(&'s [f64]);

/// The log odds of one.
struct LogOdds<'s>(Means<'s>);

/// A ratio of standardised means: the sizes of the groups, their sums of `y` and of `x`.
struct Ratio<'s>(&'s [f64]);

impl Means<'_> {
    /// The columns of a domain: of each group its size and its sum, with its part.
    fn groups(&self, domain: usize) -> impl Iterator<Item = (usize, usize, f64)> {
        let groups = self.0.len();
        self.0.iter().enumerate().map(move |(group, part)| {
            let size = 2 * groups * domain + group;
            (size, size + groups, *part)
        })
    }

    fn domains(&self, totals: &[f64]) -> usize {
        totals.len() / (2 * self.0.len())
    }
}

impl Statistic for Means<'_> {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        let mean = |domain: usize| {
            let groups = self.groups(domain).filter(|(.., part)| *part > 0.0);
            groups.map(|(size, sum, part)| (totals[size].abs() > 0.0).then(|| part * totals[sum] / totals[size])).sum()
        };
        (0..self.domains(totals)).map(mean).collect()
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let mut gradient = Matrix::zeros(totals.len(), self.domains(totals));
        for domain in 0..self.domains(totals) {
            for (size, sum, part) in self.groups(domain).filter(|(.., part)| *part > 0.0) {
                gradient[(size, domain)] = -part * totals[sum] / (totals[size] * totals[size]);
                gradient[(sum, domain)] = part / totals[size];
            }
        }
        gradient
    }

    fn pivot(&self, totals: &[f64]) -> Pivot {
        let shifts =
            (0..self.domains(totals)).flat_map(|domain| self.groups(domain)).filter(|(size, ..)| totals[*size] > 0.0);
        Pivot::new(
            shifts.map(|(size, sum, _)| Shift { column: sum, by: size, factor: totals[sum] / totals[size] }).collect(),
        )
    }
}

impl Statistic for LogOdds<'_> {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        let share = self.0.value(totals)?[0];
        (share > 0.0 && share < 1.0).then(|| vec![(share / (1.0 - share)).ln()])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let share = self.0.value(totals).map_or(0.5, |shares| shares[0]);
        let gradient = self.0.gradient(totals);
        Matrix::from_fn(totals.len(), 1, |total, _| gradient[(total, 0)] / (share * (1.0 - share)))
    }
}

impl Ratio<'_> {
    /// The standardised means of `y` and of `x`.
    fn means(&self, totals: &[f64]) -> Option<(f64, f64)> {
        let groups = self.0.len();
        let (mut y, mut x) = (0.0, 0.0);
        for (group, part) in self.0.iter().enumerate().filter(|(_, part)| **part > 0.0) {
            if totals[group].abs() <= 0.0 {
                return None;
            }
            y += part * totals[groups + group] / totals[group];
            x += part * totals[2 * groups + group] / totals[group];
        }
        (x.abs() > 0.0).then_some((y, x))
    }
}

impl Statistic for Ratio<'_> {
    fn value(&self, totals: &[f64]) -> Option<Vec<f64>> {
        self.means(totals).map(|(y, x)| vec![y / x])
    }

    fn gradient(&self, totals: &[f64]) -> Matrix {
        let mut gradient = Matrix::zeros(totals.len(), 1);
        let Some((y, x)) = self.means(totals) else { return gradient };
        let (groups, ratio) = (self.0.len(), y / x);
        for (group, part) in self.0.iter().enumerate().filter(|(_, part)| **part > 0.0) {
            let slope = part / (totals[group] * x);
            let rest = totals[groups + group] - ratio * totals[2 * groups + group];
            gradient[(group, 0)] = -slope * rest / totals[group];
            gradient[(groups + group, 0)] = slope;
            gradient[(2 * groups + group, 0)] = -slope * ratio;
        }
        gradient
    }
}

/// The standardised mean of `y` in each of several domains, with their covariance: the rows that meet each condition.
///
/// `sum of parts * (mean of the group)`, linearised: in a domain it is that of R survey's `svystandardize` over the domain. Sources:
/// Korn and Graubard, Analysis of Health Surveys (1999), section 3.2; Klein and Schoenborn (2001), Healthy People 2010 Statistical
/// Notes 20.
///
/// # Errors
/// See [`EstimateError`]; a group of the standard without weight in a domain is a denominator of zero.
pub fn standardised_means(
    design: &Design,
    y: &[f64],
    standard: StandardPopulation<'_>,
    domains: &[&[bool]],
) -> Result<Inference, EstimateError> {
    let (columns, counted) = columns_of(standard, domains, &[y]);
    infer(design, Domain::Where(&counted), &columns, &Means(standard.parts))
}

/// The standardised ratio of `y` to `x`: that of their standardised means.
///
/// # Errors
/// As [`standardised_means`].
pub fn standardised_ratio(
    design: &Design,
    (y, x): (&[f64], &[f64]),
    standard: StandardPopulation<'_>,
    domain: &[bool],
) -> Result<Inference, EstimateError> {
    let (columns, counted) = columns_of(standard, &[domain], &[y, x]);
    infer(design, Domain::Where(&counted), &columns, &Ratio(standard.parts))
}

/// A standardised part as a proportion, for its interval: `y` is 1 or 0.
///
/// # Errors
/// As [`standardised_means`].
pub fn standardised_proportion(
    design: &Design,
    y: &[f64],
    standard: StandardPopulation<'_>,
    domain: &[bool],
    df: impl Fn(&Inference) -> f64,
) -> Result<Proportion, EstimateError> {
    let (columns, counted) = columns_of(standard, &[domain], &[y]);
    let found = |statistic: &LogOdds<'_>| infer(design, Domain::Where(&counted), &columns, statistic);
    let inference = infer(design, Domain::Where(&counted), &columns, &Means(standard.parts))?;
    let estimate = Estimate::of(&inference, 0, df(&inference));
    let inner = estimate.x > 0.0 && estimate.x < 1.0;
    let odds = (design.is_replicated() && inner).then(|| found(&LogOdds(Means(standard.parts)))).transpose()?;
    Ok(Proportion::new(design, estimate, odds.as_ref()))
}

/// For each domain a column of each group's rows, and of each value in them; and the rows that are in any.
fn columns_of(standard: StandardPopulation<'_>, domains: &[&[bool]], values: &[&[f64]]) -> (Vec<Vec<f64>>, Vec<bool>) {
    let (rows, groups) = (standard.group.len(), standard.parts.len());
    let mut columns = Vec::new();
    for domain in domains {
        for value in std::iter::once(None).chain(values.iter().map(Some)) {
            let first = columns.len();
            columns.resize(first + groups, vec![0.0; rows]);
            for (row, group) in standard.group.iter().enumerate() {
                if let Some(group) = group.filter(|_| domain[row]) {
                    columns[first + group][row] = value.map_or(1.0, |value| value[row]);
                }
            }
        }
    }
    let counted = (0..rows).map(|row| standard.group[row].is_some() && domains.iter().any(|domain| domain[row]));
    (columns, counted.collect())
}
