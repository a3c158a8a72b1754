//! An export in an OpenDocument spreadsheet: one sheet, read row by row.
//!
//! The content of such a document is one XML file (OASIS OpenDocument 1.3, part 3, sections 6.1 and 9.1), of which one row is in
//! memory at a time. calamine reads every sheet whole, which a few bytes that repeat a cell a million times can make larger than
//! memory. What cells are worth, not how they are shown, is their text, as in workbooks of Excel.

use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use topline_survey::Source;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::packed::packing_fault::PackingFault;
use crate::packed::unpack::Input;
use crate::raw::hand_over::{Ended, Hand};
use crate::raw::iso_time::{length_of_time, moment};
use crate::sheets::open_document_fault::OpenDocumentFault;
use crate::sheets::open_document_manifest::is_locked;
use crate::sheets::sheet::{Cell, SheetRow, SheetRows, hand_over, sheet_of};
use crate::sheets::sheet_fault::SheetFault;
use crate::sheets::sheet_limits::{MOST_COLUMNS, MOST_ROWS};
use crate::sheets::sheet_notes::SheetNotes;
use crate::sheets::xml_pieces::{LONGEST_PIECE, Pieces};

/// The most cells that rows which are said to repeat may make. A few bytes can ask for seventeen billion.
const MOST_REPEATED: u64 = 1 << 27;

/// Hands over the declared sheet, or the first.
pub(crate) fn read(input: Box<dyn Input>, source: &Source, file: &str, hand: &Hand) -> Result<(), Ended> {
    let damaged =
        |error: ZipError| IngestError::new(file.to_owned(), PackingFault::Archive { source: Box::new(error) });
    let mut archive = ZipArchive::new(BufReader::new(input)).map_err(damaged)?;
    if is_locked(&mut archive).map_err(damaged)? {
        return Err(IngestError::new(file.to_owned(), SheetFault::Locked).into());
    }
    let content = archive.by_name("content.xml").map_err(damaged)?;
    let mut content = Content::new(Box::new(content), file);
    let mut sheets = Vec::new();
    while let Some(name) = content.next_table()? {
        if source.sheet.as_ref().is_none_or(|declared| *declared == name) {
            return hand_over(&mut TableRows::new(content), name, &SheetNotes::default(), source, file, hand);
        }
        sheets.push(name);
    }
    let sheets: Vec<&str> = sheets.iter().map(String::as_str).collect();
    sheet_of(source.sheet.as_deref(), &sheets, file).map(|_| ()).map_err(Ended::from)
}

/// The markup of the document.
struct Content<'z> {
    reader: Reader<Pieces<Box<dyn Read + 'z>>>,
    buffer: Vec<u8>,
    file: String,
    /// The row of the sheet that was read last.
    row: u64,
}

/// What a piece of markup says of a sheet.
enum Piece {
    Start(Element, Attributes),
    End(Element),
    Text(String),
    Other,
}

/// The elements that make up sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Table,
    Row,
    Cell,
    Paragraph,
    Spaces,
    Tab,
    LineBreak,
    Annotation,
    Other,
}

/// The attributes that say what a cell is worth, and how often something repeats.
#[derive(Debug, Default)]
struct Attributes {
    name: Option<String>,
    kind: Option<String>,
    value: Option<String>,
    repeated: u32,
    spaces: usize,
}

impl<'z> Content<'z> {
    fn new(content: Box<dyn Read + 'z>, file: &str) -> Self {
        let mut reader = Pieces::reader(content);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), file: file.to_owned(), row: 0 }
    }

    /// The name of the next sheet, whose rows come next.
    fn next_table(&mut self) -> Result<Option<String>, IngestError> {
        loop {
            match self.next()? {
                None => return Ok(None),
                Some(Piece::Start(Element::Table, attributes)) => return Ok(Some(attributes.name.unwrap_or_default())),
                _ => {}
            }
        }
    }

    /// The next piece of markup; nothing at the end.
    fn next(&mut self) -> Result<Option<Piece>, IngestError> {
        self.buffer.clear();
        self.reader.get_mut().begin();
        let piece = match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => return Ok(None),
            Ok(Event::Start(start)) => attributes_of(&start).map(|found| Piece::Start(element(start.name().0), found)),
            Ok(Event::End(end)) => Ok(Piece::End(element(end.name().0))),
            Ok(Event::Text(text)) => Ok(Piece::Text(text.xml10_content().into_owned())),
            Ok(Event::CData(text)) => Ok(Piece::Text(text.xml10_content().into_owned())),
            Ok(Event::GeneralRef(reference)) => reference.resolve_char_ref().map(|character| {
                let name: &str = &reference;
                Piece::Text(match character {
                    Some(character) => character.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(name).unwrap_or_default().to_owned(),
                })
            }),
            Ok(_) => Ok(Piece::Other),
            Err(error) => Err(error),
        };
        piece
            .map(Some)
            .map_err(|source| IngestError::new(self.file.clone(), OpenDocumentFault::Damaged { row: self.row, source }))
    }
}

fn element(name: &str) -> Element {
    match name {
        "table:table" => Element::Table,
        "table:table-row" => Element::Row,
        "table:table-cell" | "table:covered-table-cell" => Element::Cell,
        "text:p" | "text:h" => Element::Paragraph,
        "text:s" => Element::Spaces,
        "text:tab" => Element::Tab,
        "text:line-break" => Element::LineBreak,
        // Comments beside a cell, and shapes on it, have paragraphs that are not the cell's.
        "office:annotation" | "draw:frame" | "draw:custom-shape" | "draw:control" => Element::Annotation,
        _ => Element::Other,
    }
}

fn attributes_of(start: &BytesStart<'_>) -> Result<Attributes, quick_xml::Error> {
    let mut found = Attributes { repeated: 1, spaces: 1, ..Attributes::default() };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        let value = || attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned);
        match attribute.key.0 {
            "table:name" => found.name = Some(value()?),
            "office:value-type" => found.kind = Some(value()?),
            "office:value"
            | "office:date-value"
            | "office:time-value"
            | "office:boolean-value"
            | "office:string-value" => found.value = Some(value()?),
            "table:number-columns-repeated" | "table:number-rows-repeated" => {
                found.repeated = value()?.trim().parse().unwrap_or(1).max(1);
            }
            "text:c" => found.spaces = value()?.trim().parse().unwrap_or(1).min(1 << 16),
            _ => {}
        }
    }
    Ok(found)
}

/// The rows of a sheet, in their order.
struct TableRows<'z> {
    content: Content<'z>,
    cells: Vec<Cell>,
    /// The number of the last row that was read, and of the last that was given; 0 before the first.
    read: u64,
    given: u64,
    /// The first row that `cells` belong to: those before it, up to the row read before, are empty.
    from: u64,
    /// The cells that rows have made which are said to repeat.
    repeated: u64,
    ended: bool,
}

impl<'z> TableRows<'z> {
    fn new(content: Content<'z>) -> Self {
        Self { content, cells: Vec::new(), read: 0, given: 0, from: 1, repeated: 0, ended: false }
    }

    /// Reads on to the next row with a value.
    fn gather(&mut self) -> Result<(), IngestError> {
        while !self.ended {
            match self.content.next()? {
                Some(Piece::Start(Element::Row, attributes)) => {
                    self.gather_cells()?;
                    let first = self.read + 1;
                    let read = self.read + u64::from(attributes.repeated);
                    if !self.cells.is_empty() {
                        if read > u64::from(MOST_ROWS) {
                            return Err(self.misplaced());
                        }
                        self.repeated += (read - first) * self.cells.len() as u64;
                        if self.repeated > MOST_REPEATED {
                            return Err(IngestError::new(
                                self.content.file.clone(),
                                OpenDocumentFault::RepeatedRows { row: first },
                            ));
                        }
                        self.read = read;
                        self.from = first;
                        self.content.row = self.read;
                        return Ok(());
                    }
                    self.read = read;
                }
                Some(Piece::Start(Element::Table, _)) => self.skip(Element::Table, 1)?,
                Some(Piece::End(Element::Table)) | None => self.ended = true,
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The cells of a row, up to its end.
    fn gather_cells(&mut self) -> Result<(), IngestError> {
        self.cells.clear();
        let (mut column, mut bytes) = (0_u64, 0_u64);
        loop {
            match self.content.next()? {
                Some(Piece::Start(Element::Cell, attributes)) => {
                    let text = self.paragraphs()?;
                    let cell = cell_of(&attributes, text);
                    let next = column + u64::from(attributes.repeated);
                    if cell != Cell::Missing {
                        if next > u64::from(MOST_COLUMNS) {
                            return Err(self.misplaced());
                        }
                        let length = cell.text().map_or(0, str::len) as u64;
                        bytes += length * u64::from(attributes.repeated);
                        if bytes > LONGEST_PIECE {
                            return Err(self.too_long());
                        }
                        self.cells.resize(column as usize, Cell::Missing);
                        self.cells.resize(next as usize, cell);
                    }
                    column = next;
                }
                Some(Piece::End(Element::Row)) | None => return Ok(()),
                Some(_) => {}
            }
        }
    }

    /// The text of a cell, up to its end; nothing where it has no paragraph.
    fn paragraphs(&mut self) -> Result<Option<String>, IngestError> {
        let mut text: Option<Paragraphs> = None;
        let mut within = 0_usize;
        loop {
            let piece = self.content.next()?;
            match piece {
                Some(Piece::Start(Element::Annotation, _)) => self.skip(Element::Annotation, 1)?,
                Some(Piece::Start(Element::Table, _)) => self.skip(Element::Table, 1)?,
                Some(Piece::Start(Element::Paragraph, _)) => {
                    within += 1;
                    text.get_or_insert_default().begin();
                }
                Some(Piece::End(Element::Paragraph)) => within = within.saturating_sub(1),
                Some(Piece::End(Element::Cell)) | None => return Ok(text.map(Paragraphs::finish)),
                Some(piece) if within > 0 => {
                    let text = text.get_or_insert_default();
                    match piece {
                        Piece::Text(run) => text.push(&run),
                        Piece::Start(Element::Spaces, attributes) => text.push_exactly(&" ".repeat(attributes.spaces)),
                        Piece::Start(Element::Tab, _) => text.push_exactly("\t"),
                        Piece::Start(Element::LineBreak, _) => text.push_exactly("\n"),
                        _ => {}
                    }
                    if text.written.len() as u64 > LONGEST_PIECE {
                        return Err(self.too_long());
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// Passes over an element whose start has been read.
    fn skip(&mut self, element: Element, mut depth: usize) -> Result<(), IngestError> {
        while depth > 0 {
            match self.content.next()? {
                Some(Piece::Start(inner, _)) if inner == element => depth += 1,
                Some(Piece::End(inner)) if inner == element => depth -= 1,
                None => return Ok(()),
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn too_long(&self) -> IngestError {
        let limit = LONGEST_PIECE as usize;
        IngestError::new(self.content.file.clone(), IngestFault::LongRow { row: self.read + 1, limit })
    }

    fn misplaced(&self) -> IngestError {
        let sheet = "content.xml".to_owned();
        IngestError::new(self.content.file.clone(), SheetFault::MisplacedCell { sheet, row: self.read + 1 })
    }
}

impl SheetRows for TableRows<'_> {
    fn next_row(&mut self) -> Result<Option<SheetRow<'_>>, IngestError> {
        if self.given == self.read || self.cells.is_empty() {
            self.gather()?;
        }
        if self.ended {
            return Ok(None);
        }
        self.given += 1;
        let cells = if self.given >= self.from { self.cells.as_slice() } else { &[] };
        Ok(Some(SheetRow { number: self.given, cells }))
    }

    fn unread_row(&mut self) {
        self.given -= 1;
    }
}

/// What a cell is worth: its value by its type, or else its text.
fn cell_of(attributes: &Attributes, text: Option<String>) -> Cell {
    match (attributes.kind.as_deref(), attributes.value.as_deref()) {
        (Some("float" | "percentage" | "currency"), Some(value)) => {
            Cell::Number(value.trim().parse::<f64>().map_or_else(|_| value.to_owned(), |number| number.to_string()))
        }
        (Some("date"), Some(value)) => Cell::Text(moment(value)),
        (Some("time"), Some(value)) => Cell::Text(length_of_time(value).unwrap_or_else(|| value.to_owned())),
        (Some("boolean"), Some(value)) => Cell::Text(value.to_uppercase()),
        (Some("string"), Some(value)) => Cell::Text(value.to_owned()),
        (_, _) => text.map_or(Cell::Missing, Cell::Text),
    }
}

/// Paragraphs as a reader sees them: white space in the markup is one space within a paragraph, and none at its ends.
#[derive(Default)]
struct Paragraphs {
    written: String,
    begun: bool,
    /// Where in `written` the paragraph begins.
    start: usize,
    /// White space that is a space if something follows.
    space: bool,
}

impl Paragraphs {
    fn begin(&mut self) {
        if self.begun {
            self.written.push('\n');
        }
        self.begun = true;
        self.start = self.written.len();
        self.space = false;
    }

    fn push(&mut self, run: &str) {
        for character in run.chars() {
            if matches!(character, ' ' | '\t' | '\r' | '\n') {
                self.space = self.written.len() > self.start;
            } else {
                if std::mem::take(&mut self.space) {
                    self.written.push(' ');
                }
                self.written.push(character);
            }
        }
    }

    fn push_exactly(&mut self, text: &str) {
        if std::mem::take(&mut self.space) {
            self.written.push(' ');
        }
        self.written.push_str(text);
    }

    fn finish(self) -> String {
        self.written
    }
}
