//! Rows of an export that are left out, or proposed to be.

/// Rows that are no responses.
#[derive(Debug)]
pub(crate) struct Excluded {
    pub reason: &'static str,
    pub column: usize,
    pub is: Vec<String>,
    /// How many rows of this export there are.
    pub rows: u64,
    /// They are more of this export than can be thrown away unasked.
    pub too_many: bool,
}
