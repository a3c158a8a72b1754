//! Where a tally that reads a file finds its arguments.

/// Where an argument of a tally is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// In the column of this name.
    Column(String),
    /// It is the code 1 where the column of this name has a value, and null elsewhere.
    Given(String),
    /// It is a condition that no column has: whoever reads the rows hands it in with them.
    Condition,
}
