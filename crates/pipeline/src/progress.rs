//! What a run tells while it runs.

/// A stage of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The export is read and normalised.
    Normalise,
    /// Derived questions are made.
    Derive,
    /// Figures are made.
    Aggregate,
    /// Claims are judged.
    Verify,
    /// Documents are written.
    Publish,
}

impl Stage {
    /// What the stage is doing, in words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normalise => "reading the export",
            Self::Derive => "deriving questions",
            Self::Aggregate => "making figures",
            Self::Verify => "judging claims",
            Self::Publish => "writing documents",
        }
    }
}

/// Who is told.
pub trait Progress {
    /// A stage of the run of `survey` begins.
    fn begin(&self, survey: &str, stage: Stage);

    /// So many rows of the export have been read.
    fn rows(&self, rows: u64);
}

/// Nobody is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _survey: &str, _stage: Stage) {}

    fn rows(&self, _rows: u64) {}
}
