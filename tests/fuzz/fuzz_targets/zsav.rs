//! The cases of a compressed system file of SPSS, or a whole one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{compressed_cases, read_whole, source_of};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    read_whole(&source_of(Format::Sav), &compressed_cases(data));
});
