//! Columns compared by their covariance under the declared design of the sample.

use topline_estimate::letters::ColumnShare;
use topline_estimate::matrix::Matrix;
use topline_estimate::parts::Part as Ratio;
use topline_survey::{Letters, Plan};

use crate::aggregate_error::AggregateError;
use crate::grid::Grid;
use crate::layout::{Family, Layout, Row, Spot};
use crate::letters::rule::{Compared, letters_of};
use crate::letters::{column_share, give};
use crate::standard_errors::{DesignPass, base_of, estimate_error, ratio};
use crate::statistics::{ColumnTest, column_test};

/// Compares the columns of each row that can be, where the table wants letters; `pass` is what the design summed up.
pub(crate) fn letter_by_design(
    plan: &Plan,
    layout: &Layout,
    pass: Option<&DesignPass<'_>>,
    grids: &mut [Grid<'_>],
) -> Result<(), AggregateError> {
    let Some(pass) = pass else { return Ok(()) };
    for grid in grids {
        let part = grid.part;
        let Some(letters) = &plan.tables[part.table].letters else { continue };
        for (index, row) in part.rows.iter().enumerate() {
            let test = column_test(&row.of);
            if test == ColumnTest::None {
                continue;
            }
            for family in &part.families {
                let comparison = DesignComparison { plan, layout, pass, letters, test };
                if let Some(found) = comparison.letters(grid, index, row, family)? {
                    give(grid, index, family, found);
                }
            }
        }
    }
    Ok(())
}

/// What columns are compared with under a design.
struct DesignComparison<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    pass: &'a DesignPass<'a>,
    letters: &'a Letters,
    test: ColumnTest,
}

impl DesignComparison<'_> {
    /// The letters of a row in a family of columns; none where fewer than two columns have anybody.
    fn letters(
        &self,
        grid: &Grid<'_>,
        index: usize,
        row: &Row,
        family: &Family,
    ) -> Result<Option<Vec<Option<String>>>, AggregateError> {
        let fail = |error| AggregateError::query("the comparison of columns", estimate_error(error));
        let mut known: Vec<(usize, Ratio)> = Vec::new();
        let mut columns: Vec<ColumnShare> = Vec::new();
        let mut at = None;
        for (position, (place, _)) in family.columns.iter().enumerate() {
            let cell = grid.cell(index, *place);
            let axis = &grid.part.axes[place.0];
            let spot = Spot { row, axis, column: &axis.columns[place.1] };
            let Some((pair, ratio)) = ratio(&self.layout.tally, grid.part, &spot) else { return Ok(None) };
            let base = base_of(cell.base(self.plan));
            columns.push(column_share(self.test, cell, cell.base(self.plan), base.n_effective));
            at = self.layout.pairs.get(&pair).copied();
            if base.n_weighted > 0.0 {
                known.push((position, ratio));
            }
        }
        let Some(pair) = at.filter(|_| known.len() > 1) else { return Ok(None) };
        let ratios: Vec<Ratio> = known.iter().map(|(_, ratio)| ratio.clone()).collect();
        let summation = &self.pass.sample.summation;
        let found = summation.part_covariance(&self.pass.sums[pair], &ratios).map_err(fail)?;
        let mut covariance = Matrix::zeros(columns.len(), columns.len());
        for (one, (row, _)) in known.iter().enumerate() {
            for (other, (column, _)) in known.iter().enumerate() {
                covariance[(*row, *column)] = found[(one, other)];
            }
        }
        let df = summation.design().degrees_of_freedom();
        if df <= 0.0 {
            return Ok(None);
        }
        let compared = Compared::Covariance(&covariance, df);
        letters_of(family, &columns, &compared, self.letters).map(Some).map_err(AggregateError::Letters)
    }
}
