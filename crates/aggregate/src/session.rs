//! The tables of one run, and closed SQL over them.
//!
//! SQL may read the run's tables and nothing else: no statement that changes anything, no file, no function whose value
//! changes from call to call.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::SchemaRef;
use datafusion::common::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::AggregateUDF;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use futures::TryStreamExt;
use thiserror::Error;
use topline_survey::{Plan, nearest};

use crate::derive::derive_sql;
use crate::layout::{Layout, layout};
use crate::tally::{Cell, TallyFunction, cells};

/// Functions whose value changes from call to call.
const VOLATILE: [&str; 9] =
    ["now", "random", "uuid", "current_date", "current_time", "current_timestamp", "today", "version", "rand"];

/// Why there are no figures.
#[derive(Debug, Error)]
pub enum AggregateError {
    /// A table of the run cannot be read.
    #[error("read the table `{table}` of the run")]
    Table {
        /// The table.
        table: String,
        /// Why.
        source: DataFusionError,
    },
    /// A query fails.
    #[error("run the SQL of {what}")]
    Query {
        /// What the query is for.
        what: String,
        /// Why.
        source: DataFusionError,
    },
    /// A query of `figures/` gives columns that are no figures.
    #[error("read figures from `figures/{id}.sql`: {lack}")]
    Shape {
        /// The query.
        id: String,
        /// What is wrong.
        lack: ShapeLack,
    },
}

/// What a query of `figures/` lacks.
#[derive(Debug, Error)]
pub enum ShapeLack {
    /// A needed column.
    #[error("it has no column `{0}`")]
    Column(&'static str),
    /// A row without a name.
    #[error("its row {0} has no name")]
    Name(usize),
    /// A name used twice.
    #[error("its row name `{0}` is there twice")]
    Twice(String),
    /// A negative count.
    #[error("its row `{0}` counts less than none")]
    Negative(String),
}

/// The tables of one run.
pub struct Session {
    context: SessionContext,
    tables: Vec<String>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("tables", &self.tables).finish_non_exhaustive()
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// Without tables yet.
    #[must_use]
    pub fn new() -> Self {
        let config = SessionConfig::new()
            .with_target_partitions(1)
            .with_information_schema(true)
            .set_bool("datafusion.sql_parser.enable_ident_normalization", false)
            .set_bool("datafusion.execution.parquet.schema_force_view_types", false)
            .set_bool("datafusion.explain.physical_plan_only", false);
        let context = SessionContext::new_with_config(config);
        for function in VOLATILE {
            context.deregister_udf(function);
        }
        Self { context, tables: Vec::new() }
    }

    /// Makes a Parquet file of the run a table.
    pub async fn add_parquet(&mut self, name: &str, path: &Path) -> Result<(), AggregateError> {
        let options = ParquetReadOptions::default();
        self.context
            .register_parquet(name, path.display().to_string(), options)
            .await
            .map_err(|source| AggregateError::Table { table: name.to_owned(), source })?;
        self.tables.push(name.to_owned());
        Ok(())
    }

    /// Makes a batch a table.
    pub fn add_batch(&mut self, name: &str, batch: RecordBatch) -> Result<(), AggregateError> {
        self.context
            .register_batch(name, batch)
            .map_err(|source| AggregateError::Table { table: name.to_owned(), source })?;
        self.tables.push(name.to_owned());
        Ok(())
    }

    /// The names of the tables.
    #[must_use]
    pub fn tables(&self) -> &[String] {
        &self.tables
    }

    /// Runs closed SQL, streaming the result.
    pub async fn query(&self, what: &str, sql: &str) -> Result<SendableRecordBatchStream, AggregateError> {
        let fail = |source| AggregateError::Query { what: what.to_owned(), source };
        let closed = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
        let frame = self.context.sql_with_options(sql, closed).await.map_err(fail)?;
        frame.execute_stream().await.map_err(fail)
    }

    /// Runs closed SQL and gathers the result.
    pub async fn rows(&self, what: &str, sql: &str) -> Result<(SchemaRef, Vec<RecordBatch>), AggregateError> {
        let stream = self.query(what, sql).await?;
        let schema = stream.schema();
        let batches =
            stream.try_collect().await.map_err(|source| AggregateError::Query { what: what.to_owned(), source })?;
        Ok((schema, batches))
    }

    /// The asked responses with the values of derived questions beside them, as `derived:<question>` columns.
    ///
    /// The tables `responses` and the references must be there. Rows come in the order of the file.
    pub async fn derive(&self, plan: &Plan) -> Result<SendableRecordBatchStream, AggregateError> {
        self.query("the derived questions", &derive_sql(plan)).await
    }

    /// The cells of all tables of the plan, in one pass over `responses`.
    pub(crate) async fn tally(&self, plan: &Plan) -> Result<(Layout, Vec<Vec<Cell>>), AggregateError> {
        let what = "the tables";
        let fail = |source| AggregateError::Query { what: what.to_owned(), source };
        let layout = layout(plan);
        if layout.tally.pairs.is_empty() {
            return Ok((layout, Vec::new()));
        }
        let function = AggregateUDF::from(TallyFunction::new(Arc::new(layout.tally.clone())));
        self.context.register_udaf(function);
        let sql = format!("select tally({}) as cells from responses", layout.arguments.join(", "));
        let gathered = self.rows(what, &sql).await;
        self.context.deregister_udaf("tally");
        let (_, batches) = gathered?;
        let batch = batches
            .iter()
            .find(|batch| batch.num_rows() > 0)
            .ok_or_else(|| fail(DataFusionError::Internal("the aggregate gave no row".into())))?;
        let found = cells(&layout.tally, batch.column(0).as_struct());
        Ok((layout, found))
    }

    /// The known names nearest to the unknown one of an error, if it is of that kind.
    #[must_use]
    pub fn hint(&self, error: &AggregateError) -> Option<String> {
        let AggregateError::Query { source, .. } = error else { return None };
        let text = source.strip_backtrace();
        let unknown = text.split("table '").nth(1)?.split('\'').next()?;
        let name = unknown.rsplit('.').next()?;
        let near = nearest(name, self.tables.iter().map(String::as_str));
        let known = if near.is_empty() { self.tables.join(", ") } else { near.join(" or ") };
        Some(if near.is_empty() { format!("the tables are {known}") } else { format!("did you mean {known}?") })
    }
}
