//! What a run tells while it runs.

/// A stage of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Another run of the survey is waited for.
    Wait,
    /// The export is read and normalised.
    Normalise,
    /// Derived questions are made.
    Derive,
    /// Figures are made.
    Aggregate,
    /// Claims are judged.
    Verify,
    /// The checks of the survey are held against the run.
    Check,
    /// Documents are written.
    Publish,
}

impl Stage {
    /// What the stage is doing, in words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wait => "waiting for another run of this survey to end",
            Self::Normalise => "reading the export",
            Self::Derive => "deriving questions",
            Self::Aggregate => "making figures",
            Self::Verify => "judging claims",
            Self::Check => "checking the data",
            Self::Publish => "writing documents",
        }
    }
}

impl Stage {
    /// The word for the stage in logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Normalise => "normalise",
            Self::Derive => "derive",
            Self::Aggregate => "aggregate",
            Self::Verify => "verify",
            Self::Check => "check",
            Self::Publish => "publish",
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
