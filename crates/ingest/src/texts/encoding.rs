//! Which character encoding a text file has: as declared, by its byte order mark, or detected.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use topline_survey::nearest;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::rows::Certainty;
use crate::texts::byte_census::{Utf8Census, utf_16_without_mark};
use crate::texts::encoding_fault::EncodingFault;
use crate::texts::letters::likeliest_encoding;

/// Labels offered where a declared one is unknown.
const USUAL: [&str; 12] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "iso-8859-15",
    "macintosh",
    "windows-1250",
    "windows-1251",
    "shift_jis",
    "gb18030",
    "big5",
    "euc-kr",
];

/// So much of a text is looked at to see whether it is UTF-8, before all of it is.
const AHEAD: u64 = 8 << 20;

/// An encoding, and the length of the byte order mark before the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub encoding: &'static Encoding,
    pub mark: u64,
    pub certainty: Certainty,
    /// So far there is nothing but ASCII, which is the same in all encodings that this text can have: [`encoding_from`] the first
    /// other byte.
    pub is_open: bool,
}

impl Encoded {
    fn certain(encoding: &'static Encoding, mark: usize) -> Self {
        Self { encoding, mark: mark as u64, certainty: Certainty::Certain, is_open: false }
    }
}

/// The encoding of a file; the input is left at the beginning of its text.
///
/// Without declaration and mark the bytes decide: UTF-16, UTF-8 (a few bad bytes among many good ones leave it so), and else
/// whichever encoding makes the likeliest letters of them. The first megabytes tell UTF-8, where they have some characters beyond
/// ASCII and all are whole; else a pass over the file finds it out.
pub(crate) fn encoding_of(
    input: &mut (impl Read + Seek),
    declared: Option<&str>,
    file: &str,
) -> Result<Encoded, IngestError> {
    let encoded = first_encoding(input, declared, file)?;
    if !encoded.is_open {
        return Ok(encoded);
    }
    let io = |source| IngestError::new(file.to_owned(), IngestFault::Io(source));
    let encoded = encoding_from(input, 0).map_err(io)?;
    input.seek(SeekFrom::Start(encoded.mark)).map_err(io)?;
    Ok(encoded)
}

/// The encoding of a file as far as its first megabytes tell it: it stays open where they are ASCII and more follows. The input is
/// left at the beginning of its text.
pub(crate) fn first_encoding(
    input: &mut (impl Read + Seek),
    declared: Option<&str>,
    file: &str,
) -> Result<Encoded, IngestError> {
    let declared = declared.map(|label| declared_encoding(label, file)).transpose()?;
    let io = |source| IngestError::new(file.to_owned(), IngestFault::Io(source));
    let start = start_of(input).map_err(io)?;
    if start.starts_with(b"\xFF\xFE\0\0") || start.starts_with(b"\0\0\xFE\xFF") {
        return Err(IngestError::new(file.to_owned(), EncodingFault::Utf32));
    }
    let encoded = match (declared, Encoding::for_bom(&start)) {
        (Some(encoding), Some((found, mark))) => {
            // The label `utf-16` says nothing of the order, so a mark may.
            if found != encoding && !(is_utf_16(found) && is_utf_16(encoding)) {
                let (declared, found) = (encoding.name(), found.name());
                return Err(IngestError::new(file.to_owned(), EncodingFault::Contradicted { declared, found }));
            }
            Encoded::certain(found, mark)
        }
        (None, Some((encoding, mark))) => Encoded::certain(encoding, mark),
        (Some(encoding), None) => Encoded::certain(encoding, 0),
        (None, None) => match utf_16_without_mark(&start) {
            Some(encoding) => Encoded::certain(encoding, 0),
            None => encoding_ahead(input).map_err(io)?,
        },
    };
    input.seek(SeekFrom::Start(encoded.mark)).map_err(io)?;
    Ok(encoded)
}

/// The encoding of a text without declaration and mark, of which all before a place is ASCII. The input is left anywhere.
pub(crate) fn encoding_from(input: &mut (impl Read + Seek), place: u64) -> io::Result<Encoded> {
    input.seek(SeekFrom::Start(place))?;
    if Utf8Census::of(&mut input.by_ref().take(AHEAD))?.is_clear() {
        return Ok(Encoded::certain(UTF_8, 0));
    }
    input.seek(SeekFrom::Start(place))?;
    if Utf8Census::of(input)?.is_utf_8() {
        return Ok(Encoded::certain(UTF_8, 0));
    }
    let encoding = likeliest_encoding(input)?;
    Ok(Encoded { encoding, mark: 0, certainty: Certainty::Guessed, is_open: false })
}

/// The same from its beginning, as far as the first megabytes tell it.
fn encoding_ahead(input: &mut (impl Read + Seek)) -> io::Result<Encoded> {
    input.seek(SeekFrom::Start(0))?;
    let mut ahead = input.by_ref().take(AHEAD);
    let census = Utf8Census::of(&mut ahead)?;
    match ahead.limit() {
        0 if census.is_ascii() => Ok(Encoded { is_open: true, ..Encoded::certain(UTF_8, 0) }),
        0 => encoding_from(input, 0),
        _ if census.is_utf_8() => Ok(Encoded::certain(UTF_8, 0)),
        _ => encoding_from(input, 0),
    }
}

/// The declared encoding of texts that stand between ASCII, as in the files of statistical packages.
pub(crate) fn declared_superset_of_ascii(label: &str, file: &str) -> Result<&'static Encoding, IngestError> {
    let encoding = declared_encoding(label, file)?;
    if encoding.is_ascii_compatible() {
        return Ok(encoding);
    }
    Err(IngestError::new(file.to_owned(), EncodingFault::NoSupersetOfAscii { declared: encoding.name() }))
}

pub(crate) fn declared_encoding(label: &str, file: &str) -> Result<&'static Encoding, IngestError> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        let near = nearest(label, USUAL);
        let known = if near.is_empty() { USUAL.to_vec() } else { near };
        IngestError::new(
            file.to_owned(),
            EncodingFault::Unknown { label: label.to_owned(), known: known.into_iter().map(str::to_owned).collect() },
        )
    })
}

fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The first bytes of the file.
fn start_of(input: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    input.seek(SeekFrom::Start(0))?;
    let mut start = Vec::new();
    input.by_ref().take(4096).read_to_end(&mut start)?;
    Ok(start)
}
