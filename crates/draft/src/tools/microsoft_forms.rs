//! Microsoft Forms: its own columns first, then the questions as they were asked.

use crate::heading::Heading;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::text::squeezed;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct MicrosoftForms;

impl Dialect for MicrosoftForms {
    fn wrote(&self, header: &Header<'_>) -> bool {
        TIMES.iter().any(|(start, end)| header.has(start) && header.has(end))
    }

    fn own_column(&self, heading: &Heading, _profile: &Profile, _position: usize) -> Option<Metadata> {
        let name = squeezed(&heading.name);
        TIMES.iter().any(|(start, end)| name == *start || name == *end).then_some(Metadata::Time)
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    fn writes_month_first(&self) -> bool {
        true
    }
}

/// What it calls the times at which a response was begun and sent, in some of its languages.
const TIMES: [(&str, &str); 13] = [
    ("starttime", "completiontime"),
    ("startzeit", "fertigstellungszeit"),
    ("heurededébut", "heuredefin"),
    ("horadeinicio", "horadefinalización"),
    ("oradiinizio", "oradicompletamento"),
    ("horadeinício", "horadeconclusão"),
    ("begintijd", "tijdvanvoltooien"),
    ("godzinarozpoczęcia", "godzinaukończenia"),
    ("starttid", "slutförandetid"),
    ("starttidspunkt", "fuldførelsestidspunkt"),
    ("starttidspunkt", "fullføringstidspunkt"),
    ("aloitusaika", "valmistumisaika"),
    ("časzahájení", "časdokončení"),
];

const OWN_COLUMNS: [(&str, Metadata); 3] =
    [("name", Metadata::Personal), ("language", Metadata::Technical), ("anonymous", Metadata::Technical)];
