//! The content of an OpenDocument spreadsheet, or a whole one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{open_document, read_whole, source_of};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    read_whole(&source_of(Format::Ods), &open_document(data));
});
