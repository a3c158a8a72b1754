//! Files of statistical packages: their cases as rows.

use std::io::{Read, Seek};

use encoding_rs::Encoding;
use topline_statfile::{
    CaseContent, CaseReader, CaseSink, CellSink, PortableFile, SasCatalogue, SasFile, StatError, StatFile, StatOptions,
    StataFile, SystemFile, TransportFile,
};
use topline_survey::{Format, Place, Source};

use crate::error::{IngestError, IngestFault};
use crate::packed::unpack::Input;
use crate::raw::batch_builder::{BatchBuilder, Column, RawBatch, Shape};
use crate::raw::coded_column::Glimpse;
use crate::raw::header::RESERVED;
use crate::raw::rows::{Opened, Rows};
use crate::texts::encoding::{declared_encoding, declared_superset_of_ascii};

/// Opens a file of SPSS.
pub(crate) fn open_spss(source: &Source, file: String, input: Box<dyn Input>) -> Result<Opened, IngestError> {
    let label = source.encoding.as_deref();
    let encoding = label.map(|label| declared_superset_of_ascii(label, &file)).transpose()?;
    let options = options(source, encoding);
    if source.format == Format::Por {
        opened(PortableFile::open(input, &options), source, file)
    } else {
        opened(SystemFile::open(input, &options), source, file)
    }
}

/// Opens a dataset of Stata.
pub(crate) fn open_stata(source: &Source, file: String, input: Box<dyn Input>) -> Result<Opened, IngestError> {
    let options = options(source, declared(source, &file)?);
    opened(StataFile::open(input, &options), source, file)
}

/// Opens a transport file of SAS.
pub(crate) fn open_transport(source: &Source, file: String, input: Box<dyn Input>) -> Result<Opened, IngestError> {
    let options = options(source, declared(source, &file)?);
    opened(TransportFile::open(input, &options), source, file)
}

/// Opens a dataset of SAS, with the catalogue of its formats where it is given.
pub(crate) fn open_sas<M: Read + Seek>(
    source: &Source,
    file: String,
    input: Box<dyn Input>,
    metadata: Option<M>,
) -> Result<Opened, IngestError> {
    let encoding = declared(source, &file)?;
    let catalogue = metadata.map(|metadata| {
        let path = source.metadata.as_deref().unwrap_or("metadata");
        SasCatalogue::read(metadata, encoding).map_err(|error| wrapped(error, &format!("`{}` ({path})", source.name)))
    });
    let catalogue = catalogue.transpose()?.unwrap_or_default();
    opened(SasFile::open(input, &options(source, encoding), &catalogue), source, file)
}

fn declared(source: &Source, file: &str) -> Result<Option<&'static Encoding>, IngestError> {
    source.encoding.as_deref().map(|label| declared_encoding(label, file)).transpose()
}

fn options<'s>(source: &'s Source, encoding: Option<&'static Encoding>) -> StatOptions<'s> {
    StatOptions { encoding, dataset: source.sheet.as_deref(), reserved: &RESERVED }
}

fn wrapped(error: StatError, file: &str) -> IngestError {
    match error {
        StatError::Io(error) => IngestError::new(file, IngestFault::Io(error)),
        error => IngestError::new(file, error),
    }
}

fn opened<C: CaseReader + Send + 'static>(
    stat_file: Result<StatFile<C>, StatError>,
    source: &Source,
    file: String,
) -> Result<Opened, IngestError> {
    let StatFile { encoding, description, cases } = stat_file.map_err(|error| wrapped(error, &file))?;
    let columns: Vec<String> = description.columns.iter().map(|column| column.name.clone()).collect();
    let batch =
        BatchBuilder::new(&columns, Place { file: source.name.clone(), ..Place::default() }, source.blank_rows, &file)?;
    let schema = batch.schema();
    let rows = Box::new(CaseRows { cases, batch, file });
    Ok(Opened { encoding, description: Some(description), ..Opened::new(schema, columns, rows) })
}

/// The cases of a file, as rows.
struct CaseRows<C> {
    cases: C,
    batch: BatchBuilder,
    file: String,
}

impl<C: CaseReader + Send> Rows for CaseRows<C> {
    fn next_batch(&mut self) -> Result<Option<RawBatch>, IngestError> {
        self.cases.read_cases(&mut self.batch).map_err(|error| wrapped(error, &self.file))?;
        self.batch.finish().map_err(|error| IngestError::new(&self.file, IngestFault::Columns(error)))
    }
}

impl CaseSink for BatchBuilder {
    type Column<'s> = Column<'s>;

    #[inline]
    fn is_full(&self) -> bool {
        BatchBuilder::is_full(self)
    }

    #[inline]
    fn column(&mut self, column: usize) -> Column<'_> {
        BatchBuilder::column(self, column)
    }

    #[inline]
    fn end_case(&mut self, case: u64, content: CaseContent) {
        let shape = match content {
            CaseContent::Something => Shape::Whole,
            CaseContent::Nothing => Shape::Blank,
        };
        self.end_row(case, &[], &shape);
    }

    fn undecodable(&mut self, case: u64, column: usize, encoding: &'static str) {
        self.find_undecodable(case, column, encoding);
    }

    fn cut_off(&mut self, read: u64) {
        self.find_cut_off(read);
    }

    fn case_count(&mut self, announced: u64, read: u64) {
        self.find_row_count(announced, read);
    }
}

impl CellSink for Column<'_> {
    #[inline]
    fn append(&mut self, text: Option<&str>) {
        Column::append(self, text);
    }

    #[inline]
    fn append_known(&mut self, text: &[u8]) -> bool {
        Column::append_known(self, Glimpse::of(text))
    }

    #[inline]
    fn append_value<'t>(&mut self, bits: u64, text: impl FnOnce() -> &'t str) {
        Column::append_value(self, bits, text);
    }
}
