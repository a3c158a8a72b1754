//! A SAS catalogue of formats, behind the length of it, and a dataset.

#![no_main]

use libfuzzer_sys::fuzz_target;
use topline_fuzz::{read_with, source_of, two_files};
use topline_survey::Format;

fuzz_target!(|data: &[u8]| {
    let Some((catalogue, dataset)) = two_files(data) else { return };
    read_with(&source_of(Format::Sas7bdat), dataset, Some(catalogue));
});
