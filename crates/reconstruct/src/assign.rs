//! Who gave which answer: counts dealt out to respondents by their disposition.
//!
//! Each respondent has a disposition; the answers to a question follow it as closely as the plan says, so that somebody content
//! with one thing tends to be content with another. The counts are met exactly whatever the dispositions. Cells of two questions
//! are the task of [`crate::joint`].

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::random::Random;

/// An option and how many gave it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dealt {
    pub code: i32,
    pub count: u64,
    /// Whether it has a place between the favourable and the unfavourable end ("don't know" has none).
    pub on_scale: bool,
}

/// How answers come about.
pub(crate) struct Deal<'a> {
    pub dispositions: &'a [f64],
    pub follows: f64,
    /// Who can have answered.
    pub asked: &'a [usize],
    /// Who skips a question before anybody else does.
    pub skippers: &'a [usize],
}

/// Answers cannot be dealt out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DealError {
    /// More answered than were asked.
    #[error("deal out the answers to `{slot}`: {base} answered, and only {asked} were asked")]
    TooFewAsked {
        /// The question, or `question.item`.
        slot: String,
        /// How many answered.
        base: u64,
        /// How many were asked.
        asked: usize,
    },
    /// More answered than there are ticks.
    #[error("deal out the ticks of `{slot}`: {base} answered, and there are only {ticks} ticks to share")]
    TooFewTicks {
        /// The question.
        slot: String,
        /// How many answered.
        base: u64,
        /// How many ticks there are.
        ticks: u64,
    },
}

impl Deal<'_> {
    /// Those who answered, in random order.
    fn answering(&self, random: &mut Random, slot: &str, base: u64) -> Result<Vec<usize>, DealError> {
        if base > self.asked.len() as u64 {
            return Err(DealError::TooFewAsked { slot: slot.to_owned(), base, asked: self.asked.len() });
        }
        let mut answering = self.asked.to_vec();
        random.shuffle(&mut answering);
        answering.sort_by_key(|respondent| self.skippers.contains(respondent));
        answering.truncate(base as usize);
        random.shuffle(&mut answering);
        Ok(answering)
    }

    /// Puts respondents in the order of their disposition, blurred by noise, the most favourable first.
    fn rank(&self, random: &mut Random, respondents: &mut [usize]) {
        let blurred = |disposition: &f64| disposition * self.follows + random.deviate() * (1.0 - self.follows.abs());
        let scores: Vec<f64> = self.dispositions.iter().map(blurred).collect();
        respondents.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    }
}

/// One answer for each who answered; the others have none.
pub(crate) fn one_each(
    random: &mut Random,
    slot: &str,
    deal: &Deal<'_>,
    options: &[Dealt],
) -> Result<Vec<Option<i32>>, DealError> {
    let base = options.iter().map(|option| option.count).sum();
    let mut answering = deal.answering(random, slot, base)?;
    let mut answers = vec![None; deal.dispositions.len()];
    for option in options.iter().filter(|option| !option.on_scale) {
        for respondent in answering.drain(..option.count as usize) {
            answers[respondent] = Some(option.code);
        }
    }
    deal.rank(random, &mut answering);
    let mut ranked = answering.into_iter();
    for option in options.iter().filter(|option| option.on_scale) {
        for respondent in ranked.by_ref().take(option.count as usize) {
            answers[respondent] = Some(option.code);
        }
    }
    Ok(answers)
}

/// At least one tick for each of the `base` who answered; an option off the scale is ticked alone.
pub(crate) fn ticks(
    random: &mut Random,
    slot: &str,
    deal: &Deal<'_>,
    base: u64,
    options: &[Dealt],
) -> Result<Vec<Option<BTreeSet<i32>>>, DealError> {
    let mut answering = deal.answering(random, slot, base)?;
    let mut ticked: Vec<Option<BTreeSet<i32>>> = vec![None; deal.dispositions.len()];
    let all_ticks = options.iter().map(|option| option.count).sum();
    let too_few = || DealError::TooFewTicks { slot: slot.to_owned(), base, ticks: all_ticks };
    for option in options.iter().filter(|option| !option.on_scale) {
        if option.count > answering.len() as u64 {
            return Err(too_few());
        }
        for respondent in answering.drain(..option.count as usize) {
            ticked[respondent] = Some(BTreeSet::from([option.code]));
        }
    }
    for option in options.iter().filter(|option| option.on_scale) {
        if option.count > answering.len() as u64 {
            return Err(too_few());
        }
        let mut ranked = answering.clone();
        deal.rank(random, &mut ranked);
        for respondent in ranked.into_iter().take(option.count as usize) {
            ticked[respondent].get_or_insert_default().insert(option.code);
        }
    }
    let movable: Vec<i32> = options.iter().filter(|option| option.on_scale).map(|option| option.code).collect();
    for respondent in answering {
        ticked[respondent].get_or_insert_default();
    }
    fill_empty(random, &mut ticked, &movable).ok_or_else(too_few)?;
    Ok(ticked)
}

/// Whoever ticked nothing takes one of the `movable` ticks of somebody who has several; none where nobody has.
pub(crate) fn fill_empty(random: &mut Random, ticked: &mut [Option<BTreeSet<i32>>], movable: &[i32]) -> Option<()> {
    let is_empty = |ticks: &Option<BTreeSet<i32>>| ticks.as_ref().is_some_and(BTreeSet::is_empty);
    while let Some(empty) = ticked.iter().position(is_empty) {
        let spare = |ticks: &Option<BTreeSet<i32>>| match ticks {
            Some(ticks) if ticks.len() > 1 => ticks.iter().filter(|code| movable.contains(code)).count(),
            _ => 0,
        };
        let richest =
            (0..ticked.len()).max_by_key(|respondent| (spare(&ticked[*respondent]), ticked.len() - respondent))?;
        let giving = ticked[richest].as_mut().filter(|ticks| ticks.len() > 1)?;
        let can_move: Vec<i32> = giving.iter().copied().filter(|code| movable.contains(code)).collect();
        let code = *can_move.get(random.below(can_move.len()))?;
        giving.remove(&code);
        ticked[empty] = Some(BTreeSet::from([code]));
    }
    Some(())
}

/// Which items each respondent ranks, the most important first: drawn one after the other by weight (Plackett and Luce).
pub(crate) fn rankings(
    random: &mut Random,
    slot: &str,
    deal: &Deal<'_>,
    base: u64,
    ranked: (usize, usize),
    weights: &[f64],
) -> Result<BTreeMap<usize, Vec<usize>>, DealError> {
    let answering = deal.answering(random, slot, base)?;
    let mut rankings = BTreeMap::new();
    for respondent in answering {
        let length = ranked.0 + random.below(ranked.1 + 1 - ranked.0);
        let mut left: Vec<usize> = (0..weights.len()).collect();
        let mut order = Vec::new();
        while order.len() < length && !left.is_empty() {
            let total: f64 = left.iter().map(|item| weights[*item]).sum();
            let mut point = random.unit() * total;
            let nth = left.iter().position(|item| {
                point -= weights[*item];
                point < 0.0
            });
            order.push(left.remove(nth.unwrap_or(left.len() - 1)));
        }
        rankings.insert(respondent, order);
    }
    Ok(rankings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: [Dealt; 3] = [
        Dealt { code: 1, count: 20, on_scale: true },
        Dealt { code: 2, count: 25, on_scale: true },
        Dealt { code: 9, count: 5, on_scale: false },
    ];

    fn dispositions() -> Vec<f64> {
        (0..60).map(|respondent| f64::from(respondent) / 10.0 - 3.0).collect()
    }

    fn counted(answers: &[Option<i32>], code: Option<i32>) -> usize {
        answers.iter().filter(|answer| **answer == code).count()
    }

    #[test]
    fn counts_are_met_and_dispositions_followed() {
        let asked: Vec<usize> = (0..60).collect();
        let all = dispositions();
        let deal = Deal { dispositions: &all, follows: 1.0, asked: &asked, skippers: &[] };
        let answers = one_each(&mut Random::new(1, "Q"), "Q", &deal, &OPTIONS).expect("answers");
        assert_eq!([Some(1), Some(2), Some(9), None].map(|code| counted(&answers, code)), [20, 25, 5, 10]);
        let least_of = |code| (0..60).filter(|at| answers[*at] == Some(code)).min().expect("one");
        let most_of = |code| (0..60).filter(|at| answers[*at] == Some(code)).max().expect("one");
        assert!(least_of(1) > most_of(2), "the favourable option went to the favourable");
    }

    #[test]
    fn only_those_asked_answer() {
        let asked: Vec<usize> = (0..50).collect();
        let all = dispositions();
        let deal = Deal { dispositions: &all, follows: 0.2, asked: &asked, skippers: &[] };
        let answers = one_each(&mut Random::new(1, "Q"), "Q", &deal, &OPTIONS).expect("answers");
        assert_eq!(counted(&answers[50..], None), 10);
        let error = Deal { asked: &asked[..49], ..deal };
        let error = one_each(&mut Random::new(1, "Q"), "Q", &error, &OPTIONS).expect_err("too few");
        assert_eq!(error.to_string(), "deal out the answers to `Q`: 50 answered, and only 49 were asked");
    }

    #[test]
    fn skips_are_those_of_the_skippers() {
        let asked: Vec<usize> = (0..60).collect();
        let all = dispositions();
        let skippers: Vec<usize> = (20..30).collect();
        let deal = Deal { dispositions: &all, follows: 0.5, asked: &asked, skippers: &skippers };
        let answers = one_each(&mut Random::new(1, "Q"), "Q", &deal, &OPTIONS).expect("answers");
        assert!((0..60).all(|at| answers[at].is_none() == skippers.contains(&at)));
    }

    #[test]
    fn everybody_in_the_base_has_a_tick() {
        let asked: Vec<usize> = (0..60).collect();
        let all = dispositions();
        let deal = Deal { dispositions: &all, follows: 1.0, asked: &asked, skippers: &[] };
        // 50 ticks for 50 people: nobody may keep two.
        let ticked = ticks(&mut Random::new(1, "Q"), "Q", &deal, 50, &OPTIONS).expect("ticks");
        for option in OPTIONS {
            let count = ticked.iter().flatten().filter(|ticks| ticks.contains(&option.code)).count();
            assert_eq!(count as u64, option.count);
        }
        assert_eq!(ticked.iter().flatten().filter(|ticks| ticks.len() == 1).count(), 50);
        let error = ticks(&mut Random::new(1, "Q"), "Q", &deal, 51, &OPTIONS).expect_err("too few");
        assert_eq!(error, DealError::TooFewTicks { slot: "Q".to_owned(), base: 51, ticks: 50 });
    }

    #[test]
    fn rankings_rank_each_item_once_and_favour_the_heavy() {
        let asked: Vec<usize> = (0..60).collect();
        let all = dispositions();
        let deal = Deal { dispositions: &all, follows: 0.0, asked: &asked, skippers: &[] };
        let ranked = rankings(&mut Random::new(1, "Q"), "Q", &deal, 40, (2, 3), &[1.0, 8.0, 1.0]).expect("rankings");
        assert_eq!(ranked.len(), 40);
        for order in ranked.values() {
            assert!((2..=3).contains(&order.len()) && order.iter().collect::<BTreeSet<_>>().len() == order.len());
        }
        assert!(ranked.values().filter(|order| order[0] == 1).count() > 24);
    }
}
