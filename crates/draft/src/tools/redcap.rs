//! `REDCap`: `field___code` for each box, and forms that end in `_complete`.

use crate::heading::Heading;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct Redcap;

impl Dialect for Redcap {
    fn wrote(&self, header: &Header<'_>) -> bool {
        let has_forms = header.cells.iter().any(|cell| cell.ends_with("_complete"));
        (has_forms && header.cells.iter().any(|cell| cell.contains("___")))
            || header.has_exactly("redcap_event_name")
            || (header.has_exactly("record_id") && has_forms)
    }

    fn own_column(&self, heading: &Heading, _profile: &Profile, _position: usize) -> Option<Metadata> {
        let is_own = heading.name.ends_with("_complete") || heading.name.ends_with("_timestamp");
        is_own.then_some(Metadata::Technical)
    }

    fn column_of_repeats(&self) -> Option<&'static str> {
        Some("redcaprepeatinstrument")
    }

    fn boxes_take_several(&self) -> bool {
        true
    }
}
