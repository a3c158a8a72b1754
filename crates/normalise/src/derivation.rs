//! Derived questions: what SQL gave for them, read by the codebook like cells of an export.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int32Builder, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use topline_records::ResponseColumns;
use topline_survey::{Absent, Action, Finding, FindingKind, Kind, Place, Plan, Question};

use crate::answer_columns::Reasons;
use crate::error::NormaliseError;
use crate::label::{Labels, Meaning};

/// What the name of a column starts with that holds the SQL value of a derived question.
pub const DERIVED_PREFIX: &str = "derived:";

/// The columns of derived questions: of the responses with these numbers, what SQL gave for each as `derived:<question>`.
pub fn derived(
    plan: &Plan,
    schema: &SchemaRef,
    rows: &[u64],
    batch: &RecordBatch,
) -> Result<(RecordBatch, Vec<Finding>), NormaliseError> {
    let mut findings = Vec::new();
    let columns = ResponseColumns::of(batch);
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    for question in plan.codebook.derived() {
        let column = columns.column(&format!("{DERIVED_PREFIX}{}", question.id)).map_err(NormaliseError::Records)?;
        arrays.extend(read(question, column, rows, &mut findings).map_err(NormaliseError::Columns)?);
    }
    let batch = RecordBatch::try_new(Arc::clone(schema), arrays).map_err(NormaliseError::Columns)?;
    Ok((batch, findings))
}

fn read(
    question: &Question,
    column: &ArrayRef,
    rows: &[u64],
    findings: &mut Vec<Finding>,
) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut absent = Reasons::of(question);
    if question.kind() != Kind::Single {
        let data_type = match question.kind() {
            Kind::Number => DataType::Float64,
            Kind::Date => DataType::Date32,
            _ => DataType::Utf8,
        };
        let mut values = cast(column, &data_type)?;
        if let Some(numbers) = values.as_any().downcast_ref::<Float64Array>() {
            values = Arc::new(
                numbers.iter().map(|number| number.filter(|number| number.is_finite())).collect::<Float64Array>(),
            );
        }
        for index in 0..values.len() {
            absent.append(values.is_null(index).then_some(question.blank.into()));
        }
        return Ok(std::iter::once(values).chain(absent.finish()).collect());
    }
    let texts = cast(column, &DataType::Utf8)?;
    let Some(texts) = texts.as_any().downcast_ref::<StringArray>() else {
        return Err(ArrowError::CastError(format!("`{}` gives neither a code nor a label", question.id)));
    };
    let labels = Labels::of(question);
    let mut codes = Int32Builder::with_capacity(texts.len());
    for (index, text) in texts.iter().enumerate() {
        let answer = match text.map(str::trim).filter(|text| !text.is_empty()).map(|text| labels.meaning(text)) {
            None => Err(question.blank.into()),
            Some(Meaning::Code(code) | Meaning::Spelled(code)) => Ok(code),
            Some(Meaning::Absent(reason)) => Err(reason),
            Some(Meaning::Unmapped) => {
                findings.push(Finding {
                    place: Place {
                        file: "responses".into(),
                        sheet: None,
                        row: rows.get(index).copied(),
                        column: Some(question.id.clone()),
                    },
                    kind: FindingKind::Unmapped,
                    detail: format!("what the SQL of `{}` gives matches none of its options", question.id),
                    action: Action::MadeInvalid,
                });
                Err(Absent::Invalid.into())
            }
        };
        codes.append_option(answer.ok());
        absent.append(answer.err());
    }
    Ok(std::iter::once(Arc::new(codes.finish()) as ArrayRef).chain(absent.finish()).collect())
}
