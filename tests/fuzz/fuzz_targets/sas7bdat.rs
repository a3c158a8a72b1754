//! A SAS dataset.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{read_whole, source_of};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    read_whole(&source_of(Format::Sas7bdat), data);
});
