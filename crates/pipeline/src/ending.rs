//! What becomes of the outputs of a run.

use topline_store::{Busy, Keep};

/// What becomes of the outputs of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// They take the place of the last run's.
    Publish(PublishRequest),
    /// Only the outcome is wanted: nothing is written but what the run reads itself, and that is thrown away.
    Discard,
}

impl Ending {
    /// Whether there are outputs in the end.
    pub(crate) fn publishes(self) -> bool {
        match self {
            Self::Publish(_) => true,
            Self::Discard => false,
        }
    }
}

/// How outputs take the place of the last run's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublishRequest {
    /// How many earlier runs are kept.
    pub keep: Keep,
    /// What becomes of a run that falls short.
    pub shortfall: Shortfall,
    /// What is done where another run of the survey is under way.
    pub busy: Busy,
}

/// What becomes of the outputs of a run that is not as its pipeline expects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shortfall {
    /// They take the place of the last run's all the same.
    #[default]
    Published,
    /// They are thrown away, and the last outputs stay.
    Withheld,
}
