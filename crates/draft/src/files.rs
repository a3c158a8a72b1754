//! What a draft reads: the export, and a file that describes it.

/// An opened export, and the file that describes it where there is one (the source's `metadata`).
#[derive(Debug)]
pub struct Files<R> {
    /// The export.
    pub export: R,
    /// The bytes of the file that describes it.
    pub metadata: Option<Vec<u8>>,
}
