//! Delimited text, at once and in pieces.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{csv, options, read_whole_and_in_pieces};

fuzz_target!(|data: &[u8]| {
    let (options, data) = options(data);
    read_whole_and_in_pieces(&csv(options), data);
});
