//! The texts of a draft: survey.toml, codebook.toml and tables.toml.

use std::fmt::Write;

use topline_survey::Source;

use crate::column::{Column, Context};
use crate::metadata::Metadata;
use crate::question_draft::Drafted;
use crate::roles::Roles;
use crate::text::counted;
use crate::toml_text;
use crate::tools::Tool;

/// A percentage of fewer respondents than these is not published by a draft.
pub(crate) const MINIMUM_BASE: u64 = 10;
/// What a report says until a person has read the draft.
pub(crate) const NOTICE: &str =
    "This is a first draft, made by a program from the export alone. Nobody has checked it yet.";

/// Whether an export has fewer rows than a figure must have respondents, so that none could be published.
pub(crate) fn is_tiny(columns: &[Column]) -> bool {
    columns.iter().all(|column| column.profile.filled + column.profile.blank < MINIMUM_BASE)
}

/// What the texts are written from.
pub(crate) struct PipelineTexts<'d> {
    /// The identifier of the survey.
    pub id: &'d str,
    pub source: &'d Source,
    pub encoding: &'static str,
    pub columns: &'d [Column],
    /// The columns that the questions were drafted from: of this export, or of another with the labels of its answers.
    pub asking: &'d [Column],
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
        let tool = self.tool.name();
        let opening = format!("A first draft from an export of {tool}. Read it, and the comments of codebook.toml.");
        toml_text::comment(&mut text, &opening);
        text.push('\n');
        toml_text::string(&mut text, "id", self.id);
        toml_text::string(&mut text, "title", title);
        toml_text::comment(
            &mut text,
            "Every document of the run says this: remove the line once you have checked the draft.",
        );
        toml_text::string(&mut text, "notice", NOTICE);
        if self.strays > 0 {
            let cells = counted(self.strays, "cell");
            let says = format!("In {cells} stands what is no option of the column: findings, and no answers.");
            toml_text::comment(&mut text, &says);
            toml_text::string(&mut text, "unmapped", "invalid");
        }
        self.source(&mut text);
        self.exclusions(&mut text);
        self.weights(&mut text);
        text.push_str("\n[disclosure]\n");
        let minimum = if is_tiny(self.columns) {
            toml_text::comment(
                &mut text,
                "fewer respondents than a minimum base would have: every figure may tell what single persons answered",
            );
            0
        } else {
            toml_text::comment(&mut text, "a percentage of fewer respondents than these is held back");
            MINIMUM_BASE
        };
        let _ = writeln!(text, "minimum_base = {minimum}");
        if let Some(design) = design {
            text.push('\n');
            toml_text::comment(&mut text, design);
        }
        text
    }

    fn weights(&self, text: &mut String) {
        if let Some((column, finding)) = self.roles.weight {
            text.push_str("\n[weights]\n");
            toml_text::comment(text, &format!("guessed: {}", finding.says()));
            toml_text::string(text, "column", self.name(column));
            let profile = &self.columns[column].profile;
            if !profile.is_numeric() && profile.has_decimal_commas(self.source.delimiter) {
                toml_text::string(text, "decimal", ",");
            }
        }
        for (column, finding) in &self.roles.perhaps_weights {
            text.push('\n');
            let (name, says) = (toml_text::quoted(self.name(*column)), finding.says());
            toml_text::comment(text, &format!("{name} may hold weights: {says}\n[weights]\ncolumn = {name}"));
        }
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
            Some(respondent) => {
                if respondent.repeats > 0 {
                    let rows = counted(respondent.repeats, "row");
                    let says = format!(
                        "the respondent of {rows} is that of a row above: the first row of each is kept, the others are findings"
                    );
                    toml_text::comment(text, &says);
                }
                toml_text::string(text, "respondent", self.name(respondent.column));
                if respondent.repeats > 0 {
                    toml_text::string(text, "duplicates", "keep_first");
                }
            }
            None => {
                toml_text::comment(text, "no column identifies respondents: each is known by the number of its row");
            }
        }
    }

    fn exclusions(&self, text: &mut String) {
        if self.roles.empty_rows > 0 {
            text.push('\n');
            let rows = counted(self.roles.empty_rows, "row");
            let table = "[[exclude]]\nreason = \"no question answered\"\nanswers_fewer_than = 1";
            toml_text::comment(text, &format!("{rows} without an answer to any question, which are kept:\n{table}"));
        }
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
        let read = self.roles.read();
        let passed_over: Vec<(String, Metadata)> = self
            .asking
            .iter()
            .enumerate()
            .filter(|(at, _)| !read.contains(at))
            .filter_map(|(_, column)| column.metadata.map(|why| (column.heading.name.clone(), why)))
            .collect();
        let opening = "The questions of the export, in its order. Texts are those of its header: check them with the questionnaire.\n\
                       Comments say what was guessed.";
        toml_text::codebook(opening, &passed_over, &context.absent, questions)
    }
}
