//! What went wrong, told on standard error, and the exit code for it.

use std::error::Error as _;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use thiserror::Error;
use topline_pipeline::{Outcome, RunError};

use crate::screen::shown;

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
        match &outcome.path {
            Some(path) if source.kind() != io::ErrorKind::BrokenPipe => {
                Self::PublishedUnsaid { survey: outcome.survey.clone(), path: path.clone(), source }
            }
            _ => Self::Output(source),
        }
    }

    /// Tells it, of the pipeline `of` where there are several, and gives the exit code: 2, but 0 where nobody reads any more.
    pub(crate) fn tell(self, of: Option<&str>) -> ExitCode {
        if let Self::Output(error) = &self
            && error.kind() == io::ErrorKind::BrokenPipe
        {
            return ExitCode::SUCCESS;
        }
        let code = self.code();
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
                let mut told = failure.to_string();
                let mut source = failure.source();
                while let Some(cause) = source {
                    let words = cause.to_string();
                    if !told.contains(&words) {
                        text.push_str("\n  because: ");
                        text.push_str(&words);
                        told = words;
                    }
                    source = cause.source();
                }
                writeln!(stderr, "{}", shown(&text))
            }
        };
        if let Some(hint) = hint {
            let _ = writeln!(stderr, "hint: {}", shown(&hint));
        }
        ExitCode::from(code)
    }

    /// 2, but that of the signal where a limit of the system was met that has one.
    fn code(&self) -> u8 {
        let mut source = self.source();
        while let Some(cause) = source {
            if cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::FileTooLarge) {
                return 128 + signal_hook::consts::SIGXFSZ as u8;
            }
            source = cause.source();
        }
        2
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Run(error) => error.hint(),
            Self::NoPipeline { known, .. } if known.is_empty() => {
                Some("a pipeline is a folder with a survey.toml; run from the folder that holds `pipelines`".into())
            }
            Self::NoPipeline { known, .. } => Some(format!("did you mean {}?", known.join(" or "))),
            Self::OneSurvey { .. } => Some("give each `survey.toml` an `id` of its own".into()),
            Self::WhichPipeline { known } => Some(format!("name one with `--pipeline`: {}", known.join(", "))),
            _ => None,
        }
    }
}
