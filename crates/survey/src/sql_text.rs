//! SQL in a pipeline's TOML files.

use std::fmt;
use std::ops::Range;

/// An expression of SQL, and the place in its file where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlText {
    /// The expression.
    pub sql: String,
    /// The bytes of the file that hold it.
    pub span: Range<usize>,
}

impl SqlText {
    /// The expression.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.sql
    }
}

impl fmt::Display for SqlText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sql)
    }
}
