//! Datasets of Stata, formats 104 to 119 (Stata 4 to 19).
//!
//! Source: the specifications that Stata's makers publish (`help dta`), and for formats before 113 what they say of older ones.
//! The cells are numbers, texts, and dates by their display format. `.` is a missing cell; the extended missing values `.a` to
//! `.z` keep their text, and are missing by declaration.
//!
//! Left out: characteristics and notes; the language of labels where a file has several (the current one is read).

mod cells;
mod dates;
mod header;
mod long_strings;
mod release;
mod rows;
mod schema;
mod value_labels;

pub use rows::StataFile;
