//! Responses into the files that archives and other programs take: SPSS, DDI-Codebook, Triple-S, a data dictionary.
//!
//! All of them are made of one list of [`variables`]: what a column of `responses` is called there, what it means, and which numbers say
//! why an answer is absent. A first pass over the responses ([`Census`]) finds what the formats must know before the first case: how
//! wide texts are, which reasons occur. A second one hands over the cases.
//!
//! Private questions are left out unless the pipeline asks for them. Left out always: the identifier of the respondent, under which the
//! export knows a person; `row_id` stands in its place.

mod absent_codes;
mod cells;
mod census;
mod collection;
mod ddi;
mod ddi_study;
mod ddi_variables;
mod dictionary;
mod dictionary_page;
mod error;
mod names;
mod sav;
mod triple_s;
mod variables;

pub use census::Census;
pub use collection::Collection;
pub use ddi::ddi;
pub use dictionary::dictionary_csv;
pub use dictionary_page::dictionary_page;
pub use error::ArchiveError;
pub use sav::SavArchive;
pub use triple_s::{TripleSCases, triple_s};
