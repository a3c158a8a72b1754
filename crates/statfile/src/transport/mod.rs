//! SAS transport files (`.xpt`), of versions 5 and 8.
//!
//! Source: SAS TS-140, "Record Layout of a SAS Version 5 or 6 Data Set in SAS Transport (XPORT) Format", and its sequel for
//! versions 8 and 9. A file is a row of records of 80 bytes; numbers are those of IBM's mainframes. One dataset is read: the
//! first, or the one that `sheet` names. Texts are padded with blanks; `.` is a missing cell, and `._` and `.A` to `.Z` keep
//! their text and are missing by declaration; numbers become days, times and moments by the column's format.
//!
//! Left out: CPORT files, which are another format.

mod ibm;
mod members;
mod rows;

pub use rows::TransportFile;
