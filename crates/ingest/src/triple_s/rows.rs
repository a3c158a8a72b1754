//! The records of the data: lines of fixed width, or rows of delimited text.

use std::borrow::Cow;
use std::io::{Read, Seek};

use encoding_rs::Encoding;
use topline_survey::{Place, Source};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::batch_builder::{BatchBuilder, RawBatch, Shape};
use crate::raw::rows::{Opened, Rows};
use crate::texts::delimited::shape_of;
use crate::texts::delimiter::declared_delimiter;
use crate::texts::encoding::encoding_of;
use crate::texts::encoding_fault::EncodingFault;
use crate::texts::line_reader::{Characters, Cut, LineReader};
use crate::texts::splitter::Splitter;
use crate::texts::text::{Decoded, Text};
use crate::triple_s::cells::{day, number, time};
use crate::triple_s::columns::{Columns, Parts, Reading, columns};
use crate::triple_s::definition::{DataLayout, Definition, Kind, definition};
use crate::triple_s::triple_s_fault::TripleSFault;
use crate::triple_s::xml;

/// The records.
struct Records {
    input: Lines,
    readings: Vec<Reading>,
    /// How many characters or fields a record has.
    width: usize,
    batch: BatchBuilder,
    file: String,
}

/// How they are written.
enum Lines {
    Fixed { lines: LineReader, characters: Characters },
    Delimited(Splitter),
}

/// Reads the definition, and what stands before the records.
pub(crate) fn open<R, M>(
    source: &Source,
    file: String,
    mut input: R,
    metadata: Option<M>,
) -> Result<Opened, IngestError>
where
    R: Read + Seek + Send + 'static,
    M: Read + Seek,
{
    let Some(metadata) = metadata else { return Err(IngestError::new(file, TripleSFault::NoMetadata)) };
    let told = xml::read(metadata).and_then(|root| {
        let definition = definition(&root)?;
        let columns = columns(&definition)?;
        Ok((definition, columns))
    });
    let (definition, columns) = match told {
        Ok(told) => told,
        Err(source) => return Err(IngestError::new(file, TripleSFault::Definition { source })),
    };
    let Definition { layout, skip, encoding, .. } = definition;
    // What a program writes beside its data may name no encoding that there is: then it is detected.
    let told = encoding.filter(|label| Encoding::for_label_no_replacement(label.as_bytes()).is_some());
    let encoded = match (&source.encoding, &told) {
        (None, Some(label)) => match encoding_of(&mut input, Some(label), &file) {
            Err(IngestError { fault: IngestFault::Encoding(EncodingFault::Contradicted { .. }), .. }) => {
                encoding_of(&mut input, None, &file)?
            }
            encoded => encoded?,
        },
        (declared, _) => encoding_of(&mut input, declared.as_deref(), &file)?,
    };
    let text = Text::new(Box::new(input), encoded);
    let mut input = match layout {
        DataLayout::Fixed => {
            Lines::Fixed { lines: LineReader::new(text, file.clone()), characters: Characters::default() }
        }
        DataLayout::Delimited => Lines::Delimited(Splitter::new(
            text,
            file.clone(),
            declared_delimiter(source.delimiter.unwrap_or(','), &file)?,
        )),
    };
    for _ in 0..skip {
        let is_there = match &mut input {
            Lines::Fixed { lines, .. } => lines.next_line()?.is_some(),
            Lines::Delimited(splitter) => splitter.next_row()?.is_some(),
        };
        if !is_there {
            break;
        }
    }
    let Columns { names, readings, description } = columns;
    let batch =
        BatchBuilder::new(&names, Place { file: source.name.clone(), ..Place::default() }, source.blank_rows, &file)?;
    let width = readings.iter().map(|reading| reading.start + reading.width).max().unwrap_or_default();
    let schema = batch.schema();
    let rows = Records { input, readings, width, batch, file };
    let encoding = encoded.encoding.name();
    Ok(Opened {
        encoding,
        certainty: encoded.certainty,
        description: Some(description),
        ..Opened::new(schema, names, Box::new(rows))
    })
}

impl Rows for Records {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        let Self { input, readings, width, batch, file } = self;
        while !batch.is_full() {
            let is_there = match input {
                Lines::Fixed { lines, characters } => push_line(batch, lines, characters, readings, *width)?,
                Lines::Delimited(splitter) => push_row(batch, splitter, readings, *width)?,
            };
            if !is_there {
                break;
            }
        }
        batch.finish().map_err(|source| IngestError::new(file.clone(), IngestFault::Columns(source)))
    }
}

/// Appends the next line, if there is one.
fn push_line(
    batch: &mut BatchBuilder,
    lines: &mut LineReader,
    characters: &mut Characters,
    readings: &[Reading],
    width: usize,
) -> Result<bool, IngestError> {
    let encoding = lines.encoding();
    let Some(line) = lines.next_line()? else { return Ok(false) };
    characters.of(&line.text);
    let mut extra = Vec::new();
    let mut broken = None;
    let mut column = 0;
    for reading in readings {
        let first = column;
        match characters.cut(&line.text, reading.start, reading.width) {
            Cut::Whole(field) => push_field(batch, &mut column, reading, field, &mut extra),
            Cut::Part(field) => {
                // Texts stand at the left of their place, so that blanks may be missing; all else has no blank at its end.
                if reading.kind != Kind::Character && !field.trim().is_empty() {
                    broken = broken.or(Some(&reading.name));
                }
                push_field(batch, &mut column, reading, field, &mut extra);
            }
            Cut::Nothing => push_nothing(batch, &mut column, reading),
        }
        let is_in = |cut| matches!(cut, Cut::Whole(field) | Cut::Part(field) if field.contains('\u{FFFD}'));
        if line.decoded == Decoded::InPart && is_in(characters.cut(&line.text, reading.start, reading.width)) {
            batch.find_undecodable(line.number, first, encoding);
        }
    }
    let rest = characters.behind(&line.text, width).trim_end();
    if !rest.is_empty() {
        extra.push(rest.to_owned());
    }
    let shape = match broken {
        _ if line.text.trim().is_empty() => Shape::Blank,
        Some(name) => Shape::Broken(format!("the line ends within `{name}`")),
        None => Shape::Whole,
    };
    batch.end_row(line.number, &extra, &shape);
    Ok(true)
}

/// Appends the next row of delimited text, if there is one.
fn push_row(
    batch: &mut BatchBuilder,
    splitter: &mut Splitter,
    readings: &[Reading],
    width: usize,
) -> Result<bool, IngestError> {
    let encoding = splitter.encoding().name();
    let Some(row) = splitter.next_row()? else { return Ok(false) };
    let (number, fault, cells) = (row.number(), row.fault(), row.len());
    let is_blank = row.is_blank();
    let mut extra = Vec::new();
    let mut column = 0;
    for reading in readings {
        let first = column;
        if reading.start >= cells {
            push_nothing(batch, &mut column, reading);
            continue;
        }
        let fields = reading.start..(reading.start + reading.width).min(cells);
        let mut in_part = false;
        match &reading.parts {
            // Each code, or each tick, is a field of its own.
            Parts::Codes { .. } | Parts::Ticks(_) if reading.width > 1 => {
                let mut texts: Vec<Cow<'_, str>> = Vec::with_capacity(fields.len());
                for field in fields {
                    let (text, decoded) = row.cell(field);
                    in_part |= decoded == Decoded::InPart;
                    texts.push(Cow::Owned(text.into_owned()));
                }
                push_fields(batch, &mut column, reading, &texts);
            }
            _ => {
                let (text, decoded) = row.cell(reading.start);
                in_part = decoded == Decoded::InPart;
                push_field(batch, &mut column, reading, &text, &mut extra);
            }
        }
        if in_part {
            batch.find_undecodable(number, first, encoding);
        }
    }
    let beyond: Vec<String> = (width..cells).map(|cell| row.cell(cell).0.into_owned()).collect();
    let overfull = beyond.iter().any(|cell| !cell.trim().is_empty());
    let shape = match shape_of(fault, is_blank, cells, width, overfull) {
        // The definition says how many cells there are.
        Shape::Short { cells } => Shape::Broken(format!("{cells} cells where {width} are expected")),
        shape => shape,
    };
    if beyond.iter().any(|cell| !cell.trim().is_empty()) {
        extra.extend(beyond);
    }
    batch.end_row(number, &extra, &shape);
    Ok(true)
}

/// Appends missing cells for all columns of a variable.
fn push_nothing(batch: &mut BatchBuilder, column: &mut usize, reading: &Reading) {
    for _ in 0..reading.columns() {
        batch.cell(*column, None);
        *column += 1;
    }
}

/// Appends the cells of a variable that stands in one field. What the columns cannot hold goes to `extra`.
fn push_field(batch: &mut BatchBuilder, column: &mut usize, reading: &Reading, field: &str, extra: &mut Vec<String>) {
    match &reading.parts {
        Parts::One => {
            let cell = match reading.kind {
                Kind::Character => Some(Cow::Borrowed(field.trim_end())),
                Kind::Date => day(field),
                Kind::Time => time(field),
                Kind::Single | Kind::Multiple | Kind::Quantity | Kind::Logical => number(field),
            };
            batch.cell(*column, cell.as_deref());
            *column += 1;
        }
        Parts::Ticks(_) | Parts::Codes { .. } if field.trim().is_empty() => push_nothing(batch, column, reading),
        Parts::Ticks(ticks) => {
            let mut characters = Characters::default();
            characters.of(field);
            for place in ticks {
                batch.cell(*column, Some(tick(characters.cut(field, *place, 1))));
                *column += 1;
            }
            let is_known = |(place, mark): (usize, char)| matches!(mark, '0' | ' ') || ticks.contains(&place);
            if !field.chars().enumerate().all(is_known) {
                extra.push(format!("{}: {field}", reading.name));
            }
        }
        Parts::Codes { count, each } => {
            let mut characters = Characters::default();
            characters.of(field);
            for place in 0..*count {
                let cell = match characters.cut(field, place * each, *each) {
                    Cut::Whole(code) | Cut::Part(code) => number(code),
                    Cut::Nothing => None,
                };
                batch.cell(*column, cell.as_deref());
                *column += 1;
            }
            let rest = characters.behind(field, count * each);
            if !rest.chars().all(|mark| matches!(mark, '0' | ' ')) {
                extra.push(format!("{}: {field}", reading.name));
            }
        }
    }
}

/// Appends the cells of a variable that has a field for each code or tick.
fn push_fields(batch: &mut BatchBuilder, column: &mut usize, reading: &Reading, fields: &[Cow<'_, str>]) {
    let is_blank = fields.iter().all(|field| field.trim().is_empty());
    match &reading.parts {
        Parts::Ticks(ticks) if !is_blank => {
            for place in ticks {
                let cell = fields.get(*place).map(|field| field.trim());
                batch.cell(*column, Some(cell.filter(|cell| !cell.is_empty()).unwrap_or("0")));
                *column += 1;
            }
        }
        Parts::Codes { count, .. } => {
            for place in 0..*count {
                batch.cell(*column, fields.get(place).and_then(|field| number(field)).as_deref());
                *column += 1;
            }
        }
        Parts::One | Parts::Ticks(_) => push_nothing(batch, column, reading),
    }
}

/// The cell of an option: blank, and what the field has no room for, is not ticked.
fn tick(cut: Cut<'_>) -> &str {
    match cut {
        Cut::Whole(" ") | Cut::Part(_) | Cut::Nothing => "0",
        Cut::Whole(mark) => mark,
    }
}
