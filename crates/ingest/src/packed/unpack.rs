//! An export that is packed: gzip, Zstandard, or one file in a ZIP archive, recognised by its first bytes.
//!
//! Text is unpacked as it is read, and from its beginning again where it is read twice, so that neither memory nor disk grows
//! with what comes out: a file that unpacks to a terabyte is a long read. Formats that are read back and forth (workbooks,
//! Parquet, files of statistical packages) are unpacked to an anonymous file in the system's folder for temporary files first,
//! which vanishes with the run, however it ends. That is scratch, and no output: `store` need not know.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use thiserror::Error;
use topline_survey::{Format, Source};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::packed::archive::{Contents, Member, Method, contents_of};
use crate::packed::packing_fault::PackingFault;

/// What an export is read from.
pub(crate) trait Input: Read + Seek + Send {}

impl<T: Read + Seek + Send> Input for T {}

/// How often a file may be packed: an archive of a compressed file is usual.
const MOST_LAYERS: usize = 3;
/// A scratch file may be this large whatever it comes from,
const SCRATCH: u64 = 1 << 30;
/// and beyond this many times the packed file, which no real data reach.
const MOST_EXPANSION: u64 = 200;

/// An export as its format's reader takes it.
pub(crate) struct Unpacked {
    pub input: Box<dyn Input>,
    /// What kind of document it is, where it is itself a ZIP archive.
    pub contents: Contents,
}

/// Unpacks what is packed; anything else is handed on as it is.
pub(crate) fn unpacked(source: &Source, input: Box<dyn Input>, file: &str) -> Result<Unpacked, IngestError> {
    let io = |source| IngestError::new(file.to_owned(), IngestFault::Io(source));
    let mut input = input;
    let packed = input.seek(SeekFrom::End(0)).map_err(io)?;
    for layer in 0..=MOST_LAYERS {
        let packing = match start_of(&mut input).map_err(io)? {
            [0x1F, 0x8B, ..] => Packing::Gzip,
            // A frame, or one to be skipped, as some writers begin with.
            [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => Packing::Zstandard,
            [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] => {
                if layer > 0 {
                    input = scratch(input, packed, file)?;
                }
                match contents_of(&mut input, source, file)? {
                    Contents::Member(member) => Packing::Member(member),
                    _ if source.member.is_some() && layer == 0 => {
                        return Err(IngestError::new(file.to_owned(), PackingFault::NotAnArchive));
                    }
                    contents => return Ok(Unpacked { input, contents }),
                }
            }
            _ if source.member.is_some() && layer == 0 => {
                return Err(IngestError::new(file.to_owned(), PackingFault::NotAnArchive));
            }
            _ if layer > 0 && !is_read_forwards(source.format) => {
                let input = scratch(input, packed, file)?;
                return Ok(Unpacked { input, contents: Contents::Unknown });
            }
            _ => return Ok(Unpacked { input, contents: Contents::Unknown }),
        };
        if source.member.is_some() && !matches!(packing, Packing::Member(_)) && layer == 0 {
            return Err(IngestError::new(file.to_owned(), PackingFault::NotAnArchive));
        }
        tracing::debug!(source = source.name, ?packing, "unpacking");
        input = Box::new(Unpacking::new(input, packing));
    }
    Err(IngestError::new(file.to_owned(), PackingFault::PackedTooOften { layers: MOST_LAYERS }))
}

/// Whether the reader of a format goes through the file from the beginning to the end, once or several times.
fn is_read_forwards(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Jsonl)
}

/// The first bytes; the input stands at its beginning again.
fn start_of(input: &mut impl Input) -> io::Result<[u8; 4]> {
    input.seek(SeekFrom::Start(0))?;
    let mut start = Vec::new();
    input.by_ref().take(4).read_to_end(&mut start)?;
    input.seek(SeekFrom::Start(0))?;
    start.resize(4, 0);
    Ok([start[0], start[1], start[2], start[3]])
}

/// The input in an anonymous file, which can be read back and forth.
fn scratch(mut input: Box<dyn Input>, packed: u64, file: &str) -> Result<Box<dyn Input>, IngestError> {
    let io = |source| IngestError::new(file.to_owned(), IngestFault::Io(source));
    let limit = SCRATCH.max(packed.saturating_mul(MOST_EXPANSION));
    let mut scratch = tempfile::tempfile().map_err(io)?;
    let copied = io::copy(&mut input.by_ref().take(limit + 1), &mut scratch).map_err(io)?;
    if copied > limit {
        return Err(IngestError::new(file.to_owned(), PackingFault::UnpacksWithoutEnd { limit }));
    }
    scratch.seek(SeekFrom::Start(0)).map_err(io)?;
    Ok(Box::new(scratch))
}

/// How a file is packed.
#[derive(Debug, Clone)]
enum Packing {
    Gzip,
    Zstandard,
    Member(Member),
}

/// Packed data that turn out to be no such thing.
#[derive(Debug, Error)]
#[error("the {packing} data are damaged or cut short")]
struct Damaged {
    packing: &'static str,
    source: io::Error,
}

/// The file of an archive is not as long as the archive says, or has another checksum.
#[derive(Debug, Error)]
#[error("length or checksum are not those that the archive states")]
struct NotAsStated;

/// A packed file, unpacked as it is read. Going back begins anew.
struct Unpacking {
    packed: Shared,
    packing: Packing,
    decoder: Box<dyn Read + Send>,
    position: u64,
}

impl Unpacking {
    fn new(packed: Box<dyn Input>, packing: Packing) -> Self {
        let packed = Shared::new(packed);
        Self { packed, packing, decoder: Box::new(io::empty()), position: u64::MAX }
    }

    /// Unpacks from the beginning again.
    fn restart(&mut self) -> io::Result<()> {
        let start = if let Packing::Member(member) = &self.packing { member.start } else { 0 };
        self.packed.seek(SeekFrom::Start(start))?;
        let packed = BufReader::with_capacity(64 << 10, self.packed.clone());
        self.decoder = match &self.packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
            // Its window is at most 128 MiB, what the reference decoder takes without being told to take more.
            Packing::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
            Packing::Member(member) => {
                let data = packed.take(member.packed_size);
                let data: Box<dyn Read + Send> = match member.method {
                    Method::Stored => Box::new(data),
                    Method::Deflated => Box::new(DeflateDecoder::new(data)),
                };
                Box::new(Checked { data, crc: Crc::new(), missing: member.size, stated: member.crc })
            }
        };
        self.position = 0;
        Ok(())
    }

    fn read_decoded(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.position == u64::MAX {
            self.restart()?;
        }
        let read = self.decoder.read(into)?;
        self.position += read as u64;
        Ok(read)
    }

    fn named(&self, error: io::Error) -> io::Error {
        if error.kind() == io::ErrorKind::Interrupted {
            return error;
        }
        let packing = match self.packing {
            Packing::Gzip => "gzip",
            Packing::Zstandard => "Zstandard",
            Packing::Member(_) => "ZIP",
        };
        io::Error::new(error.kind(), Damaged { packing, source: error })
    }
}

impl Read for Unpacking {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.read_decoded(into).map_err(|error| self.named(error))
    }
}

impl Seek for Unpacking {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let here = if self.position == u64::MAX { 0 } else { self.position };
        let target = match to {
            SeekFrom::Start(target) => Some(target),
            SeekFrom::Current(by) => here.checked_add_signed(by),
            SeekFrom::End(by) => (here + io::copy(self, &mut io::sink())?).checked_add_signed(by),
        };
        let Some(target) = target else { return Err(io::ErrorKind::InvalidInput.into()) };
        if target < self.position {
            self.restart().map_err(|error| self.named(error))?;
        }
        let ahead = target - self.position;
        io::copy(&mut self.by_ref().take(ahead), &mut io::sink())?;
        Ok(target)
    }
}

/// An input that is read again and again, each time by a reader that owns it: the packed file by each new decoder.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<Box<dyn Input>>>);

impl Shared {
    pub(crate) fn new(input: Box<dyn Input>) -> Self {
        Self(Arc::new(Mutex::new(input)))
    }
}

impl Read for Shared {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(into)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).seek(to)
    }
}

/// The file of an archive, held against what the archive says of it.
struct Checked {
    data: Box<dyn Read + Send>,
    crc: Crc,
    missing: u64,
    stated: u32,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.data.read(into)?;
        self.crc.update(&into[..read]);
        let ended = read == 0 && !into.is_empty();
        self.missing = match self.missing.checked_sub(read as u64) {
            Some(missing) if !ended || (missing == 0 && self.crc.sum() == self.stated) => missing,
            _ => return Err(io::Error::new(io::ErrorKind::InvalidData, NotAsStated)),
        };
        Ok(read)
    }
}
