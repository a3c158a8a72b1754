//! `answers`: the same answers one a row, for SQL that counts across questions.
//!
//! Grain: respondent x question x item x ticked option; an absent answer is a row with its reason. Words are left out: a
//! text question has a row that says whether it was answered.
//!
//! There are as many rows as respondents times questions, and they say little that differs. A row is two numbers: whose it
//! is, and which of the batch's distinct answers. All columns but two are by the second, and no text is touched for a row.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, DictionaryArray, Float64Array, Int32Array, RecordBatch, RunArray,
};
use arrow::compute::filter;
use arrow::datatypes::Int32Type;
use arrow::error::ArrowError;
use topline_records::{RESPONDENT, ROW_ID, ResponseColumns, WEIGHT, answers_schema};
use topline_survey::Plan;

use crate::answer_source::{NONE, Source, find};
use crate::distinct_answers::DistinctAnswers;
use crate::error::NormaliseError;

/// The most rows of a batch, unless they are of a few respondents.
const MOST_ROWS: usize = 1 << 16;
/// So many respondents are in a batch at least, however many questions there are.
const LEAST_RESPONDENTS: usize = 256;
/// How many respondents are turned from columns into rows at once.
const AT_ONCE: usize = 64;

/// The answers of a batch of `responses`, in batches that stay in a core's cache.
pub fn answers<'r>(
    plan: &'r Plan,
    responses: &'r RecordBatch,
) -> Result<impl Iterator<Item = Result<RecordBatch, NormaliseError>> + 'r, NormaliseError> {
    let respondents = responses.num_rows();
    let columns = ResponseColumns::of(responses);
    let weight = match columns.get(WEIGHT) {
        Some(weight) => Arc::clone(weight),
        None => Arc::new(Float64Array::from(vec![1.0; respondents])),
    };
    let who = [find(&columns, RESPONDENT)?.clone(), find(&columns, ROW_ID)?.clone(), weight];
    let mut sources = Vec::new();
    for question in &plan.codebook.questions {
        sources.extend(Source::all(question, &columns)?);
    }
    let most = (MOST_ROWS / sources.len().max(1)).max(LEAST_RESPONDENTS);
    Ok((0..respondents).step_by(most).map(move |first| {
        let some = first..respondents.min(first + most);
        let mut distinct = DistinctAnswers::default();
        let columns: Vec<Vec<i32>> = sources.iter().map(|source| source.numbers(some.clone(), &mut distinct)).collect();
        let rows = Rows::of(&columns, some.len());
        let who = who.each_ref().map(|column| column.slice(first, some.len()));
        rows.batch(&who, &distinct.columns()).map_err(NormaliseError::Columns)
    }))
}

/// The rows of some respondents.
struct Rows {
    /// Which of the distinct answers each is.
    which: Vec<i32>,
    /// The number of rows after each respondent.
    ends: Vec<i32>,
}

impl Rows {
    /// Rows of columns that have the number of each respondent's answer.
    fn of(columns: &[Vec<i32>], respondents: usize) -> Self {
        let width = columns.len();
        let mut rows = Self { which: Vec::with_capacity(respondents * width), ends: Vec::with_capacity(respondents) };
        let mut block = vec![NONE; AT_ONCE * width];
        for first in (0..respondents).step_by(AT_ONCE) {
            let last = respondents.min(first + AT_ONCE);
            for (position, column) in columns.iter().enumerate() {
                for (told, number) in block.chunks_exact_mut(width).zip(&column[first..last]) {
                    told[position] = *number;
                }
            }
            for respondent in 0..last - first {
                let told = &block[respondent * width..][..width];
                if told.contains(&NONE) {
                    rows.which.extend(told.iter().filter(|number| **number != NONE));
                } else {
                    rows.which.extend_from_slice(told);
                }
                rows.ends.push(rows.which.len() as i32);
            }
        }
        rows
    }

    /// A batch of them: the columns that say who the respondents are, and those that say what the answers are.
    fn batch(self, who: &[ArrayRef], answers: &[ArrayRef]) -> Result<RecordBatch, ArrowError> {
        // A run is not empty: who ticked nothing, and was asked nothing else, has no row.
        let before = [0].iter().chain(&self.ends);
        let has_rows: BooleanArray = before.zip(&self.ends).map(|(before, end)| Some(before < end)).collect();
        let ends = filter(&Int32Array::from(self.ends), &has_rows)?;
        let mut columns: Vec<ArrayRef> = Vec::new();
        for column in who {
            columns.push(Arc::new(RunArray::try_new(ends.as_primitive::<Int32Type>(), &filter(column, &has_rows)?)?));
        }
        // Whether all numbers are those of answers is asked once.
        let by_number = DictionaryArray::<Int32Type>::try_new(Int32Array::from(self.which), Arc::clone(&answers[0]))?;
        for column in answers {
            columns.push(Arc::new(by_number.with_values(Arc::clone(column))));
        }
        RecordBatch::try_new(answers_schema(), columns)
    }
}
