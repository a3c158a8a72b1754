//! The rows that are responses if their respondent has none yet.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use arrow::error::ArrowError;
use topline_records::wholes;
use topline_survey::Plan;

/// The columns of the rows that may be responses: the number in the file, the respondent where a column names it, whether it is the
/// first of the respondent, and for each source that joins the number of the row there.
#[must_use]
pub fn candidates_schema(plan: &Plan) -> SchemaRef {
    let own =
        [("row", DataType::Int64, false), ("respondent", DataType::Utf8, true), ("is_first", DataType::Boolean, false)];
    let own = own.into_iter().map(|(name, holds, null)| Field::new(name, holds, null));
    let partners =
        (0..plan.survey.joined().count()).map(|at| Field::new(format!("partner_{at}"), DataType::Int64, true));
    Arc::new(Schema::new(own.chain(partners).collect::<Vec<_>>()))
}

/// Rows that may be responses, as they are met.
#[derive(Default)]
pub(crate) struct Candidates {
    rows: Vec<u64>,
    respondents: StringBuilder,
    are_first: Vec<bool>,
    /// Of those that are first, for each source that joins.
    partners: Vec<Vec<Option<u32>>>,
}

impl Candidates {
    pub(crate) fn push(&mut self, row: u64, respondent: Option<&str>, is_first: bool) {
        self.rows.push(row);
        self.respondents.append_option(respondent);
        self.are_first.push(is_first);
    }

    /// Takes note of the partners of the rows at these indexes of the batch, which are those that are first.
    pub(crate) fn join(&mut self, numbers: &[Vec<Option<u32>>], accepted: &[usize]) {
        let of = |numbers: &Vec<Option<u32>>| accepted.iter().map(|index| numbers[*index]).collect();
        self.partners = numbers.iter().map(of).collect();
    }

    /// The rows, whose numbers in the file begin after this one.
    pub(crate) fn finish(mut self, plan: &Plan, after: u64) -> Result<RecordBatch, ArrowError> {
        let are_first = BooleanArray::from(self.are_first);
        let mut columns: Vec<ArrayRef> = vec![
            wholes(self.rows.iter().map(|row| row - after)),
            Arc::new(self.respondents.finish()),
            Arc::new(are_first.clone()),
        ];
        let none = Vec::new();
        for side in 0..plan.survey.joined().count() {
            let mut partners = self.partners.get(side).unwrap_or(&none).iter();
            let partner = |is_first: Option<bool>| {
                if is_first? { partners.next().copied().flatten().map(i64::from) } else { None }
            };
            columns.push(Arc::new(are_first.iter().map(partner).collect::<Int64Array>()));
        }
        RecordBatch::try_new(candidates_schema(plan), columns)
    }
}

/// The columns of candidates.
pub(crate) struct CandidateColumns<'c> {
    pub rows: &'c Int64Array,
    pub respondents: &'c StringArray,
    pub are_first: &'c BooleanArray,
    pub partners: Vec<&'c Int64Array>,
}

impl<'c> CandidateColumns<'c> {
    pub(crate) fn of(candidates: &'c RecordBatch) -> Result<Self, ArrowError> {
        let lacks = || ArrowError::SchemaError("the rows of a part lack a column".to_owned());
        let column = |at: usize| candidates.columns().get(at).ok_or_else(lacks);
        let wholes = |at| column(at)?.as_primitive_opt::<Int64Type>().ok_or_else(lacks);
        Ok(Self {
            rows: wholes(0)?,
            respondents: column(1)?.as_string_opt().ok_or_else(lacks)?,
            are_first: column(2)?.as_boolean_opt().ok_or_else(lacks)?,
            partners: (3..candidates.num_columns()).map(wholes).collect::<Result<_, _>>()?,
        })
    }
}
