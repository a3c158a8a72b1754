//! The rows of `answers`, made of the responses of a run.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use topline_aggregate::{AnswerBatches, AnswerRows, AnswerRowsError};
use topline_normalise::answers;
use topline_records::{ANSWERS, RESPONDENT, ROW_ID, WEIGHT};
use topline_store::StoredRows;
use topline_survey::Plan;

/// So many respondents at once.
const AT_ONCE: usize = 1024;

/// The answers of the responses in a file.
#[derive(Debug)]
pub(crate) struct StoredAnswers {
    plan: Plan,
    responses: PathBuf,
}

impl StoredAnswers {
    pub(crate) fn of(plan: &Plan, responses: &Path) -> Arc<Self> {
        Arc::new(Self { plan: plan.clone(), responses: responses.to_owned() })
    }
}

impl AnswerRows for StoredAnswers {
    fn schema(&self) -> SchemaRef {
        ANSWERS.schema()
    }

    fn batches(&self, questions: Option<&BTreeSet<String>>) -> Result<AnswerBatches, AnswerRowsError> {
        let mut plan = self.plan.clone();
        if let Some(questions) = questions {
            plan.codebook.questions.retain(|question| questions.contains(&question.id));
        }
        let mut columns: BTreeSet<String> = [RESPONDENT, ROW_ID, WEIGHT].map(str::to_owned).into();
        let variables = plan.codebook.questions.iter().flat_map(topline_survey::Question::variables);
        columns.extend(variables.flat_map(|variable| {
            let missing = variable.missing();
            [variable.name, variable.absent].into_iter().chain(missing)
        }));
        let responses = StoredRows::open_columns(&self.responses, &columns)?;
        Ok(Box::new(MadeAnswers { plan, responses, made: VecDeque::new() }))
    }
}

/// Answers that are made as they are asked for.
struct MadeAnswers {
    plan: Plan,
    responses: StoredRows,
    made: VecDeque<RecordBatch>,
}

impl Iterator for MadeAnswers {
    type Item = Result<RecordBatch, AnswerRowsError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.made.is_empty() {
            let batch = match self.responses.next(AT_ONCE) {
                Ok(batch) => batch?,
                Err(error) => return Some(Err(error.into())),
            };
            match answers(&self.plan, &batch).and_then(Iterator::collect) {
                Ok(made) => self.made = made,
                Err(error) => return Some(Err(error.into())),
            }
        }
        self.made.pop_front().map(Ok)
    }
}
