//! The part of the command line that is about documents and published figures.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::format::Format;
use crate::requests::{OneRun, Out};

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum DocumentCommand {
    /// Find figures of the last run by words, by a value, or by both.
    Figures {
        /// The pipeline: a folder, or a name under `pipelines`.
        pipeline: PathBuf,
        /// The words of a question, an item, an answer or a column (`confident deliver`), or a value (`47%`, `10 of 16`, `a third`).
        #[arg(required = true, num_args = 1..)]
        wanted: Vec<String>,
        /// The value, where words are given too.
        #[arg(long, value_name = "VALUE")]
        value: Option<String>,
        /// The most figures.
        #[arg(short = 'n', long, default_value_t = 10, value_name = "COUNT")]
        most: usize,
        /// How the figures are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[command(flatten)]
        out: Out,
    },
    /// Read a document (.txt, .md, .html, .docx): every number and word for a share that it states. With a pipeline, draft a claim for
    /// each, with the figures that it may be about; nothing is judged before a person accepts it.
    Read {
        /// The document.
        document: PathBuf,
        /// The pipeline into which claims are drafted: a folder, or a name under `pipelines`.
        #[arg(short, long)]
        pipeline: Option<PathBuf>,
        /// Ask of each drafted claim which figure it is about.
        #[arg(long, requires = "pipeline")]
        review: bool,
        /// How the statements are written, where no pipeline is named.
        #[arg(long, value_enum, default_value_t = Format::Table, conflicts_with = "pipeline")]
        format: Format,
        #[command(flatten)]
        out: Out,
    },
    /// Find the conventions under which published figures come out of the export: base, rounding, decimals, weights, rows, excluded
    /// answers, filters.
    Fit {
        /// The pipeline: a folder, or a name under `pipelines`.
        pipeline: PathBuf,
        /// The document whose figures are tried: one of `claims/`, with `[expected]` or accepted claims, or a CSV file with a label and a
        /// value a line; all documents where not given.
        published: Option<String>,
        /// Write what the figures speak for into `survey.toml` and `tables.toml`, with the reason of each line above it.
        #[arg(long)]
        write: bool,
        /// How the conventions are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        #[command(flatten)]
        out: Out,
    },
    /// Hold documents against themselves, without data: words against the digits beside them, percentages against the bases that are
    /// stated, the numbers of a chart against each other. The exit code is 1 where something cannot be true.
    Audit {
        /// The documents.
        #[arg(required = true)]
        documents: Vec<PathBuf>,
        /// How the findings are written.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Check a document against its accepted claims. The exit code is 1 where a number has no claim, a claim is wrong or its quote is gone.
    CheckText {
        /// The document.
        document: PathBuf,
        #[command(flatten)]
        of: OneRun,
        /// How the problems are written.
        #[arg(long, value_enum, default_value_t = TextFormat::Table)]
        format: TextFormat,
    },
}

impl DocumentCommand {
    /// How its output is written; for a person where it has no choice.
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Figures { format, .. }
            | Self::Read { format, .. }
            | Self::Fit { format, .. }
            | Self::Audit { format, .. } => *format,
            Self::CheckText { format, .. } => match format {
                TextFormat::Table | TextFormat::Github => Format::Table,
                TextFormat::Csv => Format::Csv,
                TextFormat::Json | TextFormat::Sarif => Format::Json,
            },
        }
    }
}

/// How the problems of a document are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    /// For a person.
    Table,
    /// Comma-separated values with a header.
    Csv,
    /// A JSON object a line.
    Json,
    /// SARIF 2.1.0, which code hosts show beside the lines.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
}
