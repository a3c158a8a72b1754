//! The words in which documents state figures, read into what they state.
//!
//! Left out: what the words mean for a figure (`claims`).

mod grammar;
mod number;
#[cfg(test)]
mod tests;

pub use grammar::{HEDGES, PARTS, QUANTIFIERS, StatedError, parse_stated};
pub use number::spelled;
