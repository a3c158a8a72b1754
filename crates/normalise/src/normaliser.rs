//! Batches through the sieve and the codebook, in the order of the file.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int32Array, RecordBatch, StringArray, UInt32Array, UInt64Array};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use topline_survey::{Accounting, Action, Finding, FindingKind, Kind, Layout, Place, Plan};

use crate::cells::{self, Rows};
use crate::fold::Fold;
use crate::label::Labels;
use crate::raw::{Raw, cell};
use crate::schema::asked_schema;
use crate::sift::Sieve;

/// What a raw batch became.
pub struct Normalised {
    /// The responses in it, without derived questions; none where it held none.
    pub responses: Option<RecordBatch>,
    /// What was wrong in it.
    pub findings: Vec<Finding>,
}

/// Turns raw batches into responses. What it keeps between batches: the respondents seen and the account of rows.
pub struct Normaliser<'p> {
    plan: &'p Plan,
    schema: SchemaRef,
    /// The labels of each question of the export, in their order.
    labels: Vec<Labels>,
    sieve: Sieve<'p>,
    fold: Option<Fold<'p>>,
}

impl<'p> Normaliser<'p> {
    /// For an export of this plan.
    #[must_use]
    pub fn new(plan: &'p Plan) -> Self {
        let fold = (plan.survey.source.layout == Layout::Long).then(|| Fold::new(plan));
        let labels = plan.codebook.asked().map(Labels::of).collect();
        Self { plan, schema: asked_schema(plan), labels, sieve: Sieve::new(plan), fold }
    }

    /// The columns of the batches that come out.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// A finding for each column of the export that nothing reads.
    #[must_use]
    pub fn unknown_columns(&self, columns: &[String]) -> Vec<Finding> {
        let survey = &self.plan.survey;
        let mut known: Vec<&str> = survey.source.respondent.as_deref().into_iter().collect();
        known.extend(self.plan.codebook.passed_over.iter().map(String::as_str));
        let weights = survey.weight_columns();
        known.extend(weights.iter().map(|weight| weight.column.as_str()));
        known.extend(survey.exclusions.iter().filter_map(|exclusion| exclusion.column.as_deref()));
        for question in self.plan.codebook.asked() {
            known.extend(question.columns());
        }
        let unknown = columns.iter().filter(|column| !known.contains(&column.as_str()));
        unknown
            .map(|column| Finding {
                place: Place {
                    file: survey.source.name.clone(),
                    sheet: survey.source.sheet.clone(),
                    row: None,
                    column: Some(column.clone()),
                },
                kind: FindingKind::UnknownColumn,
                detail: "the codebook neither reads this column nor passes it over".to_owned(),
                action: Action::Told,
            })
            .collect()
    }

    /// Normalises one raw batch.
    pub fn batch(&mut self, raw: &RecordBatch) -> Result<Normalised, ArrowError> {
        let mut findings = Vec::new();
        let numbers = row_numbers(raw);
        let columns = Raw::new(raw);
        let accepted = self.sieve.accepted(&columns, &numbers, &mut findings);
        if let Some(fold) = &mut self.fold {
            fold.take(&columns, &numbers, &accepted, &mut findings);
            return Ok(Normalised { responses: None, findings });
        }
        if accepted.is_empty() {
            return Ok(Normalised { responses: None, findings });
        }
        let kept = if accepted.len() == raw.num_rows() {
            raw.clone()
        } else {
            let indexes = UInt32Array::from_iter_values(accepted.iter().map(|index| *index as u32));
            arrow::compute::take_record_batch(raw, &indexes)?
        };
        let numbers: Vec<u64> = accepted.iter().map(|index| numbers[*index]).collect();
        let responses = self.responses(&kept, &numbers, &mut findings)?;
        Ok(Normalised { responses: Some(responses), findings })
    }

    /// The responses that only the end of the export completes, and the account of all rows.
    pub fn finish(mut self) -> Result<(Normalised, Accounting), ArrowError> {
        let mut findings = self.sieve.mangled();
        let responses = match self.fold.take() {
            Some(fold) => {
                let (raw, numbers) = fold.finish()?;
                Some(self.responses(&raw, &numbers, &mut findings)?)
            }
            None => None,
        };
        Ok((Normalised { responses, findings }, self.sieve.accounting))
    }

    fn responses(
        &self,
        raw: &RecordBatch,
        numbers: &[u64],
        findings: &mut Vec<Finding>,
    ) -> Result<RecordBatch, ArrowError> {
        let survey = &self.plan.survey;
        let columns = Raw::new(raw);
        let respondents: StringArray = match &survey.source.respondent {
            Some(name) => {
                let respondents = columns.column(name);
                (0..numbers.len()).map(|index| cell(respondents, index)).collect()
            }
            None => numbers.iter().map(|number| Some(number.to_string())).collect(),
        };
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(respondents), Arc::new(UInt64Array::from(numbers.to_vec()))];
        for weight in survey.weight_columns() {
            let column = columns.column(&weight.column);
            let weight = |index| cell(column, index).and_then(|text| text.parse::<f64>().ok());
            arrays.push(Arc::new((0..numbers.len()).map(weight).collect::<Float64Array>()));
        }
        let rows = Rows { source: &survey.source, raw: &columns, numbers };
        let mut codes: HashMap<&str, Int32Array> = HashMap::new();
        for (question, labels) in self.plan.codebook.asked().zip(&self.labels) {
            let (read, found) = cells::read(question, labels, &rows, &codes);
            if question.kind == Kind::Single
                && let Some(array) = read[0].as_any().downcast_ref::<Int32Array>()
            {
                codes.insert(&question.id, array.clone());
            }
            arrays.extend(read);
            findings.extend(found);
        }
        RecordBatch::try_new(Arc::clone(&self.schema), arrays)
    }
}

fn row_numbers(raw: &RecordBatch) -> Vec<u64> {
    let numbers = raw.column_by_name("_row").and_then(|column| column.as_any().downcast_ref::<UInt64Array>());
    numbers.map_or_else(|| (1..=raw.num_rows() as u64).collect(), |numbers| numbers.values().to_vec())
}
