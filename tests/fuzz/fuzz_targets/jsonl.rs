//! JSON lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{read_whole_and_in_pieces, source_of};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    read_whole_and_in_pieces(&source_of(Format::Jsonl), data);
});
