//! A document whose text is not there.

/// A document whose text is not there, so that its quotes are not looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingDocument {
    /// The document.
    pub document: String,
    /// Where its text would be.
    pub path: String,
}
