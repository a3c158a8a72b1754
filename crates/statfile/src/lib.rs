//! Files of statistical packages, read: SPSS (`.sav`, `.zsav`, `.por`), Stata (`.dta`), SAS (`.sas7bdat`, `.sas7bcat`, `.xpt`).
//!
//! An opened file ([`StatFile`]) says what it knows of its columns: labels, value labels, missing values and ranges, sets of
//! columns. Its cases are then handed over one after the other, each cell as text, to whoever gathers them ([`CaseSink`]).
//!
//! Left out: what the cells mean for a survey, and where the file is: the caller opens it.

mod byte_reader;
mod calendar;
mod cases;
mod column_names;
mod damage;
mod description;
mod error;
mod number_text;
mod sas;
mod spss;
mod stata;
mod syntax;
mod transport;
mod words;

pub use cases::{CaseContent, CaseReader, CaseSink, CellSink, StatFile, StatOptions};
pub use column_names::DistinctNames;
pub use damage::Damage;
pub use description::{ColumnDescription, ColumnSet, Description, Holds, Measure, Missing, SetKind};
pub use error::StatError;
pub use sas::{SasCatalogue, SasFile};
pub use spss::{
    CellToWrite, FileToWrite, MissingToWrite, PortableFile, SpssError, SpssFault, SystemFile, SystemFileWriter,
    VariableContent, VariableToWrite,
};
pub use stata::StataFile;
pub use syntax::{FieldContent, FixedField, FixedLayout, SyntaxError, SyntaxFault, read_layout};
pub use transport::TransportFile;
