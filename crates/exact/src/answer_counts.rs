//! The counts behind what was published of a question: whole numbers that round to every percentage, nets included.
//!
//! The search is exact and small: each code has an interval, each net and the base bound sums of codes, and of all solutions the
//! one nearest to the published percentages (and, where values were lost, to the weights) is taken. Left out: who gave which
//! answer.

use std::collections::BTreeMap;

use crate::published_answers::{AnswerCounts, Answering, MissedRow, NoCounts, PublishedAnswers, PublishedValue};
use crate::rounding::round_percentage;

/// How many steps one search may take before the best solution so far is taken.
const STEPS: u64 = 2_000_000;

/// The count of each code: those nearest to what was published, of the largest base that allows any.
///
/// # Errors
/// No counts agree with every row: the nearest to them, which miss each row by as few as can be.
pub fn solve_counts(published: &PublishedAnswers) -> Result<AnswerCounts, NoCounts> {
    for base in published.base.candidates() {
        if let Some(by_code) = counts_with(published, base, 0) {
            return Ok(AnswerCounts { base, by_code });
        }
    }
    let base = published.base.candidates().next().unwrap_or_default();
    let nearest = (1..=base as i64)
        .find_map(|slack| counts_with(published, base, slack))
        .map(|by_code| missed_rows(published, base, &by_code))
        .unwrap_or_default();
    Err(NoCounts { base, nearest })
}

/// The rows that counts miss.
#[must_use]
pub fn missed_rows(published: &PublishedAnswers, base: u64, by_code: &BTreeMap<i32, u64>) -> Vec<MissedRow> {
    let missed = published.rows.iter().filter_map(|row| {
        let count: u64 = row.codes.iter().filter_map(|code| by_code.get(code)).sum();
        let decimals = if let PublishedValue::Percent(percent) = row.value { percent.decimals() } else { 0 };
        let percent = round_percentage(count as i64, base, decimals, published.mode).ok()?;
        let met = match row.value {
            PublishedValue::Percent(wanted) => wanted == percent,
            PublishedValue::Count(wanted) => wanted == count,
        };
        (!met).then(|| MissedRow { row: row.name.clone(), published: row.value, count, percent })
    });
    missed.collect()
}

/// Sums of codes that must lie within bounds.
struct Bound {
    codes: Vec<usize>,
    low: i64,
    high: i64,
}

/// The nearest counts that miss each row by at most `slack`; none where there are none.
fn counts_with(published: &PublishedAnswers, base: u64, slack: i64) -> Option<BTreeMap<i32, u64>> {
    let position = |code: &i32| published.codes.iter().position(|(known, _)| known == code);
    let all: Vec<usize> = (0..published.codes.len()).collect();
    let whole = base as i64;
    let mut bounds = Vec::new();
    for row in &published.rows {
        let counts = row.value.counts(base, published.mode);
        let (low, high) = if counts.is_empty() {
            // Between two counts: either neighbour is as near as can be.
            let below = row.value.ideal(base).floor() as i64;
            if slack == 0 {
                return None;
            }
            (below + 1 - slack, below + slack)
        } else {
            (counts.start() - slack, counts.end() + slack)
        };
        bounds.push(Bound { codes: row.codes.iter().filter_map(position).collect(), low, high });
    }
    bounds.push(match published.answering {
        Answering::One => Bound { codes: all, low: whole, high: whole },
        Answering::Several => Bound { codes: all, low: whole, high: i64::MAX },
    });

    let named = |index: usize| published.rows.iter().any(|row| row.codes == [published.codes[index].0]);
    let domains: Vec<(i64, i64)> = (0..published.codes.len())
        .map(|index| {
            let free = published.codes[index].1.is_some() || named(index);
            let start = (0, if free { whole } else { 0 });
            bounds
                .iter()
                .filter(|bound| bound.codes == [index])
                .fold(start, |(low, high), bound| (low.max(bound.low), high.min(bound.high)))
        })
        .collect();
    if domains.iter().any(|(low, high)| low > high) {
        return None;
    }
    let ideal = ideals(published, base);
    let mut order: Vec<usize> = (0..published.codes.len()).collect();
    order.sort_by_key(|index| (domains[*index].1 - domains[*index].0, *index));
    let mut search =
        Search { bounds, domains, ideal, order, chosen: vec![None; published.codes.len()], best: None, steps: 0 };
    search.go(0, 0.0);
    let (_, counts) = search.best?;
    Some(published.codes.iter().zip(counts).map(|((code, _), count)| (*code, count as u64)).collect())
}

/// Where each code would stand if counts were no whole numbers: the weights raked to what was published.
fn ideals(published: &PublishedAnswers, base: u64) -> Vec<f64> {
    let mut ideal: Vec<f64> = published
        .codes
        .iter()
        .map(|(code, weight)| {
            let row = published.rows.iter().find(|row| row.codes == [*code]);
            row.map_or(weight.unwrap_or(0.0), |row| row.value.ideal(base))
        })
        .collect();
    let position = |code: &i32| published.codes.iter().position(|(known, _)| known == code);
    for _ in 0..100 {
        let rows = published
            .rows
            .iter()
            .map(|row| (row.codes.iter().filter_map(position).collect::<Vec<_>>(), row.value.ideal(base)));
        let total = ((0..ideal.len()).collect::<Vec<_>>(), base as f64);
        let raked = rows.chain((published.answering == Answering::One).then_some(total));
        for (members, value) in raked {
            let sum: f64 = members.iter().map(|member| ideal[*member]).sum();
            if sum > 0.0 {
                for member in members {
                    ideal[member] *= value / sum;
                }
            }
        }
    }
    if published.answering == Answering::Several {
        // A weight of ticks is a share of the base.
        for (value, (code, weight)) in ideal.iter_mut().zip(&published.codes) {
            if let Some(weight) = weight.filter(|_| !published.rows.iter().any(|row| row.codes == [*code])) {
                *value = weight * base as f64;
            }
        }
    }
    ideal
}

struct Search {
    bounds: Vec<Bound>,
    domains: Vec<(i64, i64)>,
    ideal: Vec<f64>,
    order: Vec<usize>,
    chosen: Vec<Option<i64>>,
    best: Option<(f64, Vec<i64>)>,
    steps: u64,
}

impl Search {
    fn go(&mut self, depth: usize, distance: f64) {
        self.steps += 1;
        if self.steps > STEPS && self.best.is_some() {
            return;
        }
        let Some(&index) = self.order.get(depth) else {
            self.best = Some((distance, self.chosen.iter().flatten().copied().collect()));
            return;
        };
        let away = |value: i64, ideal: f64| (value as f64 - ideal) * (value as f64 - ideal);
        let (low, high) = self.window(index);
        let mut values: Vec<i64> = (low..=high).collect();
        values.sort_by(|a, b| away(*a, self.ideal[index]).total_cmp(&away(*b, self.ideal[index])).then(a.cmp(b)));
        for value in values {
            let reached = distance + away(value, self.ideal[index]);
            if self.best.as_ref().is_some_and(|(best, _)| reached >= *best) {
                break; // The values that follow are farther still.
            }
            self.chosen[index] = Some(value);
            self.go(depth + 1, reached);
        }
        self.chosen[index] = None;
    }

    /// The values of a code that leave every bound within reach of the codes not yet chosen.
    fn window(&self, index: usize) -> (i64, i64) {
        let (mut low, mut high) = self.domains[index];
        for bound in self.bounds.iter().filter(|bound| bound.codes.contains(&index)) {
            let (mut least, mut most) = (0, 0);
            for other in bound.codes.iter().filter(|other| **other != index) {
                let (from, to) = self.chosen[*other].map_or(self.domains[*other], |value| (value, value));
                least += from;
                most += to;
            }
            low = low.max(bound.low - most);
            high = high.min(bound.high.saturating_sub(least));
        }
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_answers::{PublishedBase, PublishedRow};
    use crate::rounding::RoundingMode;

    const MODE: RoundingMode = RoundingMode::HalfUp;

    fn percent(text: &str) -> PublishedValue {
        PublishedValue::Percent(text.parse().expect("a percentage"))
    }

    fn row(name: &str, codes: &[i32], value: PublishedValue) -> PublishedRow {
        PublishedRow { name: name.to_owned(), codes: codes.to_vec(), value }
    }

    fn published(base: PublishedBase, codes: &[(i32, Option<f64>)], rows: Vec<PublishedRow>) -> PublishedAnswers {
        PublishedAnswers { answering: Answering::One, base, codes: codes.to_vec(), rows, mode: MODE }
    }

    fn check(published: &PublishedAnswers, base: u64, counts: &[(i32, u64)]) {
        let solved = solve_counts(published).expect("counts");
        assert_eq!((solved.base, solved.by_code), (base, counts.iter().copied().collect()));
    }

    #[test]
    fn percentages_of_all_codes_give_the_counts() {
        // 4%, 18%, 10%, 30%, 39% of 80, which add to 101: 18% is 17.5%, rounded half up.
        let rows = ["4", "18", "10", "30", "39"];
        let rows = (1..).zip(rows).map(|(code, text)| row(&code.to_string(), &[code], percent(text))).collect();
        let codes: Vec<_> = (1..=5).map(|code| (code, None)).collect();
        check(&published(PublishedBase::Exactly(80), &codes, rows), 80, &[(1, 3), (2, 14), (3, 8), (4, 24), (5, 31)]);
    }

    #[test]
    fn nets_bind_codes_whose_values_were_lost() {
        let rows = vec![row("agree", &[1, 2], percent("71")), row("disagree", &[4, 5], percent("20"))];
        let codes = [(1, Some(1.0)), (2, Some(2.0)), (3, Some(1.0)), (4, Some(1.0)), (5, Some(1.0)), (6, None)];
        let solved = solve_counts(&published(PublishedBase::Exactly(79), &codes, rows)).expect("counts").by_code;
        assert_eq!(solved[&1] + solved[&2], 56); // 70.9%
        assert_eq!((solved[&1], solved[&2]), (19, 37)); // one to two
        assert_eq!(solved[&4] + solved[&5], 16); // 20.3%
        assert_eq!((solved[&3], solved[&6]), (7, 0));
    }

    #[test]
    fn what_nobody_gave_leaves_the_rest_as_it_weighs() {
        // 0% of 80 is nobody, so that one to three is 20 and 60.
        let codes = [(1, None), (2, Some(1.0)), (3, Some(3.0))];
        let rows = vec![row("1", &[1], percent("0"))];
        check(&published(PublishedBase::Exactly(80), &codes, rows), 80, &[(1, 0), (2, 20), (3, 60)]);
    }

    #[test]
    fn parts_that_would_all_be_rounded_up_keep_to_their_net() {
        // A third of 50 is 16.7, and three times 17 are 51.
        let codes = [(1, Some(1.0)), (2, Some(1.0)), (3, Some(1.0)), (4, Some(1.0))];
        let rows = vec![row("some", &[1, 2, 3], PublishedValue::Count(50))];
        let counts = [(1, 17), (2, 17), (3, 16), (4, 30)];
        check(&published(PublishedBase::Exactly(80), &codes, rows), 80, &counts);
    }

    #[test]
    fn many_codes_whose_values_were_lost_have_counts_all_the_same() {
        // Of 1,000, 21 codes have 47.6 each: there are more ways to share them out than can be tried.
        let codes: Vec<_> = (1..=21).map(|code| (code, Some(1.0))).collect();
        let solved = solve_counts(&published(PublishedBase::Exactly(1_000), &codes, Vec::new())).expect("counts");
        assert_eq!((solved.by_code.len(), solved.by_code.values().sum::<u64>()), (21, 1_000));
    }

    #[test]
    fn a_base_that_is_too_large_gives_way() {
        // No count out of 56 or 55 is 90%: 52 is the largest base that has one (47).
        let rows = vec![row("1", &[1], percent("90"))];
        check(&published(PublishedBase::AtMost(56), &[(1, None), (2, Some(1.0))], rows), 52, &[(1, 47), (2, 5)]);
    }

    #[test]
    fn ticks_need_not_add_to_the_base() {
        let rows = vec![row("1", &[1], percent("75")), row("2", &[2], percent("50"))];
        let mut ticks = published(PublishedBase::Exactly(8), &[(1, None), (2, None), (3, Some(0.25))], rows);
        ticks.answering = Answering::Several;
        check(&ticks, 8, &[(1, 6), (2, 4), (3, 2)]);
    }

    #[test]
    fn what_cannot_be_says_what_is_nearest() {
        let rows = vec![row("1", &[1], percent("15")), row("2", &[2], percent("85"))];
        let error = solve_counts(&published(PublishedBase::Exactly(56), &[(1, None), (2, None)], rows))
            .expect_err("impossible");
        assert_eq!(
            error.to_string(),
            "find counts out of 56 for what was published; the nearest: `1` 8 (14%) instead of 15%, `2` 48 (86%) instead of \
             85%"
        );
    }

    #[test]
    fn rows_are_missed_by_their_count_or_by_their_percentage() {
        // 20 of 79 are 25.3%; of three rows one is right.
        let rows = |count: u64, whole: &str, fine: &str| {
            let rows = vec![
                row("count", &[1, 2], PublishedValue::Count(count)),
                row("whole", &[1, 2], percent(whole)),
                row("fine", &[1, 2], percent(fine)),
            ];
            published(PublishedBase::Exactly(79), &[(1, None), (2, None)], rows)
        };
        let missed = |published: &PublishedAnswers| {
            let missed = missed_rows(published, 79, &BTreeMap::from([(1, 15), (2, 5), (3, 40)]));
            missed.iter().map(|row| format!("{} {} {}", row.row, row.count, row.percent)).collect::<Vec<_>>()
        };
        assert_eq!(missed(&rows(20, "25", "25.3")), [""; 0]);
        assert_eq!(missed(&rows(20, "26", "25.4")), ["whole 20 25", "fine 20 25.3"]);
        assert_eq!(missed(&rows(21, "25", "25.3")), ["count 20 25"]);
    }

    #[test]
    fn a_net_against_its_parts_is_refused() {
        // 4%, 10% and 33% of 80 are 3, 8 and 26: the net is 46%, and never the 47% of the rounded parts.
        let rows = |net: &str| {
            vec![
                row("1", &[1], percent("4")),
                row("2", &[2], percent("10")),
                row("3", &[3], percent("33")),
                row("some", &[1, 2, 3], percent(net)),
            ]
        };
        let codes = [(1, None), (2, None), (3, None), (4, Some(1.0))];
        check(&published(PublishedBase::Exactly(80), &codes, rows("46")), 80, &[(1, 3), (2, 8), (3, 26), (4, 43)]);
        let error =
            solve_counts(&published(PublishedBase::Exactly(80), &codes, rows("47"))).expect_err("a contradiction");
        assert!(error.nearest.iter().any(|miss| miss.row == "some" || miss.row == "1"), "{error}");
    }
}
