//! What is quoted of an answer in the respondent's own words: an excerpt of it, in which names, addresses and numbers are masked.
//!
//! [`masks()`] finds what must not be published, and [`excerpt()`] compares the words that a pipeline wants to quote with the answer. What
//! it gives is always the respondent's own text.
//!
//! Left out: who may be quoted, and whom an attribution fits (`pipeline`, which sees the respondents).

mod contact;
mod excerpt;
mod given_names;
mod mask;
mod names;
mod words;

pub use excerpt::{Unsaid, excerpt};
pub use mask::{Mask, MaskRules, Masked, masks};
