//! The export into `raw`, `responses` as asked, and findings, batch by batch.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use topline_ingest::{open_with, require_columns};
use topline_normalise::{Normaliser, answers, answers_schema};
use topline_store::{Fingerprint, RunFolder, TableFile, findings_batch, findings_schema, open_input, stream_input};
use topline_survey::{Accounting, Action, Duplicates, Finding, FindingKind, Plan, Unmapped, WeightColumn};

use crate::error::{RunError, UnreadAnswers};
use crate::load::Pipeline;
use crate::progress::Progress;

/// How many places an error names.
const PLACES_NAMED: usize = 10;

/// Findings on their way to the disk, counted.
pub(crate) struct Findings {
    file: TableFile,
    counts: BTreeMap<(FindingKind, Action), u64>,
    first: BTreeMap<FindingKind, Vec<Finding>>,
}

impl Findings {
    pub(crate) fn create(folder: &RunFolder) -> Result<Self, RunError> {
        let file = folder.table("findings.parquet", &findings_schema()).map_err(RunError::Store)?;
        Ok(Self { file, counts: BTreeMap::new(), first: BTreeMap::new() })
    }

    pub(crate) fn write(&mut self, findings: &[Finding]) -> Result<(), RunError> {
        if findings.is_empty() {
            return Ok(());
        }
        for finding in findings {
            *self.counts.entry((finding.kind, finding.action)).or_default() += 1;
            let first = self.first.entry(finding.kind).or_default();
            if first.len() < PLACES_NAMED {
                first.push(finding.clone());
            }
        }
        self.file.write(&findings_batch(findings).map_err(RunError::Store)?).map_err(RunError::Store)
    }

    pub(crate) fn finish(self, folder: &mut RunFolder) -> Result<Vec<(FindingKind, Action, u64)>, RunError> {
        folder.finish_table("findings.parquet", self.file).map_err(RunError::Store)?;
        Ok(self.counts.into_iter().map(|((kind, action), count)| (kind, action, count)).collect())
    }

    /// Fails where there are findings that the pipeline does not allow.
    pub(crate) fn check(&self, plan: &Plan) -> Result<(), RunError> {
        let count = |kind| self.counts.iter().filter(|((found, _), _)| *found == kind).map(|(_, count)| count).sum();
        let count_undecodable = count(FindingKind::Undecodable);
        let count_misdecoded = count(FindingKind::Misdecoded);
        let unread = |kind, what| {
            let count: u64 = count(kind);
            (count > 0).then(|| UnreadAnswers {
                what,
                count,
                first: self.first.get(&kind).cloned().unwrap_or_default(),
                undecodable: count_undecodable,
                misdecoded: count_misdecoded,
            })
        };
        if plan.survey.unmapped == Unmapped::Fail
            && let Some(unread) =
                unread(FindingKind::Unmapped, ["answer that matches no option", "answers that match no option"])
        {
            return Err(RunError::Unmapped(unread));
        }
        if plan.survey.source.duplicates == Duplicates::Fail
            && let Some(unread) =
                unread(FindingKind::Duplicate, ["respondent with several rows", "respondents with several rows"])
        {
            return Err(RunError::Duplicates(unread));
        }
        Ok(())
    }
}

/// The tables of `responses` and `answers` on their way to the disk.
pub(crate) struct Responses<'p> {
    plan: &'p Plan,
    wide: TableFile,
    long: TableFile,
}

impl<'p> Responses<'p> {
    pub(crate) fn create(folder: &RunFolder, plan: &'p Plan) -> Result<Self, RunError> {
        let responses = folder.table("responses.parquet", &topline_normalise::responses_schema(plan));
        let answers = folder.table("answers.parquet", &answers_schema());
        Ok(Self { plan, wide: responses.map_err(RunError::Store)?, long: answers.map_err(RunError::Store)? })
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), RunError> {
        self.wide.write(batch).map_err(RunError::Store)?;
        self.long.write(&answers(self.plan, batch).map_err(RunError::Records)?).map_err(RunError::Store)
    }

    pub(crate) fn finish(self, folder: &mut RunFolder) -> Result<(), RunError> {
        folder.finish_table("responses.parquet", self.wide).map_err(RunError::Store)?;
        folder.finish_table("answers.parquet", self.long).map_err(RunError::Store)
    }
}

/// The name of the responses before derived questions are added, while the run is being written.
pub(crate) const ASKED: &str = "asked.parquet";

/// What reading the export gave.
pub(crate) struct ReadExport {
    pub accounting: Accounting,
    pub fingerprint: Fingerprint,
    /// Of the file that describes it, where there is one.
    pub metadata: Option<Fingerprint>,
}

/// Reads the export into `raw/<source>.parquet` and `asked.parquet`.
pub(crate) fn read_export(
    pipeline: &Pipeline,
    folder: &mut RunFolder,
    findings: &mut Findings,
    progress: &dyn Progress,
) -> Result<ReadExport, RunError> {
    let plan = &pipeline.plan;
    let source = &plan.survey.source;
    let input = stream_input(&pipeline.folder, &source.path).map_err(RunError::Store)?;
    let metadata = source.metadata.as_ref().map(|path| open_input(&pipeline.folder, path)).transpose();
    let metadata = metadata.map_err(RunError::Store)?;
    let (metadata, metadata_fingerprint) = metadata.map(|input| (input.file, input.fingerprint)).unzip();
    let mut export = open_with(source, input.file, metadata).map_err(RunError::Ingest)?;
    let changes = plan.columns.as_ref().map(|columns| columns.not_allowed(export.columns())).unwrap_or_default();
    if !changes.is_empty() {
        return Err(RunError::Changed { changes });
    }
    let weights = plan.survey.weight_columns();
    require_columns(export.columns(), wanted_columns(plan, &weights).into_iter()).map_err(RunError::Columns)?;
    let raw_name = format!("raw/{}.parquet", source.name);
    let mut raw = folder.table(&raw_name, &export.schema()).map_err(RunError::Store)?;
    let mut normaliser = Normaliser::new(plan);
    let mut asked = folder.table(ASKED, &normaliser.schema()).map_err(RunError::Store)?;
    findings.write(&normaliser.unknown_columns(export.columns()))?;
    let mut told = 0;
    while let Some(batch) = export.next_batch().map_err(RunError::Ingest)? {
        raw.write(&batch.batch).map_err(RunError::Store)?;
        findings.write(&batch.findings)?;
        let part = normaliser.batch(&batch.batch).map_err(RunError::Records)?;
        findings.write(&part.findings)?;
        if let Some(responses) = part.responses {
            asked.write(&responses).map_err(RunError::Store)?;
        }
        told += batch.batch.num_rows() as u64;
        progress.rows(told);
    }
    let (rest, accounting) = normaliser.finish().map_err(RunError::Records)?;
    findings.write(&rest.findings)?;
    if let Some(responses) = rest.responses {
        asked.write(&responses).map_err(RunError::Store)?;
    }
    folder.finish_table(&raw_name, raw).map_err(RunError::Store)?;
    folder.finish_table(ASKED, asked).map_err(RunError::Store)?;
    tracing::info!(
        encoding = export.encoding(),
        delimiter = ?export.delimiter(),
        rows = accounting.read,
        respondents = accounting.respondents,
        "export read"
    );
    if !accounting.is_whole() {
        return Err(RunError::Account);
    }
    let fingerprint = input.fingerprint.finish().map_err(RunError::Store)?;
    Ok(ReadExport { accounting, fingerprint, metadata: metadata_fingerprint })
}

/// Each column of the export that the pipeline reads, with who reads it.
fn wanted_columns<'p>(plan: &'p Plan, weights: &'p [WeightColumn]) -> Vec<(&'p str, &'p str)> {
    let survey = &plan.survey;
    let mut wanted: Vec<(&str, &str)> =
        survey.source.respondent.iter().map(|column| ("respondent", column.as_str())).collect();
    wanted.extend(weights.iter().map(|weight| ("weights", weight.column.as_str())));
    wanted.extend(
        survey.exclusions.iter().filter_map(|exclusion| exclusion.column.as_deref().map(|column| ("exclude", column))),
    );
    for question in plan.codebook.asked() {
        wanted.extend(question.columns().map(|column| (question.id.as_str(), column)));
    }
    wanted
}
