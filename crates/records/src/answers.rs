//! `answers`: the answers of all respondents, one a row.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};

use crate::record::{RecordColumn, RecordTable, RecordType};
use crate::responses::{RESPONDENT, ROW_ID, WEIGHT};

/// The answers, one a row.
pub const ANSWERS: RecordTable = RecordTable {
    name: "answers",
    file: "answers.parquet",
    grain: "a respondent, question, item and ticked option; an absent answer is a row with its reason",
    note: "In SQL it is made of `responses` when a query reads it; the file is written if [`[publish]`](survey-toml.md#publish) has \
           `answers = \"file\"`. Holds the answers of single respondents: for the analyst, not for publication. What was written in words is left out: a \
           text question has a row that says whether it was answered.",
    columns: &[
        RecordColumn::text(RESPONDENT, "the respondent"),
        RecordColumn::whole(ROW_ID, "row", "the row of `responses`"),
        RecordColumn::number(WEIGHT, "weight", "the weight of the respondent; 1 where the survey has no weights"),
        RecordColumn::text("question", "the question"),
        RecordColumn::text("title", "the title of the question in tables"),
        RecordColumn::text("item", "the item").null("the question has no items"),
        RecordColumn::text("item_label", "the label of the item").null("the question has no items"),
        RecordColumn::new("code", RecordType::Code, "the code of the option, or the rank")
            .null("a number, a text, a date, or no answer"),
        RecordColumn::text("label", "the label of the option").null("there is no option, or no answer"),
        RecordColumn::number("value", "as the question's scale", "the number, or what the option counts for in a mean")
            .null("there is none"),
        RecordColumn::text("absent", "why there is no answer: `not_asked`, `no_answer`, `refused` or `invalid`")
            .null("there is an answer"),
        RecordColumn::new(
            "missing",
            RecordType::Code,
            "the code of the missing value that the export has, as in `options`",
        )
        .null("there is an answer, or it is absent for another reason"),
        RecordColumn::text("missing_label", "what the codebook calls that value").null("there is none"),
    ],
    patterns: &[],
};

/// The columns that say who a respondent is, and so are the same in all rows of one.
const OF_RESPONDENT: [&str; 3] = [RESPONDENT, ROW_ID, WEIGHT];

/// The columns of `answers` as they are handed on: in runs what is the same in all rows of a respondent, and the rest by number.
/// To whoever reads the file they are plain.
#[must_use]
pub fn answers_schema() -> SchemaRef {
    let number = || DataType::Int32;
    let field = |column: &RecordColumn| {
        let values = column.holds.arrow();
        if OF_RESPONDENT.contains(&column.name) {
            let (ends, values) = (Field::new("run_ends", number(), false), Field::new("values", values, true));
            return Field::new(column.name, DataType::RunEndEncoded(Arc::new(ends), Arc::new(values)), false);
        }
        let by_number = DataType::Dictionary(Box::new(number()), Box::new(values));
        Field::new(column.name, by_number, column.null.is_some())
    };
    Arc::new(Schema::new(ANSWERS.columns.iter().map(field).collect::<Vec<_>>()))
}
