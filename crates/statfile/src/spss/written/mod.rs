//! System files of SPSS (`.sav`) as this program writes them.
//!
//! Little-endian, UTF-8, cases in bytecode, with variable labels, value labels, missing values, measures, multiple-response sets and
//! the weight. Names of up to 64 bytes and texts of up to 32,767 bytes. Written from the description of the format in the PSPP
//! developers' guide, as the reader beside it.

mod bytecode;
mod dictionary_writer;
mod file;
mod record_bytes;
mod segments;
mod system_file_writer;

pub use file::{FileToWrite, MissingToWrite, VariableContent, VariableToWrite};
pub use system_file_writer::{CellToWrite, SystemFileWriter};
