//! Respondents whose answers are words.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Int32Type, Int64Type, Schema, SchemaRef};
use arrow::error::ArrowError;
use topline_cli::{ErrorReport, OpenedRun};

/// The options of a question with one answer.
#[derive(Clone, Default)]
struct Labels {
    /// Their labels, in the codebook's order, each once.
    labels: Vec<String>,
    /// Where the label of a code is.
    places: HashMap<i64, i32>,
}

impl Labels {
    fn add(&mut self, code: i64, label: &str) {
        let place = self.labels.iter().position(|known| known == label).unwrap_or(self.labels.len());
        if place == self.labels.len() {
            self.labels.push(label.to_owned());
        }
        self.places.insert(code, place as i32);
    }

    /// Codes as categories.
    fn of(&self, codes: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let codes = cast(codes, &DataType::Int64)?;
        let codes = codes.as_primitive::<Int64Type>();
        let places: Int32Array = codes.iter().map(|code| self.places.get(&code?).copied()).collect();
        let labels = Arc::new(StringArray::from_iter_values(&self.labels));
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(places, labels)?))
    }
}

/// The responses, with a category for each code of an option. Categories stand in the codebook's order.
pub(crate) async fn labelled(run: &OpenedRun) -> Result<(SchemaRef, Vec<RecordBatch>), ErrorReport> {
    let labels = labels(run).await?;
    let (schema, batches) = run.query("select * from responses").await?;
    let fields = schema.fields().iter().map(|field| match labels.get(field.name()) {
        Some(_) => Arc::new(Field::new(field.name(), category(), true).with_metadata(field.metadata().clone())),
        None => field.clone(),
    });
    let worded: SchemaRef = Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()));
    let batches = batches.iter().map(|batch| {
        let columns = schema.fields().iter().zip(batch.columns());
        let columns = columns.map(|(field, column)| match labels.get(field.name()) {
            Some(labels) => labels.of(column),
            None => Ok(column.clone()),
        });
        RecordBatch::try_new(worded.clone(), columns.collect::<Result<_, _>>()?)
    });
    let batches = batches.collect::<Result<_, _>>().map_err(|error| failed(&error))?;
    Ok((worded, batches))
}

fn category() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// The labels of the columns that hold one option each.
async fn labels(run: &OpenedRun) -> Result<HashMap<String, Labels>, ErrorReport> {
    let (_, options) = run.query("select question, code, label from options where code is not null").await?;
    let mut of_questions: HashMap<String, Labels> = HashMap::new();
    for batch in &options {
        let [question, label] = [0, 2].map(|column| batch.column(column).as_string::<i32>());
        let codes = cast(batch.column(1), &DataType::Int64).map_err(|error| failed(&error))?;
        for (row, code) in codes.as_primitive::<Int64Type>().values().iter().enumerate() {
            of_questions.entry(question.value(row).to_owned()).or_default().add(*code, label.value(row));
        }
    }
    let (_, questions) = run
        .query("select question, response_column from questions where kind in ('single', 'grid') and response_column is not null")
        .await?;
    let mut of_columns = HashMap::new();
    for batch in &questions {
        let [question, column] = [0, 1].map(|column| batch.column(column).as_string::<i32>());
        for row in 0..batch.num_rows() {
            if let Some(labels) = of_questions.get(question.value(row)) {
                of_columns.insert(column.value(row).to_owned(), labels.clone());
            }
        }
    }
    Ok(of_columns)
}

/// What Arrow cannot do.
fn failed(error: &ArrowError) -> ErrorReport {
    ErrorReport::said(&error.to_string(), None)
}
