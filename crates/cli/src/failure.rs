//! What went wrong, told on standard error, and the exit code for it.

use std::error::Error as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use miette::Diagnostic as _;
use thiserror::Error;
use topline_pipeline::{Outcome, RunError, StoreError, utc};

use crate::arguments::Arguments;
use crate::clock::now;
use crate::error_report::{ErrorReport, ProblemReport};
use crate::row_style::RowFileKind;
use crate::screen::shown;

/// How errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ErrorStyle {
    Text,
    Json,
}

static STYLE: OnceLock<ErrorStyle> = OnceLock::new();

/// Errors are written as the command line asks for from now on.
pub(crate) fn say_as(arguments: &Arguments) {
    let _ = STYLE.set(if arguments.has_json_errors() { ErrorStyle::Json } else { ErrorStyle::Text });
}

fn is_json() -> bool {
    STYLE.get() == Some(&ErrorStyle::Json)
}

/// Why the program ends before its work is done.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A run could not be.
    #[error(transparent)]
    Run(#[from] RunError),
    /// No such pipeline.
    #[error("failed to find the pipeline `{}`", .path.display())]
    NoPipeline {
        /// What was asked for.
        path: PathBuf,
        /// Names like it, or all of them.
        known: Vec<String>,
    },
    /// Several pipelines, and none was named.
    #[error("failed to tell which pipeline is meant")]
    WhichPipeline {
        /// Their names.
        known: Vec<String>,
    },
    /// Two pipelines would write the same outputs.
    #[error(
        "failed to tell {} and {} apart: both are the survey `{survey}`",
        .folders[0].display(),
        .folders[1].display()
    )]
    OneSurvey {
        /// The survey.
        survey: String,
        /// The pipelines.
        folders: [PathBuf; 2],
    },
    /// Waves have other times than these.
    #[error("failed to place the waves in time: `--times` are {waves} rising numbers, one for each wave")]
    Times {
        /// How many waves there are.
        waves: usize,
    },
    /// The reader of standard output has gone, or it cannot be written.
    #[error("failed to write to standard output")]
    Output(#[source] io::Error),
    /// The outputs of a run were published, and standard output cannot be written to say so.
    #[error("failed to write to standard output; the outputs of `{survey}` were published all the same, at {}", .path.display())]
    PublishedUnsaid {
        /// The survey.
        survey: String,
        /// Its outputs.
        path: PathBuf,
        /// Why nothing was said.
        source: io::Error,
    },
    /// The folder that is to be gone to first cannot be.
    #[error("failed to go to {}", .path.display())]
    Root {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A run has no report.
    #[error("failed to open {}: the run wrote no report", .path.display())]
    NoReport {
        /// Where it would be.
        path: PathBuf,
    },
    /// No program shows pages here.
    #[error("failed to start a browser for {}", .path.display())]
    NoBrowser {
        /// The page.
        path: PathBuf,
    },
    /// The end of a name does not say how rows are to be written.
    #[error("failed to tell how rows are written to {}", .path.display())]
    RowFile {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("failed to {0}")]
    Results(#[source] StoreError),
    /// A query was interrupted.
    #[error("interrupted")]
    Interrupted,
    /// Standard input or the terminal cannot be read.
    #[error("failed to read the query")]
    Input(#[source] io::Error),
    /// The prompt cannot be shown.
    #[error("failed to open a prompt")]
    Prompt(#[source] rustyline::error::ReadlineError),
    /// Rows cannot be written in the format asked for.
    #[error("failed to write rows")]
    Rows(#[source] arrow::error::ArrowError),
    /// Something cannot be written as JSON.
    #[error("failed to write JSON")]
    Json(#[source] serde_json::Error),
    /// The engine cannot be started.
    #[error("failed to start")]
    Runtime(#[source] io::Error),
}

impl Failure {
    /// A failure to write CSV, which is one of the output.
    pub(crate) fn csv(error: csv::Error) -> Self {
        Self::Output(error.into())
    }

    /// What could not be said of a run that was published, or of one that was not.
    pub(crate) fn unsaid(outcome: &Outcome, source: io::Error) -> Self {
        Self::unsaid_of(&outcome.survey, outcome.path.as_deref(), source)
    }

    /// As [`Failure::unsaid`], of the outputs of a survey.
    pub(crate) fn unsaid_of(survey: &str, outputs: Option<&Path>, source: io::Error) -> Self {
        match outputs {
            Some(path) if source.kind() != io::ErrorKind::BrokenPipe => {
                Self::PublishedUnsaid { survey: survey.to_owned(), path: path.to_owned(), source }
            }
            _ => Self::Output(source),
        }
    }

    /// What it says to machines, of the survey `of`.
    pub(crate) fn report(&self, of: Option<&str>) -> ErrorReport {
        let problems = match self {
            Self::Run(RunError::Plan(problems)) => problems.0.as_slice(),
            _ => &[],
        };
        let problems = problems.iter().map(|problem| ProblemReport {
            code: problem.problem_code().to_owned(),
            message: problem.to_string(),
            place: problem.place(),
            hint: problem.help().map(|hint| hint.to_string()),
        });
        ErrorReport {
            message: self.to_string(),
            survey: of.map(str::to_owned),
            because: self.causes(),
            hint: self.hint(),
            problems: problems.collect(),
        }
    }

    /// What the failure came from, the nearest first; what was said before is not said again.
    pub(crate) fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut told = self.to_string();
        let mut source = self.source();
        while let Some(cause) = source {
            let words = cause.to_string();
            if !told.contains(&words) {
                causes.push(words.clone());
                told = words;
            }
            source = cause.source();
        }
        causes
    }

    /// Tells it, of the pipeline `of` where there are several, and gives the exit code: 2, but 0 where nobody reads any more.
    pub(crate) fn tell(self, of: Option<&str>) -> ExitCode {
        if let Self::Output(error) = &self
            && error.kind() == io::ErrorKind::BrokenPipe
        {
            return ExitCode::SUCCESS;
        }
        let code = ExitCode::from(2);
        if is_json() {
            write_json(&self.report(of));
            return code;
        }
        let mut stderr = io::stderr().lock();
        let hint = self.hint();
        // There is nowhere left to tell of a failure to write this.
        let _ = match self {
            Self::Run(RunError::Plan(problems)) => {
                let of = of.map(|of| format!("error: {of}:\n")).unwrap_or_default();
                writeln!(stderr, "{of}{:?}", miette::Report::new(problems))
            }
            failure => {
                let of = of.map(|of| format!("{of}: ")).unwrap_or_default();
                let mut text = format!("error: {of}{failure}");
                for cause in failure.causes() {
                    text.push_str("\n  because: ");
                    text.push_str(&cause);
                }
                writeln!(stderr, "{}", shown(&text))
            }
        };
        if let Some(hint) = hint {
            let _ = writeln!(stderr, "hint: {}", shown(&hint));
        }
        code
    }

    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Run(error) => error.hint(),
            Self::NoPipeline { known, .. } if known.is_empty() => {
                Some("a pipeline is a folder with a survey.toml; run from the folder that holds `pipelines`".into())
            }
            Self::NoPipeline { known, .. } => Some(format!("did you mean {}?", known.join(" or "))),
            Self::NoReport { .. } => {
                Some("add `report` to `formats` of `[publish]` in survey.toml, and run it again".into())
            }
            Self::NoBrowser { .. } => {
                Some("set BROWSER to a program that shows pages, or open the file yourself".into())
            }
            Self::RowFile { .. } => Some(format!("end its name in {}", RowFileKind::ENDINGS)),
            Self::OneSurvey { .. } => Some("give each `survey.toml` an `id` of its own".into()),
            Self::WhichPipeline { known } => Some(format!("name one with `--pipeline`: {}", known.join(", "))),
            _ => None,
        }
    }
}

/// Writes what somebody else said of an error, of the survey that it names.
pub(crate) fn tell_report(report: &ErrorReport) {
    if is_json() {
        return write_json(report);
    }
    let of = report.survey.as_ref().map(|survey| format!("{survey}: ")).unwrap_or_default();
    let _ = writeln!(io::stderr(), "error: {of}{}", shown(&report.message));
    if let Some(hint) = &report.hint {
        let _ = writeln!(io::stderr(), "hint: {}", shown(hint));
    }
}

/// Says on standard error what somebody should know of a survey.
pub(crate) fn tell_note(survey: &str, note: &str) {
    // A note that nobody can read is no failure.
    let _ = if is_json() {
        let fields = serde_json::json!({ "message": note, "survey": survey });
        let event =
            serde_json::json!({ "timestamp": utc(now()), "level": "WARN", "fields": fields, "target": "topline" });
        writeln!(io::stderr(), "{event}")
    } else {
        writeln!(io::stderr(), "note: {note}")
    };
}

/// Writes an error like an event of the log.
fn write_json(report: &ErrorReport) {
    let event = serde_json::json!({
        "timestamp": utc(now()),
        "level": "ERROR",
        "fields": report,
        "target": "topline",
    });
    // There is nowhere left to tell of a failure to write this.
    let _ = writeln!(io::stderr(), "{event}");
}
