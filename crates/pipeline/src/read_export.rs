//! The export into `raw`, `responses` as asked, and findings, batch by batch: all files of it, one after the other.

use topline_ingest::{Export, Holds, Missing};
use topline_normalise::{Finished, NormaliseError, Normalised, Normaliser};
use topline_store::{Fingerprint, RunFolder};
use topline_survey::{Accounting, DeclaredMissing, MissingCells, Source};
use topline_threads::{ReadAhead, work};

use crate::ending::Ending;
use crate::error::RunError;
use crate::export_rows::{Findings, ReadResponses};
use crate::load::Pipeline;
use crate::progress::Progress;
use crate::source_files::{SourceFile, open_sources};
use topline_normalise::ColumnNames;

/// What reading the export gave.
pub(crate) struct ReadExport {
    pub accounting: Accounting,
    /// Of each file, and of the file that describes it where there is one.
    pub fingerprints: Vec<Fingerprint>,
}

/// Where what is read goes.
struct Reading<'r> {
    folder: &'r mut RunFolder,
    findings: &'r mut Findings,
    progress: &'r dyn Progress,
    ending: Ending,
    survey: &'r str,
    /// The rows told so far.
    told: u64,
}

/// Reads the export into `raw/<source>.parquet` and the responses.
pub(crate) fn read_export(
    pipeline: &Pipeline,
    folder: &mut RunFolder,
    findings: &mut Findings,
    progress: &dyn Progress,
    ending: Ending,
) -> Result<ReadExport, RunError> {
    let (joined, stacked) = open_sources(pipeline)?;
    let mut fingerprints = Vec::new();
    let mut normaliser = Normaliser::new(&pipeline.plan);
    let mut responses = ReadResponses::create(folder, &pipeline.plan, ending)?;
    let mut reading = Reading { folder, findings, progress, ending, survey: &pipeline.plan.survey.id, told: 0 };
    for (source, mut file) in pipeline.plan.survey.joined().zip(joined) {
        let export = file.rows(pipeline)?;
        reading.findings.write(&file.named.names.findings(&file.named.source))?;
        reading.findings.write(&normaliser.begin_joined(source, &file.named.names.columns))?;
        let mut side = |batch: &_| {
            let findings = normaliser.join(batch).map_err(RunError::Normalise)?;
            Ok(Normalised { responses: None, findings })
        };
        reading.whole(&file, export, &mut responses, &mut side)?;
        fingerprints.extend(file.finish()?);
    }
    let is_one_of_several = stacked.len() > 1;
    for mut file in stacked {
        let export = file.rows(pipeline)?;
        normaliser.begin(&file.named.source, &file.named.declared.name);
        normaliser.declare_missing(declared_missing(&export, &file.named.names));
        reading.findings.write(&file.named.names.findings(&file.named.source))?;
        reading.findings.write(&normaliser.unknown_columns(&file.named.names.columns))?;
        if is_one_of_several {
            reading.findings.write(&normaliser.missing_columns(&file.named.names.columns))?;
        }
        let mut rows = |batch: &_| normaliser.batch(batch).map_err(RunError::Normalise);
        reading.whole(&file, export, &mut responses, &mut rows)?;
        fingerprints.extend(file.finish()?);
    }
    finish_reading(normaliser, responses, fingerprints, folder, findings)
}

/// Ends the reading of an export: what the normaliser still holds, and the accounting, in which no row may be missing.
pub(crate) fn finish_reading(
    normaliser: Normaliser<'_>,
    mut responses: ReadResponses<'_>,
    fingerprints: Vec<Fingerprint>,
    folder: &mut RunFolder,
    findings: &mut Findings,
) -> Result<ReadExport, RunError> {
    let Finished { last: rest, accounting, unmapped } = normaliser.finish().map_err(RunError::Normalise)?;
    findings.name_unmapped(unmapped);
    findings.write(&rest.findings)?;
    if let Some(batch) = rest.responses {
        responses.write(&batch)?;
    }
    responses.finish(folder)?;
    if !accounting.is_whole() {
        return Err(RunError::Account);
    }
    Ok(ReadExport { accounting, fingerprints })
}

impl Reading<'_> {
    /// Reads one file to its end. Where it changes meanwhile, that is what is wrong, whatever else comes of it.
    fn whole(
        &mut self,
        file: &SourceFile,
        export: Export,
        responses: &mut ReadResponses<'_>,
        normalise: &mut dyn FnMut(&arrow::array::RecordBatch) -> Result<Normalised, RunError>,
    ) -> Result<(), RunError> {
        let mut named = |batch: &arrow::array::RecordBatch| {
            let batch = file.named.names.batch(batch);
            normalise(&batch.map_err(|error| RunError::Normalise(NormaliseError::Columns(error)))?)
        };
        let read = self.file(&file.named.source, export, responses, &mut named);
        file.check()?;
        read
    }

    fn file(
        &mut self,
        source: &Source,
        export: Export,
        responses: &mut ReadResponses<'_>,
        normalise: &mut dyn FnMut(&arrow::array::RecordBatch) -> Result<Normalised, RunError>,
    ) -> Result<(), RunError> {
        let raw_name = format!("raw/{}.parquet", source.name);
        let mut raw = match self.ending {
            Ending::Publish(_) => {
                Some(self.folder.private_table(&raw_name, &export.schema()).map_err(RunError::Store)?)
            }
            Ending::Discard => None,
        };
        let before = self.told;
        let delimiter = export.delimiter();
        let mut export = export;
        let batches = ReadAhead::new("reader", move || export.next_batch().transpose()).map_err(RunError::Thread)?;
        for batch in batches {
            let batch = batch.map_err(RunError::Ingest)?;
            if let Some(raw) = &mut raw {
                raw.write(&batch.batch).map_err(RunError::Store)?;
            }
            self.findings.write(&batch.findings)?;
            let part = work(|| normalise(&batch.batch))?;
            self.findings.write(&part.findings)?;
            if let Some(batch) = part.responses {
                responses.write(&batch)?;
            }
            self.told += batch.batch.num_rows() as u64;
            self.progress.rows(self.told);
        }
        raw.map_or(Ok(()), |raw| self.folder.finish_table(&raw_name, raw)).map_err(RunError::Store)?;
        let rows = self.told - before;
        tracing::info!(survey = self.survey, source = source.name, ?delimiter, rows, "export read");
        Ok(())
    }
}

/// What an export says of its own columns: which cells are missing.
pub(crate) fn declared_missing(export: &Export, names: &ColumnNames) -> DeclaredMissing {
    let mut declared = DeclaredMissing::default();
    for column in export.description().into_iter().flat_map(|description| &description.columns) {
        let mut cells = MissingCells::default();
        for missing in &column.missing {
            match missing {
                Missing::Value(value) => cells.values.push(value.clone()),
                // Of days and times a range is one of seconds, and cells are none.
                Missing::Range(least, greatest) if column.holds == Holds::Number => {
                    cells.ranges.push((*least, *greatest));
                }
                Missing::Range(..) => {}
            }
        }
        declared.declare(names.named(&column.name), cells);
    }
    declared
}
