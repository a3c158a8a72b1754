//! A release under a policy: what of it is held back, and what is left.

use std::collections::BTreeSet;

use topline_survey::{
    CellBase, CellError, FigureRef, Membership, Plan, Published, TableCell, Tabulation, Why, figure_named,
};

use crate::building::build;
use crate::disclosed::{Disclosed, DisclosureError, Held, HeldFor};
use crate::dominance::{Exceeded, NumberSums};
use crate::earlier::{EarlierRelease, add_earlier};
use crate::gate::attack;
use crate::primary::{Target, targets};
use crate::release::{Release, figures};
use crate::rounded::round_tables;
use crate::rounding::CountRounding;
use crate::standing::{Reason, Standing};
use crate::suppression::Suppression;
use crate::withheld_tests::withhold_tests;

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
        None => match NumberSums::of(plan, tables, &policed.release).betrayed(&standing) {
            None => Ok(policed.targets.len()),
            Some(Exceeded { figure, most, need }) => {
                let figure = figures(tables).nth(figure).map(|figure| figure.name());
                Err(figure
                    .map_or_else(|| policed.too_much(), |figure| DisclosureError::Dominated { figure, most, need }))
            }
        },
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
pub(crate) struct Policed {
    pub release: Release,
    standing: Standing,
    pub targets: Vec<Target>,
    /// What respondents are measured by: their number, and the weight of one on average.
    pub measures: Vec<f64>,
}

impl Policed {
    pub(crate) fn of(plan: &Plan, membership: &Membership, earlier: &EarlierRelease, tables: &[Tabulation]) -> Self {
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
    pub(crate) fn held_back(
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
        let suppression = Suppression::new(plan, tables, release);
        suppression.protect(&mut standing, targets, measures);
        let sums = NumberSums::of(plan, tables, release);
        sums.protect(&mut standing, &suppression.costs);
        standing.settle(release);
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

    pub(crate) fn too_much(&self) -> DisclosureError {
        DisclosureError::TooMuch { protected: self.targets.len(), figures: self.release.figures.len() }
    }

    /// What is known by these tables.
    pub(crate) fn published(&self, tables: &[Tabulation]) -> Standing {
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
        Reason::Dominance => HeldFor::Dominance,
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
