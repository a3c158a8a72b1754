//! An opened export, whatever its format.

use std::io::{self, Read, Seek, SeekFrom};

use arrow::datatypes::SchemaRef;
use topline_survey::{Format, Source};

use crate::columnar::parquet_file::ParquetFile;
use crate::error::IngestError;
use crate::error::IngestFault;
use crate::format_check::check_format;
use crate::packed::unpack::{Unpacked, unpacked};
use crate::raw::batch_builder::RawBatch;
use crate::raw::rows::{Certainty, Opened, Rows};
use crate::sheets::sheet_thread;
use crate::texts::delimited::Delimited;
use crate::texts::fixed_width;
use crate::texts::json_lines::JsonLines;
use crate::{case_rows, triple_s};
use topline_statfile::Description;

/// An opened export: its header is read, its rows are not.
pub struct Export {
    schema: SchemaRef,
    columns: Vec<String>,
    encoding: &'static str,
    certainty: Certainty,
    delimiter: Option<char>,
    description: Option<Description>,
    merged_header_rows: Option<usize>,
    /// Nothing after the last row, and after an error.
    rows: Option<Box<dyn Rows>>,
}

/// Opens an export that is one file: unpacks it, reads its header, detects its encoding.
pub fn open<R: Read + Seek + Send + 'static>(source: &Source, input: R) -> Result<Export, IngestError> {
    open_with(source, input, None::<io::Empty>)
}

/// Opens an export, with the second file that describes it where there is one ([`Source::metadata`]).
pub fn open_with<R, M>(source: &Source, input: R, metadata: Option<M>) -> Result<Export, IngestError>
where
    R: Read + Seek + Send + 'static,
    M: Read + Seek,
{
    let file = file_of(source);
    let Unpacked { mut input, contents } = unpacked(source, Box::new(input), &file)?;
    let start = read_start(&mut input).map_err(|source| IngestError::new(file.clone(), IngestFault::Io(source)))?;
    if start.is_empty() {
        return Err(IngestError::new(file, IngestFault::Empty));
    }
    check_format(source.format, &start, &contents, &file)?;
    let opened = match source.format {
        Format::Csv => Delimited::open(source, file, input)?,
        Format::Jsonl => JsonLines::open(source, file, input)?,
        Format::Xlsx | Format::Xls | Format::Ods => sheet_thread::open(source, file, input)?,
        Format::Parquet => ParquetFile::open(source, file, input)?,
        Format::Sav | Format::Por => case_rows::open_spss(source, file, input)?,
        Format::Dta => case_rows::open_stata(source, file, input)?,
        Format::Xpt => case_rows::open_transport(source, file, input)?,
        Format::Sas7bdat => case_rows::open_sas(source, file, input, metadata)?,
        Format::TripleS => triple_s::open(source, file, input, metadata)?,
        Format::FixedWidth => fixed_width::open(source, file, input, metadata)?,
    };
    let Opened { schema, columns, encoding, description, certainty, merged_header_rows, rows } = opened;
    let delimiter = rows.delimiter();
    let rows = Some(rows);
    let export = Export { schema, columns, encoding, certainty, delimiter, description, merged_header_rows, rows };
    tracing::debug!(source = source.name, columns = export.columns.len(), encoding, ?delimiter, "opened");
    Ok(export)
}

/// The export's name and path, for errors.
fn file_of(source: &Source) -> String {
    format!("`{}` ({})", source.name, source.path)
}

/// The first bytes; the input stands at its beginning again.
fn read_start(input: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    input.seek(SeekFrom::Start(0))?;
    let mut start = Vec::new();
    input.by_ref().take(8).read_to_end(&mut start)?;
    input.seek(SeekFrom::Start(0))?;
    Ok(start)
}

impl Export {
    /// `_row`, `_problem`, `_extra`, then the export's columns.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }

    /// The names of the export's columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The character encoding, as declared or detected, and how sure it is; empty for a workbook. Where the text has been ASCII so
    /// far, what is not yet read decides, and is looked at.
    pub fn encoding(&mut self) -> Result<(&'static str, Certainty), IngestError> {
        let decided = self.rows.as_mut().map(|rows| rows.decide_encoding()).transpose()?.flatten();
        (self.encoding, self.certainty) = decided.unwrap_or((self.encoding, self.certainty));
        Ok((self.encoding, self.certainty))
    }

    /// How many rows the header has by the merged cells of a sheet; nothing where none of its first row are merged.
    #[must_use]
    pub fn merged_header_rows(&self) -> Option<usize> {
        self.merged_header_rows
    }

    /// The character between cells, as declared or detected; nothing where the format has none.
    #[must_use]
    pub fn delimiter(&self) -> Option<char> {
        self.delimiter
    }

    /// What the export says of its own columns, where its format has a place for it.
    #[must_use]
    pub fn description(&self) -> Option<&Description> {
        self.description.as_ref()
    }

    /// The next rows, at most 8192; nothing after the last one, and after an error.
    pub fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        let Some(rows) = &mut self.rows else { return Ok(None) };
        let batch = rows.next_batch();
        if matches!(batch, Ok(None)) {
            self.encoding()?;
            tracing::debug!(self.encoding, "read to the end");
        }
        if !matches!(batch, Ok(Some(_))) {
            self.rows = None;
        }
        batch
    }
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("columns", &self.columns)
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}
