//! Which further figures are held back, so that what must not be known cannot be worked out.
//!
//! Of each count that can still be worked out, the cheapest change is looked for that moves it as far as it must be uncertain and
//! leaves all sums as they are (Kelly, Golden and Assad 1992; Cox 1995). What moves with it is held back.

use topline_survey::{FigureRef, Plan, Tabulation};

use crate::attack::{Reach, Scope, around};
use crate::linear::{Change, Direction, NOTHING, Program, Steps};
use crate::primary::Target;
use crate::release::{RelationKind, Release, figures};
use crate::standing::{Reason, Standing};

/// What it costs to hold back a figure of the total column.
const TOTAL: f64 = 4.0;
/// What it costs to hold back a headline, or what a document states.
const NAMED: f64 = 20.0;
/// What it costs that a count moves that nothing tells anyway: shorter changes are better.
const UNKNOWN: f64 = 0.01;

/// What is held back, and how far everything else was seen to move.
pub(crate) struct Suppression<'r> {
    release: &'r Release,
    /// What it costs to hold back each figure.
    pub costs: Vec<f64>,
}

impl<'r> Suppression<'r> {
    pub(crate) fn new(plan: &Plan, tables: &[Tabulation], release: &'r Release) -> Self {
        let headlines: Vec<FigureRef> = plan.headlines.iter().map(|(_, figure)| figure.clone()).collect();
        // A minimum base alone holds back no headline, and nothing that a document states, because of others.
        let named = if plan.survey.disclosure.is_strict() { NAMED } else { f64::INFINITY };
        let costs = figures(tables).map(|figure| {
            let is_named = figure.cell.stated || (!headlines.is_empty() && headlines.contains(&figure.name()));
            let of_column = if figure.column.key.is_empty() { TOTAL } else { 1.0 };
            if is_named { named * of_column } else { of_column }
        });
        Self { release, costs: costs.collect() }
    }

    /// Holds back more, until each target is as uncertain as it must be, or cannot be made so.
    pub(crate) fn protect(&self, standing: &mut Standing, targets: &[Target], measures: &[f64]) {
        for target in targets.iter().filter(|target| !target.is_shown) {
            // What has a small base holds itself back; other figures may tell the same count.
            let is_small_base = target.reason == Reason::SmallBase;
            let reason = if is_small_base { Reason::For(target.count) } else { target.reason };
            standing.hide(self.release, target.hides, reason);
        }
        for (measure, scale) in measures.iter().enumerate() {
            let mut reach = Reach::new(self.release, measure);
            reach.gather(self.release, standing);
            if standing.rounding.is_some() {
                reach.widen_together(self.release, standing, targets, *scale);
            }
            let ordered = self.in_order(targets).into_iter().filter(|target| target.is_of(measure));
            let (margins, others): (Vec<&Target>, Vec<&Target>) =
                ordered.partition(|target| self.release.counts[target.count].is_margin);
            self.protect_each(standing, &mut reach, &margins, *scale);
            reach.gather(self.release, standing);
            self.protect_each(standing, &mut reach, &others, *scale);
        }
        standing.settle(self.release);
        while self.protect_sums(standing) {
            standing.settle(self.release);
        }
    }

    fn protect_each(&self, standing: &mut Standing, reach: &mut Reach, targets: &[&Target], scale: f64) {
        for target in targets {
            if self.release.work.is_spent() {
                return;
            }
            let need = reach.need(standing, target, scale);
            self.protect_one(standing, reach, target, need);
        }
    }

    /// Where one of several means that add up is held back, holds back another. Whether there was one to hold back.
    fn protect_sums(&self, standing: &mut Standing) -> bool {
        let mut is_more = false;
        for sum in &self.release.sums {
            let mut held = sum.iter().filter(|figure| standing.held[**figure].is_some());
            let (Some(lone), None) = (held.next(), held.next()) else { continue };
            let size = |figure: usize| {
                let counted = self.release.figures[figure].counted;
                counted.map_or(0.0, |count| self.release.counts[count].values[0])
            };
            let others = sum.iter().copied().filter(|figure| figure != lone && !standing.open.contains(figure));
            let cheapest = others.filter(|figure| size(*figure) > 0.5).min_by(|one, other| {
                let of = |figure: usize| (self.costs[figure], size(figure));
                of(*one).partial_cmp(&of(*other)).unwrap_or(std::cmp::Ordering::Equal)
            });
            if let Some(other) = cheapest {
                let reason = self.release.figures[*lone].counted.map_or(Reason::Statistic, Reason::For);
                standing.hold(self.release, other, reason);
                is_more = true;
            }
        }
        is_more
    }

    /// Sums of columns first, as whole columns go with them; then totals, then cells.
    fn in_order<'t>(&self, targets: &'t [Target]) -> Vec<&'t Target> {
        let mut ordered: Vec<&Target> = targets.iter().collect();
        ordered.sort_by_key(|target| {
            let count = &self.release.counts[target.count];
            (!count.is_margin, !count.is_total, target.count)
        });
        ordered
    }

    fn protect_one(&self, standing: &mut Standing, reach: &mut Reach, target: &Target, need: f64) {
        let count = target.count;
        if target.is_shown && standing.is_known(count) {
            // Rounding alone protects it, as a rule.
            let scopes = [Scope::Tables, Scope::Question, Scope::Release];
            if scopes.into_iter().any(|scope| reach.widen(self.release, standing, count, need, scope)) {
                return;
            }
            standing.hide(self.release, target.hides, target.reason);
        }
        if self.release.counts[count].is_margin {
            if reach.widen(self.release, standing, count, need, Scope::Tables)
                || (standing.rounding.is_some() && self.uncertain(standing, reach, count, need, Scope::Question))
            {
                return;
            }
            while !reach.widen(self.release, standing, count, need, Scope::Release) {
                if self.release.work.is_spent() || !self.hide_sibling(standing, count) {
                    return;
                }
            }
            return;
        }
        for scope in [Scope::Tables, Scope::Question] {
            let is_wide = reach.widen(self.release, standing, count, need, scope);
            if is_wide || self.uncertain(standing, reach, count, need, scope) {
                return;
            }
        }
        let scopes = [Scope::Columns, Scope::Release];
        while !scopes.into_iter().any(|scope| reach.widen(self.release, standing, count, need, scope)) {
            if self.release.work.is_spent() || !self.hide_column(standing, count) {
                return;
            }
        }
    }

    /// Holds back what moves with the cheapest changes of a count, so that they make it as uncertain as needed. Whether they do.
    fn uncertain(&self, standing: &mut Standing, reach: &mut Reach, count: usize, need: f64, scope: Scope) -> bool {
        let around = around(self.release, count, scope).into_iter();
        let values = reach.values.clone();
        let can_hide = |other: usize| standing.is_known(other) && self.cost(standing, other).is_finite();
        let room = |other: usize| {
            if can_hide(other) { (values[other], f64::INFINITY) } else { reach.room(standing, other) }
        };
        let free = around.filter(|other| room(*other).0 > NOTHING || room(*other).1 > NOTHING).collect();
        let program = Program::new(self.release, &values, free, &room);
        if program.free.binary_search(&count).is_err() {
            return false;
        }
        let short = need - reach.width(count);
        let further = reach.seen(count, Direction::Up) + short;
        if let Some(change) = self.cheapest(standing, &program, count, Direction::Up, further) {
            self.hide_moved(standing, reach, &change, count);
            return reach.take(self.release, standing, &change)
                || reach.widen(self.release, standing, count, need, scope);
        }
        // So many are not there to move up: some must move down.
        let most = |direction: Direction| {
            let change = program.furthest(count, direction, need, Steps::Any);
            let moved =
                change.and_then(|change| change.iter().find(|(moved, _)| *moved == count).map(|(_, by)| by.abs()));
            moved.unwrap_or(0.0).floor()
        };
        let (up, down) = (most(Direction::Up), most(Direction::Down));
        if up + down < need - NOTHING {
            return false;
        }
        for (direction, by) in [(Direction::Up, up), (Direction::Down, need - up)] {
            let by = if direction == Direction::Down { by.max(0.0) } else { by };
            if by <= reach.seen(count, direction) + NOTHING {
                continue;
            }
            if let Some(change) = self.cheapest(standing, &program, count, direction, by) {
                self.hide_moved(standing, reach, &change, count);
                reach.take(self.release, standing, &change);
            }
        }
        reach.widen(self.release, standing, count, need, scope)
    }

    fn cheapest(
        &self,
        standing: &Standing,
        program: &Program<'_>,
        count: usize,
        direction: Direction,
        by: f64,
    ) -> Option<Change> {
        program.cheapest(count, direction, by, &|other| self.cost(standing, other))
    }

    fn hide_moved(&self, standing: &mut Standing, reach: &Reach, change: &Change, count: usize) {
        for (moved, by) in change {
            let (down, up) = reach.room(standing, *moved);
            if standing.is_known(*moved) && !(*by < up + NOTHING && -by < down + NOTHING) {
                standing.hide(self.release, *moved, Reason::For(count));
            }
        }
    }

    /// Holds back the whole column of a count, and then the cheapest others of its break. Whether there is any left.
    fn hide_column(&self, standing: &mut Standing, count: usize) -> bool {
        let of_column = |relation: &usize| {
            let relation = &self.release.relations[*relation];
            let is_sum = |(other, times): &(usize, f64)| *times < 0.0 && self.release.counts[*other].is_margin;
            matches!(relation.kind, RelationKind::Rows | RelationKind::Net)
                .then(|| relation.terms.iter().find(|term| is_sum(term)))
        };
        let margins: Vec<usize> =
            self.release.touching[count].iter().filter_map(of_column).flatten().map(|(margin, _)| *margin).collect();
        for margin in margins {
            if standing.is_known(margin) && self.cost(standing, margin).is_finite() {
                standing.hide(self.release, margin, Reason::For(count));
                return true;
            }
            if self.hide_sibling(standing, margin) {
                return true;
            }
        }
        false
    }

    /// What it costs that a count moves; infinite where it is public anyway.
    fn cost(&self, standing: &Standing, count: usize) -> f64 {
        if !standing.is_known(count) {
            return UNKNOWN;
        }
        let of = &self.release.counts[count];
        if standing.is_fixed(self.release, count) {
            return f64::INFINITY;
        }
        let figures = of.figures.iter().filter(|figure| standing.held[**figure].is_none());
        let cost: f64 = figures.map(|figure| self.costs[*figure]).sum();
        // Of two figures, the one that tells of fewer respondents.
        cost * (1.0 + (1.0 + of.values[0]).log2() / 20.0)
    }

    /// Holds back the cheapest other column of a break whose column must not be known. Whether there is one.
    fn hide_sibling(&self, standing: &mut Standing, count: usize) -> bool {
        let relations = self.release.touching[count].iter().map(|relation| &self.release.relations[*relation]);
        let of_columns = relations.filter(|relation| match relation.kind {
            RelationKind::Columns | RelationKind::ColumnNet => true,
            RelationKind::Rows
            | RelationKind::Net
            | RelationKind::Ticks
            | RelationKind::Condition
            | RelationKind::Complement
            | RelationKind::Earlier => false,
        });
        let others = of_columns.flat_map(|relation| relation.terms.iter()).map(|(count, _)| *count);
        let known = others.filter(|other| *other != count && standing.is_known(*other));
        let cheapest = known
            .map(|count| (self.cost(standing, count), count))
            .filter(|(cost, _)| cost.is_finite())
            .min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let Some((_, sibling)) = cheapest else { return false };
        standing.hide(self.release, sibling, Reason::For(count));
        true
    }
}

/// Whether the range of each target is as wide as it must be; those that are not, with the range.
pub(crate) fn unprotected(
    release: &Release,
    standing: &Standing,
    targets: &[Target],
    measures: &[f64],
) -> Vec<(Target, f64)> {
    let mut failing = Vec::new();
    for (measure, scale) in measures.iter().enumerate() {
        let mut reach = Reach::new(release, measure);
        reach.gather(release, standing);
        reach.widen_together(release, standing, targets, *scale);
        for target in targets.iter().filter(|target| target.is_of(measure)) {
            let need = reach.need(standing, &Target { need: target.least, ..*target }, *scale);
            let scopes = [Scope::Tables, Scope::Question, Scope::Columns, Scope::Release];
            if !scopes.into_iter().any(|scope| reach.widen(release, standing, target.count, need, scope)) {
                failing.push((*target, reach.width(target.count)));
            }
            if release.work.is_spent() {
                return failing;
            }
        }
    }
    failing
}
