//! Text of fixed width, whose layout the pipeline declares: each column stands at its place in every line.
//!
//! A cell is trimmed of the blanks that fill its column. A line may end early, as editors take blanks away: what it lacks is
//! missing. Text behind the last column is kept as an extra cell.

use std::io::{Read, Seek};

use topline_survey::{FixedColumn, Place, Source};

use crate::error::IngestError;
use crate::error::IngestFault;
use crate::raw::batch_builder::{BatchBuilder, RawBatch, Shape};
use crate::raw::header::column_names;
use crate::raw::rows::{Opened, Rows};
use crate::texts::encoding::encoding_of;
use crate::texts::line_reader::{Characters, Cut, LineReader};
use crate::texts::text::{Decoded, Text};

/// The lines.
struct FixedWidth {
    lines: LineReader,
    layout: Vec<FixedColumn>,
    characters: Characters,
    batch: BatchBuilder,
    file: String,
}

/// Detects the encoding.
pub(crate) fn open<R: Read + Seek + Send + 'static>(
    source: &Source,
    file: String,
    mut input: R,
) -> Result<Opened, IngestError> {
    let encoded = encoding_of(&mut input, source.encoding.as_deref(), &file)?;
    let lines = LineReader::new(Text::new(Box::new(input), encoded.encoding), file.clone());
    let columns: Vec<String> = source.columns.iter().map(|column| column.name.clone()).collect();
    let columns = column_names(std::slice::from_ref(&columns), columns.len(), None);
    let batch = BatchBuilder::new(&columns, Place { file: source.name.clone(), ..Place::default() }, &file)?;
    let (schema, encoding) = (batch.schema(), lines.encoding());
    let layout = source.columns.clone();
    let rows = Box::new(FixedWidth { lines, layout, characters: Characters::default(), batch, file });
    Ok(Opened { encoding, certainty: encoded.certainty, ..Opened::new(schema, columns, rows) })
}

impl Rows for FixedWidth {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        let encoding = self.lines.encoding();
        let end = self.layout.iter().map(|column| column.start.saturating_sub(1) + column.width).max().unwrap_or(0);
        while !self.batch.is_full()
            && let Some(line) = self.lines.next_line()?
        {
            self.characters.of(&line.text);
            for (index, column) in self.layout.iter().enumerate() {
                let cell = match self.characters.cut(&line.text, column.start.saturating_sub(1), column.width) {
                    Cut::Whole(cell) | Cut::Part(cell) => Some(cell.trim()),
                    Cut::Nothing => None,
                };
                self.batch.cell(index, cell);
                if line.decoded == Decoded::InPart && cell.is_some_and(|cell| cell.contains('\u{FFFD}')) {
                    self.batch.find_undecodable(line.number, index, encoding);
                }
            }
            let extra = self.characters.behind(&line.text, end).trim_end();
            let extra = if extra.is_empty() { Vec::new() } else { vec![extra.to_owned()] };
            let shape = if line.text.trim().is_empty() { Shape::Blank } else { Shape::Whole };
            self.batch.end_row(line.number, &extra, &shape);
        }
        self.batch.finish().map_err(|source| IngestError::new(self.file.clone(), IngestFault::Columns(source)))
    }
}
