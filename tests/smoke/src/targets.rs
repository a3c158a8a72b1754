//! The list of targets.

use topline_survey::{Format, Source};

use crate::containers::{compound_file, compressed_cases, open_document, workbook};
use crate::pipelines::{claim, pipeline};
#[cfg(feature = "sql")]
use crate::queries::query;
use crate::sources::{ENCODINGS, csv, fixed_width, options, source_of, two_files};
use crate::whole::{read_whole, read_whole_and_in_pieces, read_with};

/// What takes any bytes, and must neither panic nor hang nor need more memory than it may have.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is that of its folder of seeds too.
    pub name: &'static str,
    /// Reads the bytes.
    pub read: fn(&[u8]),
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "csv",
        read: |data| with_options(data, |options, data| read_whole_and_in_pieces(&csv(options), data)),
    },
    Target { name: "encodings", read: encodings },
    Target {
        name: "fixed_width",
        read: |data| with_options(data, |options, data| read_whole_and_in_pieces(&fixed_width(options), data)),
    },
    Target { name: "jsonl", read: |data| read_whole_and_in_pieces(&source_of(Format::Jsonl), data) },
    Target { name: "xlsx", read: |data| read_whole(&source_of(Format::Xlsx), &workbook(data)) },
    Target { name: "ods", read: |data| read_whole(&source_of(Format::Ods), &open_document(data)) },
    Target { name: "xls", read: |data| read_whole(&source_of(Format::Xls), &compound_file(data)) },
    Target { name: "parquet", read: |data| read_whole(&source_of(Format::Parquet), data) },
    Target { name: "sav", read: |data| read_whole(&source_of(Format::Sav), data) },
    Target { name: "zsav", read: |data| read_whole(&source_of(Format::Sav), &compressed_cases(data)) },
    Target { name: "por", read: |data| read_whole(&source_of(Format::Por), data) },
    Target { name: "dta", read: |data| read_whole(&source_of(Format::Dta), data) },
    Target { name: "sas7bdat", read: |data| read_whole(&source_of(Format::Sas7bdat), data) },
    Target {
        name: "sas7bcat",
        read: |data| {
            with_second(data, |catalogue, data| read_with(&source_of(Format::Sas7bdat), data, Some(catalogue)));
        },
    },
    Target { name: "xpt", read: |data| read_whole(&source_of(Format::Xpt), data) },
    Target {
        name: "triple_s",
        read: |data| {
            with_second(data, |definition, data| read_with(&source_of(Format::TripleS), data, Some(definition)));
        },
    },
    Target { name: "packed", read: packed },
    Target { name: "pipeline", read: pipeline },
    Target { name: "claim", read: claim },
    #[cfg(feature = "sql")]
    Target { name: "sql", read: query },
];

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}

fn encodings(data: &[u8]) {
    let (options, data) = options(data);
    let encoding = ENCODINGS[usize::from(options) % ENCODINGS.len()].map(str::to_owned);
    read_whole_and_in_pieces(&Source { encoding, ..csv(0) }, data);
}

/// An export that is packed: read forwards (text), and back and forth.
fn packed(data: &[u8]) {
    let (options, data) = options(data);
    let format = [Format::Csv, Format::Jsonl, Format::Sav, Format::FixedWidth][usize::from(options) % 4];
    read_whole(&source_of(format), data);
}

fn with_options(data: &[u8], read: impl Fn(u8, &[u8])) {
    let (options, data) = options(data);
    read(options, data);
}

fn with_second(data: &[u8], read: impl Fn(&[u8], &[u8])) {
    if let Some((first, second)) = two_files(data) {
        read(first, second);
    }
}
