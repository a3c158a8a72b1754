//! Microsoft Forms: its own columns first, then the questions as they were asked.

use crate::metadata::Metadata;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct MicrosoftForms;

impl Dialect for MicrosoftForms {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has("starttime") && header.has("completiontime") && header.has("id")
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    fn writes_month_first(&self) -> bool {
        true
    }
}

const OWN_COLUMNS: [(&str, Metadata); 3] =
    [("name", Metadata::Personal), ("language", Metadata::Technical), ("anonymous", Metadata::Technical)];
