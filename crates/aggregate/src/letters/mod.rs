//! Letters under the columns of tables: which columns of the same break a column is significantly higher than.
//!
//! Columns are lettered from the first after the total, across all breaks, and compared within a break; nets not with their own
//! options. Columns of ticked boxes share respondents, who make a difference of two columns surer.

mod by_design;
mod degrees;
mod estimated;
mod joint;
mod rest;
mod rule;
mod simple;

use topline_estimate::letters::{ColumnBase, ColumnShare};
use topline_survey::Plan;

use crate::grid::Grid;
use crate::layout::{ColumnPlace, Family};
use crate::statistics::{ColumnTest, Measured, effective};

pub(crate) use by_design::letter_by_design;
pub(crate) use degrees::DegreesOfPairs;
pub(crate) use estimated::{Joint, Together};
pub(crate) use joint::{JointRequest, Spread, joint_requests, known_columns};
pub(crate) use rule::correction;
pub(crate) use simple::{SimpleComparison, letter_simply};

/// The value of each column in a row as tests take it, with its base: sums of weights may make of all of a base a little more than all
/// of it.
pub(crate) fn shares(plan: &Plan, grid: &Grid<'_>, row: usize, family: &Family, test: ColumnTest) -> Vec<ColumnShare> {
    family.columns.iter().map(|(place, _)| share(plan, &grid.cell(row, *place).measured, test)).collect()
}

fn share(plan: &Plan, measured: &Measured, test: ColumnTest) -> ColumnShare {
    let x = measured.x.unwrap_or_default();
    let x = match test {
        ColumnTest::Proportions => (x / 100.0).clamp(0.0, 1.0),
        ColumnTest::Means | ColumnTest::None => x,
    };
    let base = &measured.base;
    ColumnShare { x, base: ColumnBase { n: base.n, n_weighted: base.weight, n_effective: effective(plan, base) } }
}

/// Gives the cells of a row their letters, after those that they have.
fn give(grid: &mut Grid<'_>, row: usize, family: &Family, letters: Vec<Option<String>>) {
    let places: Vec<ColumnPlace> = family.columns.iter().map(|(place, _)| *place).collect();
    for (place, letters) in places.into_iter().zip(letters) {
        let own = &mut grid.cell_mut(row, place).letters;
        *own = match (own.take(), letters) {
            (Some(known), Some(more)) if !known.is_empty() && !more.is_empty() => Some(format!("{known} {more}")),
            (Some(known), Some(more)) => Some(known + &more),
            (known, more) => known.or(more),
        };
    }
}
