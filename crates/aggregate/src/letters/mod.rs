//! Letters under the columns of tables: which columns of the same break a column is significantly higher than.
//!
//! Columns are lettered from the first after the total, across all breaks, and compared within a break; nets not with their own
//! options. Columns of ticked boxes share respondents, who make a difference of two columns surer.

mod by_design;
mod rule;
mod simple;

use topline_estimate::letters::ColumnShare;
use topline_survey::CellBase;

use crate::grid::{Grid, GridCell};
use crate::layout::{ColumnPlace, Family};
use crate::statistics::ColumnTest;

pub(crate) use by_design::{DegreesOfPairs, FamilyRequest, family_requests, give_letters};
pub(crate) use rule::correction;
pub(crate) use simple::{SimpleComparison, letter_simply};

/// A cell's value as tests take it, with its base: sums of weights may make of all of a base a little more than all of it.
fn column_share(test: ColumnTest, cell: &GridCell, base: CellBase, n_effective: f64) -> ColumnShare {
    let x = cell.measured.x.unwrap_or_default();
    let x = match test {
        ColumnTest::Proportions => (x / 100.0).clamp(0.0, 1.0),
        ColumnTest::Means | ColumnTest::None => x,
    };
    ColumnShare {
        x,
        base: topline_estimate::crosstab::ColumnBase { n: base.n, n_weighted: base.weighted, n_effective },
    }
}

/// Gives the cells of a row their letters.
fn give(grid: &mut Grid<'_>, row: usize, family: &Family, letters: Vec<Option<String>>) {
    let places: Vec<ColumnPlace> = family.columns.iter().map(|(place, _)| *place).collect();
    for (place, letters) in places.into_iter().zip(letters) {
        grid.cell_mut(row, place).letters = letters;
    }
}
