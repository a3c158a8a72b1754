//! `responses`: a row for each respondent, and columns for each question.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use topline_survey::{Kind, Plan, Question, Variable, VariableKind};

use crate::error::RecordError;
use crate::record::{RecordColumn, RecordTable, RecordType};
use crate::values::wholes_of;

/// The column with the identifier of the respondent.
pub const RESPONDENT: &str = "respondent";
/// The column with the number of a response, by which rows of all tables of respondents are joined.
pub const ROW_ID: &str = "row_id";
/// The column with the file of a response, where there are several.
pub const SOURCE: &str = "source";
/// The column with the row of a response in its file, where there are several.
pub const SOURCE_ROW: &str = "source_row";
/// The column with the weight.
pub const WEIGHT: &str = "weight";

/// The respondents.
pub const RESPONSES: RecordTable = RecordTable {
    name: "responses",
    file: "responses.parquet",
    grain: "a respondent: one accepted response",
    note: "Holds the answers of single respondents: for the analyst, not for publication. The fields carry the question as asked \
           and the labels of its codes as metadata (`topline:text`, `topline:labels`, and `topline:question`, `topline:kind`, \
           `topline:item`, `topline:option` where they apply); the same is in `questions` and `options`.",
    columns: &[
        RecordColumn::text(
            RESPONDENT,
            "the identifier that the export gives; the number of the row where it gives none",
        ),
        RecordColumn::whole(
            ROW_ID,
            "row",
            "the row of the file, header rows included; of several files, the rows are numbered through",
        ),
    ],
    patterns: &[
        RecordColumn::text(SOURCE, "where responses of several files are stacked: the file"),
        RecordColumn::whole(SOURCE_ROW, "row", "where responses of several files are stacked: the row of the file"),
        RecordColumn::number(WEIGHT, "weight", "where the survey has weights: the weight"),
        RecordColumn::number(
            "weight_before",
            "weight",
            "where the run makes the weights from another weight: that one",
        ),
        RecordColumn::number(
            "replicate_weight_<number>",
            "weight",
            "where the design has replicate weights: each of them",
        ),
        RecordColumn::new("<question>", RecordType::Code, "`single`: the code of the option").null(NO_ANSWER),
        RecordColumn::new("<question>", RecordType::Number, "`number`: the number").null(NO_ANSWER),
        RecordColumn::text("<question>", "`text`: the words").null(NO_ANSWER),
        RecordColumn::new("<question>", RecordType::Day, "`date`: the day").null(NO_ANSWER),
        RecordColumn::new(
            "<question>_<item>",
            RecordType::Code,
            "`grid`: the code of the option; `rank`: the rank of the item",
        )
        .null(NO_ANSWER),
        RecordColumn::new("<question>_<code>", RecordType::Truth, "`multi`: whether the option is ticked")
            .null(NO_ANSWER),
        RecordColumn::text(
            "<column>_absent",
            "why there is no answer: `not_asked`, `no_answer`, `refused` or `invalid`; one for \
                           each column above, and one `<question>_absent` for a `multi`",
        )
        .null("there is an answer"),
        RecordColumn::new(
            "<column>_missing",
            RecordType::Code,
            "where the question has `missing` values in the codebook: the code of the one that the export has; one for each column \
             above, and one `<question>_missing` for a `multi`",
        )
        .null("there is an answer, or it is absent for another reason"),
    ],
};

/// When a column of a question has no value.
const NO_ANSWER: &str = "there is no answer";

/// The columns of `responses` that come from the export: derived questions are not among them.
#[must_use]
pub fn asked_schema(plan: &Plan) -> SchemaRef {
    schema(plan, None, plan.codebook.asked())
}

/// The columns of `responses` that derived questions give.
#[must_use]
pub fn derived_schema(plan: &Plan) -> SchemaRef {
    Arc::new(Schema::new(plan.codebook.derived().flat_map(fields_of).collect::<Vec<_>>()))
}

/// The column of `responses` with the weights that the run makes.
#[must_use]
pub fn weight_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![weight_field(WEIGHT)]))
}

/// The columns of `responses`.
#[must_use]
pub fn responses_schema(plan: &Plan) -> SchemaRef {
    let made = plan.survey.makes_weights().then(|| WEIGHT.to_owned());
    schema(plan, made, plan.codebook.questions.iter())
}

/// The same before the run has made its weights.
#[must_use]
pub fn unweighted_schema(plan: &Plan) -> SchemaRef {
    schema(plan, None, plan.codebook.questions.iter())
}

fn schema<'q>(plan: &Plan, made: Option<String>, questions: impl Iterator<Item = &'q Question>) -> SchemaRef {
    let mut fields: Vec<Field> = RESPONSES.columns.iter().map(RecordColumn::field).collect();
    if plan.survey.is_stacked() {
        let of_file = [(SOURCE, RecordType::Text), (SOURCE_ROW, RecordType::Whole)];
        fields.extend(of_file.map(|(name, holds)| Field::new(name, holds.arrow(), false)));
    }
    let read = plan.survey.weight_columns().into_iter().map(|weight| weight.name);
    fields.extend(made.into_iter().chain(read).map(|name| weight_field(&name)));
    for question in questions {
        fields.extend(fields_of(question));
    }
    let metadata = HashMap::from([
        ("topline:survey".to_owned(), plan.survey.id.clone()),
        ("topline:title".to_owned(), plan.survey.title.clone()),
        ("topline:reconstructed".to_owned(), plan.survey.reconstructed.to_string()),
    ]);
    Arc::new(Schema::new_with_metadata(fields, metadata))
}

fn weight_field(name: &str) -> Field {
    Field::new(name, DataType::Float64, false)
}

fn fields_of(question: &Question) -> Vec<Field> {
    let mut fields = Vec::new();
    let variables = question.variables();
    for variable in &variables {
        fields.push(Field::new(&variable.name, holds(variable.kind).arrow(), true).with_metadata(metadata(variable)));
        if question.kind() != Kind::Multi {
            fields.push(absent_field(&variable.absent));
            fields.extend(missing_field(variable));
        }
    }
    if question.kind() == Kind::Multi
        && let Some(first) = variables.first()
    {
        fields.push(absent_field(&first.absent));
        fields.extend(missing_field(first));
    }
    fields
}

/// The column with the missing values, whose labels are in its metadata, where the question has some.
fn missing_field(variable: &Variable<'_>) -> Option<Field> {
    let labels = variable.question.missing.iter().map(|missing| (missing.code, missing.label.as_str()));
    let metadata = HashMap::from([
        ("topline:role".to_owned(), "which missing value the answer is".to_owned()),
        ("topline:labels".to_owned(), labels_json(labels)),
    ]);
    Some(Field::new(variable.missing()?, RecordType::Code.arrow(), true).with_metadata(metadata))
}

/// Labels of codes as JSON, in the order of the codebook.
fn labels_json<'l>(labels: impl Iterator<Item = (i32, &'l str)>) -> String {
    let labels: Vec<String> = labels.map(|(code, label)| format!("\"{code}\":{}", serde_json::json!(label))).collect();
    format!("{{{}}}", labels.join(","))
}

/// What a column of a question holds.
#[must_use]
pub fn holds(kind: VariableKind) -> RecordType {
    match kind {
        VariableKind::Code => RecordType::Code,
        VariableKind::Tick => RecordType::Truth,
        VariableKind::Number => RecordType::Number,
        VariableKind::Text => RecordType::Text,
        VariableKind::Date => RecordType::Day,
    }
}

/// The columns of responses by their names: there may be thousands.
pub struct ResponseColumns<'r> {
    columns: HashMap<&'r str, &'r ArrayRef>,
}

impl<'r> ResponseColumns<'r> {
    /// Of a batch.
    #[must_use]
    pub fn of(responses: &'r RecordBatch) -> Self {
        let names = responses.schema_ref().fields().iter().map(|field| field.name().as_str());
        Self { columns: names.zip(responses.columns()).collect() }
    }

    /// A column, if the batch has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'r ArrayRef> {
        self.columns.get(name).copied()
    }

    /// A column that the batch must have.
    pub fn column(&self, name: &str) -> Result<&'r ArrayRef, RecordError> {
        self.get(name).ok_or_else(|| RecordError::NoColumn { table: RESPONSES.name, column: name.to_owned() })
    }
}

/// The number of each response.
pub fn row_ids(responses: &RecordBatch) -> Result<Vec<u64>, RecordError> {
    let column = ResponseColumns::of(responses).column(ROW_ID)?;
    wholes_of(column).ok_or_else(|| RecordError::Column {
        table: RESPONSES.name,
        column: ROW_ID.to_owned(),
        data_type: RecordType::Whole.name(),
    })
}

fn absent_field(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
        .with_metadata(HashMap::from([("topline:role".to_owned(), "why the answer is absent".to_owned())]))
}

fn metadata(variable: &Variable<'_>) -> HashMap<String, String> {
    let mut metadata = question_metadata(variable.question);
    if let Some(item) = variable.item {
        metadata.insert("topline:item".to_owned(), item.label.clone());
    }
    if let Some(option) = variable.option {
        metadata.insert("topline:option".to_owned(), option.label.clone());
    }
    metadata
}

/// What is said of a question in the metadata of its columns: its name, kind and text, and the value labels as JSON.
#[must_use]
pub fn question_metadata(question: &Question) -> HashMap<String, String> {
    let mut metadata = HashMap::from([
        ("topline:question".to_owned(), question.id.clone()),
        ("topline:kind".to_owned(), question.kind().as_str().to_owned()),
        ("topline:text".to_owned(), question.text.clone()),
    ]);
    if matches!(question.kind(), Kind::Single | Kind::Grid) {
        let labels = question.options().iter().map(|option| (option.code, option.label.as_str()));
        metadata.insert("topline:labels".to_owned(), labels_json(labels));
    }
    metadata
}
