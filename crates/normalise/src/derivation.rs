//! Derived questions: what SQL gave for them, read by the codebook like cells of an export.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int32Builder, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use topline_records::{RecordError, ResponseColumns, WEIGHT, responses_schema, row_ids, unweighted_schema};
use topline_survey::{Absent, Action, Finding, FindingKind, Kind, Place, Plan, Question};

use crate::answer_columns::Reasons;
use crate::error::NormaliseError;
use crate::label::{Labels, Meaning};

/// What the name of a column starts with that holds the SQL value of a derived question.
pub const DERIVED_PREFIX: &str = "derived:";

/// `responses` but for weights that the run makes: the asked columns of `batch`, and the derived ones read from its
/// `derived:<question>` columns.
pub fn complete(plan: &Plan, batch: &RecordBatch) -> Result<(RecordBatch, Vec<Finding>), NormaliseError> {
    let mut findings = Vec::new();
    let rows = row_ids(batch).map_err(NormaliseError::Records)?;
    let schema = unweighted_schema(plan);
    let columns = ResponseColumns::of(batch);
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        if let Some(column) = columns.get(field.name()) {
            arrays.push(cast(column, field.data_type()).map_err(NormaliseError::Columns)?);
        } else if let Some(question) = plan.codebook.derived().find(|question| question.id == *field.name()) {
            let name = format!("{DERIVED_PREFIX}{}", question.id);
            let column = columns.column(&name).map_err(NormaliseError::Records)?;
            arrays.extend(read(question, column, &rows, &mut findings).map_err(NormaliseError::Columns)?);
        }
    }
    Ok((RecordBatch::try_new(schema, arrays).map_err(NormaliseError::Columns)?, findings))
}

/// `responses` whole: completed responses with the weights that the run made, one for each row.
pub fn weigh(plan: &Plan, completed: &RecordBatch, weights: Vec<f64>) -> Result<RecordBatch, NormaliseError> {
    let weights: ArrayRef = Arc::new(Float64Array::from(weights));
    let schema = responses_schema(plan);
    let columns = ResponseColumns::of(completed);
    let column = |name: &str| if name == WEIGHT { Ok(&weights) } else { columns.column(name) };
    let arrays: Result<Vec<ArrayRef>, RecordError> =
        schema.fields().iter().map(|field| column(field.name()).cloned()).collect();
    RecordBatch::try_new(schema, arrays.map_err(NormaliseError::Records)?).map_err(NormaliseError::Columns)
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
