//! Columns compared by their covariance under the declared design of the sample.

use topline_estimate::column_letters::PairDegrees;
use topline_survey::Plan;

use crate::aggregate_error::AggregateError;
use crate::grid::Grid;
use crate::letters::estimated::Together;
use crate::letters::joint::Spread;
use crate::letters::rest::marks;
use crate::letters::rule::{Compared, letters_of};
use crate::letters::{give, shares};
use crate::statistics::{ColumnTest, column_test};

/// Gives the columns of rows their letters, after all of them are estimated.
pub(crate) fn letter_by_design(plan: &Plan, grids: &mut [Grid<'_>]) -> Result<(), AggregateError> {
    for grid in grids {
        let part = grid.part;
        let Some(letters) = &plan.tables[part.table].letters else { continue };
        for (position, family) in part.families.iter().enumerate() {
            for (index, row) in part.rows.iter().enumerate() {
                let test = column_test(&row.of);
                if test == ColumnTest::None {
                    continue;
                }
                let spread = Spread::of(grid, index, position).filter(|_| letters.against.has_columns());
                if let Some(spread) = spread {
                    let columns = shares(plan, grid, index, family, test);
                    let compared = Compared::Covariance(&spread.covariance, PairDegrees::Each(&spread.degrees));
                    let found = letters_of(family, &columns, &compared, letters).map_err(AggregateError::Letters)?;
                    give(grid, index, family, found);
                }
                if letters.against.has_rest() {
                    let compared = |column: usize, _| {
                        let (covariance, df) = grid.joint.get(&(index, position, Together::Rest(column)))?.of_two()?;
                        Some(Compared::Two(covariance, df))
                    };
                    let found = marks(plan, grid, (index, position), test, letters, compared)?;
                    give(grid, index, family, found);
                }
            }
        }
    }
    Ok(())
}
