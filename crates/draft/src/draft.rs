//! A first draft of a pipeline from an export: its rows are read twice, and never held.

use std::io::{self, Read, Seek};

use topline_plan::read_plan;
use topline_survey::{PlanFiles, PlanText, Source};

use crate::banners::tables;
use crate::column::Column;
use crate::error::DraftError;
use crate::export_columns::{ExportColumns, columns_of};
use crate::export_questions::{ExportQuestions, questions_of};
use crate::files::Files;
use crate::labels::{cell_pairs, with_codes};
use crate::pipeline_texts::PipelineTexts;
use crate::screen::notes;
use crate::toml_text;
use crate::tools::Tool;

/// What a draft is made for.
#[derive(Debug, Clone)]
pub struct DraftRequest {
    /// The name of the survey, and of the folder of its outputs.
    pub id: String,
    /// Its title; that of the export, or its name, where not given.
    pub title: Option<String>,
    /// The export as far as it is known: name, path as `survey.toml` shall have it, format, and what was asked for. Header rows,
    /// delimiter and respondent are found where it does not say them.
    pub source: Source,
    /// The questionnaire, where there is one: a QSF of Qualtrics, the survey structure of `LimeSurvey`, the data dictionary of
    /// `REDCap`, an `XLSForm`.
    pub questionnaire: Option<Vec<u8>>,
}

/// The files of a pipeline that runs as it is.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The tool that wrote the export.
    pub tool: Tool,
    /// `survey.toml`.
    pub survey: String,
    /// `codebook.toml`.
    pub codebook: String,
    /// `tables.toml`.
    pub tables: String,
    /// `columns.toml`.
    pub columns: String,
    /// What a reader should look at first.
    pub notes: Vec<String>,
}

/// Drafts a pipeline from an export that is one file, which is opened anew for each reading.
pub fn draft<R: Read + Seek + Send + 'static>(
    request: &DraftRequest,
    mut input: impl FnMut() -> io::Result<R>,
) -> Result<Draft, DraftError> {
    draft_with(request, || Ok(Files { export: input()?, metadata: None }))
}

/// The same, where a second file may describe the export.
pub fn draft_with<R: Read + Seek + Send + 'static>(
    request: &DraftRequest,
    mut input: impl FnMut() -> io::Result<Files<R>>,
) -> Result<Draft, DraftError> {
    check_name(&request.id)?;
    let mut export = columns_of(&request.source, &mut input)?;
    let asked = questions_of(&mut export, request.questionnaire.as_deref(), &mut input)?;
    written(request, &export, asked, &export.columns)
}

/// Drafts a pipeline from an export with the codes of the answers, and another of the same rows and columns with their labels.
pub fn draft_labelled<R: Read + Seek + Send + 'static>(
    request: &DraftRequest,
    labelled: &Source,
    mut input: impl FnMut() -> io::Result<Files<R>>,
    mut other: impl FnMut() -> io::Result<Files<R>>,
) -> Result<Draft, DraftError> {
    check_name(&request.id)?;
    let mut export = columns_of(&request.source, &mut input)?;
    let mut labels = columns_of(labelled, &mut other)?;
    let mut asked = questions_of(&mut labels, request.questionnaire.as_deref(), &mut other)?;
    let pairs = cell_pairs(&labels.reading, &mut other, &export.reading, &mut input)?;
    export.notes.extend(with_codes(&mut asked.questions, &labels.names, &pairs));
    written(request, &export, asked, &labels.columns)
}

fn check_name(id: &str) -> Result<(), DraftError> {
    let can_be_file = |each: char| each.is_ascii_alphanumeric() || "-_.".contains(each);
    if id.is_empty() || id.starts_with('.') || !id.chars().all(can_be_file) {
        return Err(DraftError::Name { id: id.to_owned() });
    }
    Ok(())
}

/// The files of a draft. `asking` are the columns that the questions were drafted from.
fn written(
    request: &DraftRequest,
    export: &ExportColumns,
    asked: ExportQuestions,
    asking: &[Column],
) -> Result<Draft, DraftError> {
    let id = &request.id;
    let ExportQuestions { questions, fields, title } = asked;
    let tool = export.context.tool;
    tracing::debug!(tool = tool.name(), columns = export.columns.len(), questions = questions.len(), "drafted");
    let texts = PipelineTexts {
        id,
        source: &export.source,
        encoding: export.encoding,
        columns: &export.columns,
        asking,
        roles: &export.roles,
        tool,
        strays: questions.iter().map(|drafted| drafted.strays).sum(),
    };
    let title = request
        .title
        .clone()
        .or(title)
        .or_else(|| export.description.as_ref().and_then(|description| description.title.clone()))
        .filter(|title| !title.trim().is_empty());
    let design = export.design.proposal(asking, &questions);
    let draft = Draft {
        tool,
        survey: texts.survey(&title.unwrap_or_else(|| id.clone()), design.as_deref()),
        codebook: texts.codebook(&questions, &export.context),
        tables: tables(&questions, asking),
        columns: toml_text::columns(&export.names),
        notes: export.notes.iter().cloned().chain(notes(export, &questions, fields)).collect(),
    };
    accept(&draft, &export.source.path)?;
    Ok(draft)
}

/// Whether the pipeline's own checks accept the draft.
fn accept(draft: &Draft, path: &str) -> Result<(), DraftError> {
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text("survey.toml", &draft.survey),
        codebook: text("codebook.toml", &draft.codebook),
        columns: Some(text("columns.toml", &draft.columns)),
        tables: Some(text("tables.toml", &draft.tables)),
        ..PlanFiles::default()
    };
    match read_plan(&files) {
        Ok(_) => Ok(()),
        Err(problems) => Err(DraftError::Refused { path: path.to_owned(), source: Box::new(problems) }),
    }
}
