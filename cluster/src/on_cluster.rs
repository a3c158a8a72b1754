//! A part of a query that a cluster computes: its place in a plan, and how its rows are had.

use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::{concat_batches, sort_to_indices, take_record_batch};
use arrow::datatypes::SchemaRef;
use datafusion::catalog::Session;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DFSchemaRef, DataFusionError, Result};
use datafusion::execution::context::QueryPlanner;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::{Expr, LogicalPlan, UserDefinedLogicalNode, UserDefinedLogicalNodeCore};
use datafusion::physical_expr::{EquivalenceProperties, Partitioning, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use datafusion::physical_planner::{DefaultPhysicalPlanner, ExtensionPlanner, PhysicalPlanner};
use futures::{StreamExt as _, TryStreamExt as _, stream};

use crate::client::Cluster;
use crate::exact::FIRST_ROW;

/// The place of what a cluster computes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Hash)]
pub(crate) struct OnCluster {
    pub plan: LogicalPlan,
}

impl UserDefinedLogicalNodeCore for OnCluster {
    fn name(&self) -> &'static str {
        "OnCluster"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        Vec::new()
    }

    fn schema(&self) -> &DFSchemaRef {
        self.plan.schema()
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnCluster: {}", self.plan.display())
    }

    fn with_exprs_and_inputs(&self, _expressions: Vec<Expr>, _inputs: Vec<LogicalPlan>) -> Result<Self> {
        Ok(Self { plan: self.plan.clone() })
    }
}

/// Plans queries, with what a cluster computes sent to it.
#[derive(Debug)]
pub(crate) struct ClusterPlanner(pub Arc<Cluster>);

#[async_trait::async_trait]
impl QueryPlanner for ClusterPlanner {
    async fn create_physical_plan(&self, plan: &LogicalPlan, session: &dyn Session) -> Result<Arc<dyn ExecutionPlan>> {
        let plan = self.0.send(plan.clone())?;
        let planner = DefaultPhysicalPlanner::with_extension_planners(vec![Arc::new(NodePlanner(Arc::clone(&self.0)))]);
        planner.create_physical_plan(&plan, session).await
    }
}

struct NodePlanner(Arc<Cluster>);

#[async_trait::async_trait]
impl ExtensionPlanner for NodePlanner {
    async fn plan_extension(
        &self,
        _planner: &dyn PhysicalPlanner,
        node: &dyn UserDefinedLogicalNode,
        _logical_inputs: &[&LogicalPlan],
        _physical_inputs: &[Arc<dyn ExecutionPlan>],
        _session: &dyn Session,
        _context: &PhysicalPlanningContext,
    ) -> Result<Option<Arc<dyn ExecutionPlan>>> {
        let Some(OnCluster { plan }) = node.as_any().downcast_ref::<OnCluster>() else { return Ok(None) };
        Ok(Some(Arc::new(ClusterRows::new(plan.clone(), Arc::clone(&self.0)))))
    }
}

/// The rows that a cluster gives.
#[derive(Debug)]
struct ClusterRows {
    plan: LogicalPlan,
    cluster: Arc<Cluster>,
    properties: Arc<PlanProperties>,
}

impl ClusterRows {
    fn new(plan: LogicalPlan, cluster: Arc<Cluster>) -> Self {
        let schema = SchemaRef::new(plan.schema().as_arrow().clone());
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Final,
            Boundedness::Bounded,
        );
        Self { plan, cluster, properties: Arc::new(properties) }
    }
}

impl DisplayAs for ClusterRows {
    fn fmt_as(&self, _form: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OnCluster: {}", self.plan.display())
    }
}

impl ExecutionPlan for ClusterRows {
    fn name(&self) -> &'static str {
        "OnCluster"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, _children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(&self, _partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let (plan, cluster, schema) = (self.plan.clone(), Arc::clone(&self.cluster), self.schema());
        let (named, most) = (Arc::clone(&schema), context.session_config().batch_size());
        let rows = stream::once(async move {
            let batches = cluster.rows(&plan).await.map_err(|error| DataFusionError::External(Box::new(error)))?;
            Ok::<_, DataFusionError>(stream::iter(in_order(&batches, &named, most)?.into_iter().map(Ok)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows.try_flatten().boxed())))
    }
}

/// The rows of a cluster in the batches that the engine's own aggregate would give: groups by their first rows, so many at a time.
/// What is summed up above them adds within a batch first, so that even its last digits are the same.
fn in_order(batches: &[RecordBatch], schema: &SchemaRef, most: usize) -> Result<Vec<RecordBatch>> {
    // The same columns, under the names and with the metadata that the plan gives them.
    let named = batches.iter().map(|batch| RecordBatch::try_new(Arc::clone(schema), batch.columns().to_vec()));
    let named: Vec<RecordBatch> = named.collect::<std::result::Result<_, _>>()?;
    let mut rows = concat_batches(schema, &named)?;
    if schema.fields().last().is_some_and(|last| last.name() == FIRST_ROW) {
        let order = sort_to_indices(rows.column(rows.num_columns() - 1), None, None)?;
        rows = take_record_batch(&rows, &order)?;
    }
    let starts = (0..rows.num_rows()).step_by(most);
    Ok(starts.map(|start| rows.slice(start, most.min(rows.num_rows() - start))).collect())
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, AsArray, Int64Array};
    use arrow::datatypes::Int64Type;

    use super::*;

    #[test]
    fn groups_come_by_their_first_rows_in_batches_of_one_size() {
        let batch = |keys: Vec<i64>, first: Vec<i64>| {
            let columns: [(&str, ArrayRef); 2] =
                [("key", Arc::new(Int64Array::from(keys))), (FIRST_ROW, Arc::new(Int64Array::from(first)))];
            RecordBatch::try_from_iter(columns).expect("two columns of one length")
        };
        let found = [batch(vec![10, 11], vec![7, 2]), batch(vec![12], vec![1]), batch(vec![13, 14], vec![9, 4])];
        let ordered = in_order(&found, &found[0].schema(), 2).expect("they have the columns");
        let keys: Vec<&[i64]> =
            ordered.iter().map(|batch| batch.column(0).as_primitive::<Int64Type>().values().as_ref()).collect();
        assert_eq!(keys, [&[12, 11][..], &[14, 10], &[13]]);
    }
}
