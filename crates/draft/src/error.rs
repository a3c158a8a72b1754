//! Why no draft can be made.

use std::io;

use thiserror::Error;
use topline_ingest::IngestError;

/// Why an export cannot be drafted from, or compared.
#[derive(Debug, Error)]
pub enum DraftError {
    /// The file cannot be opened.
    #[error("open `{path}`")]
    Open {
        /// Its path.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The export cannot be read.
    #[error(transparent)]
    Ingest(IngestError),
    /// The name cannot name a survey.
    #[error("name a survey `{id}`: letters, digits, `-`, `_` and `.`")]
    Name {
        /// The name.
        id: String,
    },
    /// The questionnaire is none that is known.
    #[error(
        "tell what the questionnaire is: known are a QSF of Qualtrics, the survey structure of LimeSurvey (.txt), the data \
         dictionary of REDCap (.csv) and an XLSForm (.xlsx)"
    )]
    UnknownQuestionnaire,
    /// The table of a questionnaire cannot be read.
    #[error("read the questionnaire")]
    QuestionnaireTable {
        /// Why.
        source: IngestError,
    },
    /// The questionnaire is no QSF.
    #[error("read the questionnaire, which is no JSON as Qualtrics writes it")]
    Questionnaire {
        /// Why.
        source: serde_json::Error,
    },
    /// The export has no rows.
    #[error("draft from `{path}`, which has no rows below its header")]
    NoRows {
        /// Its path.
        path: String,
    },
    /// The rows below the header were set aside: they have one cell more than it has names.
    #[error(
        "draft from `{path}`: its rows have {cells} cells where the header has {names} names. If the first column holds the names \
         of rows, give the header a name for it"
    )]
    MoreCells {
        /// Its path.
        path: String,
        /// The cells of each row.
        cells: usize,
        /// The names of the header.
        names: usize,
    },
    /// All rows below the header were set aside.
    #[error(
        "draft from `{path}`: all {rows} rows below its header are broken, as those whose quotes are escaped by a backslash"
    )]
    AllBroken {
        /// Its path.
        path: String,
        /// How many.
        rows: u64,
    },
    /// The export counts answers, and has no responses.
    #[error(
        "draft from `{path}`, which counts the answers to each question and has no responses: export all individual responses"
    )]
    Summary {
        /// Its path.
        path: String,
    },
    /// The draft is not accepted by the reader of pipelines: a fault of this program.
    #[error("draft from `{path}` what the pipeline's own checks accept{}", listed(source))]
    Refused {
        /// Its path.
        path: String,
        /// What the checks say.
        source: Box<topline_plan::Problems>,
    },
    /// The export with labels has another number of rows or columns.
    #[error("join the labels of the other export: it has {one} {what}, and the export has {other}")]
    OtherShape {
        /// Rows or columns.
        what: &'static str,
        /// Of the export with labels.
        one: u64,
        /// Of the export.
        other: u64,
    },
    /// The export with labels has another column in a place.
    #[error("join the labels of the other export: where it has the column `{one}`, the export has `{other}`")]
    OtherColumn {
        /// Of the export with labels.
        one: String,
        /// Of the export.
        other: String,
    },
    /// The earlier pipeline has several exports.
    #[error("draft like `{name}`, which reads several exports: copy its folder and change its `path`s")]
    SeveralSources {
        /// The earlier pipeline.
        name: String,
    },
    /// The earlier pipeline reads no column of the export.
    #[error("draft from `{path}` like `{name}`: the export has none of the columns and questions of that pipeline")]
    NothingAlike {
        /// The earlier pipeline.
        name: String,
        /// The path of the export.
        path: String,
    },
    /// Rows could not be compared with the codebook.
    #[error("compare rows with the codebook")]
    Rows(#[source] topline_normalise::NormaliseError),
}

/// The first problems, in a line.
fn listed(problems: &topline_plan::Problems) -> String {
    let lines: Vec<String> = problems.0.iter().take(5).map(ToString::to_string).collect();
    [": ", &lines.join("; ")].concat()
}
