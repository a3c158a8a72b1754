//! Disclosure control of a run's tables, from the policy to the proof.

use std::collections::BTreeSet;

use thiserror::Error;
use topline_survey::{
    CellBase, CellError, FigureRef, Membership, Plan, Published, TableCell, Tabulation, Why, figure_named,
};

use crate::building::build;
use crate::earlier::{EarlierRelease, add_earlier};
use crate::gate::attack;
use crate::primary::{Target, targets};
use crate::release::{Release, figures};
use crate::rounded::round_tables;
use crate::rounding::CountRounding;
use crate::standing::{Reason, Standing};
use crate::suppression::Suppression;
use crate::whole_columns::{Extent, crowded};
use crate::withheld_tests::withhold_tests;

/// Tables with what must be held back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Disclosed {
    /// The tables: of a figure that is held back nothing is left but its name.
    pub tables: Vec<Tabulation>,
    /// What is held back, in reading order.
    pub held: Vec<Held>,
    /// How many counts are protected.
    pub protected: usize,
    /// The columns that are held back whole, as most of their figures count too few and protecting each by itself was too much.
    pub whole_columns: Vec<String>,
    /// What can be worked out all the same, as the release has too few respondents, if the policy is a minimum base alone.
    pub betrayed: Option<DisclosureError>,
}

/// A figure that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The figure.
    pub figure: FigureRef,
    /// Why. No document says so: which of the figures are the small ones is part of what is protected.
    pub why: HeldFor,
}

/// Why a figure is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldFor {
    /// Its base is below the minimum.
    SmallBase,
    /// It counts fewer than the threshold.
    SmallCount,
    /// Few came to it since the earlier release.
    FewSince,
    /// It counts all of its base but fewer than the threshold.
    SmallComplement,
    /// Its base is below the threshold.
    SmallColumn,
    /// It is made from counts that are held back.
    Statistic,
    /// It can be the value of one respondent.
    OneRespondent,
    /// Its column is held back whole, as most of its figures, or of those of other columns, count too few.
    WholeColumn,
    /// It is made in SQL, and nobody knows what it tells.
    Sql,
    /// With it, this count could be worked out.
    Secondary(String),
}

impl HeldFor {
    /// In a word, for lists.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::SmallBase => "small_base",
            Self::SmallCount => "small_count",
            Self::FewSince => "few_since",
            Self::SmallComplement => "small_complement",
            Self::SmallColumn => "small_column",
            Self::Statistic => "statistic",
            Self::OneRespondent => "one_respondent",
            Self::WholeColumn => "whole_column",
            Self::Sql => "sql",
            Self::Secondary(_) => "secondary",
        }
    }

    /// Whether the policy says so of the figure itself.
    #[must_use]
    pub fn is_primary(&self) -> bool {
        match self {
            Self::SmallBase
            | Self::SmallCount
            | Self::SmallComplement
            | Self::FewSince
            | Self::SmallColumn
            | Self::OneRespondent
            | Self::Sql => true,
            Self::Statistic | Self::WholeColumn | Self::Secondary(_) => false,
        }
    }
}

/// Why tables cannot be published.
#[derive(Debug, Clone, Error, PartialEq)]
pub enum DisclosureError {
    /// A count can be worked out from what would be published.
    #[error(
        "protect {count}: from what is not held back it is known within {width} respondents, and must be uncertain by {need}: {relation}"
    )]
    Betrayed {
        /// The count, by its figure.
        count: String,
        /// How wide the range is in which it can lie.
        width: u64,
        /// How wide it must be.
        need: u64,
        /// What betrays it.
        relation: String,
    },
    /// No proof was found within the work that a release may take.
    #[error(
        "protect {protected} counts in {figures} figures: so many of them hang together that it cannot be proven that none is told"
    )]
    TooMuch {
        /// How many counts must be protected.
        protected: usize,
        /// How many figures there are.
        figures: usize,
    },
}

/// Whether anything is to be held back beyond single values.
#[must_use]
pub fn has_policy(plan: &Plan) -> bool {
    plan.survey.disclosure.is_policy()
}

/// Holds back what must be, and attacks what is left.
pub fn disclose(
    plan: &Plan,
    membership: &Membership,
    earlier: &EarlierRelease,
    tables: Vec<Tabulation>,
) -> Result<Disclosed, DisclosureError> {
    if !has_policy(plan) {
        return Ok(Disclosed { tables, ..Disclosed::default() });
    }
    let policed = Policed::of(plan, membership, earlier, &tables);
    let first = policed.held_back(plan, membership, earlier, &tables, &[]);
    let Some(error) = first.betrayed.clone().filter(|_| plan.survey.disclosure.is_strict()) else { return Ok(first) };
    let coarser = [Extent::Columns, Extent::Breaks].map(|extent| crowded(&policed.release, &policed.targets, extent));
    let mut tried = coarser.iter().filter(|columns| !columns.is_empty());
    let found = tried.find_map(|columns| {
        let found = policed.held_back(plan, membership, earlier, &tables, columns);
        found.betrayed.is_none().then_some(found)
    });
    found.ok_or(error)
}

/// Attacks tables as they are about to be published: only what their cells say counts as known. How many counts are protected.
pub fn prove(
    plan: &Plan,
    membership: &Membership,
    earlier: &EarlierRelease,
    tables: &[Tabulation],
    published: &[Tabulation],
) -> Result<usize, DisclosureError> {
    let policed = Policed::of(plan, membership, earlier, tables);
    let standing = policed.published(published);
    match attack(&policed.release, published, &standing, &policed.targets, &policed.measures) {
        None => Ok(policed.targets.len()),
        Some(_) if policed.release.work.is_spent() => Err(policed.too_much()),
        Some(betrayed) => Err(DisclosureError::Betrayed {
            count: betrayed.count,
            width: betrayed.width.floor() as u64,
            need: betrayed.need.ceil() as u64,
            relation: betrayed.relation,
        }),
    }
}

/// A release, and what the policy says of its figures.
struct Policed {
    release: Release,
    standing: Standing,
    targets: Vec<Target>,
    /// What respondents are measured by: their number, and the weight of one on average.
    measures: Vec<f64>,
}

impl Policed {
    fn of(plan: &Plan, membership: &Membership, earlier: &EarlierRelease, tables: &[Tabulation]) -> Self {
        let mut release = build(membership, tables);
        // Rounded counts of both releases tell no difference exactly.
        let is_rounded = plan.survey.disclosure.rounds_to().is_some_and(|to| earlier.is_rounded(to));
        let nothing = EarlierRelease::default();
        let since = add_earlier(&mut release, tables, if is_rounded { &nothing } else { earlier });
        let names: Vec<FigureRef> = figures(tables).map(|figure| figure.name()).collect();
        let policy = &plan.survey.disclosure;
        let few = policy.threshold.map(|threshold| threshold as f64 - 1.0);
        let rounding = CountRounding::of(policy, release.everybody);
        let mut standing = Standing::of(&release, tables, open(plan, &names)).rounded(rounding, few);
        let targets = targets(plan, tables, &mut release, &mut standing, &since);
        let mut measures = vec![1.0];
        let [everybody, weighted] = release.everybody;
        if plan.survey.weights.is_some() && everybody > 0.0 && weighted > 0.0 {
            measures.push(weighted / everybody);
        }
        let standing = Standing::renewed(&release, standing);
        release.work.renew(targets.len());
        Self { release, standing, targets, measures }
    }

    /// The tables with whatever must be held back besides these columns, and whether that protects all counts.
    fn held_back(
        &self,
        plan: &Plan,
        membership: &Membership,
        earlier: &EarlierRelease,
        tables: &[Tabulation],
        whole: &[usize],
    ) -> Disclosed {
        let Self { release, targets, measures, .. } = self;
        let mut standing = self.standing.clone();
        for figure in whole.iter().flat_map(|column| &release.columns[*column].figures) {
            standing.hold(release, *figure, Reason::WholeColumn);
        }
        release.work.renew(targets.len());
        Suppression::new(plan, tables, release).protect(&mut standing, targets, measures);
        let rounded = match &standing.rounding {
            Some(rounding) => round_tables(plan, tables, release, &standing, rounding),
            None => tables.to_vec(),
        };
        let mut published = without(rounded, &standing);
        withhold_tests(plan, &mut published);
        let betrayed = if release.work.is_spent() {
            Some(self.too_much())
        } else {
            prove(plan, membership, earlier, tables, &published).err()
        };
        let names: Vec<FigureRef> = figures(tables).map(|figure| figure.name()).collect();
        let whole_columns = whole.iter().filter_map(|column| {
            let figure = release.columns[*column].figures.first()?;
            Some(names[*figure].column.clone())
        });
        Disclosed {
            tables: published,
            held: held(release, &standing, &names),
            protected: targets.len(),
            whole_columns: whole_columns.collect(),
            betrayed,
        }
    }

    fn too_much(&self) -> DisclosureError {
        DisclosureError::TooMuch { protected: self.targets.len(), figures: self.release.figures.len() }
    }

    /// What is known by these tables.
    fn published(&self, tables: &[Tabulation]) -> Standing {
        let mut standing = Standing::of(&self.release, tables, self.standing.open.clone());
        standing = standing.like(&self.standing);
        standing.find_exact(&self.release, tables);
        Standing::renewed(&self.release, standing)
    }
}

/// The figures that are public anyway.
fn open(plan: &Plan, names: &[FigureRef]) -> BTreeSet<usize> {
    let open = &plan.survey.disclosure.open;
    let figures: Vec<FigureRef> = open
        .iter()
        .filter_map(|name| figure_named(&plan.tables, &plan.codebook, name).or_else(|| name.parse().ok()))
        .collect();
    let is_open = |name: &FigureRef| open.contains(&name.table) || figures.contains(name);
    if open.is_empty() { BTreeSet::new() } else { (0..names.len()).filter(|at| is_open(&names[*at])).collect() }
}

fn held(release: &Release, standing: &Standing, names: &[FigureRef]) -> Vec<Held> {
    let why = |reason: Reason| match reason {
        Reason::SmallBase => HeldFor::SmallBase,
        Reason::SmallCount => HeldFor::SmallCount,
        Reason::FewSince => HeldFor::FewSince,
        Reason::SmallComplement => HeldFor::SmallComplement,
        Reason::SmallColumn => HeldFor::SmallColumn,
        Reason::Statistic => HeldFor::Statistic,
        Reason::OneRespondent => HeldFor::OneRespondent,
        Reason::WholeColumn => HeldFor::WholeColumn,
        Reason::Sql => HeldFor::Sql,
        Reason::For(count) => HeldFor::Secondary(release.name(count, names)),
    };
    let of_names = names.iter().zip(&standing.held);
    of_names.filter_map(|(figure, reason)| Some(Held { figure: figure.clone(), why: why((*reason)?) })).collect()
}

/// The tables without what is held back.
fn without(mut tables: Vec<Tabulation>, standing: &Standing) -> Vec<Tabulation> {
    let mut held = standing.held.iter();
    for table in &mut tables {
        let letters: Vec<Option<String>> = table.columns.iter().map(|column| column.letter.clone()).collect();
        for row in table.sections.iter_mut().flat_map(|section| &mut section.rows) {
            let of_row: Vec<Option<Reason>> = held.by_ref().take(row.cells.len()).copied().collect();
            let hidden: Vec<&str> = of_row
                .iter()
                .zip(&letters)
                .filter_map(|(reason, letter)| letter.as_deref().filter(|_| reason.is_some()))
                .collect();
            for (cell, reason) in row.cells.iter_mut().zip(&of_row) {
                match reason {
                    Some(reason) => empty(cell, *reason),
                    None => {
                        cell.letters = cell.letters.take().map(|letters| without_letters(&letters, &hidden, &of_row));
                    }
                }
            }
        }
    }
    tables
}

/// The letters of other columns than these, whatever their case. A mark is of all others together: there is none where one is hidden.
fn without_letters(letters: &str, hidden: &[&str], of_row: &[Option<Reason>]) -> String {
    let hides_any = of_row.iter().any(Option::is_some);
    let is_mark = |letter: &str| letter.contains(['+', '-']);
    let is_hidden = |letter: &&str| {
        hidden.iter().any(|hidden| hidden.eq_ignore_ascii_case(letter)) || (is_mark(letter) && hides_any)
    };
    letters.split(' ').filter(|letter| !is_hidden(letter)).collect::<Vec<_>>().join(" ")
}

/// Takes everything out of a cell that is held back; where the table's own minimum holds it back, its base is published.
fn empty(cell: &mut TableCell, reason: Reason) {
    let has_small_base = reason == Reason::SmallBase;
    cell.published = Published::HeldBack(if has_small_base { Why::SmallBase } else { Why::Protected });
    cell.base = if has_small_base { cell.base } else { CellBase::default() };
    (cell.n, cell.n_weighted, cell.x) = (0, 0.0, None);
    cell.error = CellError::default();
    (cell.letters, cell.test) = (None, None);
    cell.caution = false;
}

#[cfg(test)]
mod tests {
    use topline_survey::Tabulation;

    use super::{DisclosureError, EarlierRelease, HeldFor, Policed, attack, disclose};
    use crate::random_survey::{Missing, RandomSurvey, Shape, Weighting, random_survey};
    use crate::whole_columns::{Extent, crowded};

    fn survey(respondents: usize, threshold: usize) -> RandomSurvey {
        let shape = Shape {
            seed: 1,
            respondents,
            questions: 4,
            breaks: 2,
            most: (6, 8),
            multi: 1,
            missing: Missing::None,
            weights: Weighting::None,
        };
        random_survey(shape, &format!("threshold = {threshold}"))
    }

    #[test]
    fn what_there_is_no_work_left_to_prove_is_not_published() {
        let survey = survey(400, 5);
        let nothing = EarlierRelease::default();
        let found = disclose(&survey.plan, &survey.membership, &nothing, survey.tables.clone()).expect("tables");
        let policed = Policed::of(&survey.plan, &survey.membership, &nothing, &survey.tables);
        let attacked = |policed: &Policed| {
            let standing = policed.published(&found.tables);
            attack(&policed.release, &found.tables, &standing, &policed.targets, &policed.measures)
        };
        assert_eq!(attacked(&policed), None);
        policed.release.work.spend(1, Some(u64::MAX / 2));
        assert!(policed.release.work.is_spent() && attacked(&policed).is_some());
        let told = policed.too_much();
        assert!(matches!(told, DisclosureError::TooMuch { figures, .. } if figures > 100), "{told}");
    }

    /// Of 80 respondents in columns of some 10, most counts are below 10.
    #[test]
    fn whole_columns_protect_what_is_in_them() {
        let survey = survey(80, 10);
        let nothing = EarlierRelease::default();
        let policed = Policed::of(&survey.plan, &survey.membership, &nothing, &survey.tables);
        let mut before = 0;
        for extent in [Extent::Columns, Extent::Breaks] {
            let columns = crowded(&policed.release, &policed.targets, extent);
            assert!(columns.len() > 1 && columns.len() >= before, "{columns:?}");
            before = columns.len();
            let found = policed.held_back(&survey.plan, &survey.membership, &nothing, &survey.tables, &columns);
            assert_eq!((found.betrayed, found.whole_columns.len()), (None, columns.len()));
            for figure in found.tables.iter().flat_map(Tabulation::figures) {
                let is_held = figure.cell.published.held_back().is_some();
                assert!(is_held || !found.whole_columns.contains(&figure.name().column), "{}", figure.name());
            }
            let whole = found.held.iter().filter(|held| held.why == HeldFor::WholeColumn);
            assert!(whole.clone().count() > columns.len() && !whole.into_iter().any(|held| held.why.is_primary()));
        }
    }
}
