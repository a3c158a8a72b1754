//! The stream of an Excel workbook of the format before 2007, or a whole one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{compound_file, read_whole, source_of};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    read_whole(&source_of(Format::Xls), &compound_file(data));
});
