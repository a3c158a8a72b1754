//! What is at the front of a workbook: the cover, and the words about a survey and a table that all forms share.

use topline_workbook::{CellLook, WorkSheet};

use crate::layout::Layout;
use crate::method_statement::method_statement;
use crate::publication::Publication;
use crate::shown::{CAUTION, HELD_BACK, NO_VALUE};
use crate::words;

/// The width of a sheet of sentences, in characters.
const SENTENCES: u16 = 90;

/// Who is the author in the properties of the document.
pub(super) fn author(publication: &Publication<'_>) -> String {
    let survey = &publication.plan.survey;
    survey.publishing.author.as_ref().or(survey.client.as_ref()).unwrap_or(&survey.title).clone()
}

/// Where the figures come from, in a line below each table's title.
pub(super) fn source(publication: &Publication<'_>) -> String {
    let survey = &publication.plan.survey;
    let mut source = format!("Source: {}", survey.title);
    if let Some(client) = &survey.client {
        source = format!("{source}, {client}");
    }
    match survey.fieldwork.as_ref().map(words::fieldwork) {
        Some(days) => format!("{source}, {days}."),
        None => format!("{source}."),
    }
}

/// Said below the title of each table of a reconstructed survey.
pub(super) fn reconstructed(publication: &Publication<'_>) -> Option<&'static str> {
    publication.plan.survey.reconstructed.then_some(
        "Reconstructed survey: these figures come from data made to agree with what was published. They are not the answers of \
         real respondents.",
    )
}

/// The title of a table with its name: `Q1a: Reading`.
pub(super) fn title(layout: &Layout<'_>) -> String {
    let (id, title) = (&layout.table.id, &layout.table.title);
    if id == title { id.clone() } else { format!("{id}: {title}") }
}

/// What was asked, and who the percentages are out of.
pub(super) fn about(publication: &Publication<'_>, layout: &Layout<'_>) -> Vec<String> {
    let mut about = Vec::new();
    if let Some(question) = publication.plan.codebook.question(layout.question()) {
        if question.is_derived() {
            about.push(format!("Derived: {}", question.text));
        } else if question.text != layout.table.title {
            about.push(format!("As asked: \u{201c}{}\u{201d}", question.text));
        }
    }
    if !layout.base_rule().is_empty() {
        about.push(format!("Base: {}. Each percentage is out of the base of its own column.", layout.base_rule()));
    }
    about
}

/// The cover: what the survey is, and how its figures are to be read.
pub(super) fn cover(publication: &Publication<'_>, name: &str, tables: usize) -> WorkSheet {
    let survey = &publication.plan.survey;
    let mut sheet = WorkSheet::new(name);
    sheet.set_widths(vec![SENTENCES]);
    sheet.add_line(&survey.title, CellLook::Heading1);
    let tables = words::counted(tables as u64, "table", "tables");
    sheet.add_line(&format!("This workbook has {tables}. The sheet Contents lists them."), CellLook::Plain);
    if let Some(notice) = words::notice(survey) {
        for paragraph in notice.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            sheet.add_line(paragraph, CellLook::Strong);
        }
    }
    sheet.add_line("About the survey", CellLook::Heading2);
    for item in method_statement(publication) {
        sheet.add_line(&format!("{}: {}", item.name, item.text), CellLook::Plain);
    }
    sheet.add_line("How to read the tables", CellLook::Heading2);
    for line in reading(publication) {
        sheet.add_line(&line, CellLook::Plain);
    }
    sheet.add_line("Shorthand", CellLook::Heading2);
    for line in [
        format!("{HELD_BACK} means that a value is held back to protect respondents."),
        format!("{CAUTION} means that a value has low reliability: few respondents are in its base."),
        "[x] means that a value is not available.".to_owned(),
        format!("{NO_VALUE} means that a value does not apply, for example because nobody is in its base."),
    ] {
        sheet.add_line(&line, CellLook::Plain);
    }
    sheet
}

fn reading(publication: &Publication<'_>) -> Vec<String> {
    let survey = &publication.plan.survey;
    let mut lines = vec![
        "Each percentage is out of the base of its own column. A net counts each respondent once.".to_owned(),
        words::rounding(&survey.rounding),
    ];
    if survey.weights.is_some() {
        lines.push(
            "Figures are weighted. The unweighted base counts respondents, the weighted base adds their weights, and the \
             effective base is Kish\u{2019}s effective sample size."
                .to_owned(),
        );
    }
    lines
}
