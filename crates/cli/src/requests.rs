//! What commands are asked to do: the options that belong together.

use std::path::PathBuf;

use clap::Args;
use topline_pipeline::{Busy, Ending, Keep, PartNumber, PublishRequest, Shortfall};

use crate::format::Format;

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

/// Which pipelines are run, and how.
#[derive(Debug, Clone, Args)]
pub(crate) struct RunRequest {
    #[command(flatten)]
    pub pipelines: Pipelines,
    /// Run what is up to date too.
    #[arg(long)]
    pub force: bool,
    /// How many pipelines are run at a time, each in a process of its own.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub jobs: u8,
    #[command(flatten)]
    pub publish: PublishOptions,
    /// Write what became of each pipeline into this file, as JSON; also where one fails.
    #[arg(long, value_name = "FILE")]
    pub results: Option<PathBuf>,
    /// How it is said what became of the pipelines.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// How outputs take the place of the last run's.
#[derive(Debug, Clone, Args)]
pub(crate) struct PublishOptions {
    /// How many earlier runs of each survey are kept, to compare with (`topline diff`).
    #[arg(long, value_name = "RUNS")]
    pub keep: Option<usize>,
    /// Leave the last outputs as they are where claims are not as expected.
    #[arg(long)]
    pub no_publish_on_fail: bool,
    /// Wait where another run of the same survey is under way.
    #[arg(long)]
    pub wait: bool,
}

impl PublishOptions {
    /// What becomes of the outputs.
    pub(crate) fn ending(&self) -> Ending {
        Ending::Publish(PublishRequest {
            keep: self.keep.map_or(Keep::Nothing, Keep::Latest),
            shortfall: if self.no_publish_on_fail { Shortfall::Withheld } else { Shortfall::Published },
            busy: if self.wait { Busy::Wait } else { Busy::Refuse },
        })
    }
}

/// Which part of an export is read.
#[derive(Debug, Clone, Args)]
pub(crate) struct PartRequest {
    /// The pipeline: a folder, or a name under `pipelines`.
    pub pipeline: PathBuf,
    /// The part, and how many there are: `3/8`.
    #[arg(long, value_name = "NUMBER/COUNT")]
    pub part: PartNumber,
    /// The file for what the part found. It holds answers of respondents, and only its owner may read it.
    #[arg(long, value_name = "FILE")]
    pub state: PathBuf,
}

/// Which parts are merged.
#[derive(Debug, Clone, Args)]
pub(crate) struct MergeRequest {
    /// The pipeline: a folder, or a name under `pipelines`.
    pub pipeline: PathBuf,
    /// The states of all parts, in any order.
    #[arg(required = true)]
    pub states: Vec<PathBuf>,
    #[command(flatten)]
    pub out: Out,
    #[command(flatten)]
    pub publish: PublishOptions,
}

/// Which report is shown.
#[derive(Debug, Clone, Args)]
pub(crate) struct OpenRequest {
    /// The pipeline: a folder, or a name under `pipelines`.
    pub pipeline: PathBuf,
    #[command(flatten)]
    pub out: Out,
    /// Only print where the report is.
    #[arg(long)]
    pub print: bool,
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

/// Which tables are printed.
#[derive(Debug, Clone, Args)]
pub(crate) struct TablesRequest {
    /// The pipeline: a folder, or a name under `pipelines`.
    pub pipeline: PathBuf,
    /// The table: a question, one of `tables.toml`, or one of `figures/`; all of them where not given.
    pub table: Option<String>,
    /// Print the plain SQL that gives the same cells instead.
    #[arg(long, conflicts_with = "format")]
    pub sql: bool,
    /// How the tables are written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    #[command(flatten)]
    pub out: Out,
}

/// Which waves are compared.
#[derive(Debug, Clone, Args)]
pub(crate) struct WavesRequest {
    /// The pipelines of the waves, the earliest first.
    #[arg(required = true, num_args = 2..)]
    pub pipelines: Vec<PathBuf>,
    /// The table of the last wave; all of them where not given.
    #[arg(short, long)]
    pub table: Option<String>,
    /// A question that asks the same in other words.
    #[arg(long, value_name = "QUESTION")]
    pub reworded: Vec<String>,
    /// When the waves were, such as `2019,2021,2024`: the trend is then by a year, and not from one wave to the next.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', allow_hyphen_values = true)]
    pub times: Vec<f64>,
    /// A line for each wave of each figure, with its error and its change on the wave before and on the first.
    #[arg(long)]
    pub each_wave: bool,
    /// How sure a change must be to be marked.
    #[arg(long, default_value_t = 0.95)]
    pub confidence: f64,
    /// Write a page with a chart of each trend into FILE.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    #[command(flatten)]
    pub out: Out,
}

/// Of what is held back, what is listed.
#[derive(Debug, Clone, Args)]
pub(crate) struct DisclosureRequest {
    /// The pipeline: a folder, or a name under `pipelines`.
    pub pipeline: PathBuf,
    /// List each figure that is held back.
    #[arg(long)]
    pub figures: bool,
    /// How the list is written; as CSV and JSON it always has each figure.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    #[command(flatten)]
    pub out: Out,
}
