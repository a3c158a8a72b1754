//! SurveyMonkey: a row of questions, and a row of their options or items below it.

use crate::heading::Heading;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::tools::dialect::{CodeOf, Dialect, Header};

pub(super) struct SurveyMonkey;

impl Dialect for SurveyMonkey {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has("respondentid") && (header.has("collectorid") || header.has("startdate") || header.rows.len() > 1)
    }

    fn may_have_written(&self, header: &Header<'_>) -> bool {
        header.rows.len() > 1
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    /// What someone edited of the words beside an option is a column of its own, which is called after theirs.
    fn complete_headings(&self, headings: &mut [Heading]) {
        for heading in headings {
            if let Some(part) = heading.part.as_deref().and_then(|part| part.strip_prefix(EDITED)) {
                (heading.part, heading.is_text) = (Some(part.to_owned()), true);
            }
        }
    }

    /// A column without a heading of its own, which tools write at the end of a row of several header rows, is no option.
    fn passed_over(&self, headings: &[Heading], profiles: &[Profile]) -> Vec<(usize, Metadata)> {
        let is_unnamed = |at: &usize| {
            let own = &headings[*at];
            let is_last = headings.get(at + 1).is_none_or(|next| next.key != own.key);
            is_last
                && own.part.is_none()
                && own.key.is_some()
                && own.key == headings[at - 1].key
                && profiles[*at].filled == 0
        };
        (1..headings.len()).filter(is_unnamed).map(|at| (at, Metadata::Empty)).collect()
    }

    fn writes_month_first(&self) -> bool {
        true
    }

    fn code_of(&self) -> CodeOf {
        CodeOf::SecondColumn
    }
}

/// Before the name of the words that were edited.
const EDITED: &str = "Recoded_or_edited-";

const OWN_COLUMNS: [(&str, Metadata); 2] = [("language", Metadata::Technical), ("customdata", Metadata::Technical)];
