//! The words in which documents state figures, read into what they state.
//!
//! Left out: what the words mean for a figure (`claims`).

mod declared;
mod grammar;
mod hedges;
mod house_words;
mod number;
mod phrase;
mod quantifiers;
mod quoted;
mod size;
mod stated_error;
#[cfg(test)]
mod tests;

pub use declared::read_house_words;
pub use grammar::{PARTS, parse_stated};
pub use hedges::{HEDGES, HEDGES_AFTER};
pub use house_words::HouseWords;
pub use number::spelled;
pub use phrase::{Phrase, parse_phrase};
pub use quantifiers::{LEAST_COMMON, MOST_COMMON, QUANTIFIERS};
pub(crate) use quoted::{is_quoted, is_size_quoted};
pub use size::{SIZES, parse_size};
pub use stated_error::StatedError;
