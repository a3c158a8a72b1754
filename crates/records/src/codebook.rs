//! `questions` and `options`: the codebook as tables.

use arrow::array::RecordBatch;
use topline_survey::{Codebook, Item, MissingValue, Opt, Question};

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable, RecordType};
use crate::values::{codes, optional_numbers, optional_texts, text_lists, texts, truths};

/// The questions.
pub const QUESTIONS: RecordTable = RecordTable {
    name: "questions",
    file: "questions.parquet",
    grain: "a question, or an item of one",
    note: "",
    columns: &[
        RecordColumn::text("question", "the question"),
        RecordColumn::text("item", "the item").null("the question has no items"),
        RecordColumn::text("kind", "`single`, `multi`, `grid`, `rank`, `number`, `text` or `date`"),
        RecordColumn::text("title", "its title in tables"),
        RecordColumn::text("text", "the question as asked"),
        RecordColumn::text("section", "the section of the questionnaire that it is in").null("it is in none"),
        RecordColumn::text("item_label", "the label of the item").null("the question has no items"),
        RecordColumn::new("derived", RecordType::Truth, "whether it is made in SQL, and not asked"),
        RecordColumn::new("private", RecordType::Truth, "whether its answers may identify a person"),
        RecordColumn::text("response_column", "the column of `responses` that holds its answers")
            .null("the question is a `multi`: each of its options has a column"),
        RecordColumn::text("absent_column", "the column of `responses` that says why there is no answer"),
    ],
    patterns: &[],
};

/// The options.
pub const OPTIONS: RecordTable = RecordTable {
    name: "options",
    file: "options.parquet",
    grain: "an option of a question, or a value that the codebook calls missing",
    note: "Missing values stand after the options of their question, and are no answers: `where missing is null` leaves them out.",
    columns: &[
        RecordColumn::text("question", "the question"),
        RecordColumn::new("code", RecordType::Code, "the code of the option"),
        RecordColumn::text("label", "the label of the option"),
        RecordColumn::number("value", "as the question's scale", "what it counts for in a mean")
            .null("it counts for nothing"),
        RecordColumn::texts("nets", "the nets that hold the option"),
        RecordColumn::text("response_column", "the column of `responses` that says whether it is ticked")
            .null("the question is no `multi`, or the value is missing"),
        RecordColumn::text("missing", "why the value is no answer: `not_asked`, `no_answer`, `refused` or `invalid`")
            .null("it is an option"),
    ],
    patterns: &[],
};

/// `questions`: a row for each item of each question.
pub fn questions_batch(codebook: &Codebook) -> Result<RecordBatch, RecordError> {
    let rows: Vec<(&Question, Option<&Item>)> = codebook
        .questions
        .iter()
        .flat_map(|question| {
            let items = question.items().iter().map(move |item| (question, Some(item)));
            let whole = question.items().is_empty().then_some((question, None));
            whole.into_iter().chain(items)
        })
        .collect();
    let columns: Vec<(Option<String>, String)> = rows.iter().map(|(question, item)| columns(question, *item)).collect();
    let each = || rows.iter();
    QUESTIONS.batch(vec![
        ("question", texts(each().map(|(question, _)| question.id.as_str()))),
        ("item", optional_texts(each().map(|(_, item)| item.map(|item| item.id.as_str())))),
        ("kind", texts(each().map(|(question, _)| question.kind().as_str()))),
        ("title", texts(each().map(|(question, _)| question.title()))),
        ("text", texts(each().map(|(question, _)| question.text.as_str()))),
        ("section", optional_texts(each().map(|(question, _)| question.section.as_deref()))),
        ("item_label", optional_texts(each().map(|(_, item)| item.map(|item| item.label.as_str())))),
        ("derived", truths(each().map(|(question, _)| question.is_derived()))),
        ("private", truths(each().map(|(question, _)| question.private))),
        ("response_column", optional_texts(columns.iter().map(|(column, _)| column.as_deref()))),
        ("absent_column", texts(columns.iter().map(|(_, absent)| absent.as_str()))),
    ])
}

/// The columns of `responses` with the answers to a question, or to an item of one, and with the reasons why there is none.
fn columns(question: &Question, item: Option<&Item>) -> (Option<String>, String) {
    let variables = question.variables();
    let own = variables.into_iter().find(|variable| variable.item.map(|item| &item.id) == item.map(|item| &item.id));
    match own {
        Some(variable) if variable.option.is_none() => (Some(variable.name), variable.absent),
        Some(variable) => (None, variable.absent),
        None => (None, format!("{}_absent", question.id)),
    }
}

/// A row of `options`.
enum Value<'c> {
    Option(&'c Opt),
    Missing(&'c MissingValue),
}

/// `options`: a row for each option of each question, and for each missing value.
pub fn options_batch(codebook: &Codebook) -> Result<RecordBatch, RecordError> {
    let rows: Vec<(&Question, Value<'_>)> = codebook.questions.iter().flat_map(values).collect();
    let columns: Vec<Option<String>> = rows.iter().map(|(question, value)| tick_column(question, value)).collect();
    let each = || rows.iter();
    OPTIONS.batch(vec![
        ("question", texts(each().map(|(question, _)| question.id.as_str()))),
        ("code", codes(each().map(|(_, value)| value.code()))),
        ("label", texts(each().map(|(_, value)| value.label()))),
        ("value", optional_numbers(each().map(|(_, value)| value.option()?.value))),
        ("nets", text_lists(each().map(|(question, value)| nets(question, value)))),
        ("response_column", optional_texts(columns.iter().map(Option::as_deref))),
        ("missing", optional_texts(each().map(|(_, value)| value.reason()))),
    ])
}

impl<'c> Value<'c> {
    fn option(&self) -> Option<&'c Opt> {
        match self {
            Self::Option(option) => Some(option),
            Self::Missing(_) => None,
        }
    }

    fn code(&self) -> i32 {
        match self {
            Self::Option(option) => option.code,
            Self::Missing(missing) => missing.code,
        }
    }

    fn label(&self) -> &'c str {
        match self {
            Self::Option(option) => &option.label,
            Self::Missing(missing) => &missing.label,
        }
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Option(_) => None,
            Self::Missing(missing) => Some(missing.reason.as_str()),
        }
    }
}

/// The options of a question, and its missing values.
fn values(question: &Question) -> Vec<(&Question, Value<'_>)> {
    let options = question.options().iter().map(Value::Option);
    options.chain(question.missing.iter().map(Value::Missing)).map(|value| (question, value)).collect()
}

/// The nets that hold an option.
fn nets(question: &Question, value: &Value<'_>) -> Vec<String> {
    let Some(option) = value.option() else { return Vec::new() };
    question.nets().iter().filter(|net| net.codes.contains(&option.code)).map(|net| net.id.clone()).collect()
}

/// The column of `responses` that says whether the option of a `multi` is ticked.
fn tick_column(question: &Question, value: &Value<'_>) -> Option<String> {
    let code = value.option()?.code;
    let variables = question.variables().into_iter();
    let mut own = variables.filter(|variable| variable.option.is_some_and(|own| own.code == code));
    own.next().map(|variable| variable.name)
}
