//! How the parts of two columns in a row of a table vary together: what a difference between columns goes by.

use topline_exact::ExactSum;

use crate::column_scores::ColumnScores;
use crate::covariance::{Extent, LonelyPolicy, covariance};
use crate::frame::Frame;
use crate::inference::EstimateError;
use crate::matrix::Matrix;
use crate::table_sums::TableSums;

/// For each row of a table with so many columns, the covariance of the parts that its cells are of their columns, columns
/// by columns; zeros where a column is empty.
///
/// Where clusters were drawn, a row of the sample may have been added to several columns: what they share is in the
/// covariance. Where rows were drawn by themselves it may not.
///
/// Source: parts of columns are ratios over domains of one sample (Lumley 2010, section 5.2), with the scores of
/// [`crate::crosstab::crosstab`].
///
/// # Errors
/// As there.
pub fn row_covariances(
    frame: &Frame,
    policy: LonelyPolicy,
    sums: &TableSums,
    columns: usize,
) -> Result<Vec<Matrix>, EstimateError> {
    let values = sums.values();
    let cells: Vec<f64> = values.totals.weights.iter().map(ExactSum::value).collect();
    let column = |column: usize| values.totals.base((column..cells.len()).step_by(columns)).weights.value();
    let column_weights: Vec<f64> = (0..columns).map(column).collect();
    if column_weights.iter().all(|&weight| weight <= 0.0) {
        return Err(EstimateError::Empty);
    }
    let own = ColumnScores::new(&cells, &column_weights);
    let scores = own.scores(frame, values.weights, values.by_row);
    let rows = (0..cells.len() / columns).map(|row| {
        let found = covariance(frame, &own.of_row(frame, &scores, row), policy, Extent::All);
        let found = found.map_err(EstimateError::Covariance)?;
        let finite = (0..columns).flat_map(|column| found.row(column)).all(|value| value.is_finite());
        if finite { Ok(found) } else { Err(EstimateError::Overflow) }
    });
    rows.collect()
}
