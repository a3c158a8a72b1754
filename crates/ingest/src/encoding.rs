//! Which character encoding a text file has: as declared, by its byte order mark, or detected.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use topline_survey::nearest;

use crate::error::IngestError;

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

/// An encoding, and the length of the byte order mark before the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub encoding: &'static Encoding,
    pub mark: u64,
}

/// The encoding of a file; the input is left at the beginning of its text.
///
/// Without declaration and mark, bytes that are UTF-8 throughout are UTF-8, which one pass over the file finds out; text with a
/// NUL in every other byte is UTF-16; anything else is Windows-1252, which knows every byte.
pub(crate) fn encoding_of(
    input: &mut (impl Read + Seek),
    declared: Option<&str>,
    file: &str,
) -> Result<Encoded, IngestError> {
    let declared = declared.map(|label| declared_encoding(label, file)).transpose()?;
    let io = |source| IngestError::Io { file: file.to_owned(), source };
    let start = start_of(input).map_err(io)?;
    if start.starts_with(b"\xFF\xFE\0\0") || start.starts_with(b"\0\0\xFE\xFF") {
        return Err(IngestError::Utf32 { file: file.to_owned() });
    }
    let encoded = match (declared, Encoding::for_bom(&start)) {
        (Some(encoding), Some((found, mark))) => {
            // The label `utf-16` says nothing of the order, so a mark may.
            if found != encoding && !(is_utf_16(found) && is_utf_16(encoding)) {
                let (declared, found) = (encoding.name(), found.name());
                return Err(IngestError::ContradictedEncoding { file: file.to_owned(), declared, found });
            }
            Encoded { encoding: found, mark: mark as u64 }
        }
        (None, Some((encoding, mark))) => Encoded { encoding, mark: mark as u64 },
        (Some(encoding), None) => Encoded { encoding, mark: 0 },
        (None, None) => {
            let encoding = match utf_16_without_mark(&start) {
                Some(encoding) => encoding,
                None if is_utf_8_throughout(input).map_err(io)? => UTF_8,
                None => WINDOWS_1252,
            };
            Encoded { encoding, mark: 0 }
        }
    };
    input.seek(SeekFrom::Start(encoded.mark)).map_err(io)?;
    Ok(encoded)
}

/// The declared encoding of texts that stand between ASCII, as in the files of statistical packages.
pub(crate) fn declared_superset_of_ascii(label: &str, file: &str) -> Result<&'static Encoding, IngestError> {
    let encoding = declared_encoding(label, file)?;
    if encoding.is_ascii_compatible() {
        return Ok(encoding);
    }
    Err(IngestError::NoSupersetOfAscii { file: file.to_owned(), declared: encoding.name() })
}

fn declared_encoding(label: &str, file: &str) -> Result<&'static Encoding, IngestError> {
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        let near = nearest(label, USUAL);
        let known = if near.is_empty() { USUAL.to_vec() } else { near };
        IngestError::UnknownEncoding {
            file: file.to_owned(),
            label: label.to_owned(),
            known: known.into_iter().map(str::to_owned).collect(),
        }
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

/// UTF-16 of mostly ASCII text has a NUL in one half of each pair and none in the other.
fn utf_16_without_mark(start: &[u8]) -> Option<&'static Encoding> {
    let pairs = start.len() / 2;
    let nuls = |half: usize| start.iter().skip(half).step_by(2).filter(|byte| **byte == 0).count();
    match (nuls(0), nuls(1)) {
        (0, odd) if pairs > 0 && odd * 2 > pairs => Some(UTF_16LE),
        (even, 0) if pairs > 0 && even * 2 > pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the file is valid UTF-8; one that ends within a character is, if it has whole ones beyond ASCII before.
fn is_utf_8_throughout(input: &mut (impl Read + Seek)) -> io::Result<bool> {
    input.seek(SeekFrom::Start(0))?;
    let mut buffer = vec![0; 256 << 10];
    let mut begun = 0; // Bytes at the beginning of the buffer that begin a character not yet whole.
    let mut beyond_ascii = false;
    loop {
        let read = match input.read(&mut buffer[begun..]) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if read == 0 {
            return Ok(begun == 0 || beyond_ascii);
        }
        let filled = begun + read;
        let valid = match std::str::from_utf8(&buffer[..filled]) {
            Ok(_) => filled,
            Err(error) if error.error_len().is_some() => return Ok(false),
            Err(error) => error.valid_up_to(),
        };
        beyond_ascii = beyond_ascii || !buffer[..valid].is_ascii();
        buffer.copy_within(valid..filled, 0);
        begun = filled - valid;
    }
}
