//! Which encoding makes the likeliest text of bytes that are no Unicode.
//!
//! Of the encodings that browsers know, `chardetng` compares how often letters follow each other in the languages that are written
//! in each: the code pages of Windows, KOI8, ISO 8859, and those of East Asia. Mac Roman, which browsers no longer guess, is
//! compared by what characters can stand where they stand: a quote opens a word, a capital does not follow a small letter, a
//! symbol does not stand within a word.

use std::io::{self, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_13, ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257, WINDOWS_1258,
};

use crate::texts::byte_census::{PIECE, read_some};
use crate::texts::scripts::{are_not_latin, encoding_of_script};

/// So many characters beyond ASCII decide.
const ENOUGH: u64 = 100_000;

/// Encodings of Latin letters, of which a few words can be taken for one another.
const LATIN: [&Encoding; 8] =
    [ISO_8859_2, ISO_8859_4, ISO_8859_13, ISO_8859_15, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257, WINDOWS_1258];

/// So few characters beyond ASCII tell no Latin encodings apart.
const FEW: u64 = 16;

/// The encoding that makes the likeliest text of the bytes.
pub(crate) fn likeliest_encoding(input: &mut (impl Read + Seek)) -> io::Result<&'static Encoding> {
    input.seek(SeekFrom::Start(0))?;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let mut piece = Vec::with_capacity(PIECE);
    let mut seen = 0;
    let (mut is_latin, mut script) = (true, None);
    while seen < ENOUGH {
        // A whole piece, however the input comes: what is looked at may not depend on it.
        piece.clear();
        if input.by_ref().take(PIECE as u64).read_to_end(&mut piece)? == 0 {
            detector.feed(&[], true);
            break;
        }
        if seen == 0 {
            (is_latin, script) = (!are_not_latin(&piece), encoding_of_script(&piece));
        }
        detector.feed(&piece, false);
        seen += piece.iter().map(|byte| u64::from(!byte.is_ascii())).sum::<u64>();
    }
    let encoding = detector.guess(None, Utf8Detection::Deny);
    match script {
        // Two bytes a character have a structure that few words show.
        _ if !encoding.is_single_byte() => Ok(encoding),
        Some(script) => Ok(script),
        None if is_latin => best_of_few(encoding, input),
        None => Ok(encoding),
    }
}

/// This encoding of one byte a character, Windows-1252 or Mac Roman, whichever makes the best text of the bytes; in doubt the one
/// that is named first here. Windows-1252 is no choice where the encoding is of letters that are not Latin: those have no case, or
/// any sequence of them is as good as another.
fn best_of_few(encoding: &'static Encoding, input: &mut (impl Read + Seek)) -> io::Result<&'static Encoding> {
    input.seek(SeekFrom::Start(0))?;
    let western = if LATIN.contains(&encoding) { WINDOWS_1252 } else { encoding };
    let encodings = [encoding, western, MACINTOSH];
    let characters = encodings.map(characters);
    let mut sense = [0_i64; 3];
    let mut euros = Euros::default();
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
                    euros.take(buffer[at]);
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
    let [first, western, mac] = sense;
    // A few letters are no evidence against the encoding that is by far the most usual.
    let best = usize::from(western > first || (western == first && seen < FEW));
    let is_mac = mac > sense[best] || (mac_lines && mac == sense[best]);
    Ok(match encodings[best] {
        _ if is_mac => MACINTOSH,
        encoding if encoding == WINDOWS_1252 && euros.are_there() => ISO_8859_15,
        encoding => encoding,
    })
}

/// Whether a western text has the byte that is the euro in ISO 8859-15 and elsewhere the sign of any currency, which nobody writes.
#[derive(Default)]
struct Euros {
    any: bool,
    /// ISO 8859 has no characters here, and Windows has its euro.
    is_windows: bool,
}

impl Euros {
    fn take(&mut self, byte: u8) {
        self.any |= byte == 0xA4;
        self.is_windows |= (0x80..0xA0).contains(&byte);
    }

    fn are_there(&self) -> bool {
        self.any && !self.is_windows
    }
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
