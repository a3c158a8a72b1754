//! What the bytes of a text without declaration and mark say of its encoding.
//!
//! UTF-8 and UTF-16 have a structure that other text does not have by chance. Of other encodings the letters decide (`letters`).
//!
//! All of it streams: a piece of the file is in memory, and what stands at the edge of a piece is carried over.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How much is looked at together.
pub(crate) const PIECE: usize = 256 << 10;

/// What of a text is UTF-8.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Utf8Census {
    /// Characters beyond ASCII.
    characters: u64,
    /// Bytes that fit none.
    bad: u64,
    /// The text ends within a character, and has no other.
    cut: u64,
}

/// So many characters beyond ASCII, and no byte that fits none, are no chance.
const NO_CHANCE: u64 = 8;

impl Utf8Census {
    /// Looks at what is left of an input.
    pub(crate) fn of(input: &mut impl Read) -> io::Result<Self> {
        let mut census = Self::default();
        let mut buffer = vec![0; PIECE];
        let mut begun = 0; // Bytes at the beginning of the buffer that begin a character not yet whole.
        loop {
            let read = read_some(input, &mut buffer[begun..])?;
            if read == 0 {
                census.cut = u64::from(begun > 0 && census.characters == 0);
                return Ok(census);
            }
            let filled = begun + read;
            let mut rest = &buffer[..filled];
            begun = loop {
                let (valid, skipped) = match simdutf8::compat::from_utf8(rest) {
                    Ok(_) => (rest.len(), Some(0)),
                    Err(error) => (error.valid_up_to(), error.error_len()),
                };
                census.characters += leads(&rest[..valid]);
                match skipped {
                    Some(0) => break 0,
                    Some(skipped) => {
                        census.bad += skipped as u64;
                        rest = &rest[valid + skipped..];
                    }
                    None => break rest.len() - valid,
                }
            };
            buffer.copy_within(filled - begun..filled, 0);
        }
    }

    /// Whether there is nothing but ASCII.
    pub(crate) fn is_ascii(self) -> bool {
        self == Self::default()
    }

    /// Whether this much of a text tells that it is UTF-8, whatever comes behind.
    pub(crate) fn is_clear(self) -> bool {
        self.bad == 0 && self.characters >= NO_CHANCE
    }

    /// Whether a whole text is UTF-8: valid throughout, or with so few bad bytes that no other encoding explains it.
    ///
    /// A character beyond ASCII takes a lead byte and as many continuation bytes as that says, which other text has by chance at
    /// most now and then. With twice as many of these as of bytes that fit none, the bad bytes are damage, each to be told with its
    /// place. A file that ends within a character was cut.
    pub(crate) fn is_utf_8(self) -> bool {
        self.bad + self.cut == 0 || self.characters > 2 * self.bad + self.cut
    }
}

/// How many bytes begin a character beyond ASCII.
fn leads(text: &[u8]) -> u64 {
    // Few enough together that a byte holds their number, which makes this many times faster.
    let few = text.chunks(usize::from(u8::MAX));
    few.map(|few| u64::from(few.iter().map(|byte| u8::from(*byte >= 0xC2)).sum::<u8>())).sum()
}

/// UTF-16 without a mark: the letters, digits, delimiters and line ends of ASCII have a NUL beside them, always on the same
/// side. Text in another script has at least its delimiters and line ends.
pub(crate) fn utf_16_without_mark(start: &[u8]) -> Option<&'static Encoding> {
    let is_text = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let pairs = start.chunks_exact(2);
    let (mut little, mut big, mut nuls) = (0, 0, 0);
    for pair in pairs.clone() {
        match *pair {
            [0, 0] => nuls += 1,
            [byte, 0] if is_text(byte) => little += 1,
            [0, byte] if is_text(byte) => big += 1,
            _ => {}
        }
    }
    let most = pairs.len();
    // A few pairs the other way round are characters such as U+2000.
    match (little, big) {
        _ if nuls > 0 => None,
        (little, big) if little * 12 > most && little > 8 * big => Some(UTF_16LE),
        (little, big) if big * 12 > most && big > 8 * little => Some(UTF_16BE),
        _ => None,
    }
}

pub(crate) fn read_some(input: &mut (impl Read + ?Sized), into: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
