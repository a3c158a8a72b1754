//! The layout of text of fixed width: as the pipeline declares it, or as commands of SPSS, SAS or Stata describe it.

use std::io::{Read, Seek};

use topline_statfile::{FieldContent, FixedField, FixedLayout, read_layout};
use topline_survey::Source;

use crate::error::{IngestError, IngestFault};
use crate::texts::encoding::encoding_of;

/// The most bytes of a text of commands.
const LONGEST: u64 = 64 << 20;

/// The columns in the lines of a case. Those that the pipeline declares hold words, in one line, and nothing describes them.
pub(crate) fn layout_of<M: Read + Seek>(
    source: &Source,
    metadata: Option<M>,
    file: &str,
) -> Result<FixedLayout, IngestError> {
    let Some(mut metadata) = metadata else { return Ok(declared(source)) };
    let path = source.metadata.as_deref().unwrap_or("metadata");
    let commands = format!("`{}` ({path})", source.name);
    let encoded = encoding_of(&mut metadata, None, &commands)?;
    let mut bytes = Vec::new();
    let read = metadata.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| IngestError::new(file, IngestFault::Io(error)))?;
    if bytes.len() as u64 > LONGEST {
        return Err(IngestError::new(commands, IngestFault::LongRow { row: 1, limit: LONGEST as usize }));
    }
    let (text, _) = encoded.encoding.decode_without_bom_handling(&bytes);
    read_layout(&text).map_err(|error| IngestError::new(commands, error))
}

fn declared(source: &Source) -> FixedLayout {
    let field = |column: &topline_survey::FixedColumn| FixedField {
        name: column.name.clone(),
        line: 0,
        start: column.start.saturating_sub(1),
        width: column.width,
        content: FieldContent::Text,
    };
    let fields = source.columns.iter().map(field).collect();
    FixedLayout { fields, lines: 1, skipped: 0, description: topline_statfile::Description::default() }
}
