//! What is held back so far, and what is known because of what is not.

use std::collections::BTreeSet;

use topline_survey::{Published, Tabulation, Why};

use crate::release::{Release, figures};

/// Why a figure is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its base is below the minimum, as the table says by itself.
    SmallBase,
    /// It counts too few.
    SmallCount,
    /// It leaves out too few.
    SmallComplement,
    /// Its base counts too few.
    SmallColumn,
    /// Other counts of its column are held back, from which it is made.
    Statistic,
    /// It is the value of one respondent.
    OneRespondent,
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
        Self { held, open, told }
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
