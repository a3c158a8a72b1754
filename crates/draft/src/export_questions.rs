//! The questions of an export, by its columns, by what it says of them, and by a questionnaire.

use std::collections::HashMap;
use std::io::{self, Read, Seek};

use topline_survey::{Kind, Mark};

use crate::batteries::in_one_order;
use crate::block_questions;
use crate::blocks::blocks;
use crate::column::{Column, Context};
use crate::dictionary;
use crate::error::DraftError;
use crate::evidence::Search;
use crate::export_columns::ExportColumns;
use crate::files::Files;
use crate::form;
use crate::head::opened;
use crate::marks::is_refusal;
use crate::metadata::Metadata;
use crate::missing_values::keep_missing;
use crate::naming::name_all;
use crate::personal_words::take_out;
use crate::question_draft::Drafted;
use crate::questionnaire_sections::{self, Headings};
use crate::questionnaires::Questionnaires;
use crate::toml_text;

/// The questions in the order of the export.
pub(crate) struct ExportQuestions {
    pub questions: Vec<Drafted>,
    /// How many fields a questionnaire has, and how many of them have no column.
    pub fields: Option<(usize, usize)>,
    /// The title that a questionnaire has.
    pub title: Option<String>,
}

/// The questions of an export; columns that are none, or that nobody filled, are marked so.
pub(crate) fn questions_of<R: Read + Seek + Send + 'static>(
    export: &mut ExportColumns,
    questionnaire: Option<&[u8]>,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<ExportQuestions, DraftError> {
    let asked = Questionnaires::read(questionnaire)?;
    let own = export.roles.read();
    let by_form = asked.form.as_ref().map(|form| form::asked(form, &export.columns, &own, &export.context));
    let by_form = by_form.unwrap_or_default();
    // The cells tell of what the questionnaire does not.
    for at in &by_form.columns {
        export.columns[*at].metadata = Some(Metadata::Technical);
    }
    let (questions, empty) = questions(export, input)?;
    for at in &by_form.columns {
        export.columns[*at].metadata = None;
    }
    let columns = &mut export.columns;
    let (told, mut questions): (Vec<Drafted>, Vec<Drafted>) =
        questions.into_iter().partition(|drafted| asked.qualtrics.only_tells(drafted, columns));
    for name in told.iter().flat_map(|drafted| drafted.question.columns()) {
        for column in columns.iter_mut().filter(|column| column.heading.name == name) {
            column.metadata = Some(Metadata::Technical);
        }
    }
    for drafted in &mut questions {
        asked.qualtrics.complete(drafted, columns);
        let own = |(at, _): &&(usize, String)| drafted.question.column.as_ref() == Some(&columns[*at].heading.name);
        if let Some((_, text)) = by_form.texts.iter().find(own) {
            drafted.question.text.clone_from(text);
        }
    }
    if asked.form.is_some() {
        questions.extend(by_form.questions);
        sort_by_columns(&mut questions, columns);
    }
    let (constant, mut questions): (Vec<Drafted>, Vec<Drafted>) =
        questions.into_iter().partition(|drafted| has_one_option(drafted) && !asked.is_asked(drafted, columns));
    for name in constant.iter().flat_map(|drafted| drafted.question.columns()) {
        for column in columns.iter_mut().filter(|column| column.heading.name == name) {
            column.metadata.get_or_insert(Metadata::Constant);
        }
    }
    if asked.form.is_none() {
        take_out(&mut questions, columns, export.description.as_ref());
    }
    questions.iter_mut().for_each(note_refusal);
    let mut headings = by_form.headings;
    if asked.form.is_none() {
        headings.extend(headings_of(&questions, &asked, columns, &export.context));
    }
    questionnaire_sections::assign(&mut questions, &headings);
    name_all(&mut questions);
    for column in empty {
        columns[column].metadata.get_or_insert(Metadata::Empty);
    }
    let fields = asked.form.as_ref().map(|form| (form.fields.len(), by_form.missing));
    Ok(ExportQuestions { questions, fields, title: asked.title().map(str::to_owned) })
}

/// Whether a coded question has one option, which everybody gave who answered.
fn has_one_option(drafted: &Drafted) -> bool {
    let question = &drafted.question;
    matches!(question.kind, Kind::Single | Kind::Multi | Kind::Grid) && question.options.len() == 1
}

/// The headings over columns as a questionnaire of Qualtrics has them, or else as their names have them.
fn headings_of(questions: &[Drafted], asked: &Questionnaires, columns: &[Column], context: &Context) -> Headings {
    let mut headings = Headings::new();
    for column in columns {
        let groups = context.dialect().groups(&column.heading);
        if !groups.is_empty() {
            headings.insert(column.heading.name.clone(), groups);
        }
    }
    for drafted in questions {
        if let Some(block) = asked.qualtrics.block(drafted, columns) {
            headings.extend(drafted.question.columns().map(|column| (column.to_owned(), vec![block.to_owned()])));
        }
    }
    headings
}

/// Puts questions into the order of their columns.
fn sort_by_columns(questions: &mut [Drafted], columns: &[Column]) {
    let places: HashMap<&str, usize> =
        columns.iter().enumerate().map(|(at, column)| (column.heading.name.as_str(), at)).collect();
    questions.sort_by_key(|drafted| drafted.question.columns().filter_map(|name| places.get(name)).min().copied());
}

/// The questions in the order of the export, and the columns that hold nothing; reads the export again where whole rows must
/// tell which question columns are.
fn questions<R: Read + Seek + Send + 'static>(
    export: &ExportColumns,
    input: &mut dyn FnMut() -> io::Result<Files<R>>,
) -> Result<(Vec<Drafted>, Vec<usize>), DraftError> {
    let ExportColumns { columns, context, apart, .. } = export;
    if let Some(description) = export.description.as_ref().filter(|description| dictionary::tells(description)) {
        let (mut questions, empty) = dictionary::draft(description, columns, context);
        keep_missing(&mut questions, description);
        return Ok((questions, empty));
    }
    let blocks = blocks(columns, context);
    let tasks: Vec<_> = blocks.iter().flat_map(|block| block_questions::tasks_of(block, columns, context)).collect();
    let mut search = Search::new(tasks, apart.as_ref());
    if !search.is_done() {
        let mut rows = opened(&export.reading, input)?;
        while let Some(batch) = rows.next_batch().map_err(DraftError::Ingest)? {
            search.take(&batch);
        }
    }
    let evidence = search.finish();
    let (mut questions, mut empty) = (Vec::new(), Vec::new());
    for block in &blocks {
        let (drafted, blank) = block_questions::draft(block, columns, context, &evidence);
        questions.extend(drafted);
        empty.extend(blank);
    }
    in_one_order(&mut questions);
    Ok((questions, empty))
}

/// An option that offers to say nothing is an answer, and no point of a scale.
fn note_refusal(drafted: &mut Drafted) {
    let is_scale = matches!(drafted.question.kind, Kind::Single | Kind::Grid);
    let mut refusals = drafted.question.options.iter_mut().filter(|option| is_refusal(&option.label));
    if let Some(option) = refusals.next() {
        let (means, too) = if is_scale { (", and out of means", " too") } else { ("", "") };
        if is_scale {
            option.mark.get_or_insert(Mark::NotApplicable);
        }
        let label = toml_text::quoted(&option.label);
        drafted.notes.push(format!(
            "{label} is an answer here{means}: `absent = {{ refused = [{label}] }}` takes it out of the base{too}"
        ));
    }
}
