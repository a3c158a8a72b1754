//! The engine's rules for plans, with two changes.
//!
//! Columns that a query does not use leave its plan first. The engine drops them last, and until then each rule makes and looks
//! through the columns of the whole table: `crosstab` over 500 columns took a quarter of a second.
//!
//! Conditions stay above aggregates without groups. The engine moves a condition that names no column of its input below the aggregate: `'a' = 'b'` over `select 'a', count(*)`
//! should leave no row, and below it leaves a row that counts nobody. Such a condition comes of any query over a union of
//! labelled counts, as plain queries of tables are.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::common::tree_node::{Transformed, TreeNode as _, TreeNodeRecursion};
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{Optimizer, OptimizerConfig, OptimizerRule};

/// The engine's rule that drops columns, before all others. What a subquery takes from around it is not seen before it is part of
/// the plan, so plans with subqueries are left as they are.
#[derive(Debug)]
struct ColumnsFirst(Arc<dyn OptimizerRule + Send + Sync>);

/// The engine's rule that moves conditions down, kept from doing so there.
#[derive(Debug)]
struct FilterRule(Arc<dyn OptimizerRule + Send + Sync>);

/// The engine's rules, with these in the places of its own.
pub(crate) fn optimizer_rules() -> Vec<Arc<dyn OptimizerRule + Send + Sync>> {
    let guarded = |rule: Arc<dyn OptimizerRule + Send + Sync>| -> Arc<dyn OptimizerRule + Send + Sync> {
        if rule.name() == "push_down_filter" { Arc::new(FilterRule(rule)) } else { rule }
    };
    let rules = Optimizer::new().rules;
    let drops_columns = rules.iter().find(|rule| rule.name() == "optimize_projections").map(Arc::clone);
    let first = drops_columns.map(|rule| -> Arc<dyn OptimizerRule + Send + Sync> { Arc::new(ColumnsFirst(rule)) });
    first.into_iter().chain(rules.into_iter().map(guarded)).collect()
}

impl OptimizerRule for ColumnsFirst {
    fn name(&self) -> &'static str {
        "columns_first"
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        if has_subquery(&plan)? { Ok(Transformed::no(plan)) } else { self.0.rewrite(plan, config) }
    }
}

fn has_subquery(plan: &LogicalPlan) -> Result<bool> {
    let mut found = false;
    plan.apply(|node| {
        node.apply_expressions(|expression| {
            expression.apply(|part| {
                found |= matches!(
                    part,
                    Expr::Exists(_)
                        | Expr::InSubquery(_)
                        | Expr::ScalarSubquery(_)
                        | Expr::SetComparison(_)
                        | Expr::OuterReferenceColumn(..)
                );
                Ok(if found { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
            })
        })
    })?;
    Ok(found)
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
