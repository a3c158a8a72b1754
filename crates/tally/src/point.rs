//! One value of a distribution.

/// A value that respondents have, and how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The value.
    pub value: f64,
    /// Those who have it.
    pub n: u64,
    /// The sum of their weights.
    pub weight: f64,
    /// The sum of the weights of those who have it or a smaller one, rounded once from the exact sum.
    pub weight_up_to: f64,
}
