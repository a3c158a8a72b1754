//! The estimates of a crosstab: of each cell its size, the part that it is of its column, and the error of that.
//!
//! A column that has no rows has no percentages; the others of its table have.

use crate::covariance::{Extent, LonelyPolicy, covariance};
use crate::crosstab_sums::crosstab_sums;
use crate::exact_sum::ExactSum;
use crate::frame::Frame;
use crate::inference::EstimateError;
use crate::matrix::Matrix;
use crate::rows_by_unit::{BannerCodes, QuestionCodes, RowsByUnit};
use crate::sums::UnitScores;
use crate::table_sums::TableSums;
use crate::unit_values::{UnitValues, unit_values};

/// A table's cells, row by row, and the bases of its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Crosstab {
    /// The cells, row by row.
    pub cells: Vec<CrosstabCell>,
    /// Each column's base, which is also the number of columns.
    pub bases: Vec<ColumnBase>,
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrosstabCell {
    /// Rows with weight.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
    /// What part of its column it is; `None` where the column has no rows.
    pub share: Option<CellShare>,
}

/// The part that a cell is of its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellShare {
    /// The part, of 1.
    pub x: f64,
    /// Its standard error.
    pub x_se: f64,
}

/// What a column's percentages are out of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnBase {
    /// Rows with weight.
    pub n: u64,
    /// Sum of their weights.
    pub n_weighted: f64,
    /// Kish's effective size; 0 without rows.
    pub n_effective: f64,
}

/// The estimates of a table with so many columns, whose sums are row by row, of a frame.
///
/// Source: the part of a column is a ratio of totals, `p = sum w x / sum w`, over the rows of the column as a domain;
/// its linearised score is `w (x - p) / sum w` (Lumley 2010, section 5.2), and its variance is that of the total of
/// scores by cluster ([`covariance`]). Parts are of 1.
///
/// # Errors
/// A table without rows, and designs that give no variance; see [`EstimateError`].
pub fn crosstab(
    frame: &Frame,
    policy: LonelyPolicy,
    sums: &TableSums,
    columns: usize,
) -> Result<Crosstab, EstimateError> {
    finish(frame, policy, sums.values(), columns)
}

/// The estimates of a question by each break of a banner, from rows in the order of their units: to the bit those of
/// [`crosstab`] of the same rows' sums, which it does not keep.
///
/// # Errors
/// As there, for each table by itself.
#[must_use]
pub fn crosstabs(
    rows: &RowsByUnit,
    policy: LonelyPolicy,
    question: &QuestionCodes,
    banner: &BannerCodes,
) -> Vec<Result<Crosstab, EstimateError>> {
    let read = unit_values(rows, question, banner);
    let values = read.unwrap_or_else(|| crosstab_sums(rows, question, banner).iter().map(TableSums::values).collect());
    let tables = values.into_iter().zip(&banner.categories);
    tables.map(|(values, &columns)| finish(rows.frame, policy, values, columns)).collect()
}

fn finish(frame: &Frame, policy: LonelyPolicy, values: UnitValues, columns: usize) -> Result<Crosstab, EstimateError> {
    let UnitValues { weights, by_row, totals } = values;
    let cells = totals.n.len();
    let bases: Vec<ColumnBase> = (0..columns)
        .map(|column| {
            let base = totals.base((column..cells).step_by(columns));
            ColumnBase { n: base.n, n_weighted: base.weights.value(), n_effective: base.n_effective() }
        })
        .collect();
    if bases.iter().all(|base| base.n == 0) {
        return Err(EstimateError::Empty);
    }
    let sizes: Vec<f64> = totals.weights.iter().map(ExactSum::value).collect();
    let part = |(cell, size): (usize, &f64)| {
        let base = bases[cell % columns].n_weighted;
        if base > 0.0 { size / base } else { 0.0 }
    };
    let shares = Shares { parts: sizes.iter().enumerate().map(part).collect(), bases: &bases };
    let scores = shares.scores(frame, weights, by_row);
    let covariance = covariance(frame, &scores, policy, Extent::Variances).map_err(EstimateError::Covariance)?;
    let cells = (0..cells).map(|cell| {
        let share = CellShare { x: shares.parts[cell], x_se: covariance[(cell, cell)].max(0.0).sqrt() };
        let known = bases[cell % columns].n > 0;
        if !(sizes[cell].is_finite() && share.x.is_finite() && share.x_se.is_finite()) {
            return Err(EstimateError::Overflow);
        }
        Ok(CrosstabCell { n: totals.n[cell], n_weighted: sizes[cell], share: known.then_some(share) })
    });
    let cells = cells.collect::<Result<_, _>>()?;
    Ok(Crosstab { cells, bases })
}

/// The parts of each cell in its column, zero where the column is empty.
struct Shares<'a> {
    parts: Vec<f64>,
    bases: &'a [ColumnBase],
}

impl Shares<'_> {
    /// The scores `(t - p T) / W` of each unit, in place of its weights: `t` is the cell's weight in it, `T` the
    /// column's, and `W` the column's in the sample.
    fn scores(&self, frame: &Frame, mut weights: Vec<f64>, by_row: Option<(Vec<u64>, Vec<f64>)>) -> UnitScores {
        let (cells, columns) = (self.parts.len(), self.bases.len());
        let per_weight = |base: &ColumnBase| if base.n_weighted > 0.0 { 1.0 / base.n_weighted } else { 0.0 };
        let per_weight: Vec<f64> = self.bases.iter().map(per_weight).collect();
        let mut own = vec![0.0; columns];
        let mut has_rows = Vec::with_capacity(frame.units());
        for unit in weights.chunks_exact_mut(cells) {
            own.fill(0.0);
            for line in unit.chunks_exact(columns) {
                own.iter_mut().zip(line).for_each(|(own, weight)| *own += weight);
            }
            has_rows.push(u64::from(own.iter().any(|&own| own > 0.0)));
            for (line, parts) in unit.chunks_exact_mut(columns).zip(self.parts.chunks_exact(columns)) {
                for (((weight, part), own), per_weight) in line.iter_mut().zip(parts).zip(&own).zip(&per_weight) {
                    *weight = (*weight - part * own) * per_weight;
                }
            }
        }
        let totals = Matrix::of_cells(cells, weights);
        let Some((rows, squares)) = by_row else {
            return UnitScores { rows: has_rows, products: vec![None; totals.rows()], totals };
        };
        let products = squares.chunks_exact(cells).zip(frame.rows()).enumerate().map(|(unit, (squares, &sampled))| {
            Some(self.products(squares, totals.row(unit), sampled as f64, &per_weight))
        });
        UnitScores { products: products.collect(), rows, totals }
    }

    /// The sums of squares of the scores of `sampled` rows drawn by themselves around their mean, on the diagonal: rows
    /// of the cell have `w (1 - p) / W`, others of its column `-w p / W`, and the rest nothing.
    fn products(&self, squares: &[f64], totals: &[f64], sampled: f64, per_weight: &[f64]) -> Matrix {
        let columns = self.bases.len();
        let mut products = Matrix::zeros(self.parts.len(), self.parts.len());
        for (cell, (&part, total)) in self.parts.iter().zip(totals).enumerate() {
            let column = cell % columns;
            let others = (column..squares.len()).step_by(columns).filter(|&other| other != cell);
            let others: f64 = others.map(|other| squares[other]).sum();
            let sum = (1.0 - part).powi(2) * squares[cell] + part * part * others;
            products[(cell, cell)] = sum * per_weight[column].powi(2) - total * total / sampled;
        }
        products
    }
}
