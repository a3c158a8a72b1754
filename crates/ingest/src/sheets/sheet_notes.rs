//! What a sheet of an Excel workbook says beside the values of its cells: rows that are hidden, formulas whose values nobody has
//! stored, and cells that are merged (ECMA-376, part 1, 18.3.1).
//!
//! calamine reads the values alone. So the sheet is unpacked once more and searched for the few words that matter; only where
//! one of them occurs is it read as XML again. What is wrong with the workbook is left to whoever reads its cells.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Seek};
use std::ops::RangeInclusive;

use memchr::memmem::Finder;
use quick_xml::events::{BytesStart, Event};
use topline_survey::FindingKind;
use zip::ZipArchive;

use crate::raw::batch_builder::BatchBuilder;
use crate::sheets::sheet_limits::MOST_COLUMNS;
use crate::sheets::workbook_index::part_of;
use crate::sheets::xml_pieces::Pieces;

/// Merged cells below these rows are no header.
const HEADER: u64 = 8;
/// The most merged cells of a header.
const MOST_MERGED: usize = 1 << 12;
/// How much is searched at a time.
const PIECE: usize = 64 << 10;

/// What a sheet says beside the values of its cells. Rows and columns are counted from one.
#[derive(Debug, Default)]
pub(crate) struct SheetNotes {
    /// The rows with cells that are hidden, below the header.
    hidden: Option<Several>,
    /// The column whose values decide which rows are hidden, where a filter does.
    filtered: Option<u64>,
    /// For each column the rows below the header whose cells are formulas without a stored value.
    unstored: BTreeMap<u64, Several>,
    /// The merged cells of the first rows.
    merged: Vec<Merged>,
}

/// Several rows.
#[derive(Debug, Clone, Copy)]
struct Several {
    first: u64,
    last: u64,
    count: u64,
}

impl Several {
    /// These rows and another one.
    fn and(several: Option<Self>, row: u64) -> Self {
        match several {
            None => Self { first: row, last: row, count: 1 },
            Some(several) if several.last == row => several,
            Some(several) => Self { last: row, count: several.count + 1, ..several },
        }
    }
}

#[derive(Debug)]
struct Merged {
    rows: RangeInclusive<u64>,
    columns: RangeInclusive<u64>,
}

impl SheetNotes {
    /// Of the declared sheet, or the first; nothing where the workbook does not say.
    pub(crate) fn read(input: impl Read + Seek, sheet: Option<&str>, header_rows: usize) -> Self {
        Self::look(input, sheet, header_rows as u64).unwrap_or_default()
    }

    fn look(input: impl Read + Seek, sheet: Option<&str>, header_rows: u64) -> Option<Self> {
        let mut archive = ZipArchive::new(input).ok()?;
        let part = part_of(&mut archive, sheet)?;
        if !says_more(archive.by_name(&part).ok()?) {
            return None;
        }
        let mut notes = Self::default();
        notes.read_sheet(archive.by_name(&part).ok()?, header_rows);
        Some(notes)
    }

    /// Reads as far as there is XML.
    fn read_sheet(&mut self, part: impl Read, header_rows: u64) {
        let mut reader = Pieces::reader(part);
        reader.config_mut().check_end_names = false;
        let mut buffer = Vec::new();
        let mut place = Reading { header_rows, ..Reading::default() };
        loop {
            buffer.clear();
            reader.get_mut().begin();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(start)) => self.begin(&start, &mut place),
                Ok(Event::Empty(start)) => {
                    self.begin(&start, &mut place);
                    self.end(start.local_name().as_ref(), &mut place);
                }
                Ok(Event::Text(text)) => place.has_value |= place.is_value && !text.is_empty(),
                Ok(Event::End(end)) => self.end(end.local_name().as_ref(), &mut place),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>, place: &mut Reading) {
        match start.local_name().as_ref() {
            "row" => {
                place.row = number(start, "r").unwrap_or(place.row + 1);
                place.column = 0;
                place.is_hidden = attribute(start, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true");
            }
            "c" => {
                place.column = attribute(start, "r").and_then(|at| cell_at(&at)).map_or(place.column + 1, |at| at.1);
                place.is_text = attribute(start, "t").is_some_and(|kind| kind == "str");
                (place.has_formula, place.has_value) = (false, false);
                if place.is_hidden && place.row > place.header_rows {
                    self.hidden = Some(Several::and(self.hidden, place.row));
                }
            }
            "f" => place.has_formula = true,
            "v" => {
                place.is_value = true;
                // The result of a formula may be a text without characters.
                place.has_value |= place.is_text;
            }
            "is" => place.has_value = true,
            "autoFilter" => {
                let range = attribute(start, "ref").and_then(|range| range_at(&range));
                place.filter = range.map(|range| *range.columns.start());
            }
            "filterColumn" => {
                let at = place.filter.zip(number(start, "colId"));
                self.filtered = self.filtered.or(at.map(|(first, column)| first + column));
            }
            "mergeCell" => {
                let range = attribute(start, "ref").and_then(|range| range_at(&range));
                let range = range.filter(|range| *range.rows.start() <= HEADER && self.merged.len() < MOST_MERGED);
                self.merged.extend(range);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, place: &mut Reading) {
        match name {
            "v" => place.is_value = false,
            "c" if place.has_formula && !place.has_value && place.row > place.header_rows => {
                let several = self.unstored.get(&place.column).copied();
                if several.is_some() || place.column <= u64::from(MOST_COLUMNS) {
                    self.unstored.insert(place.column, Several::and(several, place.row));
                }
            }
            _ => {}
        }
    }

    /// How many rows the merged cells of a header say that it has: below a cell that spans several columns are the names of
    /// each, and a cell that spans several rows is all header. Nothing where no cells of the first row are merged, or all of them
    /// are: that is a title.
    pub(crate) fn header_rows(&self, width: usize) -> Option<usize> {
        let mut rows = 1;
        let in_first = |merged: &&Merged| *merged.rows.start() == 1;
        let is_title = |merged: &Merged| merged.columns.end() - merged.columns.start() + 1 >= width as u64;
        if self.merged.iter().filter(in_first).any(is_title) {
            return None;
        }
        loop {
            let deepest = self.merged.iter().filter(|merged| *merged.rows.start() <= rows).map(|merged| {
                let is_wide = merged.columns.end() > merged.columns.start();
                merged.rows.end() + u64::from(is_wide)
            });
            let deepest = deepest.max().unwrap_or(rows);
            if deepest <= rows || deepest > HEADER {
                break;
            }
            rows = deepest;
        }
        (rows > 1).then_some(rows as usize)
    }

    /// Tells what is below the header.
    pub(crate) fn tell(&self, batch: &mut BatchBuilder) {
        if let Some(Several { first, count: rows, .. }) = self.hidden {
            let column = self.filtered.and_then(|column| batch.column_name(column as usize - 1));
            let why = column.map_or(String::new(), |name| format!(" by a filter on `{name}`"));
            let detail =
                format!("{rows} rows of the sheet are hidden{why}, this one first: they are read like all others");
            batch.tell_of_row(first, FindingKind::HiddenRows, detail);
        }
        for (column, Several { first, count, .. }) in &self.unstored {
            let detail = format!(
                "{count} cells of the column are formulas without a stored value, this one first, and are read as blank: open the \
                 workbook in a spreadsheet program and save it"
            );
            batch.tell(*first, *column as usize - 1, FindingKind::NoValue, detail);
        }
    }
}

/// Where in a sheet the reading is.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of the cell that is read, and they combine freely")]
struct Reading {
    header_rows: u64,
    row: u64,
    column: u64,
    is_hidden: bool,
    is_text: bool,
    has_formula: bool,
    is_value: bool,
    has_value: bool,
    /// The first column of the filter.
    filter: Option<u64>,
}

/// Whether a sheet has any of the words that matter here.
fn says_more(part: impl Read) -> bool {
    let words = ["hidden=", "<mergeCell", "<f>", "<f ", ":f>", ":f ", ":mergeCell"].map(Finder::new);
    let longest = words.iter().map(|word| word.needle().len()).max().unwrap_or_default();
    let mut input = BufReader::with_capacity(PIECE, part);
    let mut kept: Vec<u8> = Vec::new();
    loop {
        let Ok(buffer) = input.fill_buf() else { return false };
        if buffer.is_empty() {
            return false;
        }
        // A word may lie across two pieces.
        kept.extend(&buffer[..buffer.len().min(longest)]);
        if words.iter().any(|word| word.find(&kept).or_else(|| word.find(buffer)).is_some()) {
            return true;
        }
        kept.clear();
        kept.extend(&buffer[buffer.len().saturating_sub(longest)..]);
        let read = buffer.len();
        input.consume(read);
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.try_get_attribute(name).ok().flatten().map(|found| found.value.to_string())
}

fn number(start: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute(start, name)?.parse().ok()
}

/// Row and column of `AB12`.
fn cell_at(reference: &str) -> Option<(u64, u64)> {
    let digits = reference.find(|character: char| character.is_ascii_digit())?;
    let (letters, digits) = reference.split_at(digits);
    let mut column = 0_u64;
    for letter in letters.bytes() {
        if !letter.is_ascii_uppercase() || column > u64::from(u16::MAX) {
            return None;
        }
        column = column * 26 + u64::from(letter - b'A') + 1;
    }
    (column > 0).then_some((digits.parse().ok()?, column))
}

/// The cells of `A1:C2`.
fn range_at(reference: &str) -> Option<Merged> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let (first, last) = (cell_at(first)?, cell_at(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some(Merged { rows: first.0..=last.0, columns: first.1..=last.1 })
}

#[cfg(test)]
mod tests {
    use super::{SheetNotes, cell_at, range_at};

    #[test]
    fn references_are_rows_and_columns() {
        assert_eq!(cell_at("A1"), Some((1, 1)));
        assert_eq!(cell_at("XFD1048576"), Some((1_048_576, 16_384)));
        for none in ["", "A", "1", "a1", "A1B", "AAAAAAAAAAAAAAAA1"] {
            assert_eq!(cell_at(none), None, "{none}");
        }
    }

    fn header_rows(merged: &[&str], width: usize) -> Option<usize> {
        let merged = merged.iter().map(|range| range_at(range).expect("a range")).collect();
        SheetNotes { merged, ..SheetNotes::default() }.header_rows(width)
    }

    #[test]
    fn merged_cells_say_how_many_rows_a_header_has() {
        assert_eq!(header_rows(&[], 7), None);
        assert_eq!(header_rows(&["C1:E1", "F1:G1"], 7), Some(2));
        // The cells beside the questions span both rows.
        assert_eq!(header_rows(&["A1:A2", "C1:E1"], 7), Some(2));
        // A question, its groups, the items of these.
        assert_eq!(header_rows(&["B1:E1", "B2:C2", "D2:E2"], 5), Some(3));
        assert_eq!(header_rows(&["A1:A3", "B1:E1"], 5), Some(3));
        // A title over the table, and merged cells among the answers.
        assert_eq!(header_rows(&["A1:G1"], 7), None);
        assert_eq!(header_rows(&["A5:C5"], 7), None);
    }
}
