//! The tables of one run, and closed SQL over them.
//!
//! SQL may read the run's tables and nothing else ([`crate::closed`]).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::catalog::MemorySchemaProvider;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::common::{DataFusionError, TableReference, internal_datafusion_err};
use datafusion::datasource::{MemTable, TableProvider};
use datafusion::execution::context::QueryPlanner;
use datafusion::execution::{SendableRecordBatchStream, SessionStateBuilder};
use datafusion::logical_expr::{AggregateUDF, Expr, LogicalPlan};
use datafusion::object_store::ObjectStore;
use datafusion::object_store::local::LocalFileSystem;
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext, ident};
use futures::TryStreamExt;
use topline_records::{RAW, ROW_ID};
use topline_survey::Plan;
use url::Url;

use crate::aggregate_error::AggregateError;
use crate::answers_table::{AnswerRows, AnswersTable};
use crate::checked;
use crate::closed::{Refusal, refusal, refusal_of_statement};
use crate::derive::derive_sql;
use crate::functions;
use crate::functions::names::Questions;
use crate::functions::survey::{Estimand, SampleCell};
use crate::in_order::PartsInOrder;
use crate::memory::runtime;
use crate::plan_rules::optimizer_rules;
use crate::sample::{Sample, read_sample};
use crate::sample_error::SampleError;
use crate::weighting::{Weighing, Weighted};

/// The tables of one run.
pub struct Session {
    context: SessionContext,
    tables: Vec<String>,
    plan: Plan,
    questions: Arc<Questions>,
    sample: SampleCell,
    /// The folders that files were read from.
    folders: Vec<PathBuf>,
    /// The file of the responses, where they are in one.
    responses: Option<PathBuf>,
    /// Whether a planner from elsewhere plans its queries.
    is_distributed: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("tables", &self.tables).finish_non_exhaustive()
    }
}

impl Session {
    /// Without tables yet; with the survey functions of the plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self::with_config(plan, SessionConfig::new(), None)
    }

    /// As [`Session::new`], for those who ask it by hand: they may read the engine's own tables too, `information_schema`, whose
    /// rows come in no order.
    #[must_use]
    pub fn for_analyst(plan: &Plan) -> Self {
        Self::with_config(plan, SessionConfig::new().with_information_schema(true), None)
    }

    /// As [`Session::for_analyst`], with a planner that has parts of its queries computed elsewhere, on a cluster for example. What
    /// is estimated from the whole sample is refused.
    #[must_use]
    pub fn distributed(plan: &Plan, planner: Arc<dyn QueryPlanner + Send + Sync>) -> Self {
        Self::with_config(plan, SessionConfig::new().with_information_schema(true), Some(planner))
    }

    fn with_config(plan: &Plan, config: SessionConfig, planner: Option<Arc<dyn QueryPlanner + Send + Sync>>) -> Self {
        let is_distributed = planner.is_some();
        let config = config
            .with_target_partitions(1)
            .set_bool("datafusion.sql_parser.enable_ident_normalization", false)
            .set_bool("datafusion.sql_parser.collect_spans", true)
            // Else the rows of a view come in the order in which the engine finds them.
            .set_bool("datafusion.sql_parser.enable_subquery_sort_elimination", false)
            .set_bool("datafusion.execution.parquet.schema_force_view_types", false)
            .set_bool("datafusion.explain.physical_plan_only", false);
        let mut state = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(runtime())
            .with_default_features()
            .with_optimizer_rules(optimizer_rules())
            .with_physical_optimizer_rule(Arc::new(PartsInOrder));
        if let Some(planner) = planner {
            state = state.with_query_planner(planner);
        }
        let context = SessionContext::new_with_state(state.build());
        checked::register(&context);
        let sample = SampleCell::default();
        let questions = functions::register(&context, plan);
        functions::survey::register(&context, &sample);
        Self {
            context,
            tables: Vec::new(),
            plan: plan.clone(),
            questions,
            sample,
            folders: Vec::new(),
            responses: None,
            is_distributed,
        }
    }

    /// Makes a Parquet file of responses the table `responses`.
    ///
    /// It stands in the order of its rows, and says so: a query in that order then streams, and sorts nothing.
    pub async fn add_responses(&mut self, path: &Path) -> Result<(), AggregateError> {
        let by_row = vec![ident(ROW_ID).sort(true, false)];
        let options = ParquetReadOptions::default().file_sort_order(vec![by_row]);
        self.responses = Some(path.to_owned());
        self.register("responses", path, options).await
    }

    /// Makes responses that others have opened the table `responses`: in files at addresses of this store.
    pub fn add_stored_responses(
        &mut self,
        table: Arc<dyn TableProvider>,
        root: &Url,
        store: Arc<dyn ObjectStore>,
    ) -> Result<(), AggregateError> {
        self.context.register_object_store(root, store);
        let name = "responses";
        self.context.register_table(name, table).map_err(|error| AggregateError::table(name, error))?;
        self.tables.push(name.to_owned());
        Ok(())
    }

    /// Makes a Parquet file of the run a table.
    pub async fn add_parquet(&mut self, name: &str, path: &Path) -> Result<(), AggregateError> {
        self.register(name, path, ParquetReadOptions::default()).await
    }

    /// Makes the rows of an export, as they were received, the table `raw.<source>`.
    pub async fn add_export(&mut self, source: &str, path: &Path) -> Result<(), AggregateError> {
        let fail = |error| AggregateError::table(source, error);
        let catalogs = self.context.catalog_names();
        let catalog = catalogs.first().and_then(|name| self.context.catalog(name));
        let catalog = catalog.ok_or_else(|| fail(internal_datafusion_err!("the engine has no catalogue")))?;
        if catalog.schema(RAW.name).is_none() {
            catalog.register_schema(RAW.name, Arc::new(MemorySchemaProvider::new())).map_err(fail)?;
        }
        self.register(TableReference::partial(RAW.name, source), path, ParquetReadOptions::default()).await
    }

    async fn register(
        &mut self,
        table: impl Into<TableReference>,
        path: &Path,
        options: ParquetReadOptions<'_>,
    ) -> Result<(), AggregateError> {
        let table = table.into();
        let name = table.to_string();
        let fail = |error| AggregateError::table(&name, error);
        let location = self.location(path).map_err(fail)?;
        self.context.register_parquet(table, location, options).await.map_err(fail)?;
        self.tables.push(name);
        Ok(())
    }

    /// Where the engine finds a file of the run: in a store of its own for each folder, so that what it says of files, in the
    /// plans that `explain` shows for example, is no path of this machine.
    fn location(&mut self, path: &Path) -> Result<String, DataFusionError> {
        let (folder, file) = (path.parent().unwrap_or(Path::new(".")), path.file_name().unwrap_or_default());
        let known = self.folders.iter().position(|known| known == folder);
        let at = known.unwrap_or(self.folders.len());
        let root = format!("run://{at}/");
        if known.is_none() {
            let files = LocalFileSystem::new_with_prefix(folder).map_err(DataFusionError::from)?;
            let url = Url::parse(&root).map_err(|error| DataFusionError::External(Box::new(error)))?;
            self.context.register_object_store(&url, Arc::new(files));
            self.folders.push(folder.to_owned());
        }
        Ok(root + &file.to_string_lossy())
    }

    /// Makes a batch a table.
    pub fn add_batch(&mut self, name: &str, batch: RecordBatch) -> Result<(), AggregateError> {
        self.context.register_batch(name, batch).map_err(|error| AggregateError::table(name, error))?;
        self.tables.push(name.to_owned());
        Ok(())
    }

    /// Makes batches a table, in parts that are read apart from each other.
    pub fn add_parts(&mut self, name: &str, parts: &[Vec<RecordBatch>]) -> Result<(), AggregateError> {
        let fail = |error| AggregateError::table(name, error);
        let Some(first) = parts.iter().flatten().next() else {
            return Err(fail(DataFusionError::Plan("no batch tells its columns".into())));
        };
        let table = MemTable::try_new(first.schema(), parts.to_owned()).map_err(fail)?;
        self.context.register_table(name, Arc::new(table)).map_err(fail)?;
        self.tables.push(name.to_owned());
        Ok(())
    }

    /// Makes answers the table `answers`, which a query makes as it reads them.
    pub fn add_answers(&mut self, rows: Arc<dyn AnswerRows>) -> Result<(), AggregateError> {
        let table = Arc::new(AnswersTable(rows));
        self.context.register_table("answers", table).map_err(|error| AggregateError::table("answers", error))?;
        self.tables.push("answers".to_owned());
        Ok(())
    }

    /// The names of the tables.
    #[must_use]
    pub fn tables(&self) -> &[String] {
        &self.tables
    }

    /// The names of the questions that have a view.
    pub fn views(&self) -> impl Iterator<Item = &str> {
        self.questions.views().map(|question| question.id.as_str())
    }

    /// How each function is called that gives a table.
    pub fn table_functions(&self) -> impl Iterator<Item = &'static str> {
        functions::tables::Function::ALL.into_iter().map(functions::tables::Function::usage)
    }

    /// Runs closed SQL, streaming the result.
    pub async fn query(&self, what: &str, sql: &str) -> Result<SendableRecordBatchStream, AggregateError> {
        let fail = |error| AggregateError::query(what, error);
        let frame = self.frame(what, sql).await?;
        if let Some(estimand) = estimated(frame.logical_plan()).map_err(fail)? {
            if self.is_distributed {
                let refusal = Refusal::WholeSample { function: estimand.name() };
                return Err(AggregateError::Refused { what: what.to_owned(), refusal });
            }
            self.sample().await?;
        }
        frame.execute_stream().await.map_err(fail)
    }

    /// The sample of the survey, read from `responses` when it is first asked for.
    pub(crate) async fn sample(&self) -> Result<&Sample, AggregateError> {
        if self.sample.get().is_none() {
            let sample = read_sample(&self.context, &self.plan).await.map_err(AggregateError::Sample)?;
            let _ = self.sample.set(sample);
        }
        self.sample.get().ok_or(AggregateError::Sample(SampleError::Empty))
    }

    /// The degrees of freedom of the design, where the survey declares one.
    pub async fn degrees_of_freedom(&self) -> Result<Option<f64>, AggregateError> {
        if self.plan.survey.design.is_none() {
            return Ok(None);
        }
        Ok(Some(self.sample().await?.design().degrees_of_freedom()))
    }

    /// The weights that the plan has made from targets; `responses` holds what they are made from.
    pub async fn weigh(&self) -> Result<Weighted, AggregateError> {
        let weighing = Weighing::read(&self.context, &self.plan).await.map_err(AggregateError::Sample)?;
        weighing.weigh().map_err(AggregateError::Sample)
    }

    /// Plans closed SQL as far as the first row, and gives the columns that it would have.
    pub(crate) async fn plan(&self, what: &str, sql: &str) -> Result<SchemaRef, AggregateError> {
        let fail = |error| AggregateError::query(what, error);
        Ok(self.frame(what, sql).await?.create_physical_plan().await.map_err(fail)?.schema())
    }

    async fn frame(&self, what: &str, sql: &str) -> Result<DataFrame, AggregateError> {
        let fail = |error| AggregateError::query(what, error);
        let state = self.context.state();
        let mut statement = state.sql_to_statement(sql, &state.config_options().sql_parser.dialect).map_err(fail)?;
        let refused = |refusal| AggregateError::Refused { what: what.to_owned(), refusal };
        refusal_of_statement(&statement).map_or(Ok(()), |refusal| Err(refused(refusal)))?;
        functions::prepare(&mut statement, &self.questions).map_err(fail)?;
        let plan = state.statement_to_plan(statement).await.map_err(fail)?;
        if let Some(refusal) = refusal(&plan).map_err(fail)? {
            return Err(refused(refusal));
        }
        self.context.execute_logical_plan(plan).await.map_err(fail)
    }

    /// Runs closed SQL and gathers the result.
    pub async fn rows(&self, what: &str, sql: &str) -> Result<(SchemaRef, Vec<RecordBatch>), AggregateError> {
        let stream = self.query(what, sql).await?;
        let schema = stream.schema();
        let batches = stream.try_collect().await.map_err(|error| AggregateError::query(what, error))?;
        Ok((schema, batches))
    }

    /// The values of the derived questions, of which there is one, as `derived:<question>` columns.
    ///
    /// The tables `responses` and the references must be there. Rows come in the order of the file.
    pub async fn derive(&self, plan: &Plan) -> Result<SendableRecordBatchStream, AggregateError> {
        self.query("the derived questions", &derive_sql(plan, plan.codebook.derived())).await
    }

    /// The file of the responses, where they are in one.
    pub(crate) fn responses_file(&self) -> Option<&Path> {
        self.responses.as_deref()
    }

    /// The rows of a query that calls an aggregate of its own.
    pub(crate) async fn rows_with(
        &self,
        what: &str,
        sql: &str,
        function: AggregateUDF,
    ) -> Result<Vec<RecordBatch>, AggregateError> {
        let name = function.name().to_owned();
        self.context.register_udaf(function);
        let rows = self.rows(what, sql).await;
        self.context.deregister_udaf(&name);
        rows.map(|(_, batches)| batches)
    }

    /// What may help with an error, the known names nearest to an unknown one for example.
    #[must_use]
    pub fn hint(&self, error: &AggregateError) -> Option<String> {
        match error {
            AggregateError::Query { source, .. } => source.hint(&self.tables, &self.questions),
            AggregateError::Refused { refusal, .. } => Some(refusal.hint().to_owned()),
            AggregateError::Sample(error) => error.hint().map(str::to_owned),
            AggregateError::TooLarge { .. } => Some(
                "where they are no answers, say so in codebook.toml: \
                 missing = [{ code = 99, from = 1e15, label = \"Not known\" }]; where they are no quantity, make it a text"
                    .to_owned(),
            ),
            AggregateError::Table { .. }
            | AggregateError::Derived { .. }
            | AggregateError::Letters(_)
            | AggregateError::Shape { .. } => None,
        }
    }
}

/// What a plan estimates from the sample, if anything.
fn estimated(plan: &LogicalPlan) -> datafusion::common::Result<Option<Estimand>> {
    let mut found = None;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expression| {
            expression.apply(|part| {
                if let Expr::AggregateFunction(call) = part {
                    found = Estimand::named(call.func.name());
                }
                Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
            })
        })
    })?;
    Ok(found)
}
