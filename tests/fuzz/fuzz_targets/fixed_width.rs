//! Text of fixed width.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{fixed_width, options, read_whole_and_in_pieces};

fuzz_target!(|data: &[u8]| {
    let (options, data) = options(data);
    read_whole_and_in_pieces(&fixed_width(options), data);
});
