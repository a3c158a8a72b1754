//! Columns compared as parts of a simple sample: percentages by z, means by Student's t.

use topline_estimate::column_letters::{PairDegrees, column_pairs};
use topline_estimate::column_proportion::Overlap;
use topline_estimate::letters::ColumnShare;
use topline_estimate::matrix::Matrix;
use topline_survey::{LetterBase, Letters, Plan};
use topline_tally::Cell;

use crate::aggregate_error::AggregateError;
use crate::counted::Counted;
use crate::grid::Grid;
use crate::layout::{Axis, Column, ColumnPlace, Family, Part, Row};
use crate::letters::rest::marks;
use crate::letters::rule::{Compared, letters_of, overlap};
use crate::letters::{give, shares};
use crate::statistics::{CellCounts, ColumnTest, column_test};

/// Compares the columns of each row that can be, where the table wants letters.
pub(crate) fn letter_simply(plan: &Plan, counted: &Counted<'_>, grids: &mut [Grid<'_>]) -> Result<(), AggregateError> {
    for grid in grids {
        let part = grid.part;
        let Some(letters) = &plan.tables[part.table].letters else { continue };
        let comparison = SimpleComparison { plan, counted, base: letters.base };
        for (index, row) in part.rows.iter().enumerate() {
            for (position, family) in part.families.iter().enumerate() {
                if letters.against.has_columns()
                    && let Some(found) = comparison.letters(grid, (index, row), family, letters)?
                {
                    give(grid, index, family, found);
                }
                if letters.against.has_rest() {
                    let found = comparison.marks(grid, (index, position), row, letters)?;
                    give(grid, index, family, found);
                }
            }
        }
    }
    Ok(())
}

/// What columns are compared with.
pub(crate) struct SimpleComparison<'a> {
    pub plan: &'a Plan,
    pub counted: &'a Counted<'a>,
    /// The size that a column's precision goes by.
    pub base: LetterBase,
}

impl SimpleComparison<'_> {
    /// The letters of a row in a family of columns; none where the row is not compared.
    fn letters(
        &self,
        grid: &Grid<'_>,
        (index, row): (usize, &Row),
        family: &Family,
        letters: &Letters,
    ) -> Result<Option<Vec<Option<String>>>, AggregateError> {
        let part = grid.part;
        let test = column_test(&row.of);
        let columns = shares(self.plan, grid, index, family, test);
        let (spreads, overlaps);
        let compared = match test {
            ColumnTest::None => return Ok(None),
            ColumnTest::Proportions => {
                overlaps = self.overlaps(part, family);
                Compared::Percentages(&overlaps)
            }
            ColumnTest::Means => {
                spreads = self.spreads(part, row, family);
                // Student's t of two means, with the degrees of freedom of all columns together.
                let df = self.in_any(part, row, family, &columns).saturating_sub(columns.len() as u64);
                if df == 0 {
                    return Ok(None);
                }
                Compared::Covariance(&spreads, PairDegrees::Same(df as f64))
            }
        };
        letters_of(family, &columns, &compared, letters).map(Some).map_err(AggregateError::Letters)
    }

    /// What each column is to the others of the family together.
    fn marks(
        &self,
        grid: &Grid<'_>,
        (index, position): (usize, usize),
        row: &Row,
        letters: &Letters,
    ) -> Result<Vec<Option<String>>, AggregateError> {
        let (part, test) = (grid.part, column_test(&row.of));
        let family = &part.families[position];
        let compared = |column: usize, both: [ColumnShare; 2]| match test {
            ColumnTest::None => None,
            ColumnTest::Proportions => Some(Compared::Percentages(&[])),
            ColumnTest::Means => {
                let (axis, own) = family.columns[column].0;
                let axis = &part.axes[axis];
                let of = [&axis.columns[own], &family.rests[column]];
                let variances = of.map(|column| self.variance(part, row, axis, column));
                let covariance = Matrix::from_fn(2, 2, |one, other| if one == other { variances[one] } else { 0.0 });
                let n = both[0].base.n + both[1].base.n;
                (n > 2).then(|| Compared::Two(covariance, (n - 2) as f64))
            }
        };
        marks(self.plan, grid, (index, position), test, letters, compared)
    }

    /// How many respondents with a value are in any of the columns.
    pub(crate) fn in_any(&self, part: &Part, row: &Row, family: &Family, columns: &[ColumnShare]) -> u64 {
        match &family.shared {
            None => columns.iter().map(|column| column.base.n).sum(),
            Some(both) => self.counted.respondents(part, row, &both.any, &both.any.columns[0]).n,
        }
    }

    /// What each two columns share of the base.
    pub(crate) fn overlaps(&self, part: &Part, family: &Family) -> Vec<Overlap> {
        let Some(shared) = &family.shared else { return Vec::new() };
        let bases: Vec<Cell> = family.columns.iter().map(|(place, _)| self.base_at(part, *place)).collect();
        column_pairs(bases.len())
            .zip(&shared.pairs)
            .map(|((one, other), both)| {
                let both = self.counted.base(part, both, &both.columns[0]);
                let weighted = self.plan.survey.weights.is_some();
                let base = if weighted { self.base } else { LetterBase::Unweighted };
                overlap([&bases[one], &bases[other]], &both, base)
            })
            .collect()
    }

    pub(crate) fn base_at(&self, part: &Part, (axis, column): ColumnPlace) -> Cell {
        let axis = &part.axes[axis];
        self.counted.base(part, axis, &axis.columns[column])
    }

    /// The variance of a column's mean.
    fn variance(&self, part: &Part, row: &Row, axis: &Axis, column: &Column) -> f64 {
        let cell = self.cell(part, row, axis, column);
        let base = cell.respondents();
        let own = (base, cell.moments(&base).0);
        self.covariance(&cell, [&own, &own])
    }

    /// What those of a cell, who are in both of two columns with these bases and means, add to the covariance of the means.
    fn covariance(
        &self,
        cell: &CellCounts<'_>,
        [(first, first_mean), (second, second_mean)]: [&(Cell, f64); 2],
    ) -> f64 {
        let both = cell.respondents();
        if both.n < 2 || both.weight <= 0.0 {
            return 0.0;
        }
        let n = both.n as f64;
        let product = cell.product(&both, [*first_mean, *second_mean]);
        let squares = if self.plan.survey.weights.is_some() { both.weight_squared } else { n };
        product * n / (n - 1.0) * squares / (first.weight * second.weight)
    }

    fn cell<'c>(&'c self, part: &'c Part, row: &'c Row, axis: &'c Axis, column: &'c Column) -> CellCounts<'c> {
        CellCounts { plan: self.plan, counted: self.counted, part, row, axis, column }
    }

    /// The variance of each column's mean on the diagonal, and what each two have in common by those who are in both.
    pub(crate) fn spreads(&self, part: &Part, row: &Row, family: &Family) -> Matrix {
        let columns = family.columns.iter().map(|((axis, column), _)| {
            let axis = &part.axes[*axis];
            (axis, &axis.columns[*column])
        });
        let columns: Vec<(&Axis, &Column)> = columns.collect();
        let means: Vec<(Cell, f64)> = columns
            .iter()
            .map(|(axis, column)| {
                let cell = self.cell(part, row, axis, column);
                let base = cell.respondents();
                (base, cell.moments(&base).0)
            })
            .collect();
        let covariance = |[one, other]: [usize; 2], axis: &Axis, column: &Column| {
            self.covariance(&self.cell(part, row, axis, column), [&means[one], &means[other]])
        };
        let mut spreads = Matrix::zeros(columns.len(), columns.len());
        for (at, (axis, column)) in columns.iter().enumerate() {
            spreads[(at, at)] = covariance([at, at], axis, column);
        }
        let pairs = family.shared.iter().flat_map(|shared| &shared.pairs);
        for ((one, other), both) in column_pairs(columns.len()).zip(pairs) {
            let common = covariance([one, other], both, &both.columns[0]);
            spreads[(one, other)] = common;
            spreads[(other, one)] = common;
        }
        spreads
    }
}
