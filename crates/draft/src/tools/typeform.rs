//! Typeform.

use crate::metadata::Metadata;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct Typeform;

impl Dialect for Typeform {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has("networkid") && (header.has("startdateutc") || header.has("submitdateutc"))
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }
}

const OWN_COLUMNS: [(&str, Metadata); 7] = [
    ("startdateutc", Metadata::Time),
    ("stagedateutc", Metadata::Time),
    ("submitdateutc", Metadata::Time),
    ("networkid", Metadata::Technical),
    ("responsetype", Metadata::Technical),
    ("tags", Metadata::Technical),
    ("ending", Metadata::Technical),
];
