//! What the bytes of a text without declaration and mark say of its encoding.
//!
//! UTF-8 and UTF-16 have a structure that other text does not have by chance. Windows-1252 and Mac Roman have none, and each
//! knows (almost) every byte: what decides is whether the characters that bytes become can stand where they stand. A quote opens
//! a word, a capital does not follow a small letter, a symbol does not stand within a word.
//!
//! All of it streams: a piece of the file is in memory, and what stands at the edge of a piece is carried over.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much is looked at together.
const PIECE: usize = 256 << 10;
/// So many characters beyond ASCII decide between two single-byte encodings.
const ENOUGH: u64 = 100_000;

/// Whether the file is UTF-8: valid throughout, or with so few bad bytes that no other encoding explains it.
///
/// A character beyond ASCII takes a lead byte and as many continuation bytes as that says, which other text has by chance at
/// most now and then. With twice as many of these as of bytes that fit none, the bad bytes are damage, each to be told with its
/// place. A file that ends within a character was cut.
pub(crate) fn is_utf_8(input: &mut (impl Read + Seek)) -> io::Result<bool> {
    input.seek(SeekFrom::Start(0))?;
    let mut buffer = vec![0; PIECE];
    let mut begun = 0; // Bytes at the beginning of the buffer that begin a character not yet whole.
    let (mut characters, mut bad) = (0_u64, 0_u64);
    loop {
        let read = read_some(input, &mut buffer[begun..])?;
        if read == 0 {
            let cut = u64::from(begun > 0 && characters == 0);
            return Ok(bad + cut == 0 || characters > 2 * bad + cut);
        }
        let filled = begun + read;
        let mut rest = &buffer[..filled];
        begun = loop {
            let (valid, skipped) = match simdutf8::compat::from_utf8(rest) {
                Ok(_) => (rest.len(), Some(0)),
                Err(error) => (error.valid_up_to(), error.error_len()),
            };
            characters += leads(&rest[..valid]);
            match skipped {
                Some(0) => break 0,
                Some(skipped) => {
                    bad += skipped as u64;
                    rest = &rest[valid + skipped..];
                }
                None => break rest.len() - valid,
            }
        };
        buffer.copy_within(filled - begun..filled, 0);
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

/// Windows-1252 or Mac Roman, whichever makes better text of the bytes; in doubt the former, which is far more usual.
pub(crate) fn western_encoding(input: &mut (impl Read + Seek)) -> io::Result<&'static Encoding> {
    input.seek(SeekFrom::Start(0))?;
    let encodings = [WINDOWS_1252, MACINTOSH];
    let characters = encodings.map(characters);
    let mut sense = [0_i64; 2];
    let (mut seen, mut carriage_returns, mut line_feeds) = (0, 0_u64, 0_u64);
    // The byte before the piece and the last of it, whose right neighbour is in the next.
    let mut buffer = vec![0; PIECE];
    buffer[..2].fill(b'\n');
    let mut ended = false;
    while !ended && seen < ENOUGH {
        let read = read_some(input, &mut buffer[2..])?;
        let mut filled = 2 + read;
        if read == 0 {
            ended = true;
            buffer[2] = b'\n';
            filled = 3;
        }
        for at in 1..filled - 1 {
            match buffer[at] {
                b'\r' => carriage_returns += 1,
                b'\n' => line_feeds += 1,
                0x80.. => {
                    seen += 1;
                    for (sense, characters) in sense.iter_mut().zip(&characters) {
                        let of = |byte: u8| characters[usize::from(byte)];
                        *sense += i64::from(plausibility(of(buffer[at - 1]), of(buffer[at]), of(buffer[at + 1])));
                    }
                }
                _ => {}
            }
        }
        buffer.copy_within(filled - 2..filled, 0);
    }
    // Spreadsheets on old Macs, and Excel's "CSV (Macintosh)" to this day, end lines as no other system does. The two line
    // feeds are those before the text.
    let mac_lines = carriage_returns > 0 && line_feeds <= 2;
    let [windows, mac] = sense;
    Ok(encodings[usize::from(mac > windows || (mac_lines && mac == windows))])
}

/// The character of each byte.
fn characters(encoding: &'static Encoding) -> [char; 256] {
    std::array::from_fn(|byte| {
        let byte = [byte as u8];
        encoding.decode_without_bom_handling(&byte).0.chars().next().unwrap_or('\0')
    })
}

/// How well a character beyond ASCII stands between these two: above 0 where text has such places, below where it has not.
fn plausibility(before: char, this: char, after: char) -> i32 {
    let within_word = before.is_alphabetic() && after.is_alphabetic();
    match this {
        _ if this.is_control() => -6,
        // An apostrophe, or the end of a quotation.
        '\u{2019}' if before.is_alphanumeric() => 1,
        '\u{2018}' | '\u{201C}' | '\u{201E}' | '\u{201A}' | '\u{AB}' | '\u{BF}' | '\u{A1}' => {
            if before.is_alphanumeric() { -2 } else { i32::from(after.is_alphanumeric()) }
        }
        '\u{2019}' | '\u{201D}' | '\u{BB}' | '\u{2026}' => {
            if within_word {
                -1
            } else {
                i32::from(!before.is_whitespace() && !after.is_alphanumeric())
            }
        }
        '\u{2013}' | '\u{2014}' => {
            i32::from((before == ' ' && after == ' ') || (before.is_ascii_digit() && after.is_ascii_digit()))
        }
        _ if this.is_lowercase() => {
            if after.is_uppercase() && !before.is_uppercase() {
                -2
            } else {
                i32::from(before.is_alphabetic() || after.is_alphabetic())
            }
        }
        _ if this.is_uppercase() => {
            if before.is_lowercase() {
                -3
            } else {
                i32::from(before.is_alphabetic() || after.is_alphabetic())
            }
        }
        '\u{A3}' | '\u{20AC}' | '\u{B0}' if before.is_ascii_digit() || after.is_ascii_digit() => 1,
        _ if within_word && !this.is_alphabetic() => -3,
        _ => 0,
    }
}

fn read_some(input: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
