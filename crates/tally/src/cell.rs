//! What one cell of a pair holds.

/// The sums of one cell, each the double nearest to the exact sum.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cell {
    /// Respondents.
    pub n: u64,
    /// The sum of their weights; of ones, where nobody has a weight.
    pub weight: f64,
    /// The sum of the squares of their weights.
    pub weight_squared: f64,
    /// The sum of their values times their weights.
    pub value: f64,
    /// The sum of the squares of their values times their weights.
    pub value_squared: f64,
    /// Respondents who have a value.
    pub valued_n: u64,
    /// The sum of their weights.
    pub valued_weight: f64,
}
