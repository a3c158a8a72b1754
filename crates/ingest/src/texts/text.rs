//! The bytes of a text file, piece by piece, in an encoding that can be split at ASCII bytes.
//!
//! UTF-8 and single-byte encodings pass through as they are, and each cell is decoded once it is found. In all others (UTF-16,
//! Shift JIS, ...) a delimiter's byte may be part of a character: they become UTF-8 on the way.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::ops::Range;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use crate::packed::unpack::Input;
use crate::raw::rows::Certainty;
use crate::texts::byte_census::read_some;
use crate::texts::encoding::{Encoded, encoding_from};

/// U+FFFD in UTF-8.
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// A text file being read.
pub(crate) struct Text {
    input: Box<dyn Input>,
    encoded: Encoded,
    /// Where the next bytes stand in the file, as long as the encoding is open.
    place: u64,
    transcoding: Option<Transcoding>,
}

/// Text on its way to UTF-8.
struct Transcoding {
    decoder: Decoder,
    raw: Vec<u8>,
    pending: Range<usize>,
    ended: bool,
    finished: bool,
    /// Bytes given so far.
    given: u64,
    /// Where in the given bytes a replacement stands for bytes that the encoding does not know.
    replaced: VecDeque<u64>,
}

impl Text {
    /// Of an input that stands at the beginning of its text.
    pub(crate) fn new(input: Box<dyn Input>, encoded: Encoded) -> Self {
        Self { input, encoded, place: encoded.mark, transcoding: Transcoding::to_utf_8(encoded.encoding, 0) }
    }

    pub(crate) fn encoding(&self) -> &'static Encoding {
        self.encoded.encoding
    }

    /// The encoding of all of the text, and how sure it is; what is not yet read may decide.
    pub(crate) fn decide(&mut self) -> io::Result<(&'static Encoding, Certainty)> {
        if self.encoded.is_open {
            self.encoded = Encoded { mark: self.encoded.mark, ..encoding_from(&mut self.input, self.place)? };
            self.input.seek(SeekFrom::Start(self.place))?;
            self.transcoding = Transcoding::to_utf_8(self.encoded.encoding, self.place - self.encoded.mark);
        }
        Ok((self.encoded.encoding, self.encoded.certainty))
    }

    /// Fills some of `into`, which has room for a few characters at least; 0 at the end of the file.
    pub(crate) fn fill(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.encoded.is_open {
            let read = read_some(&mut self.input, into)?;
            let ascii = into[..read].iter().position(|byte| !byte.is_ascii()).unwrap_or(read);
            self.place += ascii as u64;
            if ascii < read {
                self.decide()?;
            }
            if ascii > 0 || read == 0 {
                return Ok(ascii);
            }
        }
        match &mut self.transcoding {
            None => read_some(&mut self.input, into),
            Some(transcoding) => transcoding.fill(&mut self.input, into),
        }
    }

    /// Whether bytes that are valid as UTF-8 are the text that they stand for.
    pub(crate) fn is_utf_8(&self) -> bool {
        match &self.transcoding {
            Some(transcoding) => transcoding.replaced.is_empty(),
            None => self.encoding() == UTF_8,
        }
    }

    /// Whether this row, valid as UTF-8, is the text of its bytes.
    pub(crate) fn is_plain(&self, row: &str) -> bool {
        self.is_utf_8() || (self.transcoding.is_none() && row.is_ascii())
    }

    /// The text of a cell, whose bytes stand at this place in the given ones.
    pub(crate) fn decode<'c>(&self, cell: &'c [u8], at: &Range<u64>) -> (Cow<'c, str>, Decoded) {
        let (text, in_part) = match &self.transcoding {
            Some(transcoding) => (String::from_utf8_lossy(cell), transcoding.has_replaced(at)),
            None => self.encoding().decode_without_bom_handling(cell),
        };
        (text, if in_part { Decoded::InPart } else { Decoded::Wholly })
    }

    /// Says that nothing before this place will be decoded any more.
    pub(crate) fn forget_before(&mut self, place: u64) {
        if let Some(transcoding) = &mut self.transcoding {
            let passed = transcoding.replaced.partition_point(|replaced| *replaced < place);
            transcoding.replaced.drain(..passed);
        }
    }
}

/// Whether all bytes of a cell are characters of the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decoded {
    Wholly,
    InPart,
}

impl Transcoding {
    /// From an encoding that cannot be split at ASCII bytes, when so many bytes have been given.
    fn to_utf_8(encoding: &'static Encoding, given: u64) -> Option<Self> {
        let splits_at_ascii = encoding == UTF_8 || encoding.is_single_byte();
        (!splits_at_ascii).then(|| Self {
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; 64 << 10],
            pending: 0..0,
            ended: false,
            finished: false,
            given,
            replaced: VecDeque::new(),
        })
    }

    fn fill(&mut self, input: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled + REPLACEMENT.len() < into.len() && !self.finished {
            if self.pending.is_empty() && !self.ended {
                if filled > 0 {
                    break; // Give what is there before waiting for more.
                }
                let read = read_some(input, &mut self.raw)?;
                self.pending = 0..read;
                self.ended = read == 0;
            }
            // The last bytes are left free for a replacement.
            let room = into.len() - REPLACEMENT.len();
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[self.pending.clone()],
                &mut into[filled..room],
                self.ended,
            );
            self.pending.start += read;
            filled += written;
            match result {
                DecoderResult::InputEmpty => self.finished = self.ended,
                DecoderResult::OutputFull => break,
                DecoderResult::Malformed(..) => {
                    self.replaced.push_back(self.given + filled as u64);
                    into[filled..filled + REPLACEMENT.len()].copy_from_slice(REPLACEMENT);
                    filled += REPLACEMENT.len();
                }
            }
        }
        self.given += filled as u64;
        Ok(filled)
    }

    fn has_replaced(&self, within: &Range<u64>) -> bool {
        let next = self.replaced.partition_point(|replaced| *replaced < within.start);
        self.replaced.get(next).is_some_and(|replaced| *replaced < within.end)
    }
}
