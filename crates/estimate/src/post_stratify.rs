//! Post-stratification: weights that give each cell its known size.

use crate::adjustment::Adjustment;
use crate::target::{Margin, TargetError, check_margin};

/// Scale `weights` in each cell to the cell's target.
///
/// Source: Holt and Smith (1979), Post stratification; `w * N_cell / sum of w in the cell`.
///
/// # Errors
/// Rows without a target, targets without rows, and unusable weights or targets.
pub fn post_stratify(weights: &[f64], cells: &Margin) -> Result<Adjustment, TargetError> {
    let sizes = check_margin(weights, 0, cells)?;
    let factor = |cell: usize| if sizes[cell] > 0.0 { cells.targets[cell] / sizes[cell] } else { 0.0 };
    let after = weights.iter().zip(cells.category).map(|(weight, &cell)| weight * factor(cell)).collect();
    Ok(Adjustment::cells(weights.to_vec(), after, cells.category.to_vec()))
}
