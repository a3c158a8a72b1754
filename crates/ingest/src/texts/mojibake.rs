//! Text that is UTF-8 and was read as something else: `Ã©` for `é`, `â€™` for `’`.
//!
//! It comes of a wrong declaration, or was in the export already, since the tool that wrote it had read it so. The bytes of such
//! a cell, as its encoding writes them, are UTF-8, which real text in that encoding hardly ever is. One finding a column says
//! how many cells there are, and where the first is.

use encoding_rs::{Encoding, WINDOWS_1252};
use topline_survey::FindingKind;

use crate::raw::batch_builder::BatchBuilder;

/// Watches the cells of an export.
pub(crate) struct Misdecoded {
    /// The encoding that the text was read in, from the first cell with characters beyond ASCII on.
    read: Option<Read>,
    /// Cells with characters beyond ASCII.
    seen: u64,
    /// For each column that has any: the first row, and how many cells.
    suspects: Vec<Option<(u64, u64)>>,
}

/// An encoding, and the character of each of its bytes from 0x80, or else of Windows-1252.
#[derive(Clone, Copy)]
struct Read {
    encoding: &'static Encoding,
    characters: [char; 128],
}

impl Read {
    fn new(encoding: &'static Encoding) -> Self {
        let read_in = if encoding.is_single_byte() { encoding } else { WINDOWS_1252 };
        let characters = std::array::from_fn(|byte| {
            let byte = [byte as u8 | 0x80];
            read_in.decode_without_bom_handling(&byte).0.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        });
        Self { encoding, characters }
    }

    /// Whether the characters beyond ASCII, written back, are UTF-8, and hardly by chance.
    fn is_utf_8(&self, text: &str) -> bool {
        let (mut sequences, mut telling) = (0, false);
        let (mut lead, mut missing, mut length) = (0, 0, 0);
        for character in text.chars() {
            let byte = match self.characters.iter().position(|known| *known == character) {
                Some(at) => at as u8 | 0x80,
                None if character.is_ascii() => 0,
                None => return false,
            };
            match byte {
                0x80..0xC0 if missing > 0 => {
                    missing -= 1;
                    if missing == 0 {
                        sequences += 1;
                        // Capitals that a symbol follows occur (`CAFÉ™`), but not these two, and no two symbols after them.
                        telling |= length > 2 || matches!(lead, 0xC2 | 0xC3);
                    }
                }
                0xC2..0xF5 if missing == 0 => {
                    lead = byte;
                    length = if byte < 0xE0 {
                        2
                    } else if byte < 0xF0 {
                        3
                    } else {
                        4
                    };
                    missing = length - 1;
                }
                0 if missing == 0 => {}
                _ => return false,
            }
        }
        missing == 0 && (telling || sequences > 1)
    }
}

impl Misdecoded {
    pub(crate) fn new(columns: usize) -> Self {
        Self { read: None, seen: 0, suspects: vec![None; columns] }
    }

    /// Looks at a cell.
    pub(crate) fn see(&mut self, row: u64, column: usize, text: &str, encoding: &'static Encoding) {
        if text.is_ascii() {
            return;
        }
        self.seen += 1;
        let read = self.read.get_or_insert_with(|| Read::new(encoding));
        if read.is_utf_8(text)
            && let Some(suspect) = self.suspects.get_mut(column)
        {
            suspect.get_or_insert((row, 0)).1 += 1;
        }
    }

    /// Tells what was seen, once. A single cell among many that are not so may be chance.
    pub(crate) fn tell(&mut self, batch: &mut BatchBuilder) {
        let suspects = std::mem::take(&mut self.suspects);
        let count: u64 = suspects.iter().flatten().map(|(_, cells)| cells).sum();
        if count < 5 && 2 * count <= self.seen {
            return;
        }
        for (column, (row, cells)) in suspects.into_iter().enumerate().filter_map(|(at, found)| Some((at, found?))) {
            let cells = match cells {
                1 => "this cell is".to_owned(),
                more => format!("{more} cells, the first here, are"),
            };
            let single_byte = self.read.map(|read| read.encoding).filter(|encoding| encoding.is_single_byte());
            let detail = if let Some(encoding) = single_byte {
                let name = encoding.name();
                format!("{cells} UTF-8, and not {name}: set `encoding = \"utf-8\"`, or leave it out")
            } else {
                format!("{cells} UTF-8 that was taken for windows-1252 before it was written here: export it anew")
            };
            batch.tell(row, column, FindingKind::Misdecoded, detail);
        }
    }
}
