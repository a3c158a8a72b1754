//! The cells of a table's part while they are filled: measured first, then given errors and letters.

use topline_survey::{CellBase, CellError, CellTest, Plan};

use crate::counted::Counted;
use crate::layout::{ColumnPlace, Part};
use crate::statistics::{CellCounts, Measured};

/// The cells of a part, row by row.
pub(crate) struct Grid<'l> {
    pub part: &'l Part,
    pub cells: Vec<GridCell>,
    width: usize,
}

/// One cell.
#[derive(Debug)]
pub(crate) struct GridCell {
    pub measured: Measured,
    /// Those in the base of the column, of which a part of a row or of the table tells too.
    pub column_base: u64,
    pub error: CellError,
    pub letters: Option<String>,
    pub test: Option<CellTest>,
}

impl<'l> Grid<'l> {
    /// The cells that the tally gives.
    pub(crate) fn measured(plan: &Plan, counted: &Counted<'_>, part: &'l Part) -> Self {
        let cells = part.spots().map(|spot| {
            let cell = CellCounts { plan, counted, part, row: spot.row, axis: spot.axis, column: spot.column };
            let (error, column_base) = (CellError::default(), cell.base().n);
            GridCell { measured: cell.measured(), column_base, error, letters: None, test: None }
        });
        Self { part, cells: cells.collect(), width: part.columns().count() }
    }

    /// The cell of a row in a column.
    pub(crate) fn cell(&self, row: usize, place: ColumnPlace) -> &GridCell {
        &self.cells[row * self.width + self.part.position(place)]
    }

    /// The same cell, to be changed.
    pub(crate) fn cell_mut(&mut self, row: usize, place: ColumnPlace) -> &mut GridCell {
        let position = row * self.width + self.part.position(place);
        &mut self.cells[position]
    }

    /// The cells of each row.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[GridCell]> {
        self.cells.chunks(self.width)
    }
}

impl GridCell {
    /// The base, as figures tell it.
    pub(crate) fn base(&self, plan: &Plan) -> CellBase {
        let base = &self.measured.base;
        let has_effective = plan.survey.weights.is_some() && base.weight_squared > 0.0;
        let effective = has_effective.then(|| base.weight * base.weight / base.weight_squared);
        CellBase { n: base.n, weighted: base.weight, effective }
    }
}
