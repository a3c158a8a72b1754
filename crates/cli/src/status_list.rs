//! Pipelines and their last runs, as a list.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;
use topline_pipeline::{LastRun, Pipeline, last_run, utc};

use crate::arguments::{Format, Pipelines};
use crate::batch::{Batch, Candidate, load_all};
use crate::clock::{ago, now};
use crate::failure::Failure;
use crate::listing::{self, Entry, cell};
use crate::summary::{number, short};

#[derive(Serialize)]
struct Line {
    survey: String,
    pipeline: String,
    /// `up_to_date`, `changed`, `never_run`.
    status: &'static str,
    last_run: Option<String>,
    age_seconds: Option<u64>,
    rows: Option<u64>,
    respondents: Option<u64>,
    findings: Option<u64>,
    /// The number of each ruling.
    verdicts: Vec<(String, u64)>,
    unexpected: Option<u64>,
    failed_checks: Option<u64>,
    /// What is no longer as it was in the last run.
    changes: Vec<String>,
    outputs: Option<String>,
}

impl Entry for Line {
    const COLUMNS: &'static [&'static str] = &[
        "survey",
        "pipeline",
        "status",
        "last_run",
        "age_seconds",
        "rows",
        "respondents",
        "findings",
        "verdicts",
        "unexpected",
        "failed_checks",
        "changes",
        "outputs",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.survey.clone(),
            self.pipeline.clone(),
            self.status.to_owned(),
            cell(self.last_run.as_ref()),
            cell(self.age_seconds),
            cell(self.rows),
            cell(self.respondents),
            cell(self.findings),
            rulings(&self.verdicts),
            cell(self.unexpected),
            cell(self.failed_checks),
            self.changes.join("; "),
            cell(self.outputs.as_ref()),
        ]
    }
}

/// Lists the pipelines. What is wrong with one is said, and the others are listed.
pub(crate) fn write(pipelines: &Pipelines, format: Format, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let candidates = load_all(&pipelines.pipelines)?;
    let mut batch = Batch::new(&candidates);
    let mut lines = Vec::new();
    for Candidate { name, pipeline, .. } in candidates {
        let Some(pipeline) = batch.note(&name, pipeline)? else { continue };
        let last = last_run(&pipeline, &pipelines.out.out).map_err(Failure::from);
        let Some(last) = batch.note(&name, last)? else { continue };
        lines.push(line(&pipeline, last.as_ref()));
    }
    match format {
        Format::Csv => listing::csv(lines, out)?,
        Format::Json => listing::json(lines, out)?,
        Format::Table => {
            for line in lines {
                write_line(&line, out).map_err(Failure::Output)?;
            }
        }
    }
    Ok(batch.code())
}

fn line(pipeline: &Pipeline, last: Option<&LastRun>) -> Line {
    let ledger = last.map(|last| &last.ledger);
    Line {
        survey: pipeline.plan.survey.id.clone(),
        pipeline: pipeline.folder.display().to_string(),
        status: match last {
            None => "never_run",
            Some(last) if last.is_up_to_date() => "up_to_date",
            Some(_) => "changed",
        },
        last_run: ledger.map(|ledger| utc(ledger.started)),
        age_seconds: ledger.map(|ledger| now().saturating_sub(ledger.started)),
        rows: ledger.map(|ledger| ledger.rows.read),
        respondents: ledger.map(|ledger| ledger.rows.respondents),
        findings: ledger.and_then(|ledger| ledger.rows_of("findings.parquet")),
        verdicts: ledger.map(|ledger| ledger.verdicts.clone()).unwrap_or_default(),
        unexpected: ledger.map(|ledger| ledger.unexpected),
        failed_checks: ledger.map(|ledger| ledger.checks.failed),
        changes: last.iter().flat_map(|last| &last.changes).map(ToString::to_string).collect(),
        outputs: last.map(|last| last.path.display().to_string()),
    }
}

fn write_line(line: &Line, out: &mut impl Write) -> std::io::Result<()> {
    let Some(age) = line.age_seconds else { return writeln!(out, "{}: never run", line.survey) };
    let status = if line.changes.is_empty() { "up to date".to_owned() } else { line.changes.join(", ") };
    writeln!(out, "{}: {status}", line.survey)?;
    writeln!(out, "  last run   {} ({})", cell(line.last_run.as_ref()), ago(age))?;
    let counts = [(line.rows, "row"), (line.respondents, "respondent"), (line.findings, "finding")];
    let [rows, respondents, findings] = counts.map(|(count, of)| number(count.unwrap_or_default(), of));
    writeln!(out, "  responses  {rows} read, {respondents}, {findings}")?;
    if !line.verdicts.is_empty() {
        writeln!(out, "  verdicts   {}", rulings(&line.verdicts))?;
    }
    match short(line.unexpected.unwrap_or_default(), line.failed_checks.unwrap_or_default()) {
        None => Ok(()),
        Some(short) => writeln!(out, "  NOT AS EXPECTED: {short}"),
    }
}

/// `43 holds, 1 contradicted`.
fn rulings(verdicts: &[(String, u64)]) -> String {
    verdicts.iter().map(|(ruling, count)| format!("{count} {ruling}")).collect::<Vec<_>>().join(", ")
}
