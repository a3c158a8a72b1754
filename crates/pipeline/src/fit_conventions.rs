//! The conventions that are tried on published figures, and how many hold under each.

use std::collections::BTreeMap;

use topline_survey::{BaseRule, RoundingMode};

/// Which rows are responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FitRows {
    /// Those that the pipeline says.
    AsDeclared,
    /// Rows with few answers too.
    PartialKept,
}

/// Which answers are in the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FitAnswers {
    /// Those that the pipeline says.
    AsDeclared,
    /// All of them.
    AllKept,
    /// All but "Don't know" and "Not applicable".
    MarkedExcluded,
}

/// Whether respondents are weighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FitWeights {
    /// As the pipeline says.
    AsDeclared,
    /// No.
    None,
}

/// One way of making figures of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FitConvention {
    /// Which rows are responses.
    pub rows: FitRows,
    /// Which answers are in the base.
    pub answers: FitAnswers,
    /// Who a percentage is out of.
    pub base: BaseRule,
    /// Whether respondents are weighted.
    pub weights: FitWeights,
    /// How percentages are rounded.
    pub rounding: RoundingMode,
}

/// A published figure, under one convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitRow {
    /// The table that it is of.
    pub table: String,
    /// Where it is published, and as what.
    pub what: String,
    /// The published value.
    pub stated: String,
    /// What the data say.
    pub found: String,
    /// Whether they say the same.
    pub holds: bool,
}

/// Every published figure, under one convention.
#[derive(Debug, Clone)]
pub struct FitTrial {
    /// The convention.
    pub convention: FitConvention,
    /// The figures, in the same order in each trial.
    pub rows: Vec<FitRow>,
}

impl FitTrial {
    /// How many hold.
    #[must_use]
    pub fn held(&self) -> usize {
        self.rows.iter().filter(|row| row.holds).count()
    }

    fn held_by_table(&self) -> BTreeMap<&str, usize> {
        let mut held = BTreeMap::new();
        for row in &self.rows {
            *held.entry(row.table.as_str()).or_default() += usize::from(row.holds);
        }
        held
    }
}

/// Under which conventions published figures come out.
#[derive(Debug, Clone)]
pub struct FitReport {
    /// Every convention that was tried, the one under which most hold first.
    pub trials: Vec<FitTrial>,
    /// What the pipeline declares now.
    pub declared: FitConvention,
    /// Tables that another base fits better than that of the best convention: the base, how many more hold, of how many.
    pub exceptions: Vec<(String, BaseRule, usize, usize)>,
    /// The figures that hold under no convention.
    pub unexplained: Vec<FitRow>,
}

impl FitReport {
    /// Sorts the trials: between equals what the pipeline declares comes first, then what changes least.
    pub(crate) fn new(mut trials: Vec<FitTrial>, declared: FitConvention) -> Self {
        trials.sort_by_key(|trial| (usize::MAX - trial.held(), changes(trial.convention, declared)));
        let unexplained = trials.first().map_or_else(Vec::new, |best| {
            let never = |place: &usize| trials.iter().all(|trial| trial.rows.get(*place).is_none_or(|row| !row.holds));
            (0..best.rows.len()).filter(never).filter_map(|place| best.rows.get(place).cloned()).collect()
        });
        let exceptions = exceptions(&trials);
        Self { trials, declared, exceptions, unexplained }
    }

    /// The convention under which most hold.
    #[must_use]
    pub fn best(&self) -> Option<&FitTrial> {
        self.trials.first()
    }

    /// How many hold as the pipeline is now.
    #[must_use]
    pub fn held_now(&self) -> Option<usize> {
        self.trials.iter().find(|trial| trial.convention == self.declared).map(FitTrial::held)
    }

    /// The conventions that the figures cannot tell from the best: as many hold under each.
    #[must_use]
    pub fn ties(&self) -> usize {
        let best = self.best().map(FitTrial::held);
        self.trials.iter().filter(|trial| Some(trial.held()) == best).count()
    }
}

/// In how much a convention differs from what is declared.
fn changes(convention: FitConvention, declared: FitConvention) -> usize {
    usize::from(convention.rows != declared.rows)
        + usize::from(convention.answers != declared.answers)
        + usize::from(convention.base != declared.base)
        + usize::from(convention.weights != declared.weights)
        + usize::from(convention.rounding != declared.rounding)
}

fn exceptions(trials: &[FitTrial]) -> Vec<(String, BaseRule, usize, usize)> {
    let Some(best) = trials.first() else { return Vec::new() };
    let own = best.held_by_table();
    let mut exceptions = Vec::new();
    for (table, held) in &own {
        let rivals = trials
            .iter()
            .filter(|trial| FitConvention { base: best.convention.base, ..trial.convention } == best.convention);
        let rival = rivals.max_by_key(|trial| trial.held_by_table().get(table).copied().unwrap_or_default());
        let Some(rival) = rival else { continue };
        let more = rival.held_by_table().get(table).copied().unwrap_or_default().saturating_sub(*held);
        if more > 0 {
            let all = best.rows.iter().filter(|row| row.table == *table).count();
            exceptions.push(((*table).to_owned(), rival.convention.base, more, all));
        }
    }
    exceptions
}
