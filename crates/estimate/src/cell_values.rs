//! A table's sums as they are read: doubles by cell and unit, of which a crosstab's estimates are made.

/// The sums of a table, each rounded once.
#[derive(Clone, Debug)]
pub(crate) struct UnitValues {
    /// Sums of weights by cell, then unit: what is made of them is made of all units of a few cells.
    pub weights: Vec<f64>,
    /// The sum of each cell over all units.
    pub totals: Vec<f64>,
}
