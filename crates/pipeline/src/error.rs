//! Why a run could not be.

use std::path::PathBuf;

use miette::Diagnostic;
use thiserror::Error;
use topline_aggregate::AggregateError;
use topline_archive::ArchiveError;
use topline_claims::ExpectedError;
use topline_disclose::DisclosureError;
use topline_documents::DocumentTextError;
use topline_draft::DraftError;
use topline_ingest::{IngestError, MissingColumns};
use topline_normalise::NormaliseError;
use topline_plan::Problems;
use topline_plan::wording::StatedError;
use topline_publish::DocumentError;
use topline_reconstruct::ReconstructError;
use topline_records::RecordError;
use topline_store::{StoreError, Stray};
use topline_survey::ColumnChange;
use topline_workbook::UnreadableWorkbook;

use crate::missing_document::MissingDocument;
use crate::part_error::PartError;
use crate::unread_answers::UnreadAnswers;

/// Why a run could not be. The outputs of the last one stand as they were.
#[derive(Debug, Error, Diagnostic)]
pub enum RunError {
    /// The pipeline's files have problems.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Plan(Problems),
    /// The disk refuses.
    #[error("failed to {0}")]
    Store(#[source] StoreError),
    /// The states of parts are not those of one run.
    #[error("failed to merge the parts")]
    Part(#[source] PartError),
    /// The system gives no thread.
    #[error("failed to start a thread")]
    Thread(#[source] std::io::Error),
    /// The export cannot be read.
    #[error("failed to read the export")]
    Ingest(#[source] IngestError),
    /// What must not be known could be worked out from what would be published.
    #[error("failed to {0}")]
    Disclosure(#[source] DisclosureError),
    /// A reference table cannot be read.
    #[error("failed to read the reference table `{reference}`")]
    Reference {
        /// The table.
        reference: String,
        /// Why.
        source: Box<IngestError>,
    },
    /// A pipeline stands where one is to be drafted.
    #[error("failed to draft a pipeline in {}: there is one", path.display())]
    PipelineThere {
        /// The folder.
        path: PathBuf,
    },
    /// The name of an export does not tell its format.
    #[error("failed to tell the format of {} by its name", path.display())]
    UnknownFormat {
        /// The export.
        path: PathBuf,
    },
    /// An export cannot be drafted from, or compared.
    #[error("failed to draft")]
    Draft(#[source] Box<DraftError>),
    /// The columns of the export are not those that the pipeline was written for.
    #[error("failed to find the {} as `columns.toml` has them: {}", columns_of(.of.as_deref()), told(changes))]
    Changed {
        /// The source, or the file of it, where there are several.
        of: Option<String>,
        /// What differs and is not allowed.
        changes: Vec<ColumnChange>,
    },
    /// The export lacks columns that the codebook reads.
    #[error("failed to {0}")]
    Columns(MissingColumns),
    /// A source lacks columns that it is read by.
    #[error("failed, in `{name}`, to {missing}")]
    SourceColumns {
        /// The source, or the file of it.
        name: String,
        /// What it lacks.
        missing: MissingColumns,
    },
    /// Columns are in several sources, and the codebook does not say which are meant.
    #[error("failed to tell which source is meant{}", listed_columns(shared))]
    SharedColumns {
        /// The columns.
        shared: Vec<SharedColumn>,
    },
    /// The export cannot be normalised.
    #[error("failed to {0}")]
    Normalise(#[source] NormaliseError),
    /// A table of the run is not as its description has it.
    #[error("failed to {0}")]
    Records(#[source] RecordError),
    /// Answers match no option, and the pipeline does not say what to do with them.
    #[error("failed to read {0}")]
    Unmapped(UnreadAnswers),
    /// More rows cannot be read than the pipeline lets pass.
    #[error("failed to read {rows}\n  {} of {read} rows are quarantined, and at most {limit}% may be", rows.count)]
    Quarantined {
        /// Those that cannot be read.
        rows: Box<UnreadAnswers>,
        /// All rows.
        read: u64,
        /// The most that may be quarantined, in percent.
        limit: f64,
    },
    /// Respondents have several rows, and the pipeline does not say which counts.
    #[error("failed to tell which row counts for {0}")]
    Duplicates(UnreadAnswers),
    /// No row of the export is a response.
    #[error("failed to find a response among {rows} rows of the export")]
    NoResponses {
        /// The rows read.
        rows: u64,
    },
    /// The account of rows does not add up.
    #[error("failed to account for every row of the export")]
    Account,
    /// The queries of derived questions gave more or fewer rows than there are responses.
    #[error("failed to derive one answer for each response")]
    DerivedRows,
    /// A reference table has a key twice, so that a join would double responses.
    #[error("failed to join the reference table `{reference}`: row {row} repeats the `{column}` of row {first}")]
    ReferenceKey {
        /// The table.
        reference: String,
        /// The column that is joined on.
        column: String,
        /// The row.
        row: u64,
        /// The earlier row.
        first: u64,
    },
    /// A reference table lacks the column that is joined on.
    #[error("failed to join the reference table `{reference}`: it has no column `{column}`")]
    ReferenceColumn {
        /// The table.
        reference: String,
        /// The column.
        column: String,
        /// The columns that it has.
        known: Vec<String>,
    },
    /// SQL fails.
    #[error("failed to {error}")]
    Aggregate {
        /// Why.
        #[source]
        error: AggregateError,
        /// What may help.
        hint: Option<String>,
    },
    /// Claims quote what their document does not say there.
    #[error("failed to find {} quoted in `{document}`{}", count(.misquotes.len(), "passage"), listed(.misquotes))]
    Misquoted {
        /// The document.
        document: String,
        /// The quotes.
        misquotes: Vec<Misquote>,
    },
    /// No document with published figures is called so.
    #[error("failed to find published figures{}", of_document(.wanted))]
    NoPublished {
        /// The name given.
        wanted: String,
        /// The documents of the pipeline.
        known: Vec<String>,
    },
    /// A value that is looked for is none that can be read.
    #[error("failed to look for a value: {error}")]
    Wording {
        /// Why.
        error: StatedError,
    },
    /// The text of a document cannot be read.
    #[error("failed to {0}")]
    DocumentText(#[source] DocumentTextError),
    /// The text of documents is not there, where it must be.
    #[error("failed to look up quotes: {}", absent(.missing))]
    NoDocument {
        /// The documents.
        missing: Vec<MissingDocument>,
    },
    /// The table of published figures cannot be read.
    #[error("failed to judge `{document}`")]
    Expected {
        /// The document.
        document: String,
        /// Why.
        source: ExpectedError,
    },
    /// A workbook cannot be checked.
    #[error("failed to check {}", .path.display())]
    Workbook {
        /// The workbook.
        path: PathBuf,
        /// Why.
        source: Box<UnreadableWorkbook>,
    },
    /// A document cannot be written.
    #[error(transparent)]
    Document(DocumentError),
    /// A file for archives cannot be made.
    #[error("failed to make the files for archives")]
    Archive(#[source] ArchiveError),
    /// The pipeline does not say how to reconstruct its export.
    #[error("failed to reconstruct the export: there is no {path}")]
    NoReconstruction {
        /// The file that is missing.
        path: PathBuf,
    },
    /// An export is reconstructed as one file.
    #[error("failed to reconstruct the export: the survey has several sources")]
    SeveralSources,
    /// The export cannot be reconstructed.
    #[error("failed to reconstruct the export")]
    Reconstruct(#[source] ReconstructError),
    /// A table that the pipeline has not.
    #[error("failed to find the table `{table}`")]
    NoTable {
        /// The name given.
        table: String,
        /// The names most like it.
        near: Vec<String>,
    },
    /// There is no such run.
    #[error("failed to open the run of `{survey}`: there is none at {path}")]
    NoRun {
        /// The survey.
        survey: String,
        /// Where it would be.
        path: PathBuf,
    },
    /// A folder holds no run.
    #[error("failed to find a run in {}", .path.display())]
    NoRunThere {
        /// The folder.
        path: PathBuf,
    },
    /// No such earlier run is kept.
    #[error("failed to find an earlier run of `{survey}`{}", .run.as_ref().map(|run| format!(" called `{run}`")).unwrap_or_default())]
    NotKept {
        /// The survey.
        survey: String,
        /// Its name, where one was given.
        run: Option<String>,
        /// Those that are kept.
        kept: Vec<String>,
    },
    /// A table of a run has other columns than those of this version.
    #[error("failed to read {}: another version of topline wrote it, with other columns", .path.display())]
    OtherColumns {
        /// The table.
        path: PathBuf,
    },
    /// The outputs that are there were made by another pipeline.
    #[error(
        "failed to open the run of `{survey}`: the outputs at {path} {}",
        made_by(.pipeline.as_deref())
    )]
    OtherRun {
        /// The survey.
        survey: String,
        /// The outputs.
        path: PathBuf,
        /// The pipeline that made them; missing where the ledger does not say.
        pipeline: Option<String>,
    },
    /// The folder of the pipeline holds what looks like one of its files, and nothing reads it.
    #[error("failed to read the pipeline: nothing reads{}", listed_strays(.strays))]
    Strays {
        /// What is there.
        strays: Vec<Stray>,
    },
    /// Two waves have nothing that can be compared.
    #[error("failed to put the waves side by side: nothing in them is alike{}", first_lines(.unlike))]
    NothingAlike {
        /// What is not alike.
        unlike: Vec<String>,
    },
    /// There is no such figure.
    #[error("failed to find the figure `{figure}`")]
    NoFigure {
        /// What was asked for.
        figure: String,
        /// Names like it.
        near: Vec<String>,
    },
}

/// A column that several sources have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedColumn {
    /// Who reads it.
    pub wanted_by: String,
    /// The column.
    pub column: String,
    /// The sources.
    pub sources: Vec<String>,
}

/// A quote that does not stand on its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misquote {
    /// The first and last line.
    pub lines: (u32, u32),
    /// The words.
    pub quote: String,
    /// Where they are instead, if the document has them.
    pub is_at: Option<(u32, u32)>,
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn columns_of(source: Option<&str>) -> String {
    source.map_or_else(|| "export's columns".to_owned(), |source| format!("columns of `{source}`"))
}

fn listed_columns(shared: &[SharedColumn]) -> String {
    let lines = shared.iter().map(|SharedColumn { wanted_by, column, sources }| {
        format!("\n  \"{column}\", read by `{wanted_by}`, is in `{}`", sources.join("` and `"))
    });
    lines.collect()
}

fn told(changes: &[ColumnChange]) -> String {
    let lines: Vec<String> = changes.iter().map(|change| format!("\n  {change}")).collect();
    lines.concat()
}

fn listed(misquotes: &[Misquote]) -> String {
    let lines = misquotes.iter().map(|Misquote { lines: (first, last), quote, is_at }| {
        let is_at = is_at.map(|(first, last)| format!(" is on lines {first}-{last}")).unwrap_or_default();
        format!("\n  lines {first}-{last}: \"{quote}\"{is_at}")
    });
    lines.collect()
}

fn absent(missing: &[MissingDocument]) -> String {
    let each = missing.iter().map(|MissingDocument { document, path }| format!("`{document}` is not at {path}"));
    each.collect::<Vec<_>>().join(", ")
}

fn of_document(wanted: &str) -> String {
    if wanted.is_empty() { String::new() } else { format!(" of `{wanted}`") }
}

fn made_by(pipeline: Option<&str>) -> String {
    match pipeline {
        Some(pipeline) => format!("are those of another pipeline, {pipeline}"),
        None => "do not say which pipeline made them".to_owned(),
    }
}

fn listed_strays(strays: &[Stray]) -> String {
    let lines = strays.iter().map(|stray| format!("\n  {} (files here are {})", stray.path.display(), stray.wanted));
    lines.collect::<Vec<_>>().concat()
}

/// The first of what is not alike.
fn first_lines(unlike: &[String]) -> String {
    let lines: Vec<String> = unlike.iter().take(10).map(|unlike| format!("\n  {unlike}")).collect();
    lines.concat()
}
