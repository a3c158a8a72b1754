//! SurveyMonkey: a row of questions, and a row of their options or items below it.

use crate::column::Column;
use crate::metadata::Metadata;
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

    /// A column without a heading of its own, which tools write at the end of a row of several header rows, is no option.
    fn pass_over(&self, columns: &mut [Column]) {
        for at in 1..columns.len() {
            let (before, own) = (&columns[at - 1].heading, &columns[at]);
            let is_last = columns.get(at + 1).is_none_or(|next| next.heading.key != own.heading.key);
            let is_unnamed = own.heading.part.is_none() && own.heading.key.is_some() && own.heading.key == before.key;
            if is_unnamed && is_last && own.profile.filled == 0 {
                columns[at].metadata.get_or_insert(Metadata::Empty);
            }
        }
    }

    fn writes_month_first(&self) -> bool {
        true
    }

    fn code_of(&self) -> CodeOf {
        CodeOf::SecondColumn
    }
}

const OWN_COLUMNS: [(&str, Metadata); 2] = [("language", Metadata::Technical), ("customdata", Metadata::Technical)];
