//! An export that is packed: read forwards (text), and back and forth.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{options, read_whole, source_of};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    let (options, data) = options(data);
    let format = [Format::Csv, Format::Jsonl, Format::Sav, Format::FixedWidth][usize::from(options) % 4];
    read_whole(&source_of(format), data);
});
