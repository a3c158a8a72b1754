//! The columns of `responses` as an archive keeps them.

use topline_records::{ROW_ID, SOURCE, WEIGHT};
use topline_survey::{Plan, Variable, VariableKind};

use crate::names::ArchiveNames;

/// A column of `responses`, as an archive keeps it.
#[derive(Debug)]
pub(crate) struct ArchiveVariable<'p> {
    /// Its name in all files.
    pub name: String,
    /// Its name in `responses`.
    pub column: String,
    pub holds: Content,
    pub of: Described<'p>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// The code of an option, or a rank.
    Code,
    /// 1 where an option is ticked, else 0.
    Tick,
    Number,
    /// The number of a row.
    Whole,
    Text,
    Day,
}

/// What a column is.
#[derive(Debug)]
pub(crate) enum Described<'p> {
    /// Of a question.
    Answer(Box<Variable<'p>>),
    /// Of every response, in these words.
    Response(&'static str),
    /// A weight, in these words.
    Weight(String),
}

impl ArchiveVariable<'_> {
    /// What it is, in a line: the question, with its item or option.
    pub(crate) fn label(&self) -> String {
        match &self.of {
            Described::Response(label) => (*label).to_owned(),
            Described::Weight(label) => label.clone(),
            Described::Answer(variable) => {
                let title = variable.question.title();
                let part = variable.item.map(|item| &item.label).or(variable.option.map(|option| &option.label));
                part.map_or_else(|| title.to_owned(), |part| format!("{part} - {title}"))
            }
        }
    }

    /// The section of the questionnaire that its question is in.
    pub(crate) fn section(&self) -> Option<&str> {
        match &self.of {
            Described::Answer(variable) => variable.question.section.as_deref(),
            Described::Response(_) | Described::Weight(_) => None,
        }
    }

    /// The labels of its codes, in the order of the codebook.
    pub(crate) fn values(&self) -> Vec<(i32, &str)> {
        let Described::Answer(variable) = &self.of else { return Vec::new() };
        match variable.kind {
            VariableKind::Tick => vec![(0, "Not ticked"), (1, "Ticked")],
            VariableKind::Code => {
                variable.question.options().iter().map(|option| (option.code, option.label.as_str())).collect()
            }
            VariableKind::Number | VariableKind::Text | VariableKind::Date => Vec::new(),
        }
    }

    /// Who was asked, where not everybody was: in words.
    pub(crate) fn universe(&self, plan: &Plan) -> Option<String> {
        let Described::Answer(variable) = &self.of else { return None };
        let routing = variable.question.asked_if.as_ref()?;
        let asked = plan.codebook.question(&routing.question)?;
        let labels = routing.is.iter().filter_map(|code| asked.option(*code)).map(|option| option.label.as_str());
        Some(format!("Those who answered \"{}\" to: {}", labels.collect::<Vec<_>>().join("\" or \""), asked.text))
    }
}

/// The variables of an archive, in the order of `responses`.
pub(crate) fn variables(plan: &Plan) -> Vec<ArchiveVariable<'_>> {
    let mut names = ArchiveNames::default();
    let mut variables = Vec::new();
    let mut take = |column: &str, holds, of| {
        variables.push(ArchiveVariable { name: names.name(column), column: column.to_owned(), holds, of });
    };
    take(ROW_ID, Content::Whole, Described::Response("Number of the response: its row in the export"));
    if plan.survey.is_stacked() {
        take(SOURCE, Content::Text, Described::Response("File that the response is from"));
    }
    if plan.survey.makes_weights() {
        take(WEIGHT, Content::Number, Described::Weight("Weight".to_owned()));
    }
    for weight in plan.survey.weight_columns() {
        let label = match weight.name.as_str() {
            WEIGHT => "Weight".to_owned(),
            "weight_before" => "Weight before the run made its own of it".to_owned(),
            replicate => format!("Replicate weight {}", replicate.trim_start_matches("replicate_weight_")),
        };
        take(&weight.name, Content::Number, Described::Weight(label));
    }
    let with_private = plan.survey.publishing.private;
    for question in plan.codebook.questions.iter().filter(|question| with_private || !question.private) {
        for variable in question.variables() {
            let holds = match variable.kind {
                VariableKind::Code => Content::Code,
                VariableKind::Tick => Content::Tick,
                VariableKind::Number => Content::Number,
                VariableKind::Text => Content::Text,
                VariableKind::Date => Content::Day,
            };
            take(&variable.name.clone(), holds, Described::Answer(Box::new(variable)));
        }
    }
    variables
}
