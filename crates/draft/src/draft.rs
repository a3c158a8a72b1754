//! A first draft of a pipeline from an export: its rows are read twice, and never held.

use std::collections::HashMap;
use std::io::{self, Read, Seek};

use topline_ingest::{Description, PROBLEM};
use topline_plan::read_plan;
use topline_survey::{Format, PlanFiles, PlanText, Source};

use crate::batch_cells::Cells;
use crate::block::blocks;
use crate::block_questions;
use crate::column::{Column, Context};
use crate::design::design_columns;
use crate::dictionary;
use crate::error::DraftError;
use crate::evidence::Search;
use crate::files::Files;
use crate::form::{self, Form};
use crate::head::{Head, filled_sheet, has_rows, opened, read_head};
use crate::header_rows::{HeaderRows, header_rows, is_summary, named_rows};
use crate::headerless_columns;
use crate::heading::{Heading, headings};
use crate::marks::is_refusal;
use crate::metadata::{Metadata, metadata_of};
use crate::naming::name_all;
use crate::pipeline_texts::{Drawn, tables};
use crate::profile::Profile;
use crate::question_draft::Drafted;
use crate::questionnaire;
use crate::roles::find;
use crate::toml_text;
use crate::tool::{Tool, tool_of};
use crate::totals::{TotalRows, total_rows};

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
    let id = &request.id;
    let can_be_file = |each: char| each.is_ascii_alphanumeric() || "-_.".contains(each);
    if id.is_empty() || id.starts_with('.') || !id.chars().all(can_be_file) {
        return Err(DraftError::Name { id: id.clone() });
    }
    let mut source = request.source.clone();
    let is_delimited = source.format == Format::Csv;
    let has_header = is_delimited || matches!(source.format, Format::Xlsx | Format::Ods | Format::Xls);
    let (head, header) = if has_header {
        head_of(&mut source, &mut input)?
    } else {
        (Head { rows: Vec::new(), delimiter: None, encoding: "" }, HeaderRows { count: 1, name_row: None })
    };
    let mut reading = source.clone();
    if is_delimited && reading.encoding.is_none() && !head.encoding.is_empty() {
        reading.encoding = Some(head.encoding.to_lowercase());
    }
    let (names, description, mut profiles) = profile(&reading, None, &mut input)?;
    let totals = if has_header { total_rows(&profiles) } else { None };
    if totals.is_some() {
        profiles = profile(&reading, totals.as_ref(), &mut input)?.2;
    }
    let (rows, header) = named_rows(&head.rows, &header);
    let (rows, header) =
        if rows.is_empty() { (vec![names.clone()], HeaderRows { count: 1, name_row: None }) } else { (rows, header) };
    let rows = rows.as_slice();
    let tool = if description.is_some() { Tool::Described } else { tool_of(rows, &header) };
    let headings = headings(&names, rows, &header, tool);
    let mut columns = look_at(headings, profiles, tool);
    if header.count == 1 && has_header {
        headerless_columns::belong_before(&mut columns, &rows[0]);
    }
    let roles = find(&mut columns, description.as_ref(), tool, totals.as_ref());
    let design = design_columns(&mut columns);
    let context = Context::of(tool, source.delimiter, &columns);
    headerless_columns::part_ways(&mut columns, &context);
    let asked = Questionnaires::read(request.questionnaire.as_deref())?;
    let own: Vec<usize> = roles.respondent.into_iter().chain(roles.weight).collect();
    let by_form = asked.form.as_ref().map(|form| form::asked(form, &columns, &own, &context)).unwrap_or_default();
    // The cells tell of what the questionnaire does not.
    for at in &by_form.columns {
        columns[*at].metadata = Some(Metadata::Technical);
    }
    let (questions, empty) =
        questions(&columns, description.as_ref(), &context, &reading, totals.as_ref(), &mut input)?;
    let (told, mut questions): (Vec<Drafted>, Vec<Drafted>) =
        questions.into_iter().partition(|drafted| asked.qualtrics.only_tells(drafted, &columns));
    for at in &by_form.columns {
        columns[*at].metadata = None;
    }
    for name in told.iter().flat_map(|drafted| drafted.question.columns()) {
        for column in columns.iter_mut().filter(|column| column.heading.name == name) {
            column.metadata = Some(Metadata::Technical);
        }
    }
    for drafted in &mut questions {
        asked.qualtrics.complete(drafted, &columns);
        let own = |(at, _): &&(usize, String)| drafted.question.column.as_ref() == Some(&columns[*at].heading.name);
        if let Some((_, text)) = by_form.texts.iter().find(own) {
            drafted.question.text.clone_from(text);
        }
    }
    if asked.form.is_some() {
        questions.extend(by_form.questions);
        let places: HashMap<&str, usize> =
            columns.iter().enumerate().map(|(at, column)| (column.heading.name.as_str(), at)).collect();
        questions.sort_by_key(|drafted| drafted.question.columns().filter_map(|name| places.get(name)).min().copied());
    }
    questions.iter_mut().for_each(note_refusal);
    name_all(&mut questions);
    for column in empty {
        columns[column].metadata.get_or_insert(Metadata::Empty);
    }
    tracing::debug!(tool = tool.name(), columns = columns.len(), questions = questions.len(), "drafted");
    let drafted = Drawn {
        id,
        source: &source,
        encoding: head.encoding,
        columns: &columns,
        roles: &roles,
        tool,
        strays: questions.iter().map(|drafted| drafted.strays).sum(),
    };
    let title = request
        .title
        .clone()
        .or_else(|| asked.title().map(str::to_owned))
        .or_else(|| description.and_then(|description| description.title))
        .filter(|title| !title.trim().is_empty());
    let draft = Draft {
        tool,
        survey: drafted.survey(&title.unwrap_or_else(|| id.clone()), design.proposal(&columns, &questions).as_deref()),
        codebook: drafted.codebook(&questions, &context),
        tables: tables(&questions),
        columns: toml_text::columns(&names),
        notes: drafted.notes(&questions, asked.form.as_ref().map(|form| (form.fields.len(), by_form.missing))),
    };
    accept(&draft, &source.path)?;
    Ok(draft)
}

/// The first rows of an export of text rows, and how many of them name its columns; its sheet, header and delimiter become known.
fn head_of<R: Read + Seek + Send + 'static>(
    source: &mut Source,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<(Head, HeaderRows), DraftError> {
    let mut head = read_head(source, input);
    if source.format != Format::Csv && source.sheet.is_none() && !has_rows(&head) {
        source.sheet = filled_sheet(source, input);
        if source.sheet.is_some() {
            head = read_head(source, input);
        }
    }
    let head = head?;
    if is_summary(&head.rows) {
        return Err(DraftError::Summary { path: source.path.clone() });
    }
    let header = if source.header_rows > 1 {
        HeaderRows { count: source.header_rows, name_row: source.name_row }
    } else {
        header_rows(&head.rows)
    };
    source.delimiter = head.delimiter;
    (source.header_rows, source.name_row) = (header.count, header.name_row);
    Ok((head, header))
}

/// A comment beside an option that offers to say nothing.
fn note_refusal(drafted: &mut Drafted) {
    let refusal = drafted.question.options.iter().find(|option| is_refusal(&option.label));
    let note = refusal.map(|option| {
        let label = toml_text::quoted(&option.label);
        format!("{label} is an answer here: `absent = {{ refused = [{label}] }}` takes it out of the base")
    });
    drafted.notes.extend(note);
}

/// A questionnaire, of which there is one at most.
#[derive(Default)]
struct Questionnaires {
    qualtrics: questionnaire::Questionnaire,
    form: Option<Form>,
}

impl Questionnaires {
    fn read(bytes: Option<&[u8]>) -> Result<Self, DraftError> {
        let Some(bytes) = bytes else { return Ok(Self::default()) };
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
            let qualtrics = questionnaire::read(&String::from_utf8_lossy(bytes))?;
            return Ok(Self { qualtrics, form: None });
        }
        Ok(Self { form: Some(form::form_of(bytes)?), ..Self::default() })
    }

    fn title(&self) -> Option<&str> {
        self.qualtrics.title.as_deref().or_else(|| self.form.as_ref()?.title.as_deref())
    }
}

type Profiled = (Vec<String>, Option<Description>, Vec<Profile>);

/// Reads the export once: names, description, and what the cells of each column look like.
fn profile<R: Read + Seek + Send + 'static>(
    source: &Source,
    totals: Option<&TotalRows>,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<Profiled, DraftError> {
    let mut export = opened(source, input)?;
    let names = export.columns().to_vec();
    let description = export.description().cloned();
    let mut profiles: Vec<Profile> = names.iter().map(|_| Profile::default()).collect();
    let mut responses = 0;
    while let Some(batch) = export.next_batch().map_err(DraftError::Ingest)? {
        let batch = batch.batch;
        let problems = batch.schema().index_of(PROBLEM).ok().map(|position| Cells::of(&batch, position));
        let summed = totals.map(|totals| (totals, Cells::of(&batch, totals.column + 3)));
        let rows: Vec<usize> = (0..batch.num_rows())
            .filter(|row| problems.as_ref().is_none_or(|problems| problems.get(*row).is_none()))
            .filter(|row| summed.as_ref().is_none_or(|(totals, cells)| !totals.has(cells.get(*row))))
            .collect();
        responses += rows.len();
        for (position, profile) in profiles.iter_mut().enumerate() {
            let cells = Cells::of(&batch, position + 3);
            for row in &rows {
                profile.take(cells.get(*row));
            }
        }
    }
    if responses == 0 {
        return Err(DraftError::NoRows { path: source.path.clone() });
    }
    Ok((names, description, profiles))
}

fn look_at(headings: Vec<Heading>, profiles: Vec<Profile>, tool: Tool) -> Vec<Column> {
    let mut columns: Vec<Column> = headings
        .into_iter()
        .zip(profiles)
        .enumerate()
        .map(|(position, (heading, profile))| {
            let metadata = metadata_of(&heading, &profile, tool, position);
            Column { heading, profile, metadata }
        })
        .collect();
    // A column without a heading of its own, which tools write at the end of a row of several header rows, is no option.
    for at in 1..columns.len() {
        let (before, own) = (&columns[at - 1].heading, &columns[at]);
        let is_last = columns.get(at + 1).is_none_or(|next| next.heading.key != own.heading.key);
        let is_nameless = own.heading.part.is_none() && own.heading.key.is_some() && own.heading.key == before.key;
        if tool == Tool::SurveyMonkey && is_nameless && is_last && own.profile.filled == 0 {
            columns[at].metadata.get_or_insert(Metadata::Empty);
        }
    }
    if tool == Tool::Odk {
        // `group/field` holds what `group/field/option` spreads: it is read once.
        let spread: Vec<String> = columns.iter().filter_map(|column| column.heading.key.clone()).collect();
        for column in columns.iter_mut().filter(|column| spread.contains(&column.heading.name)) {
            column.metadata = Some(Metadata::Technical);
        }
    }
    columns
}

/// The questions in the order of the export, and the columns that hold nothing; reads the export again where whole rows must
/// tell which question columns are.
fn questions<R: Read + Seek + Send + 'static>(
    columns: &[Column],
    description: Option<&Description>,
    context: &Context,
    source: &Source,
    totals: Option<&TotalRows>,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<(Vec<Drafted>, Vec<usize>), DraftError> {
    if let Some(description) = description.filter(|description| dictionary::tells(description)) {
        return Ok(dictionary::draft(description, columns, context));
    }
    let blocks = blocks(columns, context);
    let tasks: Vec<_> = blocks.iter().flat_map(|block| block_questions::tasks_of(block, columns, context)).collect();
    let mut search = Search::new(tasks, totals);
    if !search.is_done() {
        let mut export = opened(source, input)?;
        while let Some(batch) = export.next_batch().map_err(DraftError::Ingest)? {
            search.take(&batch);
        }
    }
    let mut found = search.finish().into_iter();
    let (mut questions, mut empty) = (Vec::new(), Vec::new());
    for block in &blocks {
        let (drafted, blank) = block_questions::draft(block, columns, context, &mut found);
        questions.extend(drafted);
        empty.extend(blank);
    }
    Ok((questions, empty))
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
