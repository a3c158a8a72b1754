//! What a statistic of a table comes to in one column.

use topline_estimate::quantile_rule::{Ordered, QuantileRule};
use topline_survey::{Gathers, Plan, RowKind, Statistic, Unit};
use topline_tally::Cell;

use crate::counted::Counted;
use crate::layout::{Axis, Column, Counts, Part, Row};

/// A value, whom it is of, and what it is out of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    /// The exact value; missing where nobody is in the base.
    pub x: Option<f64>,
    pub unit: Unit,
    /// Those counted.
    pub counted: Cell,
    /// Those it is out of.
    pub base: Cell,
}

impl Counted<'_> {
    /// What a row tells in a column.
    pub(crate) fn tell(&self, plan: &Plan, part: &Part, row: &Row, axis: &Axis, column: &Column) -> Told {
        let base = self.base(part, axis, column);
        if matches!(row.of.kind, RowKind::Base | RowKind::Total) {
            let counted = self.respondents(part, row, axis, column);
            return Told { x: Some(counted.n as f64), unit: Unit::Count, counted, base: counted };
        }
        if row.of.statistic.is_of_rows() {
            return self.of_row(part, row, axis, column, base);
        }
        self.of_values(plan, part, row, axis, column)
    }

    /// What is told of a row that counts.
    fn of_row(&self, part: &Part, row: &Row, axis: &Axis, column: &Column, base: Cell) -> Told {
        let counted = self.respondents(part, row, axis, column);
        let (total_axis, total) = (&part.axes[0], &part.axes[0].columns[0]);
        let percent =
            |counted: Cell, base: Cell| Told { x: percentage(&counted, &base), unit: Unit::Percent, counted, base };
        match row.of.statistic {
            Statistic::Count => Told { x: Some(counted.weight), unit: Unit::Count, counted, base },
            Statistic::UnweightedCount => Told { x: Some(counted.n as f64), unit: Unit::Count, counted, base },
            Statistic::RowPercent => percent(counted, self.respondents(part, row, total_axis, total)),
            Statistic::TablePercent => percent(counted, self.base(part, total_axis, total)),
            Statistic::ResponsePercent => {
                let ticks = self.ticks(part, row, axis, column, &row.boxes);
                percent(ticks, self.ticks(part, row, axis, column, &part.boxes))
            }
            Statistic::Index => {
                let of_total = self.respondents(part, row, total_axis, total);
                let whole = percentage(&of_total, &self.base(part, total_axis, total)).filter(|whole| *whole > 0.0);
                let x = percentage(&counted, &base).zip(whole).map(|(own, whole)| 100.0 * own / whole);
                Told { x, unit: Unit::Index, counted, base }
            }
            _ => percent(counted, base),
        }
    }

    /// A statistic of the values of those who have one.
    fn of_values(&self, plan: &Plan, part: &Part, row: &Row, axis: &Axis, column: &Column) -> Told {
        if row.counts == Counts::Answers {
            let base = self.base(part, axis, column);
            let ticks = self.ticks(part, row, axis, column, &part.boxes);
            let x = (base.weight > 0.0).then(|| ticks.weight / base.weight);
            return Told { x, unit: Unit::Score, counted: base, base };
        }
        let base = self.respondents(part, row, axis, column);
        let unit = if row.of.statistic == Statistic::NetPromoterScore { Unit::Points } else { Unit::Score };
        let some = base.weight > 0.0;
        let quantile = |p: f64| {
            let values = self.values(part, row, axis, column);
            let pairs = values.iter().filter(|(_, cell)| cell.weight > 0.0).map(|(value, cell)| (*value, cell.weight));
            // Where just half is at or below a value, the middle of it and the next: the median of the schoolbook.
            Ordered::new(pairs.collect()).map(|ordered| ordered.quantile(p, QuantileRule::School))
        };
        let extreme = |pick: fn(f64, f64) -> f64| {
            self.values(part, row, axis, column).into_iter().map(|(value, _)| value).reduce(pick)
        };
        let moments = || self.moments(part, row, axis, column, &base);
        let x = match (&row.of.gathers, row.of.statistic) {
            (Gathers::Percentile(percent), _) => quantile(f64::from(*percent) / 100.0),
            (_, Statistic::Median) => quantile(0.5),
            (_, Statistic::Minimum) => extreme(f64::min),
            (_, Statistic::Maximum) => extreme(f64::max),
            (_, Statistic::StandardDeviation) => deviation(moments(), &base),
            (_, Statistic::StandardError) => {
                let effective = effective(plan, &base);
                deviation(moments(), &base).filter(|_| effective > 0.0).map(|deviation| deviation / effective.sqrt())
            }
            _ => some.then(|| moments().0),
        };
        Told { x: x.filter(|_| some), unit, counted: base, base }
    }

    /// The mean of values, and the mean of their squares' distances from it.
    pub(crate) fn moments(&self, part: &Part, row: &Row, axis: &Axis, column: &Column, base: &Cell) -> (f64, f64) {
        if let Counts::Numbers(_) = row.counts {
            let mean = base.value / base.weight;
            return (mean, left(base.value_squared / base.weight, mean * mean));
        }
        let values = self.values(part, row, axis, column);
        let mean = values.iter().map(|(value, cell)| value * cell.weight).sum::<f64>() / base.weight;
        let spread = values.iter().map(|(value, cell)| (value - mean).powi(2) * cell.weight).sum::<f64>() / base.weight;
        (mean, spread)
    }

    /// The mean product of the values' distances from two means.
    pub(crate) fn product(
        &self,
        part: &Part,
        row: &Row,
        axis: &Axis,
        column: &Column,
        base: &Cell,
        [first, second]: [f64; 2],
    ) -> f64 {
        if let Counts::Numbers(_) = row.counts {
            let product = base.value_squared - (first + second) * base.value + first * second * base.weight;
            return product / base.weight;
        }
        let values = self.values(part, row, axis, column);
        values.iter().map(|(value, cell)| (value - first) * (value - second) * cell.weight).sum::<f64>() / base.weight
    }
}

/// What is left of a number without another; nothing, where it is no more than their rounding.
fn left(whole: f64, part: f64) -> f64 {
    let left = whole - part;
    if left > 8.0 * f64::EPSILON * whole { left } else { 0.0 }
}

/// A percentage, where anybody is in the base.
pub(crate) fn percentage(counted: &Cell, base: &Cell) -> Option<f64> {
    (base.weight > 0.0).then(|| 100.0 * counted.weight / base.weight)
}

/// Kish's effective size: of unweighted respondents, their number.
pub(crate) fn effective(plan: &Plan, base: &Cell) -> f64 {
    if plan.survey.weights.is_none() {
        return base.n as f64;
    }
    if base.weight_squared > 0.0 { base.weight * base.weight / base.weight_squared } else { 0.0 }
}

/// The standard deviation of a sample: the spread times n / (n - 1), as R survey's `svyvar` has it.
fn deviation((_, spread): (f64, f64), base: &Cell) -> Option<f64> {
    let n = base.n as f64;
    (base.n > 1 && base.weight > 0.0).then(|| (spread * n / (n - 1.0)).sqrt())
}
