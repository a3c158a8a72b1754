//! The states of parts into `raw`, `responses` as asked, and findings, batch by batch, as if the export were read here.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Schema, SchemaRef};
use arrow::error::ArrowError;
use topline_normalise::{
    Adoption, NormaliseError, Normalised, Normaliser, SiftedBatch, UnmappedAnswer, candidates_schema,
};
use topline_records::{asked_schema, findings_of, findings_schema, raw_schema};
use topline_store::{PartBatch, PartSifted, RunFolder, StateFile, StoredRows, TableFile};
use topline_survey::Finding;

use crate::ending::Ending;
use crate::error::RunError;
use crate::export_rows::{Findings, ReadResponses};
use crate::load::Pipeline;
use crate::part::{CANDIDATES, FINDINGS, RESPONSES, raw_table};
use crate::part_states::PartStates;
use crate::progress::Progress;
use crate::read_export::{ReadExport, finish_reading};
use crate::source_files::{NamedFile, check_columns};

/// Reads the states of all parts into `raw/<source>.parquet` and the responses.
pub(crate) fn read_parts(
    pipeline: &Pipeline,
    parts: &PartStates,
    folder: &mut RunFolder,
    findings: &mut Findings,
    progress: &dyn Progress,
    ending: Ending,
) -> Result<ReadExport, RunError> {
    let plan = &pipeline.plan;
    let (joined, stacked) = parts.named(pipeline)?;
    check_columns(plan, &joined, &stacked)?;
    let mut normaliser = Normaliser::new(plan);
    let mut responses = ReadResponses::create(folder, plan, ending)?;
    let tables = parts.states.iter().map(|state| StateRows::open(state, pipeline)).collect::<Result<_, _>>()?;
    let mut merging = Merging { parts, tables, folder, findings, progress, told: 0 };
    for ((export, source), file) in plan.survey.joined().enumerate().zip(&joined) {
        merging.findings.write(&file.names.findings(&file.source))?;
        merging.findings.write(&normaliser.begin_joined(source, &file.names.columns))?;
        merging.joined(export, file, &mut normaliser)?;
    }
    for (export, file) in (joined.len()..).zip(&stacked) {
        normaliser.begin(&file.source, &file.declared.name);
        normaliser.declare_missing(parts.declared_missing(export));
        merging.findings.write(&file.names.findings(&file.source))?;
        merging.findings.write(&normaliser.unknown_columns(&file.names.columns))?;
        if stacked.len() > 1 {
            merging.findings.write(&normaliser.missing_columns(&file.names.columns))?;
        }
        merging.stacked(export, file, &mut normaliser, &mut responses)?;
    }
    let fingerprints = parts.exports.iter().flat_map(|export| export.fingerprints.iter().cloned()).collect();
    finish_reading(normaliser, responses, fingerprints, folder, findings)
}

/// The tables of a state, each as far as it has not been read.
struct StateRows<'s> {
    responses: UnreadRows<'s>,
    candidates: UnreadRows<'s>,
    findings: UnreadRows<'s>,
}

impl<'s> StateRows<'s> {
    fn open(state: &'s StateFile, pipeline: &Pipeline) -> Result<Self, RunError> {
        Ok(Self {
            responses: UnreadRows::open(state, RESPONSES, asked_schema(&pipeline.plan))?,
            candidates: UnreadRows::open(state, CANDIDATES, candidates_schema(&pipeline.plan))?,
            findings: UnreadRows::open(state, FINDINGS, findings_schema())?,
        })
    }

    fn findings(&mut self, count: usize) -> Result<Vec<Finding>, RunError> {
        findings_of(&self.findings.take(count)?).map_err(RunError::Records)
    }

    /// What the part made of a batch.
    fn sifted(&mut self, sifted: &PartSifted) -> Result<SiftedBatch, RunError> {
        let candidates = self.candidates.take(sifted.candidates)?;
        let unmapped = sifted.unmapped.iter().map(|(question, text, count)| UnmappedAnswer {
            question: question.clone(),
            text: text.clone(),
            count: *count,
        });
        Ok(SiftedBatch {
            accounting: sifted.accounting.clone(),
            last_row: sifted.last_row,
            candidates,
            unmapped: unmapped.collect(),
        })
    }
}

/// The rows of a table of a state.
struct UnreadRows<'s> {
    state: &'s StateFile,
    table: StoredRows,
    schema: SchemaRef,
}

impl<'s> UnreadRows<'s> {
    fn open(state: &'s StateFile, table: &str, schema: SchemaRef) -> Result<Self, RunError> {
        let table = state.rows(table, &schema).map_err(RunError::Store)?;
        Ok(Self { state, table, schema })
    }

    /// The next rows, as one batch: where its writer ends a page depends on the batches that it gets.
    fn take(&mut self, count: usize) -> Result<RecordBatch, RunError> {
        let (mut left, mut pieces) = (count, Vec::new());
        while left > 0 {
            let piece = self.table.next(left).map_err(RunError::Store)?;
            let piece = piece.ok_or_else(|| RunError::Store(self.state.damaged()))?;
            left -= piece.num_rows();
            pieces.push(piece);
        }
        concat_batches(&self.schema, &pieces).map_err(columns)
    }
}

/// Where what is merged goes.
struct Merging<'m> {
    parts: &'m PartStates,
    tables: Vec<StateRows<'m>>,
    folder: &'m mut RunFolder,
    findings: &'m mut Findings,
    progress: &'m dyn Progress,
    /// The rows told so far.
    told: u64,
}

/// A file that is being merged.
struct MergedRows<'m> {
    /// Its rows as received, in each state that has some.
    raw: Vec<UnreadRows<'m>>,
    table: TableFile,
    name: String,
}

impl<'m> Merging<'m> {
    fn begin(&self, export: usize, file: &NamedFile) -> Result<MergedRows<'m>, RunError> {
        let coded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let schema = raw_schema(self.parts.file(export).columns.iter(), &coded);
        let name = format!("raw/{}.parquet", file.source.name);
        let table = self.folder.private_table(&name, &schema).map_err(RunError::Store)?;
        let states = self.parts.exports[export].shares.iter().map(|(state, _)| &self.parts.states[*state]);
        let raw = states.map(|state| UnreadRows::open(state, &raw_table(export), Arc::clone(&schema)));
        Ok(MergedRows { raw: raw.collect::<Result<_, _>>()?, table, name })
    }

    /// The batch of a file with this number: the state that has it, by its position, and the next rows as received.
    fn batch(
        &mut self,
        export: usize,
        number: u64,
        rows: &mut MergedRows<'m>,
    ) -> Result<(usize, &'m PartBatch, RecordBatch), RunError> {
        let parts: &'m PartStates = self.parts;
        let shares = &parts.exports[export].shares;
        let at = (number % shares.len() as u64) as usize;
        let (state, file) = shares[at];
        let file = &parts.states[state].header.files[file];
        let batch = &file.batches[(number / shares.len() as u64) as usize];
        let raw = rows.raw[at].take(batch.rows)?;
        rows.table.write(&raw).map_err(RunError::Store)?;
        let told = self.tables[state].findings(batch.read_findings)?;
        self.findings.write(&told)?;
        self.told += batch.rows as u64;
        self.progress.rows(self.told);
        Ok((state, batch, raw))
    }

    /// Merges a file that joins.
    fn joined(&mut self, export: usize, file: &NamedFile, normaliser: &mut Normaliser<'_>) -> Result<(), RunError> {
        let mut rows = self.begin(export, file)?;
        for number in 0..self.parts.exports[export].batch_count {
            let (_, _, raw) = self.batch(export, number, &mut rows)?;
            let batch = file.names.batch(&written_out(&raw).map_err(columns)?).map_err(columns)?;
            self.findings.write(&normaliser.join(&batch).map_err(RunError::Normalise)?)?;
        }
        self.folder.finish_table(&rows.name, rows.table).map_err(RunError::Store)
    }

    /// Merges a file whose rows are responses.
    fn stacked(
        &mut self,
        export: usize,
        file: &NamedFile,
        normaliser: &mut Normaliser<'_>,
        responses: &mut ReadResponses<'_>,
    ) -> Result<(), RunError> {
        let mut rows = self.begin(export, file)?;
        for number in 0..self.parts.exports[export].batch_count {
            let (state, batch, raw) = self.batch(export, number, &mut rows)?;
            let state = &mut self.tables[state];
            if let Some(made) = &batch.sifted {
                let sifted = state.sifted(made)?;
                let found = state.findings(made.findings)?;
                let asked = state.responses.take(made.responses)?;
                if normaliser.adopt(&sifted).map_err(RunError::Normalise)? == Adoption::AsItIs {
                    self.findings.write(&found)?;
                    // A batch without a response is none where the export is read.
                    if asked.num_rows() > 0 {
                        responses.write(&normaliser.renumbered(&asked).map_err(RunError::Normalise)?)?;
                    }
                    continue;
                }
            }
            let batch = file.names.batch(&written_out(&raw).map_err(columns)?).map_err(columns)?;
            let Normalised { responses: asked, findings } = normaliser.batch(&batch).map_err(RunError::Normalise)?;
            self.findings.write(&findings)?;
            if let Some(asked) = asked {
                responses.write(&asked)?;
            }
        }
        self.folder.finish_table(&rows.name, rows.table).map_err(RunError::Store)
    }
}

/// A batch whose texts are its own: a dictionary that is read has those of other batches too.
fn written_out(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let (schema, arrays) = (batch.schema_ref(), batch.columns());
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Dictionary(_, values) => field.as_ref().clone().with_data_type(values.as_ref().clone()),
        _ => field.as_ref().clone(),
    });
    let schema: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let arrays = arrays.iter().zip(schema.fields()).map(|(array, field)| cast(array, field.data_type()));
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(schema, arrays)
}

fn columns(error: ArrowError) -> RunError {
    RunError::Normalise(NormaliseError::Columns(error))
}
