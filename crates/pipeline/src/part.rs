//! A part of a run: its share of the export, read and normalised, as a state that [`PartStates`](crate::PartStates) opens.

use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use topline_ingest::Export;
use topline_normalise::{NormaliseError, Normaliser, SiftedBatch, candidates_schema};
use topline_records::{asked_schema, findings_batch, findings_schema};
use topline_store::{
    ExportSize, MissingColumnCells, PartBatch, PartFile, PartHeader, PartNumber, PartSifted, StateFolder, TableFile,
    input_size,
};
use topline_survey::{DeclaredMissing, Finding, Layout};
use topline_threads::{ReadAhead, work};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::portions::{Portion, portions};
use crate::program::program;
use crate::progress::{Progress, Stage};
use crate::read_export::declared_missing;
use crate::references::read_references;
use crate::rehearse::rehearse_over;
use crate::source_files::{SourceFile, open_some, stacked_files};
use crate::stage_meter::StageMeter;

/// The table of a state with the responses, before any are taken for duplicates of other parts.
pub(crate) const RESPONSES: &str = "responses.parquet";
/// The table of a state with the rows that may be responses.
pub(crate) const CANDIDATES: &str = "candidates.parquet";
/// The table of a state with the findings: of each batch those of its reader, then those of what was made of it.
pub(crate) const FINDINGS: &str = "findings.parquet";

/// The table of a state with the rows of a file as received, by its position among the files of the export.
pub(crate) fn raw_table(export: usize) -> String {
    format!("raw-{export}.parquet")
}

/// What became of a part.
#[derive(Debug)]
pub struct PartOutcome {
    /// The survey.
    pub survey: String,
    /// The part.
    pub number: PartNumber,
    /// The rows that are its own.
    pub rows: u64,
    /// Its state.
    pub state: PathBuf,
}

/// Reads this part of the export of a pipeline, and writes what a merge needs of it to `state`.
pub async fn write_part(
    pipeline: &Pipeline,
    number: PartNumber,
    state: &Path,
    progress: &dyn Progress,
) -> Result<PartOutcome, RunError> {
    let survey = &pipeline.plan.survey;
    let mut meter = StageMeter::new(&survey.id, progress);
    // What is wrong with the SQL is told before a long export is read.
    rehearse_over(pipeline, &read_references(pipeline)?).await?;
    let folder = StateFolder::begin(state).map_err(RunError::Store)?;
    meter.begin(Stage::Normalise);
    let exports = export_sizes(pipeline)?;
    let joined = survey.joined().count();
    let sizes: Vec<u64> = exports[joined..].iter().map(|export| export.bytes).collect();
    let portions = portions(&sizes, number);
    let mut reading = PartReading::create(pipeline, folder, number, progress)?;
    let files = reading.read(pipeline, &portions)?;
    let rows = files.iter().filter(|file| file.export >= joined).flat_map(|file| &file.batches);
    let rows = rows.map(|batch| batch.rows as u64).sum();
    let program = program();
    reading.finish(PartHeader {
        number,
        version: program.version,
        commit: program.commit,
        program_file: program.file,
        pipeline: pipeline.mark(),
        pipeline_files: pipeline.fingerprints.files.clone(),
        exports,
        files,
    })?;
    meter.end(rows);
    Ok(PartOutcome { survey: survey.id.clone(), number, rows, state: state.to_owned() })
}

/// Every file of the export, with its size: those that join first.
fn export_sizes(pipeline: &Pipeline) -> Result<Vec<ExportSize>, RunError> {
    let joined = pipeline.plan.survey.joined().map(|source| (source.path.clone(), source.name.clone()));
    let stacked = stacked_files(pipeline)?.into_iter().map(|(source, declared)| (source.path, declared.name.clone()));
    let size = |(path, source): (String, String)| {
        let bytes = input_size(&pipeline.folder, &path).map_err(RunError::Store)?;
        Ok(ExportSize { source, path, bytes })
    };
    joined.chain(stacked).map(size).collect()
}

/// Where what a part reads goes.
struct PartReading<'p> {
    normaliser: Normaliser<'p>,
    folder: StateFolder,
    responses: TableFile,
    candidates: TableFile,
    findings: TableFile,
    number: PartNumber,
    progress: &'p dyn Progress,
    /// The rows told so far.
    told: u64,
}

/// What a part does with the batches of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// They join, and another part keeps them.
    Joined,
    /// They join, and this part keeps them.
    JoinedAndKept,
    /// They are responses.
    Sifted,
    /// They are responses when all rows of a respondent are there.
    Kept,
}

impl<'p> PartReading<'p> {
    fn create(
        pipeline: &'p Pipeline,
        folder: StateFolder,
        number: PartNumber,
        progress: &'p dyn Progress,
    ) -> Result<Self, RunError> {
        let plan = &pipeline.plan;
        let table = |name, schema: &_| folder.table(name, schema).map_err(RunError::Store);
        let responses = table(RESPONSES, &asked_schema(plan))?;
        let candidates = table(CANDIDATES, &candidates_schema(plan))?;
        let findings = table(FINDINGS, &findings_schema())?;
        let normaliser = Normaliser::new(plan);
        Ok(Self { normaliser, folder, responses, candidates, findings, number, progress, told: 0 })
    }

    /// Reads the files that join, and what the part has of the others.
    fn read(&mut self, pipeline: &'p Pipeline, portions: &[Portion]) -> Result<Vec<PartFile>, RunError> {
        let survey = &pipeline.plan.survey;
        let is_own = |at| portions.iter().any(|portion| portion.file == at);
        let (joined, stacked) = open_some(pipeline, &is_own)?;
        let mut files = Vec::new();
        let joined_count = joined.len();
        let joined_use = if self.number.part == 1 { Use::JoinedAndKept } else { Use::Joined };
        for (at, (source, mut file)) in survey.joined().zip(joined).enumerate() {
            let export = file.rows(pipeline)?;
            self.normaliser.begin_joined(source, &file.named.names.columns);
            files.push(self.file(file, export, (at, Portion { file: at, share: 0, of: 1 }), joined_use)?);
        }
        let used = if survey.source.layout == Layout::Long { Use::Kept } else { Use::Sifted };
        for (portion, mut file) in portions.iter().zip(stacked) {
            let export = file.rows(pipeline)?;
            self.normaliser.begin(&file.named.source, &file.named.declared.name);
            self.normaliser.declare_missing(declared_missing(&export, &file.named.names));
            files.push(self.file(file, export, (joined_count + portion.file, *portion), used)?);
        }
        Ok(files)
    }

    /// Reads a file to its end. Where it changes meanwhile, that is what is wrong, whatever else comes of it.
    fn file(
        &mut self,
        file: SourceFile,
        export: Export,
        (at, portion): (usize, Portion),
        used: Use,
    ) -> Result<PartFile, RunError> {
        let columns = export.columns().to_vec();
        let missing = missing_cells(&declared_missing(&export, &file.named.names));
        let read = self.batches(&file, export, (at, portion), used);
        file.check()?;
        let (batch_count, batches) = read?;
        let fingerprints = file.finish()?.collect();
        Ok(PartFile {
            export: at,
            share: [portion.share, portion.of],
            fingerprints,
            columns,
            missing,
            batch_count,
            batches,
        })
    }

    fn batches(
        &mut self,
        file: &SourceFile,
        export: Export,
        (at, portion): (usize, Portion),
        used: Use,
    ) -> Result<(u64, Vec<PartBatch>), RunError> {
        let name = raw_table(at);
        let schema = export.schema();
        let raw = (used != Use::Joined).then(|| self.folder.table(&name, &schema)).transpose();
        let mut raw = raw.map_err(RunError::Store)?;
        let mut export = export;
        let read = ReadAhead::new("reader", move || export.next_batch().transpose()).map_err(RunError::Thread)?;
        let (mut count, mut batches) = (0, Vec::new());
        for batch in read {
            let batch = batch.map_err(RunError::Ingest)?;
            count += 1;
            if !portion.has(count - 1) {
                continue;
            }
            if let Some(raw) = &mut raw {
                raw.write(&batch.batch).map_err(RunError::Store)?;
                self.write_findings(&batch.findings)?;
            }
            let named = file.named.names.batch(&batch.batch);
            let named = named.map_err(|error| RunError::Normalise(NormaliseError::Columns(error)))?;
            let (rows, read_findings) = (batch.batch.num_rows(), batch.findings.len());
            let sifted = work(|| self.take(&named, used))?;
            batches.push(PartBatch { rows, read_findings, sifted });
            self.told += rows as u64;
            self.progress.rows(self.told);
        }
        if let Some(raw) = raw {
            self.folder.finish_table(&name, raw).map_err(RunError::Store)?;
        }
        Ok((count, if used == Use::Joined { Vec::new() } else { batches }))
    }

    fn take(&mut self, batch: &RecordBatch, used: Use) -> Result<Option<PartSifted>, RunError> {
        match used {
            Use::Joined | Use::JoinedAndKept => {
                // The merge finds the same.
                self.normaliser.join(batch).map_err(RunError::Normalise)?;
                return Ok(None);
            }
            Use::Kept => return Ok(None),
            Use::Sifted => {}
        }
        let (normalised, sifted) = self.normaliser.sift(batch).map_err(RunError::Normalise)?;
        self.write_findings(&normalised.findings)?;
        if let Some(responses) = &normalised.responses {
            self.responses.write(responses).map_err(RunError::Store)?;
        }
        let SiftedBatch { accounting, last_row, candidates, unmapped } = sifted;
        self.candidates.write(&candidates).map_err(RunError::Store)?;
        Ok(Some(PartSifted {
            findings: normalised.findings.len(),
            candidates: candidates.num_rows(),
            responses: normalised.responses.map_or(0, |responses| responses.num_rows()),
            last_row,
            accounting,
            unmapped: unmapped.into_iter().map(|answer| (answer.question, answer.text, answer.count)).collect(),
        }))
    }

    fn write_findings(&mut self, findings: &[Finding]) -> Result<(), RunError> {
        if findings.is_empty() {
            return Ok(());
        }
        self.findings.write(&findings_batch(findings).map_err(RunError::Records)?).map_err(RunError::Store)
    }

    fn finish(self, header: PartHeader) -> Result<(), RunError> {
        let Self { mut folder, responses, candidates, findings, .. } = self;
        for (name, table) in [(RESPONSES, responses), (CANDIDATES, candidates), (FINDINGS, findings)] {
            folder.finish_table(name, table).map_err(RunError::Store)?;
        }
        folder.finish(header).map_err(RunError::Store)
    }
}

fn missing_cells(declared: &DeclaredMissing) -> Vec<MissingColumnCells> {
    let cells = declared.columns().into_iter().map(|(column, cells)| MissingColumnCells {
        column: column.to_owned(),
        values: cells.values.clone(),
        ranges: cells.ranges.iter().map(|(least, most)| [least.to_bits(), most.to_bits()]).collect(),
    });
    cells.collect()
}
