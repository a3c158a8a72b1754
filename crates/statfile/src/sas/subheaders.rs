//! Subheaders: the pieces of a page that tell the columns, or hold packed rows.

use crate::byte_reader::Endian;
use crate::sas::header::Header;

/// Where a subheader stands in its page, and what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pointer {
    pub start: usize,
    pub end: usize,
    pub stored: Stored,
}

/// How a subheader is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    /// As it is; one that may be a row does not begin with a signature then.
    Plainly { may_be_row: bool },
    /// A packed row.
    Packed,
    /// A packed row that has been deleted, and not yet removed.
    Deleted,
}

/// A page with the numbers in it.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    pub bytes: &'p [u8],
    pub header: &'p Header,
    pub endian: Endian,
}

/// What kind of page it is, by its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    /// Rows alone.
    Rows,
    /// Subheaders, and rows behind them.
    Mixed,
    /// Subheaders alone.
    Subheaders,
    /// Nothing that is read.
    Other,
}

impl Page<'_> {
    fn number(&self, at: usize, length: usize) -> u64 {
        self.bytes.get(at..at + length).map_or(0, |bytes| self.endian.number(bytes))
    }

    pub(super) fn kind(&self) -> PageKind {
        let kind = self.number(self.header.page_header() - 8, 2);
        match kind {
            _ if kind & 0x0F00 == 0x0100 => PageKind::Rows,
            _ if kind & 0x9000 != 0 => PageKind::Other,
            _ if kind & 0x0F00 == 0x0200 => PageKind::Mixed,
            _ => PageKind::Subheaders,
        }
    }

    /// How many pieces the page has: of one with rows alone, how many rows.
    pub(super) fn blocks(&self) -> u64 {
        self.number(self.header.page_header() - 6, 2)
    }

    /// Which of so many rows, the last of which ends there, have been deleted and not yet removed; nothing where the page has no
    /// room to tell.
    pub(super) fn deleted(&self, rows: usize, end_of_rows: usize) -> Option<Vec<bool>> {
        let kind = self.number(self.header.page_header() - 8, 2);
        if kind & 0x0080 == 0 {
            return Some(vec![false; rows]);
        }
        // A bit for each row, so far behind the last row.
        let at = self.number(if self.header.is_wide { 24 } else { 12 }, 4) as usize;
        let map = self.bytes.get(end_of_rows.checked_add(at)?..)?.get(..rows.div_ceil(8))?;
        Some((0..rows).map(|row| map[row / 8] & (0x80 >> (row % 8)) != 0).collect())
    }

    /// How many subheaders it has.
    fn subheaders(&self) -> usize {
        self.number(self.header.page_header() - 4, 2) as usize
    }

    /// Where the pointers to subheaders end.
    pub(super) fn pointers_end(&self) -> usize {
        self.header.page_header() + self.subheaders() * 3 * self.header.word()
    }

    /// The subheaders that are there; nothing where one would stand outside its page.
    pub(super) fn pointers(&self) -> Option<Vec<Pointer>> {
        let word = self.header.word();
        let end_of_pointers = self.pointers_end();
        let pointers = self.bytes.get(self.header.page_header()..end_of_pointers)?;
        let mut found = Vec::new();
        for pointer in pointers.chunks_exact(3 * word) {
            let start = self.endian.number(&pointer[..word]);
            let length = self.endian.number(&pointer[word..2 * word]);
            let stored = match (pointer[2 * word], pointer[2 * word + 1]) {
                (1, _) => continue, // Cut off: what it was stands elsewhere.
                (0, kind) => Stored::Plainly { may_be_row: kind != 0 },
                (4, _) => Stored::Packed,
                (5, _) => Stored::Deleted,
                _ => return None,
            };
            if length == 0 {
                continue;
            }
            let end = start.checked_add(length).filter(|end| *end <= self.bytes.len() as u64)?;
            if start < end_of_pointers as u64 {
                return None;
            }
            found.push(Pointer { start: start as usize, end: end as usize, stored });
        }
        Some(found)
    }
}

/// The most bytes of a name, a format or a label: a label has 256 characters.
const LONGEST_TEXT: usize = 2048;

/// Where a text stands: in which of the subheaders of texts, and where in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TextPlace {
    text: usize,
    start: usize,
    length: usize,
}

/// Where a column stands in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub start: u64,
    pub width: u64,
    pub is_number: bool,
}

/// The sizes of rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowSizes {
    pub width: u64,
    pub rows: u64,
    /// How many rows a mixed page has.
    pub on_mixed_page: u64,
    pub title: TextPlace,
    pub packing: TextPlace,
}

/// What the subheaders tell.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub columns: Option<u64>,
    pub sizes: Option<RowSizes>,
    texts: Vec<Vec<u8>>,
    pub names: Vec<TextPlace>,
    pub cells: Vec<Cell>,
    /// The format and the label of each column.
    pub formats: Vec<(TextPlace, TextPlace)>,
}

/// What a subheader is about, by its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    RowSizes,
    ColumnCount,
    Texts,
    Names,
    Cells,
    Format,
    /// What is known and not read.
    Nothing,
}

fn about(bytes: &[u8], header: &Header, endian: Endian) -> Option<About> {
    let mut signature = endian.number(bytes.get(..4)?);
    if header.is_wide && endian == Endian::Big && (signature == 0 || signature == 0xFFFF_FFFF) {
        signature = endian.number(bytes.get(4..8)?);
    }
    Some(match signature {
        0xF7F7_F7F7 => About::RowSizes,
        0xF6F6_F6F6 => About::ColumnCount,
        0xFFFF_FFFD => About::Texts,
        0xFFFF_FFFF => About::Names,
        0xFFFF_FFFC => About::Cells,
        0xFFFF_FBFE => About::Format,
        0xFFFF_FC00 | 0xFFFF_FFF8..=0xFFFF_FFFE => About::Nothing,
        _ => return None,
    })
}

/// Whether a subheader tells of columns; if not, it is a row.
pub(super) fn has_signature(bytes: &[u8], header: &Header, endian: Endian) -> bool {
    about(bytes, header, endian).is_some()
}

impl Told {
    /// Whether all columns are known.
    pub(super) fn is_whole(&self) -> bool {
        let Some(columns) = self.columns else { return false };
        let has_all = |count: usize| count as u64 >= columns;
        let places = self.names.iter().chain(self.formats.iter().flat_map(|(format, label)| [format, label]));
        self.sizes.is_some()
            && has_all(self.names.len())
            && has_all(self.cells.len())
            && has_all(self.formats.len())
            && places.clone().all(|place| place.length == 0 || place.text < self.texts.len())
    }

    /// Takes what a subheader tells; what cannot be, where it is damaged.
    pub(super) fn take(&mut self, bytes: &[u8], header: &Header, endian: Endian) -> Result<(), &'static str> {
        let word = header.word();
        let number = |at: usize, length: usize| bytes.get(at..at + length).map(|bytes| endian.number(bytes));
        match about(bytes, header, endian) {
            None | Some(About::Nothing) => {}
            Some(About::RowSizes) => {
                const PART: &str = "the size of rows";
                let at = |place: usize| number(place * word, word).ok_or(PART);
                let text =
                    |from_end: usize| bytes.len().checked_sub(from_end).and_then(|at| text_place(bytes, at, endian));
                self.sizes = Some(RowSizes {
                    width: at(5)?,
                    rows: at(6)?,
                    on_mixed_page: at(15)?,
                    title: text(130).ok_or(PART)?,
                    packing: text(118).ok_or(PART)?,
                });
            }
            Some(About::ColumnCount) => self.columns = Some(number(word, word).ok_or("the number of columns")?),
            Some(About::Texts) => self.texts.push(bytes.get(word..).ok_or("the texts of columns")?.to_vec()),
            Some(About::Names) => {
                // Eight bytes for each; as many at the beginning, and twelve at the end, beside two words.
                let entries = entries(bytes, word, 8).ok_or("the names of columns")?;
                self.names.extend(entries.filter_map(|entry| text_place(entry, 0, endian)));
            }
            Some(About::Cells) => {
                const PART: &str = "the places of columns";
                for entry in entries(bytes, word, word + 8).ok_or(PART)? {
                    let is_number = match entry[word + 6] {
                        1 => true,
                        2 => false,
                        _ => return Err(PART),
                    };
                    let (start, width) = (endian.number(&entry[..word]), endian.number(&entry[word..word + 4]));
                    self.cells.push(Cell { start, width, is_number });
                }
            }
            Some(About::Format) => {
                let at = if header.is_wide { 46 } else { 34 };
                let places = text_place(bytes, at, endian).zip(text_place(bytes, at + 6, endian));
                self.formats.push(places.ok_or("the format of a column")?);
            }
        }
        Ok(())
    }

    /// The bytes of a text; nothing where it would stand outside of those told.
    pub(super) fn text(&self, place: TextPlace) -> Option<&[u8]> {
        if place.length == 0 {
            return Some(&[]);
        }
        if place.length > LONGEST_TEXT {
            return None;
        }
        self.texts.get(place.text)?.get(place.start..place.start + place.length)
    }

    /// The first bytes of all texts, among which the way of packing is named.
    pub(super) fn first_text(&self) -> &[u8] {
        self.texts.first().map_or(&[], Vec::as_slice)
    }
}

fn text_place(bytes: &[u8], at: usize, endian: Endian) -> Option<TextPlace> {
    let place = bytes.get(at..at + 6)?;
    let number = |at: usize| endian.number(&place[at..at + 2]) as usize;
    Some(TextPlace { text: number(0), start: number(2), length: number(4) })
}

/// The entries of a subheader, each of so many bytes.
fn entries(bytes: &[u8], word: usize, width: usize) -> Option<std::slice::ChunksExact<'_, u8>> {
    let count = bytes.len().checked_sub(12 + 2 * word)? / width;
    Some(bytes.get(word + 8..word + 8 + count * width)?.chunks_exact(width))
}
