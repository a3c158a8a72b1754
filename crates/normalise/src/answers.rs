//! `answers`: the same answers one a row, for SQL that counts across questions.
//!
//! Grain: respondent x question x item x ticked option; an absent answer is a row with its reason. Words are left out: a
//! text question has a row that says whether it was answered.
//!
//! There are as many rows as respondents times questions, and their texts are few: a batch has each text once, and numbers of
//! texts in its rows.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, DictionaryArray, Float64Array, Float64Builder, Int32Array, Int32Builder,
    RecordBatch, StringArray, UInt64Array, UInt64Builder,
};
use arrow::datatypes::{DataType, Field, Float64Type, Int32Type, Schema, SchemaRef, UInt64Type};
use arrow::error::ArrowError;
use foldhash::fast::FixedState;
use topline_survey::{Absent, Kind, Plan, Variable, VariableKind};

/// The columns of `answers`, as their readers see them.
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

/// The distinct texts of some columns, and where each is among them.
#[derive(Default)]
struct Texts<'p> {
    numbers: HashMap<&'p str, i32>,
    texts: Vec<&'p str>,
}

impl<'p> Texts<'p> {
    fn number_of(&mut self, text: &'p str) -> i32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() as i32 - 1
        })
    }
}

/// What is the same for all answers with one code: the option's label and value.
#[derive(Clone, Copy)]
struct Coded {
    code: Option<i32>,
    label: Option<i32>,
    value: Option<f64>,
}

impl Coded {
    const NOTHING: Self = Self { code: None, label: None, value: None };
}

/// The values of one column of `responses`.
enum Values<'r> {
    Ticks(&'r BooleanArray, Coded),
    Codes(&'r Int32Array, HashMap<i32, Coded, FixedState>),
    Numbers(&'r Float64Array),
    /// Not told.
    Words,
}

/// One column of `responses` with its arrays.
struct Source<'r> {
    values: Values<'r>,
    absent: &'r StringArray,
    question: i32,
    item: Option<i32>,
    /// The last tick box of its question, or not a tick box: the one that tells of an absent answer.
    tells_absence: bool,
}

/// The answers of a batch of `responses`. Its texts come by number.
pub fn answers(plan: &Plan, responses: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let mut texts = Texts::default();
    let reasons = Absent::ALL.map(|reason| (reason.as_str(), texts.number_of(reason.as_str())));
    let mut sources = Vec::new();
    for question in &plan.codebook.questions {
        let variables = question.variables();
        let last = variables.len().saturating_sub(1);
        for (position, variable) in variables.iter().enumerate() {
            sources.push(Source {
                values: values(variable, find(responses, &variable.name)?, &mut texts)?,
                absent: find(responses, &variable.absent)?
                    .as_string_opt()
                    .ok_or_else(|| other_type(&variable.absent))?,
                question: texts.number_of(&question.id),
                item: variable.item.map(|item| texts.number_of(&item.id)),
                tells_absence: question.kind != Kind::Multi || position == last,
            });
        }
    }
    let respondents: &StringArray =
        find(responses, "respondent")?.as_string_opt().ok_or_else(|| other_type("respondent"))?;
    let numbers: &UInt64Array =
        find(responses, "row")?.as_primitive_opt::<UInt64Type>().ok_or_else(|| other_type("row"))?;
    let mut rows = Rows::default();
    for index in 0..responses.num_rows() {
        for source in &sources {
            rows.append(source, index, numbers.value(index), &reasons);
        }
    }
    rows.finish(respondents, &StringArray::from(texts.texts))
}

fn find<'r>(responses: &'r RecordBatch, name: &str) -> Result<&'r ArrayRef, ArrowError> {
    responses.column_by_name(name).ok_or_else(|| ArrowError::SchemaError(format!("no column `{name}`")))
}

fn other_type(name: &str) -> ArrowError {
    ArrowError::SchemaError(format!("`{name}` has another type"))
}

fn values<'p, 'r>(
    variable: &Variable<'p>,
    array: &'r ArrayRef,
    texts: &mut Texts<'p>,
) -> Result<Values<'r>, ArrowError> {
    let other_type = || other_type(&variable.name);
    Ok(match variable.kind {
        VariableKind::Tick => {
            let coded = variable.option.map_or(Coded::NOTHING, |option| Coded {
                code: Some(option.code),
                label: variable.question.option(option.code).map(|option| texts.number_of(&option.label)),
                value: None,
            });
            Values::Ticks(array.as_boolean_opt().ok_or_else(other_type)?, coded)
        }
        VariableKind::Code => {
            let codes = variable.question.options.iter().rev().map(|option| {
                let value = option.mark.is_none().then(|| option.value.unwrap_or(f64::from(option.code)));
                let label = Some(texts.number_of(&option.label));
                (option.code, Coded { code: Some(option.code), label, value })
            });
            let codes = codes.collect();
            Values::Codes(array.as_primitive_opt::<Int32Type>().ok_or_else(other_type)?, codes)
        }
        VariableKind::Number => Values::Numbers(array.as_primitive_opt::<Float64Type>().ok_or_else(other_type)?),
        VariableKind::Text | VariableKind::Date => Values::Words,
    })
}

#[derive(Default)]
struct Rows {
    respondent: Vec<i32>,
    row: UInt64Builder,
    question: Vec<i32>,
    item: Int32Builder,
    code: Int32Builder,
    label: Int32Builder,
    value: Float64Builder,
    absent: Int32Builder,
}

impl Rows {
    fn append(&mut self, source: &Source<'_>, index: usize, number: u64, reasons: &[(&str, i32)]) {
        let mut told = Coded::NOTHING;
        let mut absent = None;
        if source.absent.is_valid(index) {
            if !source.tells_absence {
                return;
            }
            let reason = source.absent.value(index);
            absent = reasons.iter().find(|(known, _)| *known == reason).map(|(_, number)| *number);
        } else {
            match &source.values {
                Values::Ticks(ticked, _) if ticked.is_null(index) || !ticked.value(index) => return,
                Values::Ticks(_, coded) => told = *coded,
                Values::Codes(codes, known) => {
                    let code = codes.value(index);
                    // A rank is no option of its question.
                    let rank = || Coded { code: Some(code), label: None, value: Some(f64::from(code)) };
                    told = known.get(&code).copied().unwrap_or_else(rank);
                }
                Values::Numbers(numbers) => told.value = Some(numbers.value(index)),
                Values::Words => {}
            }
        }
        self.respondent.push(index as i32);
        self.row.append_value(number);
        self.question.push(source.question);
        self.item.append_option(source.item);
        self.code.append_option(told.code);
        self.label.append_option(told.label);
        self.value.append_option(told.value);
        self.absent.append_option(absent);
    }

    fn finish(mut self, respondents: &StringArray, texts: &StringArray) -> Result<RecordBatch, ArrowError> {
        let texts: ArrayRef = Arc::new(texts.clone());
        let coded = |numbers: Int32Array, texts: &ArrayRef| -> Result<ArrayRef, ArrowError> {
            Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(numbers, Arc::clone(texts))?))
        };
        let columns: Vec<ArrayRef> = vec![
            coded(self.respondent.into(), &(Arc::new(respondents.clone()) as ArrayRef))?,
            Arc::new(self.row.finish()),
            coded(self.question.into(), &texts)?,
            coded(self.item.finish(), &texts)?,
            Arc::new(self.code.finish()),
            coded(self.label.finish(), &texts)?,
            Arc::new(self.value.finish()),
            coded(self.absent.finish(), &texts)?,
        ];
        let fields = answers_schema();
        let fields = fields.fields().iter().zip(&columns);
        let fields: Vec<Field> =
            fields.map(|(field, column)| field.as_ref().clone().with_data_type(column.data_type().clone())).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
    }
}
