//! `answers`: the same answers one a row, for SQL that counts across questions.
//!
//! Grain: respondent x question x item x ticked option; an absent answer is a row with its reason. Words are left out: a
//! text question has a row that says whether it was answered.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Float64Array, Float64Builder, Int32Array, Int32Builder, RecordBatch, StringArray,
    StringBuilder, UInt64Array, UInt64Builder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use topline_survey::{Kind, Plan, Variable, VariableKind};

/// The columns of `answers`.
#[must_use]
pub fn answers_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("respondent", DataType::Utf8, false),
        Field::new("row", DataType::UInt64, false),
        Field::new("question", DataType::Utf8, false),
        Field::new("item", DataType::Utf8, true),
        Field::new("code", DataType::Int32, true),
        Field::new("label", DataType::Utf8, true),
        Field::new("value", DataType::Float64, true),
        Field::new("absent", DataType::Utf8, true),
    ]))
}

#[derive(Default)]
struct Rows {
    respondent: StringBuilder,
    row: UInt64Builder,
    question: StringBuilder,
    item: StringBuilder,
    code: Int32Builder,
    label: StringBuilder,
    value: Float64Builder,
    absent: StringBuilder,
}

/// One column of `responses` with its arrays.
struct Source<'p> {
    variable: Variable<'p>,
    values: ArrayRef,
    absent: ArrayRef,
    /// The last tick box of its question, or not a tick box: the one that tells of an absent answer.
    tells_absence: bool,
}

/// The answers of a batch of `responses`.
pub fn answers(plan: &Plan, responses: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let find = |name: &str| {
        responses.column_by_name(name).cloned().ok_or_else(|| ArrowError::SchemaError(format!("no column `{name}`")))
    };
    let mut sources = Vec::new();
    for question in &plan.codebook.questions {
        let variables = question.variables();
        let last = variables.len().saturating_sub(1);
        for (position, variable) in variables.into_iter().enumerate() {
            sources.push(Source {
                values: find(&variable.name)?,
                absent: find(&variable.absent)?,
                tells_absence: question.kind != Kind::Multi || position == last,
                variable,
            });
        }
    }
    let respondents = find("respondent")?;
    let numbers = find("row")?;
    let (Some(respondents), Some(numbers)) =
        (respondents.as_any().downcast_ref::<StringArray>(), numbers.as_any().downcast_ref::<UInt64Array>())
    else {
        return Err(ArrowError::SchemaError("`respondent` and `row` have other types".into()));
    };
    let mut rows = Rows::default();
    for index in 0..responses.num_rows() {
        for source in &sources {
            rows.append(source, index, respondents.value(index), numbers.value(index));
        }
    }
    rows.finish()
}

impl Rows {
    fn append(&mut self, source: &Source<'_>, index: usize, respondent: &str, number: u64) {
        let variable = &source.variable;
        let reason = source.absent.as_any().downcast_ref::<StringArray>().filter(|absent| absent.is_valid(index));
        let mut code = None;
        let mut value = None;
        if let Some(reason) = reason {
            if !source.tells_absence {
                return;
            }
            self.absent.append_value(reason.value(index));
        } else {
            match variable.kind {
                VariableKind::Tick => {
                    let ticked = source.values.as_any().downcast_ref::<BooleanArray>();
                    if !ticked.is_some_and(|ticked| ticked.is_valid(index) && ticked.value(index)) {
                        return;
                    }
                    code = variable.option.map(|option| option.code);
                }
                VariableKind::Code => {
                    code = source.values.as_any().downcast_ref::<Int32Array>().map(|codes| codes.value(index));
                }
                VariableKind::Number => {
                    value = source.values.as_any().downcast_ref::<Float64Array>().map(|values| values.value(index));
                }
                VariableKind::Text | VariableKind::Date => {}
            }
            self.absent.append_null();
        }
        let option = code.and_then(|code| variable.question.option(code));
        if variable.kind == VariableKind::Code && value.is_none() {
            value = match option {
                Some(option) if option.mark.is_some() => None,
                Some(option) => option.value.or(Some(f64::from(option.code))),
                None => code.map(f64::from),
            };
        }
        self.respondent.append_value(respondent);
        self.row.append_value(number);
        self.question.append_value(&variable.question.id);
        self.item.append_option(variable.item.map(|item| item.id.as_str()));
        self.code.append_option(code);
        self.label.append_option(option.map(|option| option.label.as_str()));
        self.value.append_option(value);
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(
            answers_schema(),
            vec![
                Arc::new(self.respondent.finish()),
                Arc::new(self.row.finish()),
                Arc::new(self.question.finish()),
                Arc::new(self.item.finish()),
                Arc::new(self.code.finish()),
                Arc::new(self.label.finish()),
                Arc::new(self.value.finish()),
                Arc::new(self.absent.finish()),
            ],
        )
    }
}
