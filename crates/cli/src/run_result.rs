//! What became of each pipeline of a batch, for machines: a JSON object each, and a file of all.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use topline_pipeline::{Alteration, LastRun, Outcome, RunChanges, RunPart, cpu_seconds, utc, write_input};
use topline_survey::{Accounting, Published, Tabulation};

use crate::clock::now;
use crate::error_report::ErrorReport;
use crate::failure::Failure;
use crate::listing::{Entry, cell};

/// What became of a pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunStatus {
    /// It waits for its turn, or was under way when the program ended.
    Begun,
    /// Its outputs are new.
    Published,
    /// Its outputs are new, and something is not as the pipeline expects.
    Unexpected,
    /// Something is not as the pipeline expects, and so the last outputs stay.
    NotPublished,
    /// Another run would come to the same.
    UpToDate,
    /// It could not run; the last outputs stay.
    Failed,
}

/// What became of a pipeline, and what it came to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RunResult {
    pub survey: String,
    pub pipeline: PathBuf,
    pub status: RunStatus,
    pub exit_code: u8,
    pub error: Option<ErrorReport>,
    pub seconds: Option<f64>,
    pub cpu_seconds: Option<f64>,
    pub rows: Option<Accounting>,
    pub findings: Vec<FindingCount>,
    pub figures: Option<FigureCount>,
    pub verdicts: Vec<(String, u64)>,
    pub unexpected: u64,
    pub checks: Vec<CheckLine>,
    /// What changed from the run before; missing where there was none, or nothing was published.
    pub changes: Option<ChangeCount>,
    pub outputs: Option<PathBuf>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FindingCount {
    pub kind: String,
    pub action: String,
    pub count: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CheckLine {
    pub name: String,
    pub severity: String,
    pub found: String,
    pub expected: String,
    pub passed: bool,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct FigureCount {
    pub published: u64,
    pub held_back: u64,
    pub empty: u64,
}

/// How many figures and parts of the survey changed from the run before.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ChangeCount {
    /// Figures with another published value or base.
    pub figures: u64,
    pub questions: u64,
    pub options: u64,
    pub tables: u64,
    pub claims: u64,
    /// Figures, tables, rows and columns that are no longer there.
    pub lost: u64,
}

impl Entry for RunResult {
    const COLUMNS: &'static [&'static str] = &[
        "survey",
        "pipeline",
        "status",
        "exit_code",
        "error",
        "seconds",
        "rows",
        "respondents",
        "verdicts",
        "unexpected",
        "changed_figures",
        "outputs",
    ];

    fn cells(&self) -> Vec<String> {
        let verdicts: Vec<String> = self.verdicts.iter().map(|(ruling, count)| format!("{count} {ruling}")).collect();
        vec![
            self.survey.clone(),
            self.pipeline.display().to_string(),
            self.status.as_str().to_owned(),
            self.exit_code.to_string(),
            cell(self.error.as_ref().map(|error| &error.message)),
            cell(self.seconds),
            cell(self.rows.as_ref().map(|rows| rows.read)),
            cell(self.rows.as_ref().map(|rows| rows.respondents)),
            verdicts.join(", "),
            self.unexpected.to_string(),
            cell(self.changes.as_ref().map(|changes| changes.figures)),
            cell(self.outputs.as_ref().map(|path| path.display())),
        ]
    }
}

impl RunStatus {
    /// The word for it.
    fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Published => "published",
            Self::Unexpected => "unexpected",
            Self::NotPublished => "not_published",
            Self::UpToDate => "up_to_date",
            Self::Failed => "failed",
        }
    }
}

impl RunResult {
    /// One of which nothing is known yet.
    pub(crate) fn begun(survey: &str, pipeline: &Path) -> Self {
        Self {
            survey: survey.to_owned(),
            pipeline: pipeline.to_owned(),
            status: RunStatus::Begun,
            exit_code: 0,
            error: None,
            seconds: None,
            cpu_seconds: None,
            rows: None,
            findings: Vec::new(),
            figures: None,
            verdicts: Vec::new(),
            unexpected: 0,
            checks: Vec::new(),
            changes: None,
            outputs: None,
        }
    }

    /// One that could not run.
    pub(crate) fn failed(self, failure: &Failure) -> Self {
        let error = failure.report(Some(&self.survey));
        Self { status: RunStatus::Failed, exit_code: 2, error: Some(error), ..self }
    }

    /// One that need not run.
    pub(crate) fn up_to_date(self, last: &LastRun) -> Self {
        let ledger = &last.ledger;
        Self {
            status: RunStatus::UpToDate,
            exit_code: u8::from(last.falls_short()),
            rows: Some(ledger.rows.clone()),
            verdicts: ledger.verdicts.clone(),
            unexpected: ledger.unexpected,
            outputs: Some(last.path.clone()),
            ..self
        }
    }

    /// One that ran.
    pub(crate) fn ran(self, outcome: &Outcome, seconds: f64) -> Self {
        let unexpected = outcome.unexpected().count() as u64;
        let status = match &outcome.path {
            None => RunStatus::NotPublished,
            Some(_) if outcome.falls_short() => RunStatus::Unexpected,
            Some(_) => RunStatus::Published,
        };
        let checks = outcome.checks.iter().map(|check| CheckLine {
            name: check.name.clone(),
            severity: check.severity.as_str().to_owned(),
            found: check.found.clone(),
            expected: check.expected.clone(),
            passed: check.passed,
        });
        let findings = outcome.findings.iter().map(|(kind, action, count)| FindingCount {
            kind: kind.as_str().to_owned(),
            action: action.as_str().to_owned(),
            count: *count,
        });
        Self {
            status,
            exit_code: u8::from(outcome.falls_short()),
            seconds: Some((seconds * 1000.0).round() / 1000.0),
            cpu_seconds: cpu_seconds(),
            rows: Some(outcome.accounting.clone()),
            findings: findings.collect(),
            figures: Some(FigureCount::of(outcome)),
            verdicts: outcome
                .rulings()
                .into_iter()
                .map(|(ruling, count)| (ruling.as_str().to_owned(), count))
                .collect(),
            unexpected,
            checks: checks.collect(),
            changes: outcome.changes.as_ref().map(ChangeCount::of),
            outputs: outcome.path.clone(),
            ..self
        }
    }
}

impl FigureCount {
    /// The figures of a run.
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let mut count = Self::default();
        for figure in outcome.tables.iter().flat_map(Tabulation::figures) {
            match figure.cell.published {
                Published::Value(_) => count.published += 1,
                Published::HeldBack(_) => count.held_back += 1,
                Published::Empty => count.empty += 1,
            }
        }
        count
    }
}

impl ChangeCount {
    fn of(changes: &RunChanges) -> Self {
        let mut count = Self::default();
        for part in &changes.parts {
            let is_lost = part.alteration == Alteration::Went;
            match part.part {
                RunPart::Respondents => {}
                RunPart::Question | RunPart::Item => count.questions += 1,
                RunPart::Option => count.options += 1,
                RunPart::Table | RunPart::Row | RunPart::Column => {
                    count.tables += 1;
                    count.lost += u64::from(is_lost);
                }
                RunPart::Claim => count.claims += 1,
            }
        }
        for figure in &changes.figures {
            count.figures += u64::from(figure.is_published());
            count.lost += u64::from(figure.is_lost());
        }
        count
    }
}

/// The file in which a batch says what became of each pipeline, written anew whenever there is something new.
#[derive(Debug)]
pub(crate) struct ResultsFile {
    path: Option<PathBuf>,
    started: u64,
}

#[derive(Serialize)]
struct BatchRecord<'r> {
    version: &'static str,
    started: String,
    /// Missing while the batch is under way, or where it was ended before its time.
    ended: Option<String>,
    exit_code: Option<u8>,
    results: Vec<&'r RunResult>,
}

impl ResultsFile {
    pub(crate) fn new(path: Option<&Path>) -> Self {
        Self { path: path.map(Path::to_owned), started: now() }
    }

    /// Writes what is known; with the exit code when all is over.
    pub(crate) fn write<'r>(
        &self,
        results: impl IntoIterator<Item = &'r RunResult>,
        exit_code: Option<u8>,
    ) -> Result<(), Failure> {
        let Some(path) = &self.path else { return Ok(()) };
        let record = BatchRecord {
            version: env!("CARGO_PKG_VERSION"),
            started: utc(self.started),
            ended: exit_code.map(|_| utc(now())),
            exit_code,
            results: results.into_iter().collect(),
        };
        let mut text = serde_json::to_vec_pretty(&record).map_err(Failure::Json)?;
        text.push(b'\n');
        write_input(path, &text).map_err(Failure::Results)
    }
}
