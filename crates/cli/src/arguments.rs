//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use topline_pipeline::{PipelineFile, reconstruct_schema_text};

use crate::limits::{Limits, Memory, default_memory};

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
            | Self::Sql { format, .. }
            | Self::Tables { format, .. }
            | Self::Waves { format, .. }
            | Self::Lint { format, .. }
            | Self::Explain { format, .. } => *format,
            Self::Diff(diff) => diff.format,
            Self::Run(request) => request.format,
            Self::Check { .. }
            | Self::Init(_)
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
            Self::Claims => PipelineFile::Claims.schema_text(),
            Self::Reconstruct => reconstruct_schema_text(),
        }
    }
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Command {
    /// Run pipelines: read their exports, make the figures, judge the claims, write the documents. What is up to date is skipped.
    Run(RunRequest),
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
        /// How the verdicts are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Query the tables of a run in SQL; without a query, ask for them one by one.
    Sql {
        /// The query; `-` reads it from standard input.
        #[arg(allow_hyphen_values = true)]
        query: Option<String>,
        #[command(flatten)]
        of: OneRun,
        /// How the rows are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Print tables of the last run, as `tables.toml` asks for them now.
    Tables {
        /// The pipeline: a folder, or a name under `pipelines`.
        pipeline: PathBuf,
        /// The table: a question, one of `tables.toml`, or one of `figures/`; all of them where not given.
        table: Option<String>,
        /// Print the plain SQL that gives the same cells instead.
        #[arg(long, conflicts_with = "format")]
        sql: bool,
        /// How the tables are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[command(flatten)]
        out: Out,
    },
    /// Put waves side by side: what changed from the last run of one pipeline to that of another, and whether by more than chance.
    /// Questions are matched by their wording, answers by their labels.
    Waves {
        /// The pipelines of the waves, the earliest first.
        #[arg(required = true, num_args = 2..)]
        pipelines: Vec<PathBuf>,
        /// The table of the last wave; all of them where not given.
        #[arg(short, long)]
        table: Option<String>,
        /// A question that asks the same in other words.
        #[arg(long, value_name = "QUESTION")]
        reworded: Vec<String>,
        /// How sure a change must be to be marked.
        #[arg(long, default_value_t = 0.95)]
        confidence: f64,
        /// How the changes are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[command(flatten)]
        out: Out,
    },
    /// Say where a figure comes from: its query, its base, and the columns and rows of the export behind it.
    Explain {
        /// The figure (`Q1a.fair_or_more`, `Q3a.commenting.1@region.2`), or the name of a headline.
        figure: String,
        #[command(flatten)]
        of: OneRun,
        /// How it is written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
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

/// Which pipelines are run, and how.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct RunRequest {
    #[command(flatten)]
    pub pipelines: Pipelines,
    /// Run what is up to date too.
    #[arg(long)]
    pub force: bool,
    /// How many pipelines are run at a time, each in a process of its own.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub jobs: u8,
    /// How many earlier runs of each survey are kept, to compare with (`topline diff`).
    #[arg(long, value_name = "RUNS")]
    pub keep: Option<usize>,
    /// Leave the last outputs as they are where claims are not as expected.
    #[arg(long)]
    pub no_publish_on_fail: bool,
    /// Wait where another run of the same survey is under way.
    #[arg(long)]
    pub wait: bool,
    /// Write what became of each pipeline into this file, as JSON; also where one fails.
    #[arg(long, value_name = "FILE")]
    pub results: Option<PathBuf>,
    /// How it is said what became of the pipelines.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// End when standard input does: whoever started this has ended.
    #[arg(long, hide = true)]
    pub attached: bool,
}

/// Which runs are compared.
#[derive(Debug, Clone, Args)]
pub(crate) struct Diff {
    /// The earlier run: one that is kept (`2026-11-30`, or more of its name), or a folder of outputs; the latest that is kept where not
    /// given.
    pub earlier: Option<String>,
    /// The later run; the last one where not given.
    pub later: Option<String>,
    #[command(flatten)]
    pub of: OneRun,
    /// The most by which a figure may change, in its own unit: percentages in points.
    #[arg(long, value_name = "NUMBER")]
    pub tolerance: Option<f64>,
    /// How sure a change must be to be beyond chance.
    #[arg(long, default_value_t = 0.95)]
    pub confidence: f64,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// What is drafted.
#[derive(Debug, Clone, Args)]
pub(crate) struct Init {
    /// The export.
    pub export: PathBuf,
    /// The folder of the pipeline; named after the export, under `pipelines`, where not given.
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// A file that describes the export: the definition of Triple-S, a catalogue of formats of SAS, the commands of SPSS, SAS or
    /// Stata that read data of fixed width.
    #[arg(long, value_name = "FILE")]
    pub metadata: Option<PathBuf>,
    /// The questionnaire: a QSF of Qualtrics, the survey structure of LimeSurvey, the data dictionary of REDCap, an XLSForm.
    #[arg(long, value_name = "FILE")]
    pub questionnaire: Option<PathBuf>,
    /// A pipeline of an earlier wave: its codes, names, nets and decisions are kept, and what is new or gone is said.
    #[arg(long, value_name = "PIPELINE", conflicts_with_all = ["questionnaire", "labels"])]
    pub like: Option<PathBuf>,
    /// Another export of the same rows and columns: the one has the codes of the answers, the other their labels.
    #[arg(long, value_name = "EXPORT", conflicts_with = "metadata")]
    pub labels: Option<PathBuf>,
    /// The character encoding of the export, such as windows-1251; detected or guessed where not given.
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}

/// Which pipelines.
#[derive(Debug, Clone, Args)]
pub(crate) struct Pipelines {
    /// The pipelines: folders, or names under `pipelines`; all of these where none is named.
    pub pipelines: Vec<PathBuf>,
    #[command(flatten)]
    pub out: Out,
}

/// Where outputs stand.
#[derive(Debug, Clone, Args)]
pub(crate) struct Out {
    /// The folder in which each survey has its outputs.
    #[arg(long, value_name = "FOLDER", default_value = "data/out")]
    pub out: PathBuf,
}

/// Which run.
#[derive(Debug, Clone, Args)]
pub(crate) struct OneRun {
    /// The pipeline: a folder, or a name under `pipelines`; needed where there are several.
    #[arg(short, long)]
    pub pipeline: Option<PathBuf>,
    #[command(flatten)]
    pub out: Out,
}

/// How a listing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person.
    Table,
    /// Comma-separated values with a header.
    Csv,
    /// A JSON object a line.
    Json,
}

/// Reads the command line; ends the program where it is wrong.
pub(crate) fn parse() -> Arguments {
    Arguments::parse()
}
