//! Which of the conventions that were tried the published figures speak for.
//!
//! A change must be worth more than chance: with enough conventions some figure comes out under one of them. So each change costs
//! figures. A base or a marked answer costs half of one, an answer that nobody marked one and a half, a filter more than two; a figure
//! with decimals or a base counts for several. Between equals, what the pipeline declares goes first.

use topline_survey::{BaseRule, RoundingMode};

use crate::fit_conventions::{FitAnswers, FitConvention, FitRows, FitTrial, FitWeights, TableConvention};
use crate::fit_published::PublishedTable;
use crate::fit_trials::FitRun;

/// What a change of all tables costs, in figures: less than that of one, as it says less.
const CHANGE_OF_ALL: f64 = 0.4;
/// What a change of one table costs.
const CHANGE: f64 = 0.5;
const UNMARKED: f64 = 1.5;
/// Scores that differ by less are equal: they are sums of halves.
const EQUAL: f64 = 0.25;

/// What was tried.
#[derive(Debug)]
pub(crate) struct FitTrials<'t> {
    /// The tables that figures are published of, and the conventions of each, what it declares first.
    pub tables: &'t [(PublishedTable, Vec<TableConvention>)],
    /// The codes that are marked, by table.
    pub marked: &'t [Vec<i32>],
    /// The readings of the export; the first is what the pipeline declares.
    pub runs: &'t [FitRun],
    /// The base that most tables declare.
    pub base: BaseRule,
    /// How the pipeline rounds.
    pub rounding: RoundingMode,
}

/// A choice of what holds for all tables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FitChoice {
    /// Which reading of the export.
    pub run: usize,
    /// How percentages are rounded.
    pub rounding: RoundingMode,
    /// Who they are out of, where a table says nothing else.
    pub base: BaseRule,
}

impl FitTrials<'_> {
    /// What the pipeline declares.
    pub(crate) fn declared(&self) -> FitChoice {
        FitChoice { run: 0, rounding: self.rounding, base: self.base }
    }

    /// The choice that the figures speak for, and others that they cannot tell from it.
    pub(crate) fn best(&self) -> (FitChoice, Vec<FitChoice>) {
        let choices: Vec<FitChoice> = self.choices().collect();
        let cost = |choice: &FitChoice| CHANGE_OF_ALL * self.changes(*choice) as f64;
        let mut best = self.declared();
        let mut most = self.score(best);
        for choice in &choices {
            let score = self.score(*choice) - cost(choice);
            if score > most + 0.01 {
                (best, most) = (*choice, score);
            }
        }
        let score = self.score(best);
        let ties = choices.into_iter().filter(|other| *other != best && (self.score(*other) - score).abs() < EQUAL);
        (best, ties.collect())
    }

    fn choices(&self) -> impl Iterator<Item = FitChoice> {
        (0..self.runs.len()).flat_map(move |run| {
            RoundingMode::ALL.into_iter().flat_map(move |rounding| {
                [BaseRule::Answered, BaseRule::Asked, BaseRule::All].map(|base| FitChoice { run, rounding, base })
            })
        })
    }

    fn changes(&self, choice: FitChoice) -> usize {
        let run = &self.runs[choice.run];
        usize::from(run.rows != FitRows::AsDeclared)
            + usize::from(run.weights != FitWeights::AsDeclared)
            + usize::from(choice.rounding != self.rounding)
            + usize::from(choice.base != self.base)
    }

    /// What the figures that hold under a choice are worth, each table being made in the way that suits it best.
    fn score(&self, choice: FitChoice) -> f64 {
        (0..self.tables.len()).map(|table| self.best_variant(choice, table).1).sum()
    }

    /// How many figures hold under a choice, each table being made in the way that suits it best.
    pub(crate) fn count(&self, choice: FitChoice) -> usize {
        (0..self.tables.len()).map(|table| self.held(choice, table, self.best_variant(choice, table).0).0).sum()
    }

    /// How many figures hold if every table follows a choice.
    pub(crate) fn count_alike(&self, choice: FitChoice) -> usize {
        (0..self.tables.len()).map(|table| self.held(choice, table, self.followed(choice, table)).0).sum()
    }

    /// The variant of a table under a choice, and what its figures are worth; the first between equals.
    pub(crate) fn best_variant(&self, choice: FitChoice, table: usize) -> (usize, f64) {
        let variants = self.tables[table].1.len().max(1);
        let value = |variant: usize| self.held(choice, table, variant).1 as f64 - self.cost(choice, table, variant);
        (1..variants).fold((0, value(0)), |best, variant| {
            let value = value(variant);
            if value > best.1 { (variant, value) } else { best }
        })
    }

    /// The variants of a table that the figures cannot tell from the best one.
    pub(crate) fn ties(&self, choice: FitChoice, table: usize) -> Vec<usize> {
        let (best, value) = self.best_variant(choice, table);
        let worth = |variant: usize| self.held(choice, table, variant).1 as f64 - self.cost(choice, table, variant);
        (0..self.tables[table].1.len())
            .filter(|other| *other != best && (worth(*other) - value).abs() < EQUAL)
            .collect()
    }

    /// The variant that a table has if it follows the choice and declares what it declares now.
    pub(crate) fn followed(&self, choice: FitChoice, table: usize) -> usize {
        let variants = &self.tables[table].1;
        if choice.base == self.base {
            return 0;
        }
        let is_it = |variant: &TableConvention| variant.base == choice.base && variant.exclude == variants[0].exclude;
        variants.iter().position(is_it).unwrap_or(0)
    }

    fn cost(&self, choice: FitChoice, table: usize, variant: usize) -> f64 {
        let variants = &self.tables[table].1;
        let Some(own) = variants.get(variant) else { return 0.0 };
        let follows = &variants[self.followed(choice, table)];
        let base = if own.base == follows.base { 0.0 } else { CHANGE };
        let exclude = if own.exclude == follows.exclude {
            0.0
        } else if own.exclude.iter().all(|code| self.marked[table].contains(code)) {
            CHANGE
        } else {
            UNMARKED
        };
        base + exclude
    }

    /// How many figures of a table hold, and what they are worth.
    pub(crate) fn held(&self, choice: FitChoice, table: usize, variant: usize) -> (usize, usize) {
        let Some(by_rounding) = self.runs[choice.run].held[table].get(variant) else { return (0, 0) };
        let at = RoundingMode::ALL.iter().position(|mode| *mode == choice.rounding).unwrap_or(0);
        worth(&self.tables[table].0, &by_rounding[at])
    }

    /// Every convention that is the same for all tables, the one under which most figures hold first.
    pub(crate) fn uniform(&self) -> Vec<FitTrial> {
        let mut trials = Vec::new();
        for answers in [FitAnswers::AsDeclared, FitAnswers::AllKept, FitAnswers::MarkedExcluded] {
            if !self.tells(answers) {
                continue;
            }
            for choice in self.choices() {
                let held = (0..self.tables.len())
                    .map(|table| self.held(choice, table, self.uniform_variant(choice, answers, table)).0);
                let run = &self.runs[choice.run];
                let convention = FitConvention {
                    rows: run.rows,
                    answers,
                    base: choice.base,
                    weights: run.weights.clone(),
                    rounding: choice.rounding,
                };
                let changes = self.changes(choice) + usize::from(answers != FitAnswers::AsDeclared);
                trials.push((changes, FitTrial { held: held.sum(), convention }));
            }
        }
        trials.sort_by_key(|(changes, trial)| (usize::MAX - trial.held, *changes));
        trials.into_iter().map(|(_, trial)| trial).collect()
    }

    /// Whether some table is made otherwise so.
    fn tells(&self, answers: FitAnswers) -> bool {
        let choice = self.declared();
        (0..self.tables.len()).any(|table| {
            answers == FitAnswers::AsDeclared
                || self.uniform_variant(choice, answers, table)
                    != self.uniform_variant(choice, FitAnswers::AsDeclared, table)
        })
    }

    fn uniform_variant(&self, choice: FitChoice, answers: FitAnswers, table: usize) -> usize {
        let variants = &self.tables[table].1;
        let follows = self.followed(choice, table);
        let Some(own) = variants.get(follows) else { return 0 };
        let exclude = match answers {
            FitAnswers::AsDeclared => own.exclude.clone(),
            FitAnswers::AllKept => Vec::new(),
            FitAnswers::MarkedExcluded => self.marked[table].clone(),
        };
        variants.iter().position(|other| other.base == own.base && other.exclude == exclude).unwrap_or(follows)
    }

    /// Whether a figure holds under any convention.
    pub(crate) fn ever_held(&self, table: usize, figure: usize) -> bool {
        let each = self.runs.iter().flat_map(|run| &run.held[table]).flatten();
        each.into_iter().any(|held| held.get(figure) == Some(&true))
    }
}

/// How many figures hold, and what they are worth.
pub(crate) fn worth(table: &PublishedTable, held: &[bool]) -> (usize, usize) {
    let holding = held.iter().zip(&table.evidence).filter(|(held, _)| **held);
    holding.fold((0, 0), |(count, worth), (_, evidence)| (count + 1, worth + evidence))
}

/// The filters that make more figures of a table hold than none does, by what chance would do; several if the figures cannot tell them apart.
pub(crate) fn best_filters(
    table: &PublishedTable,
    tried: &[(TableConvention, Vec<bool>)],
    without: (usize, usize),
) -> Vec<(TableConvention, usize)> {
    let cost = if tried.len() > 300 { 3.5 } else { 2.5 };
    let most = tried.iter().map(|(_, held)| worth(table, held).1).max().unwrap_or_default();
    if (most as f64) - (without.1 as f64) < cost {
        return Vec::new();
    }
    let best = tried.iter().filter(|(_, held)| worth(table, held).1 == most);
    let mut found: Vec<(TableConvention, usize)> = Vec::new();
    for (convention, held) in best {
        // Between bases that tell nothing, the first.
        if !found.iter().any(|(known, _)| known.filter == convention.filter) {
            found.push((convention.clone(), worth(table, held).0));
        }
    }
    found
}
