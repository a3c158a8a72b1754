//! What is held back so far, and what is known because of what is not.

use std::collections::BTreeSet;

use topline_survey::{Published, Tabulation, Why};

use crate::linear::NOTHING;
use crate::release::{Release, figures};
use crate::rounding::CountRounding;

/// Why a figure is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its base is below the minimum, as the table says by itself.
    SmallBase,
    /// It counts too few.
    SmallCount,
    /// Few came to it since an earlier release.
    FewSince,
    /// It leaves out too few.
    SmallComplement,
    /// Its base counts too few.
    SmallColumn,
    /// Other counts of its column are held back, from which it is made.
    Statistic,
    /// It is the value of one respondent.
    OneRespondent,
    /// Few respondents have nearly all of the sum that it is made from.
    Dominance,
    /// Its column is held back whole, as most of its figures count too few.
    WholeColumn,
    /// Nobody knows what it tells.
    Sql,
    /// It would tell this count, which is protected.
    For(usize),
}

/// What is held back so far.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// Of each figure, why it is held back.
    pub held: Vec<Option<Reason>>,
    /// Figures that are public anyway.
    pub open: BTreeSet<usize>,
    /// How many figures tell each count.
    told: Vec<u32>,
    /// How counts are rounded, where they are.
    pub rounding: Option<CountRounding>,
    /// Counts that are known as they are, rounding or not.
    exact: BTreeSet<usize>,
    /// The most that a count can be which is held back for being small.
    few: Option<f64>,
    are_few: BTreeSet<usize>,
}

impl Standing {
    /// What tables hold back by themselves. Of what has too small a base, the base is published.
    pub(crate) fn of(release: &Release, tables: &[Tabulation], open: BTreeSet<usize>) -> Self {
        let mut held = Vec::new();
        let mut told = vec![0; release.counts.len()];
        for (figure, counts) in figures(tables).zip(&release.figures) {
            match figure.cell.published {
                Published::HeldBack(Why::SmallBase) => {
                    held.push(Some(Reason::SmallBase));
                    counts.base.iter().for_each(|count| told[*count] += 1);
                }
                Published::HeldBack(Why::Protected) => held.push(Some(Reason::Statistic)),
                Published::HeldBack(Why::Unroundable) | Published::Value(_) | Published::Empty => {
                    held.push(None);
                    counts.tells.iter().for_each(|count| told[*count] += 1);
                }
            }
        }
        let mut exact: BTreeSet<usize> = release.whole.into_iter().chain(release.given.iter().copied()).collect();
        for count in &exact {
            told[*count] += 1;
        }
        for counts in open.iter().map(|figure| &release.figures[*figure]) {
            exact.extend(counts.tells.iter().copied());
        }
        Self { held, open, told, rounding: None, exact, few: None, are_few: BTreeSet::new() }
    }

    /// The same where counts are rounded. Those that are held back for being small are `few` at most.
    pub(crate) fn rounded(mut self, rounding: Option<CountRounding>, few: Option<f64>) -> Self {
        (self.rounding, self.few) = (rounding, few.filter(|_| rounding.is_some()));
        self
    }

    /// The same as of these.
    pub(crate) fn like(mut self, other: &Self) -> Self {
        (self.rounding, self.few) = (other.rounding, other.few);
        self.are_few.clone_from(&other.are_few);
        self
    }

    /// Says that a count is held back for being small, as everybody can see.
    pub(crate) fn is_few(&mut self, count: usize) {
        self.are_few.insert(count);
    }

    /// Takes the counts of published figures for exact that are not rounded.
    pub(crate) fn find_exact(&mut self, release: &Release, tables: &[Tabulation]) {
        let Some(rounding) = self.rounding else { return };
        let is_rounded = |n: u64| (rounding.rounded(n as f64, 0) - n as f64).abs() < NOTHING;
        for (figure, counts) in figures(tables).zip(&release.figures) {
            let cell = figure.cell;
            if cell.published.value().is_some() && !(is_rounded(cell.n) && is_rounded(cell.base.n)) {
                self.exact.extend(counts.tells.iter().copied());
            }
        }
    }

    /// How far a count can be below and above this value, for all that is published of it alone.
    pub(crate) fn room(&self, count: usize, value: f64, measure: usize) -> (f64, f64) {
        let within = |(low, high): (f64, f64)| ((value - low).max(0.0), (high - value).max(0.0));
        match (self.is_known(count), self.rounding) {
            (true, _) if self.exact.contains(&count) => (0.0, 0.0),
            (true, None) => (0.0, 0.0),
            (true, Some(rounding)) => within(rounding.ends(value, measure)),
            (false, _) => match self.few.filter(|_| measure == 0 && self.are_few.contains(&count)) {
                Some(few) => within((0.0, few)),
                None => (value, f64::INFINITY),
            },
        }
    }

    /// Whether a count is known whatever is held back.
    pub(crate) fn is_fixed(&self, release: &Release, count: usize) -> bool {
        release.whole == Some(count)
            || release.given.contains(&count)
            || release.counts[count].figures.iter().any(|figure| self.open.contains(figure))
    }

    /// The same, of a release that has more counts by now.
    pub(crate) fn renewed(release: &Release, mut standing: Self) -> Self {
        standing.told.resize(release.counts.len(), 0);
        standing
    }

    /// Whether a count is told by a figure that is published.
    pub(crate) fn is_known(&self, count: usize) -> bool {
        self.told[count] > 0
    }

    /// Holds a figure back, unless it is public anyway.
    pub(crate) fn hold(&mut self, release: &Release, figure: usize, reason: Reason) {
        if self.open.contains(&figure) {
            return;
        }
        let counts = &release.figures[figure];
        match self.held[figure] {
            None => {
                self.held[figure] = Some(reason);
                counts.tells.iter().for_each(|count| self.told[*count] -= 1);
            }
            // Its base was published, and is no longer.
            Some(Reason::SmallBase) => {
                self.held[figure] = Some(reason);
                counts.base.iter().for_each(|count| self.told[*count] -= 1);
            }
            Some(_) => {}
        }
    }

    /// Holds back whatever tells a count, or is made from it.
    pub(crate) fn hide(&mut self, release: &Release, count: usize, reason: Reason) {
        for figure in &release.counts[count].figures {
            let tells_base_alone = self.held[*figure] == Some(Reason::SmallBase);
            if !tells_base_alone || release.figures[*figure].base == Some(count) {
                self.hold(release, *figure, reason);
            }
        }
        for figure in &release.counts[count].needed_by {
            if self.held[*figure] != Some(Reason::SmallBase) {
                self.hold(release, *figure, Reason::Statistic);
            }
        }
    }

    /// Holds back what is made from counts that nothing tells any more.
    pub(crate) fn settle(&mut self, release: &Release) {
        loop {
            let lacking: Vec<usize> = (0..release.figures.len())
                .filter(|figure| self.held[*figure].is_none())
                .filter(|figure| release.figures[*figure].needs.iter().any(|count| !self.is_known(*count)))
                .filter(|figure| !self.open.contains(figure))
                .collect();
            if lacking.is_empty() {
                return;
            }
            for figure in lacking {
                self.hold(release, figure, Reason::Statistic);
            }
        }
    }
}
