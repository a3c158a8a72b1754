//! Which character stands between the cells of delimited text: as declared, as the file itself says, or detected.
//!
//! The first rows are split by each of the usual ones. The delimiter is the one that gives most rows as many cells as the
//! first, at least two; of several the one that gives more, and in doubt the comma. A first line `sep=;`, which Excel writes and
//! obeys, says it, and is no row of the table.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::texts::delimiter_fault::DelimiterFault;
use crate::texts::encoding::Encoded;
use crate::texts::splitter::Splitter;
use crate::texts::text::Text;

/// Those that are looked for, the likeliest first.
const USUAL: [u8; 4] = *b",;\t|";
/// How much of the file is looked at.
const SAMPLE: usize = 256 << 10;
/// How many rows of it.
const ROWS: usize = 50;

/// What separates the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delimiter {
    pub byte: u8,
    /// The first row says so, and names no columns.
    pub said_in_first_row: bool,
}

/// The delimiter of a text; the input, which stands at the beginning of the text, is left there.
pub(crate) fn delimiter_of(
    declared: Option<char>,
    input: &mut (impl Read + Seek),
    encoded: Encoded,
    file: &str,
) -> Result<Delimiter, IngestError> {
    let declared = declared.map(|declared| declared_delimiter(declared, file)).transpose()?;
    let sample =
        sample_of(input, encoded.mark).map_err(|source| IngestError::new(file.to_owned(), IngestFault::Io(source)))?;
    if let Some(said) = said(&sample, encoded, file)? {
        return match declared {
            Some(declared) if declared != said => Err(IngestError::new(
                file.to_owned(),
                DelimiterFault::Other { declared: declared.into(), found: said.into() },
            )),
            _ => Ok(Delimiter { byte: said, said_in_first_row: true }),
        };
    }
    let mut best: Option<Fit> = None;
    for byte in USUAL.into_iter().filter(|byte| sample.contains(byte)) {
        let fit = Fit::of(byte, &sample, encoded, file)?;
        if fit.width >= 2 && best.as_ref().is_none_or(|best| fit.is_better_than(best)) {
            best = Some(fit);
        }
    }
    let byte = match (declared, best) {
        (None, best) => best.map_or(b',', |best| best.byte),
        (Some(declared), Some(best)) if best.byte != declared && best.is_plain() => {
            if Fit::of(declared, &sample, encoded, file)?.width < 2 {
                let (declared, found) = (declared.into(), best.byte.into());
                return Err(IngestError::new(file.to_owned(), DelimiterFault::Other { declared, found }));
            }
            declared
        }
        (Some(declared), _) => declared,
    };
    Ok(Delimiter { byte, said_in_first_row: false })
}

pub(crate) fn declared_delimiter(delimiter: char, file: &str) -> Result<u8, IngestError> {
    match u8::try_from(delimiter) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | b'\0') => Ok(byte),
        _ => Err(IngestError::new(file.to_owned(), DelimiterFault::Impossible { delimiter })),
    }
}

fn sample_of(input: &mut (impl Read + Seek), mark: u64) -> io::Result<Vec<u8>> {
    let mut sample = Vec::new();
    input.by_ref().take(SAMPLE as u64).read_to_end(&mut sample)?;
    input.seek(SeekFrom::Start(mark))?;
    Ok(sample)
}

fn split(sample: &[u8], encoded: Encoded, file: &str, delimiter: u8) -> Splitter {
    let text = Text::new(Box::new(Cursor::new(sample.to_vec())), encoded);
    Splitter::new(text, file.to_owned(), delimiter)
}

/// What a first line `sep=;` says.
fn said(sample: &[u8], encoded: Encoded, file: &str) -> Result<Option<u8>, IngestError> {
    let start = &sample[..sample.len().min(64)];
    if !encoded.encoding.decode_without_bom_handling(start).0.starts_with("sep=") {
        return Ok(None);
    }
    // No text has a NUL, so a line is one cell.
    let mut splitter = split(start, encoded, file, b'\0');
    let Some(row) = splitter.next_row()? else { return Ok(None) };
    if row.len() != 1 {
        return Ok(None);
    }
    let (line, _) = row.cell(0);
    Ok(match line.strip_prefix("sep=").map(str::as_bytes) {
        Some([byte]) if USUAL.contains(byte) => Some(*byte),
        _ => None,
    })
}

/// How the sample splits by a delimiter.
struct Fit {
    byte: u8,
    /// The cells of the first row.
    width: usize,
    /// Rows with as many, the first among them.
    fitting: usize,
    rows: usize,
}

impl Fit {
    fn of(byte: u8, sample: &[u8], encoded: Encoded, file: &str) -> Result<Self, IngestError> {
        let mut splitter = split(sample, encoded, file, byte);
        let mut widths = Vec::new();
        while widths.len() < ROWS
            && let Some(row) = splitter.next_row()?
        {
            if !row.is_blank() {
                widths.push(row.len());
            }
        }
        // The last row may be cut.
        if sample.len() == SAMPLE && widths.len() > 1 && widths.len() < ROWS {
            widths.pop();
        }
        let width = widths.first().copied().unwrap_or_default();
        let fitting = widths.iter().filter(|of| **of == width).count();
        Ok(Self { byte, width, fitting, rows: widths.len() })
    }

    fn is_better_than(&self, other: &Self) -> bool {
        let (this, that) = (self.fitting * other.rows, other.fitting * self.rows);
        this > that || (this == that && self.width > other.width)
    }

    /// Whether there can be no doubt.
    fn is_plain(&self) -> bool {
        self.fitting == self.rows && (self.rows > 1 || self.width > 2)
    }
}
