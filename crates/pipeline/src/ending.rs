//! What becomes of the outputs of a run.

use topline_store::Keep;

/// What becomes of the outputs of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// They take the place of the last run's; so many earlier ones are kept.
    Publish(Keep),
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
