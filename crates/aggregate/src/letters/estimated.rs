//! What was estimated of columns together under a design.

use topline_estimate::matrix::Matrix;

/// Which columns are estimated together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Together {
    /// All of a family that anybody is in.
    Columns,
    /// Two that share respondents, by their place among the pairs of the family.
    Pair(usize),
    /// A column and the others together.
    Rest(usize),
    /// Those in any of the columns, who are one.
    Any,
}

/// Columns that were estimated together.
#[derive(Debug, Clone)]
pub(crate) struct Joint {
    /// The columns, by their position in the family.
    pub known: Vec<usize>,
    pub covariance: Matrix,
    /// The degrees of freedom of each two of them.
    pub degrees: Vec<f64>,
    /// Those of all of them.
    pub degrees_of_all: f64,
}

impl Joint {
    /// The covariance of a column and the others, with its degrees of freedom.
    pub(crate) fn of_two(&self) -> Option<(Matrix, f64)> {
        // Without degrees of freedom there is no comparison.
        let df = self.degrees.first().copied().filter(|df| *df > 0.0)?;
        Some((self.covariance.clone(), df))
    }
}
