//! Raw record batches and a codebook into `responses`, `answers` and findings.
//!
//! Rows are sifted first (each is accepted, a duplicate, excluded or quarantined, with its reason), then each question's
//! cells become codes, ticks, ranks, numbers or reasons why there is none. A cell that fits nothing is a finding.
//!
//! Left out: reading the export (`ingest`), SQL (`aggregate`), and what a finding means for the run (`pipeline`).

mod answer_columns;
mod answer_source;
mod answers;
mod cells;
mod derived;
mod distinct_answers;
mod error;
mod fold;
mod identifiers;
mod joined;
mod label;
mod mangled;
mod normaliser;
mod places;
mod raw;
mod respondents;
mod side;
mod sift;
mod unmapped;
mod written;

pub use answers::answers;
pub use derived::{DERIVED_PREFIX, complete, weigh};
pub use error::NormaliseError;
pub use label::unmatched;
pub use normaliser::{Finished, Normalised, Normaliser};
pub use unmapped::UnmappedAnswer;
pub use written::printable;
