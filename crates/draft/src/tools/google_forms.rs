//! Google Forms: the time of the response first, questions as they were asked, and `question [item]` of a grid.

use crate::heading::Heading;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::text::squeezed;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct GoogleForms;

impl Dialect for GoogleForms {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.rows.first().and_then(|row| row.first()).is_some_and(|cell| is_timestamp(cell))
    }

    fn own_column(&self, heading: &Heading, _profile: &Profile, position: usize) -> Option<Metadata> {
        (position == 0 && is_timestamp(&heading.name)).then_some(Metadata::Time)
    }

    fn writes_month_first(&self) -> bool {
        true
    }
}

/// What it calls the time of a response, in some of its languages.
const TIMESTAMPS: [&str; 25] = [
    "timestamp",
    "horodateur",
    "zeitstempel",
    "marcatemporal",
    "carimbodedatahora",
    "informazionicronologiche",
    "tijdstempel",
    "tidsstämpel",
    "tidsstempel",
    "отметкавремени",
    "タイムスタンプ",
    "sygnaturaczasowa",
    "časováznačka",
    "časovápečiatka",
    "zamandamgası",
    "时间戳记",
    "時間戳記",
    "타임스탬프",
    "aikaleima",
    "időbélyeg",
    "χρονικήσήμανση",
    "חותמתזמן",
    "позначкачасу",
    "marcajdetimp",
    "طابعزمني",
];

/// Whether a column holds the time of the response.
fn is_timestamp(name: &str) -> bool {
    TIMESTAMPS.contains(&squeezed(name).as_str())
}
