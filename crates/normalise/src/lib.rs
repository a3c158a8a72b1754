//! Raw record batches and a codebook into `responses`, `answers` and findings.
//!
//! Rows are sifted first (each is accepted, a duplicate, excluded or quarantined, with its reason), then each question's
//! cells become codes, ticks, ranks, numbers or reasons why there is none. A cell that fits nothing is a finding.
//!
//! Left out: reading the export (`ingest`), SQL (`aggregate`), and what a finding means for the run (`pipeline`).

mod answer_columns;
mod answer_source;
mod answers;
mod batch_rows;
mod candidates;
mod cells;
mod column_spelling;
mod derivation;
mod distinct_answers;
mod error;
mod first_rows;
mod fold;
mod identifiers;
mod label;
mod normaliser;
mod partners;
mod places;
mod raw;
mod respondents;
mod side;
mod sift;
mod sifted;
mod spreadsheet_damage;
mod tick_rule;
mod unmapped_answers;
mod written;

pub use answers::answers;
pub use candidates::candidates_schema;
pub use column_spelling::ColumnNames;
pub use derivation::{DERIVED_PREFIX, derived};
pub use error::NormaliseError;
pub use label::unmatched;
pub use normaliser::{Finished, Normalised, Normaliser};
pub use sifted::{Adoption, SiftedBatch};
pub use unmapped_answers::UnmappedAnswer;
pub use written::printable;
