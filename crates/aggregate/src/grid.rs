//! The cells of a table's part while they are filled: measured first, then given errors and letters.

use std::collections::HashMap;

use topline_survey::{CellBase, CellError, CellTest, Plan};

use crate::counted::Counted;
use crate::layout::{ColumnPlace, Part, Row};
use crate::letters::{Joint, Together};
use crate::statistics::{CellCounts, ColumnTest, Measured, column_test};

/// The cells of a part, row by row.
pub(crate) struct Grid<'l> {
    pub part: &'l Part,
    pub cells: Vec<GridCell>,
    /// Columns that were estimated together under a design, by their row, family and which they are.
    pub joint: HashMap<(usize, usize, Together), Joint>,
    /// The values of the others of columns, by their row, family and column, where columns are compared with them.
    pub rests: HashMap<(usize, usize, usize), Measured>,
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
        let of = |row, axis, column| CellCounts { plan, counted, part, row, axis, column };
        let letters = plan.tables[part.table].letters;
        let is_compared = |(_, row): &(usize, &Row)| {
            column_test(&row.of) != ColumnTest::None && letters.is_some_and(|letters| letters.against.has_rest())
        };
        let mut rests = HashMap::new();
        for (index, row) in part.rows.iter().enumerate().filter(is_compared) {
            for (position, family) in part.families.iter().enumerate() {
                for (at, ((place, _), rest)) in family.columns.iter().zip(&family.rests).enumerate() {
                    rests.insert((index, position, at), of(row, &part.axes[place.0], rest).measured());
                }
            }
        }
        let cells = part.spots().map(|spot| {
            let cell = of(spot.row, spot.axis, spot.column);
            let (error, column_base) = (CellError::default(), cell.base().n);
            GridCell { measured: cell.measured(), column_base, error, letters: None, test: None }
        });
        Self { part, cells: cells.collect(), joint: HashMap::new(), rests, width: part.columns().count() }
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
