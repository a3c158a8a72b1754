//! The rows of a query as they come.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::execution::SendableRecordBatchStream;
use futures::TryStreamExt as _;

use crate::aggregate_error::AggregateError;
use crate::session::Session;

/// The rows of a query, a batch at a time.
pub struct Batches(SendableRecordBatchStream);

impl Batches {
    /// Starts a query of closed SQL.
    pub async fn of(session: &Session, sql: &str) -> Result<Self, AggregateError> {
        session.query(WHAT, sql).await.map(Self)
    }

    /// The columns.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    /// The next rows; nothing after the last.
    pub async fn next(&mut self) -> Result<Option<RecordBatch>, AggregateError> {
        self.0.try_next().await.map_err(|error| AggregateError::query(WHAT, error))
    }
}

const WHAT: &str = "the query";
