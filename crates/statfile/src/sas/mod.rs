//! Datasets of SAS (`.sas7bdat`), with the catalogue of their formats (`.sas7bcat`) where it is given.
//!
//! SAS publishes no specification. Sources: M. Shotwell, "SAS7BDAT Database Binary Format" (2013), and the behaviour of
//! `ReadStat`. A file is a header and pages of one size; pages hold subheaders, which tell the columns and hold packed rows, and
//! plain rows behind them. Texts are padded with blanks; `.` is a missing cell, and the special missing values `._` and `.A` to
//! `.Z` keep their text and are missing by declaration; numbers become days, times and moments by the column's format.
//!
//! Rows that have been deleted, and that SAS has not yet removed, are passed over.
//!
//! Left out: encrypted files, and encodings of mainframes and of DOS.

mod catalogue;
mod charset;
mod formats;
mod header;
mod numbers;
mod pages;
mod rows;
mod subheaders;
mod unpack;

pub use catalogue::SasCatalogue;
pub(crate) use formats::Counts;
pub(crate) use numbers::{Value, special};
pub use rows::SasFile;
