//! The files of SPSS: system files (`.sav`, `.zsav`) and portable files (`.por`), with all that they say of their variables.
//!
//! Written from the description of the formats in the PSPP developers' guide. System files are binary: a header, records of the
//! dictionary, then the cases, plain, in bytecode, or in bytecode within zlib blocks. Portable files are text that was made to
//! pass between machines of the 1970s: lines of 80 characters, numbers to the base of 30.
//!
//! Both give the same: a number is as short as it can be, or a day, a time, a moment where its print format says so
//! (`calendar`); a text has no padding; system-missing is no cell, and user-missing values are cells like others, which the
//! description names.
//!
//! Left out: files in EBCDIC (portable ones are read), the floating point of IBM and VAX, attributes, documents, roles.

mod base_30;
mod blocks;
mod calendar;
mod case_layout;
mod cases;
mod code_page;
mod dictionary;
mod error;
mod fault;
mod fields;
mod long_strings;
mod number_texts;
mod portable;
mod portable_dictionary;
mod portable_text;
mod print_format;
mod response_sets;
mod system_description;
mod system_file;
mod value_labels;
mod written;

pub use error::SpssError;
pub use fault::SpssFault;
pub use portable::PortableFile;
pub use system_file::SystemFile;
pub use written::{CellToWrite, FileToWrite, MissingToWrite, SystemFileWriter, VariableContent, VariableToWrite};
