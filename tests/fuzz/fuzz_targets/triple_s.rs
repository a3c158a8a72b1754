//! A definition of Triple-S, behind the length of it, and data.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{read_with, source_of, two_files};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    let Some((definition, answers)) = two_files(data) else { return };
    read_with(&source_of(Format::TripleS), answers, Some(definition));
});
