//! Unipark and EFS Survey: variables are numbered through the whole questionnaire.

use crate::metadata::Metadata;
use crate::tools::dialect::{Dialect, Exclusion, Header};

pub(super) struct Unipark;

impl Dialect for Unipark {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has_exactly("lfdn") && header.has_exactly("dispcode")
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    fn exclusions(&self) -> &'static [Exclusion] {
        &EXCLUSIONS
    }

    /// What stands where a question was not shown.
    fn is_not_shown(&self, text: &str) -> bool {
        text == "-77"
    }
}

const OWN_COLUMNS: [(&str, Metadata); 24] = [
    ("lfdn", Metadata::Identifier),
    ("externallfdn", Metadata::Technical),
    ("tester", Metadata::Technical),
    ("dispcode", Metadata::Technical),
    ("lastpage", Metadata::Technical),
    ("quality", Metadata::Technical),
    ("duration", Metadata::Time),
    ("browser", Metadata::Technical),
    ("referer", Metadata::Technical),
    ("deviceid", Metadata::Technical),
    ("quota", Metadata::Technical),
    ("quotaassignment", Metadata::Technical),
    ("quotarejectedid", Metadata::Technical),
    ("pagehistory", Metadata::Technical),
    ("hflip", Metadata::Technical),
    ("vflip", Metadata::Technical),
    ("outputmode", Metadata::Technical),
    ("javascript", Metadata::Technical),
    ("flash", Metadata::Technical),
    ("sessionid", Metadata::Technical),
    ("ats", Metadata::Time),
    ("datetime", Metadata::Time),
    ("dateoflastaccess", Metadata::Time),
    ("dateoffirstmail", Metadata::Time),
];

const EXCLUSIONS: [Exclusion; 2] = [
    Exclusion { reason: "not finished", column: "dispcode", is: &["20", "21", "22", "23"], is_proposed: true },
    Exclusion { reason: "screened out", column: "dispcode", is: &["36", "37", "41"], is_proposed: true },
];
