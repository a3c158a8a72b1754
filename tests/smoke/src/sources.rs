//! Declarations of exports.

use topline_survey::{FixedColumn, Format, Source};

/// Encodings of each kind: of one byte, of several, with shift states, and detected.
pub const ENCODINGS: [Option<&str>; 14] = [
    None,
    Some("utf-8"),
    Some("utf-16le"),
    Some("utf-16be"),
    Some("windows-1252"),
    Some("macintosh"),
    Some("koi8-r"),
    Some("shift_jis"),
    Some("euc-jp"),
    Some("iso-2022-jp"),
    Some("gb18030"),
    Some("gbk"),
    Some("big5"),
    Some("euc-kr"),
];

/// An export of a format, with one header row and nothing declared.
#[must_use]
pub fn source_of(format: Format) -> Source {
    Source::undeclared("responses", "export", format)
}

/// Delimited text, declared in one of sixteen ways.
#[must_use]
pub fn csv(options: u8) -> Source {
    let header_rows = [1, 2, 3, 0][usize::from(options & 3)];
    let delimiter = [None, Some(','), Some(';'), Some('\t')][usize::from(options >> 2 & 3)];
    Source { header_rows, delimiter, ..source_of(Format::Csv) }
}

/// Text of fixed width, of columns side by side, that overlap, or far from the beginning.
#[must_use]
pub fn fixed_width(options: u8) -> Source {
    let layouts: [&[(usize, usize)]; 4] =
        [&[(1, 1), (2, 3), (5, 2)], &[(4, 1), (1, 4), (2, 10)], &[(1, 1), (1000, 20)], &[(3, 70_000)]];
    let columns = layouts[usize::from(options & 3)].iter().enumerate();
    let columns =
        columns.map(|(at, (start, width))| FixedColumn { name: format!("q{at}"), start: *start, width: *width });
    let encoding = ENCODINGS[usize::from(options >> 2) % ENCODINGS.len()].map(str::to_owned);
    Source { columns: columns.collect(), encoding, ..source_of(Format::FixedWidth) }
}

/// The last byte chooses how the others are declared.
#[must_use]
pub fn options(data: &[u8]) -> (u8, &[u8]) {
    data.split_last().map_or((0, data), |(options, data)| (*options, data))
}

/// Two files behind the length of the first, in four bytes.
#[must_use]
pub fn two_files(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, files) = data.split_first_chunk::<4>()?;
    files.split_at_checked(u32::from_le_bytes(*length) as usize)
}
