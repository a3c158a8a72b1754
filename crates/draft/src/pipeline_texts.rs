//! The texts of a draft: survey.toml, codebook.toml, tables.toml, and what a reader should look at first.

use std::fmt::Write;

use topline_survey::Source;

use crate::column::{Column, Context};
use crate::metadata::Metadata;
use crate::question_draft::Drafted;
use crate::roles::Roles;
use crate::toml_text;
use crate::tools::Tool;

/// What the texts are written from.
pub(crate) struct PipelineTexts<'d> {
    /// The identifier of the survey.
    pub id: &'d str,
    pub source: &'d Source,
    pub encoding: &'static str,
    pub columns: &'d [Column],
    pub roles: &'d Roles,
    pub tool: Tool,
    /// Cells that hold what belongs into another column.
    pub strays: u64,
}

impl PipelineTexts<'_> {
    fn name(&self, column: usize) -> &str {
        &self.columns[column].heading.name
    }

    pub(crate) fn survey(&self, title: &str, design: Option<&str>) -> String {
        let mut text = String::new();
        toml_text::comment(
            &mut text,
            &format!(
                "A first draft from an export of {}. Read it, and the comments of codebook.toml.",
                self.tool.name()
            ),
        );
        text.push('\n');
        toml_text::string(&mut text, "id", self.id);
        toml_text::string(&mut text, "title", title);
        if self.strays > 0 {
            let cells = self.strays;
            let says = format!(
                "{cells} cells hold what belongs into another column, as of rows that have slipped: findings, and no answers"
            );
            toml_text::comment(&mut text, &says);
            toml_text::string(&mut text, "unmapped", "invalid");
        }
        self.source(&mut text);
        self.exclusions(&mut text);
        if let Some(column) = self.roles.weight {
            text.push_str("\n[weights]\n");
            toml_text::comment(&mut text, "guessed by the name of the column");
            toml_text::string(&mut text, "column", self.name(column));
        }
        for column in &self.roles.perhaps_weights {
            text.push('\n');
            let name = toml_text::quoted(self.name(*column));
            toml_text::comment(&mut text, &format!("{name} may hold weights:\n[weights]\ncolumn = {name}"));
        }
        if let Some(design) = design {
            text.push('\n');
            toml_text::comment(&mut text, design);
        }
        text
    }

    fn source(&self, text: &mut String) {
        text.push_str("\n[source]\n");
        toml_text::string(text, "name", &self.source.name);
        toml_text::string(text, "path", &self.source.path);
        toml_text::string(text, "format", self.source.format.as_str());
        if let Some(member) = &self.source.member {
            toml_text::string(text, "member", member);
        }
        if let Some(metadata) = &self.source.metadata {
            toml_text::string(text, "metadata", metadata);
        }
        match &self.source.encoding {
            Some(encoding) => toml_text::string(text, "encoding", encoding),
            None if !matches!(self.encoding, "" | "UTF-8") => {
                toml_text::comment(text, &format!("the encoding is detected: {}", self.encoding));
            }
            None => {}
        }
        if let Some(delimiter) = self.source.delimiter {
            toml_text::string(text, "delimiter", &delimiter.to_string());
        }
        if let Some(sheet) = &self.source.sheet {
            toml_text::string(text, "sheet", sheet);
        }
        if self.source.header_rows != 1 {
            let _ = writeln!(text, "header_rows = {}", self.source.header_rows);
        }
        if let Some(row) = self.source.name_row {
            let _ = writeln!(text, "name_row = {row}");
        }
        for column in &self.roles.repeating {
            let name = toml_text::quoted(self.name(*column));
            toml_text::comment(
                text,
                &format!("{name} repeats, or is blank in some rows: it does not identify respondents"),
            );
        }
        match self.roles.respondent {
            Some(column) => toml_text::string(text, "respondent", self.name(column)),
            None => {
                toml_text::comment(text, "no column identifies respondents: each is known by the number of its row");
            }
        }
    }

    fn exclusions(&self, text: &mut String) {
        for excluded in &self.roles.exclusions {
            let is: Vec<String> = excluded.is.iter().map(|text| toml_text::quoted(text)).collect();
            let name = toml_text::quoted(self.name(excluded.column));
            let table = format!(
                "[[exclude]]\nreason = {}\ncolumn = {name}\nis = [{}]",
                toml_text::quoted(excluded.reason),
                is.join(", ")
            );
            text.push('\n');
            if excluded.too_many {
                toml_text::comment(
                    text,
                    &format!("rows of this export that may be no responses, and are kept:\n{table}"),
                );
            } else {
                let _ = writeln!(text, "{table}");
            }
        }
    }

    pub(crate) fn codebook(&self, questions: &[Drafted], context: &Context) -> String {
        let read: Vec<Option<usize>> = vec![self.roles.respondent, self.roles.weight];
        let passed_over: Vec<(String, Metadata)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(at, _)| !read.contains(&Some(*at)))
            .filter_map(|(_, column)| column.metadata.map(|why| (column.heading.name.clone(), why)))
            .collect();
        let opening = "The questions of the export, in its order. Texts are those of its header: check them with the questionnaire.\n\
                       Comments say what was guessed.";
        toml_text::codebook(opening, &passed_over, &context.absent, questions)
    }

    /// What a reader should look at first; `fields` are those of a questionnaire, and how many of them have no column.
    pub(crate) fn notes(&self, questions: &[Drafted], fields: Option<(usize, usize)>) -> Vec<String> {
        let mut notes = vec![format!(
            "{} questions from {} columns, written by {}",
            questions.len(),
            self.columns.len(),
            self.tool.name()
        )];
        if let Some((fields, missing)) = fields.filter(|(_, missing)| *missing > 0) {
            notes.push(format!(
                "{missing} of the {fields} questions of the questionnaire have no column that is filled"
            ));
        }
        let private = questions.iter().filter(|drafted| drafted.question.private).count();
        if private > 0 {
            notes.push(format!("{private} questions are private: words in which respondents may name themselves"));
        }
        let personal: Vec<&str> = self
            .columns
            .iter()
            .filter(|column| column.metadata == Some(Metadata::Personal))
            .map(|column| column.heading.name.as_str())
            .collect();
        if !personal.is_empty() {
            notes.push(format!("passed over, as they may identify a person: {}", personal.join(", ")));
        }
        if self.roles.respondent.is_none() {
            notes.push("no column identifies respondents: each is known by the number of its row".to_owned());
        }
        if let Some(column) = self.roles.weight {
            notes.push(format!("weighted by \"{}\"", self.name(column)));
        }
        let guesses = questions.iter().filter(|drafted| !drafted.notes.is_empty()).count();
        if guesses > 0 {
            notes.push(format!("{guesses} questions have comments in codebook.toml: what was guessed"));
        }
        notes
    }
}

/// `tables.toml`: every question has its table; a banner is only proposed.
pub(crate) fn tables(questions: &[Drafted]) -> String {
    let mut text = String::new();
    toml_text::comment(
        &mut text,
        "Every question that is coded or a number has a table by the banner, without being named here.",
    );
    text.push_str("\n[default]\n");
    let asks = |drafted: &&Drafted, words: &[&str]| {
        let question = &drafted.question;
        let said = format!("{} {}", question.id, question.text).to_lowercase();
        question.kind == topline_survey::Kind::Single
            && (2..=9).contains(&question.options.len())
            && said.chars().count() <= 120
            && words.iter().any(|word| said.split(|each: char| !each.is_alphanumeric()).any(|known| known == *word))
    };
    let found = [["gender", "sex"], ["age", "agegroup"], ["region", "country"]]
        .iter()
        .find_map(|words| questions.iter().find(|drafted| asks(drafted, words)));
    match found {
        Some(drafted) => {
            toml_text::comment(
                &mut text,
                &format!(
                    "a break that this export could have:\nbanner = [{{ question = \"{}\" }}]",
                    drafted.question.id
                ),
            );
        }
        None => toml_text::comment(&mut text, "banner = [{ question = \"...\" }]"),
    }
    text.push_str("banner = []\n");
    text
}
