//! `questions` and `options`: the codebook as tables.

use arrow::array::RecordBatch;
use topline_survey::{Codebook, Item, Opt, Question};

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
    grain: "an option of a question",
    note: "",
    columns: &[
        RecordColumn::text("question", "the question"),
        RecordColumn::new("code", RecordType::Code, "the code of the option"),
        RecordColumn::text("label", "the label of the option"),
        RecordColumn::number("value", "as the question's scale", "what it counts for in a mean")
            .null("it counts for nothing"),
        RecordColumn::texts("nets", "the nets that hold the option"),
        RecordColumn::text("response_column", "the column of `responses` that says whether it is ticked")
            .null("the question is no `multi`"),
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

/// `options`: a row for each option of each question.
pub fn options_batch(codebook: &Codebook) -> Result<RecordBatch, RecordError> {
    let rows: Vec<(&Question, &Opt)> = codebook
        .questions
        .iter()
        .flat_map(|question| question.options().iter().map(move |option| (question, option)))
        .collect();
    let nets = |(question, option): &(&Question, &Opt)| {
        question.nets().iter().filter(|net| net.codes.contains(&option.code)).map(|net| net.id.clone()).collect()
    };
    // The column of `responses` that says whether the option of a `multi` is ticked.
    let column = |(question, option): &(&Question, &Opt)| {
        let variables = question.variables().into_iter();
        let own = variables.filter(|variable| variable.option.is_some_and(|own| own.code == option.code));
        own.map(|variable| variable.name).next()
    };
    let columns: Vec<Option<String>> = rows.iter().map(column).collect();
    let each = || rows.iter();
    OPTIONS.batch(vec![
        ("question", texts(each().map(|(question, _)| question.id.as_str()))),
        ("code", codes(each().map(|(_, option)| option.code))),
        ("label", texts(each().map(|(_, option)| option.label.as_str()))),
        ("value", optional_numbers(each().map(|(_, option)| option.value))),
        ("nets", text_lists(each().map(nets))),
        ("response_column", optional_texts(columns.iter().map(Option::as_deref))),
    ])
}
