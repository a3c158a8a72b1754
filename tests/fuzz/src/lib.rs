//! What the fuzz targets share: each reads whatever it is given to the end, and holds it against what every export must keep.

mod containers;
mod memory;
mod sources;
mod whole;

pub use containers::{compound_file, compressed_cases, open_document, workbook};
pub use sources::{ENCODINGS, csv, fixed_width, options, source_of, two_files};
pub use whole::{read_whole, read_whole_and_in_pieces, read_with};
