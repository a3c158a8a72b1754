//! `SmartSurvey`.

use crate::metadata::Metadata;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct SmartSurvey;

impl Dialect for SmartSurvey {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has("userid") && (header.has("userno") || header.has("trackinglink") || header.has("uniqueid"))
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }
}

const OWN_COLUMNS: [(&str, Metadata); 3] =
    [("name", Metadata::Personal), ("language", Metadata::Technical), ("tags", Metadata::Technical)];
