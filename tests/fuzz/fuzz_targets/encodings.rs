//! Delimited text in a declared encoding.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{ENCODINGS, csv, options, read_whole_and_in_pieces};
use topline_survey::Source;

fuzz_target!(|data: &[u8]| {
    let (options, data) = options(data);
    let encoding = ENCODINGS[usize::from(options) % ENCODINGS.len()].map(str::to_owned);
    read_whole_and_in_pieces(&Source { encoding, ..csv(0) }, data);
});
