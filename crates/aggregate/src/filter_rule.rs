//! Conditions stay above aggregates without groups.
//!
//! The engine moves a condition that names no column of its input below the aggregate: `'a' = 'b'` over `select 'a', count(*)`
//! should leave no row, and below it leaves a row that counts nobody. Such a condition comes of any query over a union of
//! labelled counts, as plain queries of tables are.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::LogicalPlan;
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{Optimizer, OptimizerConfig, OptimizerRule};

/// The engine's rule that moves conditions down, kept from doing so there.
#[derive(Debug)]
struct FilterRule(Arc<dyn OptimizerRule + Send + Sync>);

/// The engine's rules, with that one in the place of its own.
pub(crate) fn optimizer_rules() -> Vec<Arc<dyn OptimizerRule + Send + Sync>> {
    let guarded = |rule: Arc<dyn OptimizerRule + Send + Sync>| -> Arc<dyn OptimizerRule + Send + Sync> {
        if rule.name() == "push_down_filter" { Arc::new(FilterRule(rule)) } else { rule }
    };
    Optimizer::new().rules.into_iter().map(guarded).collect()
}

impl OptimizerRule for FilterRule {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        if let LogicalPlan::Filter(filter) = &plan
            && let LogicalPlan::Aggregate(aggregate) = filter.input.as_ref()
            && aggregate.group_expr.is_empty()
        {
            return Ok(Transformed::no(plan));
        }
        self.0.rewrite(plan, config)
    }
}
