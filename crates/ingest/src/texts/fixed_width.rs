//! Text of fixed width: each column is at its place in every line, or in one of the lines that a case has.
//!
//! A cell is trimmed of the blanks that fill its column. A line may end early, as editors take blanks away: what it lacks is
//! missing. Text behind the last column is kept as an extra cell.

use std::borrow::Cow;
use std::io::{Read, Seek};

use topline_statfile::{FieldContent, FixedField, FixedLayout};
use topline_survey::{Place, Source};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::batch_builder::{BatchBuilder, RawBatch, Shape};
use crate::raw::header::column_names;
use crate::raw::rows::{Opened, Rows};
use crate::texts::encoding::encoding_of;
use crate::texts::fixed_layout::layout_of;
use crate::texts::line_reader::{Characters, Cut, LineReader};
use crate::texts::text::{Decoded, Text};
use crate::triple_s::cells::number;

/// The cases.
struct FixedWidth {
    lines: LineReader,
    layout: FixedLayout,
    /// Behind the last column of each line of a case.
    ends: Vec<usize>,
    characters: Characters,
    batch: BatchBuilder,
    file: String,
}

/// Reads the commands that describe the columns, where there are any, and detects the encoding.
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
    let is_described = metadata.is_some();
    let mut layout = layout_of(source, metadata, &file)?;
    let encoded = encoding_of(&mut input, source.encoding.as_deref(), &file)?;
    let mut lines = LineReader::new(Text::new(Box::new(input), encoded), file.clone());
    for _ in 0..layout.skipped {
        lines.next_line()?;
    }
    let names: Vec<String> = layout.fields.iter().map(|field| field.name.clone()).collect();
    let columns = column_names(std::slice::from_ref(&names), names.len(), None);
    for (column, name) in layout.description.columns.iter_mut().zip(&columns) {
        column.name.clone_from(name);
    }
    let batch =
        BatchBuilder::new(&columns, Place { file: source.name.clone(), ..Place::default() }, source.blank_rows, &file)?;
    let (schema, encoding) = (batch.schema(), lines.encoding());
    let mut ends = vec![0; layout.lines];
    for field in &layout.fields {
        ends[field.line] = ends[field.line].max(field.start + field.width);
    }
    let description = is_described.then(|| layout.description.clone());
    let rows = Box::new(FixedWidth { lines, layout, ends, characters: Characters::default(), batch, file });
    Ok(Opened { encoding, certainty: encoded.certainty, description, ..Opened::new(schema, columns, rows) })
}

/// The cell of a field.
fn cell<'l>(field: &FixedField, text: &'l str) -> Option<Cow<'l, str>> {
    let text = text.trim();
    let FieldContent::Number { decimals } = field.content else { return Some(Cow::Borrowed(text)) };
    // A point alone is a missing number.
    if text == "." {
        return None;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let are_digits = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if decimals == 0 || !are_digits {
        return number(text);
    }
    let digits = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    number(&format!("{sign}{whole}.{fraction}")).map(|cell| Cow::Owned(cell.into_owned()))
}

impl FixedWidth {
    /// Appends the next case, if there is one.
    fn push_case(&mut self) -> Result<bool, IngestError> {
        let encoding = self.lines.encoding();
        let (mut first, mut is_blank, mut read, mut extra) = (0, true, 0, Vec::new());
        for place in 0..self.layout.lines {
            let Some(line) = self.lines.next_line()? else { break };
            read += 1;
            first = if place == 0 { line.number } else { first };
            is_blank &= line.text.trim().is_empty();
            self.characters.of(&line.text);
            for (index, field) in self.layout.fields.iter().enumerate().filter(|(_, field)| field.line == place) {
                let cut = match self.characters.cut(&line.text, field.start, field.width) {
                    Cut::Whole(cut) | Cut::Part(cut) => Some(cut),
                    Cut::Nothing => None,
                };
                self.batch.cell(index, cut.and_then(|cut| cell(field, cut)).as_deref());
                if line.decoded == Decoded::InPart && cut.is_some_and(|cut| cut.contains('\u{FFFD}')) {
                    self.batch.find_undecodable(line.number, index, encoding);
                }
            }
            let behind = self.characters.behind(&line.text, self.ends[place]).trim_end();
            if !behind.is_empty() {
                extra.push(behind.to_owned());
            }
        }
        if read == 0 {
            return Ok(false);
        }
        for (index, _) in self.layout.fields.iter().enumerate().filter(|(_, field)| field.line >= read) {
            self.batch.cell(index, None);
        }
        let shape = if is_blank {
            Shape::Blank
        } else if read < self.layout.lines {
            Shape::Broken(format!("the file ends within a case: {read} of its {} lines", self.layout.lines))
        } else {
            Shape::Whole
        };
        self.batch.end_row(first, &extra, &shape);
        Ok(true)
    }
}

impl Rows for FixedWidth {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        while !self.batch.is_full() && self.push_case()? {}
        self.batch.finish().map_err(|source| IngestError::new(self.file.clone(), IngestFault::Columns(source)))
    }
}
