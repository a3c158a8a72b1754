//! A draft for an export like that of an earlier pipeline.

use std::collections::HashSet;
use std::io::{self, Read, Seek};

use topline_ingest::Certainty;
use topline_plan::read_plan;
use topline_survey::{Plan, PlanFiles, PlanText, Question, Source};

use super::codebook_text::{codebook, with_answers, with_passed_over};
use super::earlier_entry::entry_of;
use super::renamed_columns::{RenamedColumns, TitledNames};
use super::settings_text::{Settings, figures, survey_text, without_problems};
use crate::codebook_entry::QuestionEntry;
use crate::difference::difference;
use crate::draft::DraftRequest;
use crate::error::DraftError;
use crate::export_columns::{ExportColumns, columns_of};
use crate::export_questions::{ExportQuestions, questions_of};
use crate::files::Files;
use crate::head::opened;
use crate::screen::{file, private, set_aside};
use crate::text::counted;
use crate::toml_text;
use crate::tools::Tool;

/// The pipeline of an earlier wave.
pub struct Earlier<'e> {
    /// What it is called on the screen.
    pub name: &'e str,
    /// Its files.
    pub files: &'e PlanFiles,
    /// Its plan.
    pub plan: &'e Plan,
    /// The path of one of its files as the new pipeline writes it.
    pub rebase: &'e dyn Fn(&str) -> String,
}

/// The files of a pipeline for the new export.
#[derive(Debug, Clone)]
pub struct LikeDraft {
    /// The tool that wrote the export.
    pub tool: Tool,
    /// Each file by its path in the folder.
    pub files: Vec<(String, String)>,
    /// What is as it was, what is new, and what is gone.
    pub notes: Vec<String>,
}

/// Drafts a pipeline from an export, with the codes, names, nets and decisions of an earlier pipeline.
pub fn draft_like<R: Read + Seek + Send + 'static>(
    request: &DraftRequest,
    earlier: &Earlier<'_>,
    mut input: impl FnMut() -> io::Result<Files<R>>,
) -> Result<LikeDraft, DraftError> {
    let plan = earlier.plan;
    if plan.survey.sources().nth(1).is_some() || plan.survey.source.is_of_files() {
        return Err(DraftError::SeveralSources { name: earlier.name.to_owned() });
    }
    let refused = |source| DraftError::Refused { path: request.source.path.clone(), source: Box::new(source) };
    let expected = expected(plan);
    let mut export = columns_like(&request.source, &expected, &mut input)?;
    // What a person said of the last file is worth more than a guess.
    if export.certainty == Certainty::Guessed && export.source.encoding.is_none() {
        export.source.encoding.clone_from(&plan.survey.source.encoding);
    }
    let asked = questions_of(&mut export, request.questionnaire.as_deref(), &mut input)?;
    let ExportQuestions { questions: drafted, .. } = asked;
    let earlier_questions: Vec<QuestionEntry> = plan.codebook.asked().map(entry_of).collect();
    let columns = RenamedColumns::find(&earlier_questions, &expected, &export.names, &drafted);
    let passed_over = passed_over(&export, plan, &columns);
    let mut like = codebook(&earlier.files.codebook.text, plan, &columns, &drafted, &passed_over, &expected);
    if earlier_questions.iter().all(|question| like.gone.contains(&question.id)) {
        return Err(DraftError::NothingAlike { name: earlier.name.to_owned(), path: request.source.path.clone() });
    }
    like.notes.extend(columns.doubtful.iter().map(|(from, to)| {
        let (from, to) = (toml_text::quoted(from), toml_text::quoted(to));
        format!("in doubt: is {to} what was {from}? It is read as new")
    }));
    let respondent = export.roles.respondent.map(|found| export.columns[found.column].heading.name.as_str());
    let settings =
        Settings { id: &request.id, source: &export.source, respondent, columns: &columns, rebase: earlier.rebase };
    let (survey, of_survey) = survey_text(&earlier.files.survey.text, plan, &settings);
    like.notes.extend(of_survey.into_iter().chain(quotes_note(earlier.files)));
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let copied = |name: &str, file: &Option<PlanText>| file.as_ref().map(|file| text(name, &file.text));
    let files = PlanFiles {
        survey: text("survey.toml", &survey),
        codebook: text("codebook.toml", &like.text),
        columns: Some(text("columns.toml", &toml_text::columns(&export.names))),
        tables: copied("tables.toml", &earlier.files.tables),
        headlines: copied("headlines.toml", &earlier.files.headlines),
        bulletin: copied("bulletin.md", &earlier.files.bulletin),
        figures: figures(earlier.files, &like.gone, &mut like.notes),
        ..PlanFiles::default()
    };
    let (mut files, interim) = without_problems(files, &mut like.notes).map_err(refused)?;
    let unread = unread(&export.names, &interim);
    if !unread.is_empty() {
        let names: Vec<String> = unread.iter().map(|column| toml_text::quoted(column)).collect();
        like.notes.push(format!("in doubt: no question reads {}: passed over", names.join(", ")));
        like.text = with_passed_over(&like.text, &[passed_over, unread].concat());
    }
    // Which answers of the export the codebook does not know yet.
    let mut rows = opened(&interim.survey.source, &mut input)?;
    let difference = difference(&interim, &interim.survey.source, &mut rows)?;
    with_answers(&mut like, &interim, &difference.answers);
    for (question, count) in &difference.malformed {
        like.notes.push(format!("in doubt: {question}: {} cannot be read", counted(*count, "answer")));
    }
    files.codebook.text.clone_from(&like.text);
    read_plan(&files).map_err(refused)?;
    let mut notes = vec![format!(
        "like {}: {} as before; {} gone",
        earlier.name,
        counted(like.kept as u64, "question"),
        like.gone.len()
    )];
    notes.extend(file(&export));
    notes.extend(private(&export, &[]));
    notes.extend(set_aside(&export));
    notes.append(&mut like.notes);
    if !earlier.files.claims.is_empty() {
        notes.push("left out: claims: they are of the documents of the earlier wave".to_owned());
    }
    Ok(LikeDraft { tool: export.context.tool, files: named(files), notes })
}

/// The columns of the export, below as many header rows as the earlier one had, or as this one has where more of its names are known then.
fn columns_like<R: Read + Seek + Send + 'static>(
    source: &Source,
    expected: &[String],
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<ExportColumns, DraftError> {
    let as_before = columns_of(source, input);
    if source.header_rows <= 1 {
        return as_before;
    }
    let found = columns_of(&Source { header_rows: 1, name_row: None, ..source.clone() }, input);
    let known = |export: &Result<ExportColumns, DraftError>| {
        let names = export.as_ref().map_or(&[][..], |export| export.names.as_slice());
        let titled = TitledNames::of(expected, names);
        expected.iter().filter(|column| titled.now(column).is_some()).count()
    };
    if known(&found) > known(&as_before) { found } else { as_before }
}

/// The columns that are no answers: those of the earlier pipeline that are here, and those of the draft that no question reads.
fn passed_over(export: &ExportColumns, plan: &Plan, columns: &RenamedColumns) -> Vec<String> {
    let read: Vec<&str> =
        plan.codebook.asked().flat_map(Question::columns).filter_map(|column| columns.now(column)).collect();
    let by_draft = export.columns.iter().filter(|column| column.metadata.is_some()).map(|column| &column.heading.name);
    let earlier = plan.codebook.passed_over.iter().filter(|column| export.names.contains(column));
    let survey = &plan.survey;
    let used: Vec<&str> = survey
        .source
        .respondent
        .iter()
        .chain(survey.weights.as_ref().and_then(|weights| weights.column.as_ref()))
        .map(String::as_str)
        .collect();
    let mut all: Vec<String> = Vec::new();
    for column in earlier.chain(by_draft) {
        let is_read = read.contains(&column.as_str()) || used.contains(&column.as_str());
        if !is_read && !all.contains(column) {
            all.push(column.clone());
        }
    }
    all
}

/// The columns that the earlier export had, as far as its pipeline says.
fn expected(plan: &Plan) -> Vec<String> {
    if let Some(expected) = plan.columns_of(&plan.survey.source) {
        return expected.columns.clone();
    }
    let survey = &plan.survey;
    let mut columns: Vec<String> = survey.source.respondent.iter().cloned().collect();
    columns.extend(plan.codebook.passed_over.iter().cloned());
    columns.extend(plan.codebook.asked().flat_map(Question::columns).map(str::to_owned));
    columns.extend(survey.exclusions.iter().filter_map(|exclusion| exclusion.column.clone()));
    for weight in survey.weight_columns() {
        columns.extend(weight.columns().map(str::to_owned));
    }
    columns
}

/// The columns that nothing reads or passes over.
fn unread(names: &[String], plan: &Plan) -> Vec<String> {
    let survey = &plan.survey;
    let mut known: HashSet<&str> = plan.codebook.passed_over.iter().map(String::as_str).collect();
    known.extend(plan.codebook.asked().flat_map(Question::columns));
    known.extend(survey.source.respondent.as_deref());
    known.extend(survey.exclusions.iter().filter_map(|exclusion| exclusion.column.as_deref()));
    let weights = survey.weight_columns();
    let weights: Vec<String> = weights.iter().flat_map(|weight| weight.columns().map(str::to_owned)).collect();
    names.iter().filter(|name| !known.contains(name.as_str()) && !weights.contains(name)).cloned().collect()
}

/// Quotes are of the respondents of one wave.
fn quotes_note(earlier: &PlanFiles) -> Option<String> {
    let note = || "left out: quotes.toml: it quotes respondents of the earlier wave".to_owned();
    earlier.quotes.is_some().then(note)
}

/// The files with their paths.
fn named(files: PlanFiles) -> Vec<(String, String)> {
    let one = |name: &str, file: Option<PlanText>| file.map(|file| (name.to_owned(), file.text));
    let mut named: Vec<(String, String)> = [
        one("survey.toml", Some(files.survey)),
        one("codebook.toml", Some(files.codebook)),
        one("columns.toml", files.columns),
        one("tables.toml", files.tables),
        one("headlines.toml", files.headlines),
        one("bulletin.md", files.bulletin),
    ]
    .into_iter()
    .flatten()
    .collect();
    named.extend(files.figures.into_iter().map(|(name, file)| (format!("figures/{name}.sql"), file.text)));
    named
}
