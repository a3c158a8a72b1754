//! Sums of numbers of which few respondents have nearly all.
//!
//! A mean and its base tell a sum. Where one respondent has most of it, the sum tells the number of this one. Rules: (n, k), by which n
//! respondents may have no more than k percent of a sum, and p%, by which the second largest respondent, who subtracts the own number,
//! must not know the largest to within p percent. Hundepool and others, Statistical Disclosure Control (2012), chapter 4: the rules, and
//! how far above the true value somebody must still think a sum possible that is held back.
//!
//! Respondents are compared by their numbers as they answered; weights, which nobody publishes, only blur what a sum tells.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};
use topline_survey::{Contributions, Disclosure, Plan, Tabulation};

use crate::release::{Release, figures};
use crate::standing::{Reason, Standing};

/// What is less than this part of a sum is nothing.
const NOTHING: f64 = 1e-9;

/// How much more a sum must be thought possible to be than it is; nothing where it is not protected.
fn excess(policy: &Disclosure, of: &Contributions) -> Option<f64> {
    let largest = |number: usize| of.largest.get(number).copied().unwrap_or(0.0);
    let by_dominance = policy.dominance.map(|dominance| {
        let together: f64 = of.largest.iter().take(dominance.contributors).sum();
        100.0 / dominance.percent * together - of.total
    });
    let by_p = policy.p_percent.map(|percent| {
        let others = of.total - largest(0) - largest(1);
        percent / 100.0 * largest(0) - others
    });
    let most = by_dominance.into_iter().chain(by_p).fold(0.0, f64::max);
    (most > NOTHING * of.total).then_some(most)
}

/// A sum that is known better than it may be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Exceeded {
    pub figure: usize,
    /// By how many percent it can be larger, and must be.
    pub most: f64,
    pub need: f64,
}

/// A sum of numbers.
struct NumberSum {
    /// The means that tell it.
    means: Vec<usize>,
    value: f64,
    /// By how much more it must be possible to be.
    excess: Option<f64>,
    is_signed: bool,
}

/// The sums of a release, and how they add up.
pub(crate) struct NumberSums<'r> {
    release: &'r Release,
    sums: Vec<NumberSum>,
    /// The first is the sum of the others.
    groups: Vec<Vec<usize>>,
}

impl<'r> NumberSums<'r> {
    pub(crate) fn of(plan: &Plan, tables: &[Tabulation], release: &'r Release) -> Self {
        let policy = &plan.survey.disclosure;
        let of_numbers = release.numbers.iter().map(|of| NumberSum {
            means: Vec::new(),
            value: 0.0,
            excess: excess(policy, &of.contributions),
            is_signed: of.contributions.is_signed,
        });
        let mut sums: Vec<NumberSum> = of_numbers.collect();
        for (number, figure) in figures(tables).enumerate() {
            let counts = &release.figures[number];
            let Some(of) = counts.number.filter(|_| counts.is_sum) else { continue };
            let measure = usize::from(plan.survey.weights.is_some());
            let weight = counts.counted.map_or(0.0, |count| release.counts[count].values[measure]);
            let sum = &mut sums[of];
            let is_first = sum.means.is_empty();
            sum.means.push(number);
            sum.value = figure.cell.x.unwrap_or(0.0) * weight;
            if let Some(excess) = sum.excess.as_mut().filter(|_| is_first) {
                // What respondents weigh on average, where the sum is weighted.
                let n = counts.counted.map_or(1.0, |count| release.counts[count].values[0]).max(1.0);
                *excess *= weight / n;
            }
        }
        let of_figures = |group: &Vec<usize>| -> Option<Vec<usize>> {
            group.iter().map(|figure| release.figures[*figure].number).collect()
        };
        let groups: BTreeSet<Vec<usize>> = release.sums.iter().filter_map(of_figures).collect();
        Self { release, sums, groups: groups.into_iter().collect() }
    }

    /// Whether a mean tells a sum.
    fn is_known(&self, standing: &Standing, sum: usize) -> bool {
        self.sums[sum].means.iter().any(|figure| standing.held[*figure].is_none())
    }

    fn hold(&self, standing: &mut Standing, sum: usize, reason: Reason) {
        for figure in &self.release.numbers[sum].figures {
            standing.hold(self.release, *figure, reason);
        }
    }

    /// The sums that must not be known too well.
    fn protected(&self) -> impl Iterator<Item = (usize, f64)> {
        let with_excess = |(number, sum): (usize, &NumberSum)| sum.excess.map(|excess| (number, excess));
        self.sums.iter().enumerate().filter_map(with_excess).collect::<Vec<_>>().into_iter()
    }

    /// Holds back all statistics of these, and others of which the sums would tell theirs.
    pub(crate) fn protect(&self, standing: &mut Standing, costs: &[f64]) {
        for (sum, _) in self.protected() {
            self.hold(standing, sum, Reason::Dominance);
        }
        for (sum, excess) in self.protected() {
            let counted = self.release.numbers[sum].figures.first().and_then(|of| self.release.figures[*of].counted);
            let reason = counted.map_or(Reason::Dominance, Reason::For);
            while self.more(standing, sum, excess) < excess * (1.0 - NOTHING) {
                let Some(other) = self.cheapest(standing, sum, excess, costs) else { break };
                self.hold(standing, other, reason);
            }
        }
    }

    /// The sum to hold back next: of the group around an unknown one in which fewest others are unknown.
    fn cheapest(&self, standing: &Standing, sum: usize, excess: f64, costs: &[f64]) -> Option<usize> {
        let unknown = self.around(standing, sum);
        let is_unknown = |of: &&usize| unknown.contains(of);
        let is_open = |of: usize| self.release.numbers[of].figures.iter().any(|figure| standing.open.contains(figure));
        let mut groups: Vec<&Vec<usize>> =
            self.groups.iter().filter(|group| group.iter().any(|of| unknown.contains(of))).collect();
        groups.sort_by_key(|group| (group.iter().filter(is_unknown).count(), !group.contains(&sum)));
        let cost = |of: usize| -> f64 {
            let own = self.release.numbers[of].figures.iter().filter(|figure| standing.held[**figure].is_none());
            own.map(|figure| costs[*figure]).sum()
        };
        groups.into_iter().find_map(|group| {
            let known = group.iter().copied().filter(|of| self.is_known(standing, *of) && !is_open(*of));
            // One that has enough, and no more than it takes.
            let size = |of: usize| {
                let value = self.sums[of].value.abs();
                (value < excess, cost(of), if value < excess { -value } else { value })
            };
            let with_cost = known.filter(|of| cost(*of).is_finite()).map(|of| (size(of), of));
            let least = with_cost.min_by(|one, other| {
                let ((lacks, cost, value), number) = *one;
                let ((other_lacks, other_cost, other_value), other_number) = *other;
                lacks
                    .cmp(&other_lacks)
                    .then(cost.total_cmp(&other_cost))
                    .then(value.total_cmp(&other_value))
                    .then(number.cmp(&other_number))
            });
            least.map(|(_, of)| of)
        })
    }

    /// The unknown sums that hang together with this one.
    fn around(&self, standing: &Standing, sum: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::from([sum]);
        loop {
            let near = self.groups.iter().filter(|group| group.iter().any(|of| found.contains(of)));
            let new: Vec<usize> =
                near.flatten().copied().filter(|of| !found.contains(of) && !self.is_known(standing, *of)).collect();
            if new.is_empty() {
                return found;
            }
            found.extend(new);
        }
    }

    /// How much larger than it is a sum can be, for somebody who knows all others that are published.
    fn more(&self, standing: &Standing, sum: usize, enough: f64) -> f64 {
        if self.is_known(standing, sum) {
            return 0.0;
        }
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let unknown = self.around(standing, sum);
        let variables: BTreeMap<usize, Variable> = unknown
            .iter()
            .map(|of| {
                let NumberSum { value, is_signed, .. } = self.sums[*of];
                // By how much it can change: it is below 0 only where a number is.
                let low = if is_signed { f64::NEG_INFINITY } else { -value };
                let (low, high) = if *of == sum { (0.0, enough) } else { (low, f64::INFINITY) };
                (*of, problem.add_var(if *of == sum { 1.0 } else { 0.0 }, (low, high)))
            })
            .collect();
        for group in self.groups.iter().filter(|group| group.iter().any(|of| unknown.contains(of))) {
            let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
            for (at, of) in group.iter().enumerate().filter(|(_, of)| unknown.contains(of)) {
                *terms.entry(*of).or_default() += if at == 0 { -1.0 } else { 1.0 };
            }
            let terms: Vec<(Variable, f64)> = terms.into_iter().map(|(of, times)| (variables[&of], times)).collect();
            problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, 0.0);
        }
        match problem.solve_with(SolveOptions::default()) {
            Ok(solved) => solved.into_solution().map_or(0.0, |solution| solution.var_value(variables[&sum])),
            Err(Error::Unbounded) => enough,
            Err(_) => 0.0,
        }
    }

    /// The sum that is known best of those that must not be.
    pub(crate) fn betrayed(&self, standing: &Standing) -> Option<Exceeded> {
        let of_sums = self.protected().filter_map(|(sum, excess)| {
            let figure = *self.release.numbers[sum].figures.first()?;
            let more = self.more(standing, sum, excess);
            let percent = |by: f64| 100.0 * by / self.sums[sum].value.abs().max(f64::MIN_POSITIVE);
            let is_open = self.release.numbers[sum].figures.iter().any(|figure| standing.open.contains(figure));
            (!is_open && more < excess * (1.0 - 1e-6)).then(|| Exceeded {
                figure,
                most: percent(more),
                need: percent(excess),
            })
        });
        of_sums.min_by(|one, other| one.most.total_cmp(&other.most))
    }
}

#[cfg(test)]
mod tests {
    use topline_survey::{Contributions, Disclosure, Dominance};

    use super::excess;

    /// Rules and protection levels worked out by hand from Hundepool and others (2012), section 4.2: of (n, k) a sum must be possible
    /// that is 100 / k times what the n largest have together, of p% one that is p percent of the largest above what the others have.
    #[test]
    fn sums_of_which_few_have_nearly_all_are_protected() {
        let of = |numbers: &[f64]| Contributions::of(&numbers.iter().map(|number| (*number, 1)).collect::<Vec<_>>(), 2);
        let dominance = |contributors, percent| Disclosure {
            dominance: Some(Dominance { contributors, percent }),
            ..Disclosure::default()
        };
        let p = |percent| Disclosure { p_percent: Some(percent), ..Disclosure::default() };
        for (policy, numbers, expected) in [
            // 90 of 100 are more than 75%: 90 / 0.75 is 120.
            (dominance(1, 75.0), vec![90.0, 6.0, 4.0], Some(20.0)),
            (dominance(1, 90.0), vec![90.0, 6.0, 4.0], None),
            // 96 of 100: 96 / 0.9 is 106.67.
            (dominance(2, 90.0), vec![90.0, 6.0, 4.0], Some(96.0 / 0.9 - 100.0)),
            // The second subtracts 6 of 100 and knows the largest within 4, of which 10% are 9.
            (p(10.0), vec![90.0, 6.0, 4.0], Some(5.0)),
            (p(10.0), vec![50.0, 30.0, 15.0, 5.0], None),
            // Two know each other, and one is known by all.
            (p(10.0), vec![50.0, 50.0], Some(5.0)),
            (p(10.0), vec![70.0], Some(7.0)),
            (p(10.0), vec![0.0, 0.0, 0.0], None),
            (p(10.0), vec![], None),
            // Losses count by their size.
            (p(10.0), vec![-90.0, 6.0, 4.0], Some(5.0)),
        ] {
            let found = excess(&policy, &of(&numbers));
            assert_eq!(
                found.map(|x| (x * 1e6).round()),
                expected.map(|x: f64| (x * 1e6).round()),
                "{policy:?} {numbers:?}"
            );
        }
    }
}
