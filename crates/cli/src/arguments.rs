//! The command line.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::error::{ContextKind, ContextValue};
use clap::{Parser, Subcommand, ValueEnum};
use topline_pipeline::{PipelineFile, reconstruct_schema_text};

use crate::document_arguments::DocumentCommand;
pub(crate) use crate::format::Format;
use crate::limits::{Limits, Memory, default_memory};
pub(crate) use crate::requests::{
    Diff, DisclosureRequest, Init, MergeRequest, OneRun, OpenRequest, Out, PartRequest, Pipelines, RunRequest,
    TablesRequest, WavesRequest,
};

/// Set in the surroundings of a process that a batch starts.
pub(crate) const ATTACHED: &str = "TOPLINE_ATTACHED";

/// Turns the raw export of a survey into the figures that get published, and proves each of them.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "topline",
    version,
    after_help = "Exit codes: 0 the run is good; 1 it ran, and claims or figures fall short; 2 it could not run."
)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The most memory that it may take, half of the machine's where not given: `900MB`, `4GiB`.
    #[arg(long, global = true, value_name = "SIZE")]
    pub memory: Option<Memory>,
    /// How many threads may work at a time; as many as there are cores, where not given. The outputs are the same.
    #[arg(long, global = true, value_name = "NUMBER")]
    pub threads: Option<NonZeroUsize>,
    /// The most seconds that it may take.
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
    /// Write a log to standard error.
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub log: Option<Log>,
    /// Say nothing of what is well.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Go to this folder first: the one that holds `pipelines` and `data` (or set `TOPLINE_ROOT`).
    #[arg(long, global = true, value_name = "FOLDER")]
    pub root: Option<PathBuf>,
}

impl Arguments {
    /// The folder to go to first.
    pub(crate) fn root(&self) -> Option<PathBuf> {
        let variable = || std::env::var_os("TOPLINE_ROOT").filter(|root| !root.is_empty()).map(PathBuf::from);
        self.root.clone().or_else(variable)
    }

    /// Whether this is a process of a batch, which ends when standard input does: whoever started it has ended then.
    pub(crate) fn is_attached() -> bool {
        std::env::var_os(ATTACHED).is_some()
    }

    /// Whether errors are objects of JSON.
    pub(crate) fn has_json_errors(&self) -> bool {
        let is_run = matches!(&self.command, Command::Run(request) if request.format == Format::Json);
        is_run || self.log == Some(Log::Json)
    }

    /// What it may take.
    pub(crate) fn limits(&self) -> Limits {
        Limits { memory: self.memory.map_or_else(default_memory, |memory| memory.0), timeout: self.timeout }
    }
}

impl Command {
    /// How its output is written; for a person where it has no choice.
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Verify { format, .. }
            | Self::Status { format, .. }
            | Self::Doctor { format, .. }
            | Self::Sql { format, .. }
            | Self::Lint { format, .. }
            | Self::Explain { format, .. } => *format,
            Self::Diff(diff) => diff.format,
            Self::Documents(command) => command.format(),
            Self::Tables(tables) => tables.format,
            Self::Waves(waves) => waves.format,
            Self::Disclose(request) => request.format,
            Self::Run(request) => request.format,
            Self::Check { .. }
            | Self::Init(_)
            | Self::New
            | Self::Part(_)
            | Self::Merge(_)
            | Self::Open(_)
            | Self::Views { .. }
            | Self::Completions { .. }
            | Self::Man { .. }
            | Self::Compare { .. }
            | Self::Reconstruct { .. }
            | Self::Schema { .. } => Format::Table,
        }
    }
}

/// A number of seconds above 0.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "it is a number of seconds above 0".to_owned())
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// For a person.
    Text,
    /// For a machine: a JSON object a line.
    Json,
}

/// A file of a pipeline that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaFile {
    /// `survey.toml`.
    Survey,
    /// `codebook.toml`.
    Codebook,
    /// `columns.toml`.
    Columns,
    /// `tables.toml`.
    Tables,
    /// `headlines.toml`.
    Headlines,
    /// `quotes.toml`.
    Quotes,
    /// A file of `claims`.
    Claims,
    /// `reconstruct.toml`.
    Reconstruct,
}

impl SchemaFile {
    /// The schema as JSON.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Survey => PipelineFile::Survey.schema_text(),
            Self::Codebook => PipelineFile::Codebook.schema_text(),
            Self::Columns => PipelineFile::Columns.schema_text(),
            Self::Tables => PipelineFile::Tables.schema_text(),
            Self::Headlines => PipelineFile::Headlines.schema_text(),
            Self::Quotes => PipelineFile::Quotes.schema_text(),
            Self::Claims => PipelineFile::Claims.schema_text(),
            Self::Reconstruct => reconstruct_schema_text(),
        }
    }
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Command {
    /// Run pipelines: read their exports, make the figures, judge the claims, write the documents. What is up to date is skipped.
    Run(RunRequest),
    /// Read one part of the export of a pipeline, for `topline merge`: a run in parts that any scheduler can start, anywhere.
    Part(PartRequest),
    /// Merge the states of all parts into the outputs that `topline run` gives.
    Merge(MergeRequest),
    /// List pipelines with their last runs, and what changed since.
    Status {
        #[command(flatten)]
        pipelines: Pipelines,
        /// How the list is written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Say what changed between two runs: figures, questions, wordings, tables, verdicts. With `--tolerance` the exit code is 1 where
    /// a figure changed by more, or is no longer there.
    Diff(Diff),
    /// Draft a pipeline that reads an export.
    Init(Init),
    /// Start a pipeline by answering a few questions.
    New,
    /// Show the report of the last run in the browser.
    Open(OpenRequest),
    /// Say whether this machine and this folder have what topline needs.
    Doctor {
        #[command(flatten)]
        out: Out,
        /// How it is written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Print views of the last run for another program.
    Views {
        #[command(flatten)]
        of: OneRun,
        /// For DuckDB: `topline views --duckdb > views.sql`, and then `duckdb -init views.sql`.
        #[arg(long, required = true)]
        duckdb: bool,
    },
    /// Print what a shell reads to complete commands and options.
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page; with a folder, write one for each command into it.
    Man {
        /// The folder.
        #[arg(short, long, value_name = "FOLDER")]
        output: Option<PathBuf>,
    },
    /// Print the JSON Schema of a file of a pipeline, by which editors check and complete it.
    Schema {
        /// The file.
        #[arg(value_enum)]
        file: SchemaFile,
    },
    /// Check the files of pipelines, and read no data.
    Check {
        /// The pipelines: folders, or names under `pipelines`; all of these where none is named.
        pipelines: Vec<PathBuf>,
    },
    /// Say how an export differs from the one that a pipeline was written for: columns, answers that no option matches.
    Compare {
        /// The export.
        export: PathBuf,
        /// The pipeline: a folder, or a name under `pipelines`.
        pipeline: PathBuf,
    },
    /// Say of each claim what the data say; the outputs of the last run stay as they are.
    Verify {
        #[command(flatten)]
        pipelines: Pipelines,
        /// Write the verdicts that are not as expected into this file, as SARIF for code scanning.
        #[arg(long, value_name = "FILE")]
        sarif: Option<PathBuf>,
        /// How the verdicts are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Query the tables of a run in SQL; without a query, ask for them one by one.
    Sql {
        /// The query; `-` reads it from standard input.
        #[arg(allow_hyphen_values = true)]
        query: Option<String>,
        /// Write the rows into this file: `.parquet`, `.csv`, `.json`, `.md` or `.txt`.
        #[arg(short, long, value_name = "FILE", requires = "query")]
        output: Option<PathBuf>,
        /// Say how long the query takes, on standard error.
        #[arg(long)]
        timing: bool,
        #[command(flatten)]
        of: OneRun,
        /// How the rows are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Print tables of the last run, as `tables.toml` asks for them now.
    Tables(TablesRequest),
    /// Put waves side by side: what changed from the last run of one pipeline to that of another, and whether by more than chance.
    /// Questions are matched by their wording, answers by their labels.
    Waves(WavesRequest),
    /// Say what of the tables of the last run is held back, and why; and what coarser columns would save.
    Disclose(DisclosureRequest),
    /// Say where a figure comes from: its query, its base, and the columns and rows of the export behind it.
    Explain {
        /// The figure (`Q1a.fair_or_more`, `Q3a.commenting.1@region.2`), or the name of a headline.
        figure: String,
        #[command(flatten)]
        of: OneRun,
        /// Show the rows of respondents, even if the survey protects them.
        #[arg(long)]
        microdata: bool,
        /// How it is written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    #[command(flatten)]
    Documents(DocumentCommand),
    /// Check finished workbooks, of topline or any other program, against the rules for accessible ones. The exit code is 0 where
    /// nothing breaks a rule, 1 where something does, and 2 where a workbook cannot be read.
    Lint {
        /// The workbooks: `.xlsx` or `.ods`.
        #[arg(required_unless_present = "rules")]
        workbooks: Vec<PathBuf>,
        /// List the rules instead, with their reasons and sources.
        #[arg(long, conflicts_with = "workbooks")]
        rules: bool,
        /// How the faults are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Write the export that a pipeline's `reconstruct.toml` describes.
    Reconstruct {
        /// The pipelines: folders, or names under `pipelines`.
        #[arg(required = true)]
        pipelines: Vec<PathBuf>,
    },
}

/// Reads the command line; ends the program where it is wrong.
pub(crate) fn parse(given: impl IntoIterator<Item = OsString>) -> Arguments {
    Arguments::try_parse_from(given).unwrap_or_else(|mut error| {
        if let Some(hint) = export_hint(&error) {
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
        }
        error.exit()
    })
}

/// What to type where somebody gave a file and no command.
fn export_hint(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let path = Path::new(given);
    if path.join("survey.toml").is_file() {
        return Some(format!("this is a pipeline: `topline run {given}` runs it"));
    }
    path.is_file().then(|| format!("this is a file: `topline init {given}` drafts a pipeline that reads it"))
}
