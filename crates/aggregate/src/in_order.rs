//! The parts of a result one after the other.
//!
//! The engine runs the parts of a `union all` side by side and hands on their rows as they come: without an `order by` the same
//! query gave its rows in another order each time, and with it the figures of a run their places. Here each part waits for the one
//! before it.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult as _, TreeNode as _, TreeNodeRecursion};
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{Partitioning, PhysicalExpr};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::limit::LimitStream;
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties as _, PlanProperties,
};
use futures::{StreamExt as _, TryStreamExt as _, stream};

/// Puts [`InOrder`] wherever the engine takes the rows of several parts as they come, and above a result of several parts.
#[derive(Debug)]
pub(crate) struct PartsInOrder;

impl PhysicalOptimizerRule for PartsInOrder {
    fn name(&self) -> &'static str {
        "parts_in_order"
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        let in_order = |node: Arc<dyn ExecutionPlan>| -> Result<Transformed<Arc<dyn ExecutionPlan>>> {
            Ok(match node.downcast_ref::<CoalescePartitionsExec>() {
                Some(parts) => {
                    let (input, fetch) = (Arc::clone(parts.input()), parts.fetch());
                    Transformed::yes(Arc::new(InOrder::new(input, fetch)) as Arc<dyn ExecutionPlan>)
                }
                None => Transformed::no(node),
            })
        };
        let plan = plan.transform_up(in_order).data()?;
        let is_whole = plan.output_partitioning().partition_count() <= 1;
        Ok(if is_whole { plan } else { Arc::new(InOrder::new(plan, None)) })
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The rows of the first part, then those of the next.
#[derive(Debug)]
struct InOrder {
    parts: Arc<dyn ExecutionPlan>,
    /// The most rows that are wanted.
    fetch: Option<usize>,
    properties: Arc<PlanProperties>,
}

impl InOrder {
    fn new(parts: Arc<dyn ExecutionPlan>, fetch: Option<usize>) -> Self {
        // What is known of the order within each part is not known of all.
        let mut known = parts.equivalence_properties().clone();
        known.clear_orderings();
        known.clear_per_partition_constants();
        let whole = Partitioning::UnknownPartitioning(1);
        let properties = PlanProperties::new(known, whole, parts.pipeline_behavior(), parts.boundedness());
        Self { parts, fetch, properties: Arc::new(properties) }
    }
}

impl DisplayAs for InOrder {
    fn fmt_as(&self, _form: DisplayFormatType, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.fetch {
            Some(fetch) => write!(f, "InOrder: fetch={fetch}"),
            None => write!(f, "InOrder"),
        }
    }
}

impl ExecutionPlan for InOrder {
    fn name(&self) -> &'static str {
        "InOrder"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.parts]
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, mut children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        let parts = children.pop().ok_or_else(|| DataFusionError::Internal("parts in order have no parts".into()))?;
        Ok(Arc::new(Self::new(parts, self.fetch)))
    }

    fn execute(&self, _partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let parts = Arc::clone(&self.parts);
        let count = parts.output_partitioning().partition_count();
        let rows = stream::iter(0..count).map(move |part| parts.execute(part, Arc::clone(&context))).try_flatten();
        let rows: SendableRecordBatchStream = Box::pin(RecordBatchStreamAdapter::new(self.schema(), rows));
        let Some(fetch) = self.fetch else { return Ok(rows) };
        let metrics = BaselineMetrics::new(&ExecutionPlanMetricsSet::new(), 0);
        Ok(Box::pin(LimitStream::new(rows, 0, Some(fetch), metrics)))
    }
}
