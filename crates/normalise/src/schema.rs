//! The columns of `responses`: their types, and what the field metadata says of them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use topline_survey::{Kind, Plan, Question, Variable, VariableKind};

/// The columns of `responses` that come from the export: derived questions are not among them.
#[must_use]
pub fn asked_schema(plan: &Plan) -> SchemaRef {
    schema(plan, None, plan.codebook.asked())
}

/// The columns of `responses`.
#[must_use]
pub fn responses_schema(plan: &Plan) -> SchemaRef {
    let made = plan.survey.makes_weights().then(|| "weight".to_owned());
    schema(plan, made, plan.codebook.questions.iter())
}

/// The same before the run has made its weights.
#[must_use]
pub fn unweighted_schema(plan: &Plan) -> SchemaRef {
    schema(plan, None, plan.codebook.questions.iter())
}

fn schema<'q>(plan: &Plan, made: Option<String>, questions: impl Iterator<Item = &'q Question>) -> SchemaRef {
    let mut fields = vec![Field::new("respondent", DataType::Utf8, false), Field::new("row", DataType::UInt64, false)];
    if plan.survey.is_stacked() {
        let of_file = [("source", DataType::Utf8), ("source_row", DataType::UInt64)];
        fields.extend(of_file.map(|(name, data_type)| Field::new(name, data_type, false)));
    }
    let read = plan.survey.weight_columns().into_iter().map(|weight| weight.name);
    fields.extend(made.into_iter().chain(read).map(|name| Field::new(name, DataType::Float64, false)));
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

fn fields_of(question: &Question) -> Vec<Field> {
    let mut fields = Vec::new();
    let variables = question.variables();
    for variable in &variables {
        let data_type = match variable.kind {
            VariableKind::Code => DataType::Int32,
            VariableKind::Tick => DataType::Boolean,
            VariableKind::Number => DataType::Float64,
            VariableKind::Text => DataType::Utf8,
            VariableKind::Date => DataType::Date32,
        };
        fields.push(Field::new(&variable.name, data_type, true).with_metadata(metadata(variable)));
        if question.kind != Kind::Multi {
            fields.push(absent_field(&variable.absent));
        }
    }
    if question.kind == Kind::Multi
        && let Some(first) = variables.first()
    {
        fields.push(absent_field(&first.absent));
    }
    fields
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
        ("topline:kind".to_owned(), question.kind.as_str().to_owned()),
        ("topline:text".to_owned(), question.text.clone()),
    ]);
    if matches!(question.kind, Kind::Single | Kind::Grid) {
        let labels: Vec<String> = question
            .options
            .iter()
            .map(|option| format!("\"{}\":{}", option.code, serde_json::json!(option.label)))
            .collect();
        metadata.insert("topline:labels".to_owned(), format!("{{{}}}", labels.join(",")));
    }
    metadata
}
