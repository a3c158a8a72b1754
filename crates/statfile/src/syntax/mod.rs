//! Fixed-width data described by the commands of SPSS, SAS or Stata that read it: where each column is, its label, the labels of
//! its values, and which values are missing.
//!
//! Archives hand out data in this form (`DATA LIST`, `INPUT`, `infix`), with a text of commands for each package. Only commands
//! that describe data are understood. One that would change the data, or that is not known, is an error with its place.

mod commands;
mod described_fields;
mod dialect;
mod sas;
mod sas_input;
mod scanner;
mod spss;
mod spss_columns;
mod stata;
mod stata_columns;
mod syntax_error;
mod tokens;

pub use described_fields::{FieldContent, FixedField, FixedLayout};
pub use dialect::read_layout;
pub use syntax_error::{SyntaxError, SyntaxFault};
