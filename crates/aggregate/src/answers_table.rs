//! The table `answers`, whose rows are made of those of `responses` when a query reads them.
//!
//! There are as many rows as respondents times questions, and few runs are ever asked for them: a file of them would be the
//! largest of a run. Of a query that names its questions, only the columns of these are read.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Debug;
use std::iter;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::compute::cast;
use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures::stream;

/// The column that names the question of an answer.
const QUESTION: &str = "question";

/// Batches of answers, in the order of their rows.
pub type AnswerBatches = Box<dyn Iterator<Item = Result<RecordBatch, AnswerRowsError>> + Send>;

/// Why there are no answers.
pub type AnswerRowsError = Box<dyn Error + Send + Sync>;

/// Makes the rows of `answers`.
pub trait AnswerRows: Debug + Send + Sync {
    /// The columns that they have for a query. Batches may hold the same values by number or in runs.
    fn schema(&self) -> SchemaRef;

    /// All rows, or those of some questions, whatever else is there.
    ///
    /// # Errors
    /// The responses cannot be read.
    fn batches(&self, questions: Option<&BTreeSet<String>>) -> Result<AnswerBatches, AnswerRowsError>;
}

/// The table, as the engine knows it.
#[derive(Debug)]
pub(crate) struct AnswersTable(pub Arc<dyn AnswerRows>);

#[async_trait]
impl TableProvider for AnswersTable {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let support = |filter: &&Expr| match questions_of(filter) {
            Some(_) => TableProviderFilterPushDown::Inexact,
            None => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(support).collect())
    }

    async fn scan(
        &self,
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns = projection.cloned().unwrap_or_else(|| (0..self.schema().fields().len()).collect());
        let schema = Arc::new(self.schema().project(&columns)?);
        let questions = filters.iter().filter_map(questions_of).reduce(|one, other| &one & &other);
        let rows = Arc::clone(&self.0);
        let part = ProjectedAnswers { rows, schema: Arc::clone(&schema), columns, questions };
        Ok(Arc::new(StreamingTableExec::try_new(schema, vec![Arc::new(part)], None, None, false, limit)?))
    }
}

/// Some columns of the answers to some questions.
#[derive(Debug)]
struct ProjectedAnswers {
    rows: Arc<dyn AnswerRows>,
    schema: SchemaRef,
    columns: Vec<usize>,
    questions: Option<BTreeSet<String>>,
}

impl PartitionStream for ProjectedAnswers {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let batches = match self.rows.batches(self.questions.as_ref()) {
            Ok(batches) => batches,
            Err(error) => Box::new(iter::once(Err(error))),
        };
        let (schema, columns) = (Arc::clone(&self.schema), self.columns.clone());
        let batches = batches.map(move |batch| plain(&batch.map_err(DataFusionError::External)?, &columns, &schema));
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), stream::iter(batches)))
    }
}

/// Some columns of a batch, as the types of the schema hold them.
fn plain(batch: &RecordBatch, columns: &[usize], schema: &SchemaRef) -> Result<RecordBatch> {
    let arrays = columns.iter().zip(schema.fields());
    let arrays: Vec<ArrayRef> =
        arrays.map(|(column, field)| Ok(cast(batch.column(*column), field.data_type())?)).collect::<Result<_>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?)
}

/// The questions whose rows alone meet a condition, where it names some.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn questions_of(condition: &Expr) -> Option<BTreeSet<String>> {
    let is_question = |expression: &Expr| matches!(expression, Expr::Column(column) if column.name == QUESTION);
    match condition {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => match (left.as_ref(), right.as_ref()) {
            (column, value) | (value, column) if is_question(column) => Some(BTreeSet::from([text_of(value)?])),
            _ => None,
        },
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Or, right }) => {
            Some(&questions_of(left)? | &questions_of(right)?)
        }
        Expr::InList(list) if !list.negated && is_question(&list.expr) => list.list.iter().map(text_of).collect(),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn text_of(value: &Expr) -> Option<String> {
    match value {
        Expr::Literal(ScalarValue::Utf8(text) | ScalarValue::LargeUtf8(text) | ScalarValue::Utf8View(text), _) => {
            text.clone()
        }
        _ => None,
    }
}
