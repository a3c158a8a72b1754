//! What the tally counted for one cell of a table: a row in a column.

use topline_survey::{BaseRule, Plan, Unit};
use topline_tally::Cell;

use crate::condition::own_rule;
use crate::counted::Counted;
use crate::layout::{Axis, Column, Counts, Part, Places, Row};
use crate::statistics::of_row;

/// A value, whom it is of, and what it is out of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// The exact value; missing where nobody is in the base.
    pub x: Option<f64>,
    pub unit: Unit,
    /// Those counted.
    pub counted: Cell,
    /// Those it is out of.
    pub base: Cell,
}

impl Measured {
    /// A percentage of a base.
    pub(crate) fn percent(counted: Cell, base: Cell) -> Self {
        Self { x: percentage(&counted, &base), unit: Unit::Percent, counted, base }
    }

    /// A value of those who have one, who are its base; nothing where they have no weight.
    pub(crate) fn of_values(x: Option<f64>, unit: Unit, base: Cell) -> Self {
        Self { x: x.filter(|_| base.weight > 0.0), unit, counted: base, base }
    }
}

/// One cell: what is counted in it, and around it.
#[derive(Clone, Copy)]
pub(crate) struct CellCounts<'a> {
    pub plan: &'a Plan,
    pub counted: &'a Counted<'a>,
    pub part: &'a Part,
    pub row: &'a Row,
    pub axis: &'a Axis,
    pub column: &'a Column,
}

impl CellCounts<'_> {
    /// The value of the cell.
    pub(crate) fn measured(&self) -> Measured {
        if let Some(statistic) = of_row(&self.row.of) {
            return statistic.value(self);
        }
        let counted = self.respondents();
        Measured { x: Some(counted.n as f64), unit: Unit::Count, counted, base: counted }
    }

    /// Those in the base of the column; of a row that counts who is out of it, all whom the table is of.
    pub(crate) fn base(&self) -> Cell {
        if let (Some(BaseRule::All), Counts::Respondents(places)) = (own_rule(&self.row.of.gathers), &self.row.counts) {
            let dimension = places.dimension;
            let places = (0..self.counted.layout.tally.dimensions[dimension].places()).collect();
            let all = Places { dimension, places };
            return self.counted.sum(self.part, self.axis, self.column, &all, self.row.filter);
        }
        self.counted.base(self.part, self.axis, self.column)
    }

    /// Those whom the row counts in the column.
    pub(crate) fn respondents(&self) -> Cell {
        self.counted.respondents(self.part, self.row, self.axis, self.column)
    }

    /// The same row in the total column.
    pub(crate) fn in_total(&self) -> Self {
        let axis = &self.part.axes[0];
        Self { axis, column: &axis.columns[0], ..*self }
    }

    /// Ticks of the row's own boxes.
    pub(crate) fn ticks(&self) -> Cell {
        self.counted.ticks(self.part, self.row, self.axis, self.column, &self.row.boxes)
    }

    /// Ticks of all boxes.
    pub(crate) fn all_ticks(&self) -> Cell {
        self.counted.ticks(self.part, self.row, self.axis, self.column, &self.part.boxes)
    }

    /// The values of the row with the respondents who have each; in no order.
    pub(crate) fn values(&self) -> Vec<(f64, Cell)> {
        self.counted.values(self.part, self.row, self.axis, self.column)
    }

    /// The mean of the values, and the mean of their squared distances from it.
    pub(crate) fn moments(&self, base: &Cell) -> (f64, f64) {
        if let Counts::Numbers(_) = self.row.counts {
            let mean = base.value / base.weight;
            return (mean, left(base.value_squared / base.weight, mean * mean));
        }
        let values = self.values();
        let mean = values.iter().map(|(value, cell)| value * cell.weight).sum::<f64>() / base.weight;
        let spread = values.iter().map(|(value, cell)| (value - mean).powi(2) * cell.weight).sum::<f64>() / base.weight;
        (mean, spread)
    }

    /// The mean product of the values' distances from two means.
    pub(crate) fn product(&self, base: &Cell, [first, second]: [f64; 2]) -> f64 {
        if let Counts::Numbers(_) = self.row.counts {
            let product = base.value_squared - (first + second) * base.value + first * second * base.weight;
            return product / base.weight;
        }
        let values = self.values();
        values.iter().map(|(value, cell)| (value - first) * (value - second) * cell.weight).sum::<f64>() / base.weight
    }

    /// The mean of the values of those who have one.
    pub(super) fn mean(&self, unit: Unit) -> Measured {
        let base = self.respondents();
        let x = (base.weight > 0.0).then(|| self.moments(&base).0);
        Measured::of_values(x, unit, base)
    }

    /// The standard deviation of a sample: the spread times n / (n - 1), as `svyvar` of R's survey package has it.
    pub(super) fn deviation(&self, base: &Cell) -> Option<f64> {
        let n = base.n as f64;
        (base.n > 1 && base.weight > 0.0).then(|| (self.moments(base).1 * n / (n - 1.0)).sqrt())
    }

    /// The value that `pick` leaves of all values.
    pub(super) fn extreme(&self, pick: fn(f64, f64) -> f64) -> Measured {
        let x = self.values().into_iter().map(|(value, _)| value).reduce(pick);
        Measured::of_values(x, Unit::Score, self.respondents())
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
