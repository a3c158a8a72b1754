//! The parts of an Excel workbook, or a whole one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{read_whole, source_of, workbook};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    read_whole(&source_of(Format::Xlsx), &workbook(data));
});
