//! The texts that stand for absent answers, by reason.

use topline_survey::{Absent, AbsentLabels};

/// The texts of a reason.
pub(crate) fn list_of(labels: &mut AbsentLabels, reason: Absent) -> &mut Vec<String> {
    match reason {
        Absent::NotAsked => &mut labels.not_asked,
        Absent::NoAnswer => &mut labels.no_answer,
        Absent::Refused => &mut labels.refused,
        Absent::Invalid => &mut labels.invalid,
    }
}
