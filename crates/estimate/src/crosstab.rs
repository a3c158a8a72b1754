//! The estimates of a crosstab: of each cell its size, the part that it is of its column, and the error of that.
//!
//! A column that has no rows has no percentages; the others of its table have.

use topline_exact::ExactSum;

use crate::cell_values::UnitValues;
use crate::column_scores::ColumnScores;
use crate::covariance::{LonelyPolicy, variances};
use crate::crosstab_sums::crosstab_sums;
use crate::frame::Frame;
use crate::inference::EstimateError;
use crate::rows_by_unit::{BannerCodes, QuestionCodes, RowsByUnit};
use crate::table_sums::TableSums;
use crate::unit_values::unit_values;

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
/// scores by cluster ([`variances`]). Parts are of 1.
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
    let own = ColumnScores::new(&sizes, &bases.iter().map(|base| base.n_weighted).collect::<Vec<_>>());
    let scores = own.scores(frame, weights, by_row);
    let variances = variances(frame, &scores, policy).map_err(EstimateError::Covariance)?;
    let cells = (0..cells).map(|cell| {
        let share = CellShare { x: own.parts[cell], x_se: variances[cell].max(0.0).sqrt() };
        let known = bases[cell % columns].n > 0;
        if !(sizes[cell].is_finite() && share.x.is_finite() && share.x_se.is_finite()) {
            return Err(EstimateError::Overflow);
        }
        Ok(CrosstabCell { n: totals.n[cell], n_weighted: sizes[cell], share: known.then_some(share) })
    });
    let cells = cells.collect::<Result<_, _>>()?;
    Ok(Crosstab { cells, bases })
}
