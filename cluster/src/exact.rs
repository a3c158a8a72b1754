//! What of a query a cluster computes: aggregates over `responses` whose partial states merge to the same bits.
//!
//! Counts, sums of whole numbers and the exact sums of `share` and `tally` do not depend on the order of the rows, nor on how they
//! are divided. Such an aggregate goes to the cluster, with the conditions and columns below it. All else stays: a sum of doubles
//! has other last digits in another order, so the process that asks computes it, row by row, as `topline sql` does.
//!
//! Groups come from the engine in the order in which each is first seen. A cluster sees them in any order, so it gives the first
//! row of each group too, and they are put back in order by it ([`crate::on_cluster`]). Groups by the number of the row stay: the
//! engine knows that they come one after the other, and hands them on in other batches.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TransformedResult as _, TreeNode as _, TreeNodeRecursion};
use datafusion::common::{Column, DataFusionError, Result, TableReference};
use datafusion::execution::FunctionRegistry;
use datafusion::functions_aggregate::min_max::min_udaf;
use datafusion::logical_expr::expr::{AggregateFunction, AggregateFunctionParams};
use datafusion::logical_expr::logical_plan::builder::LogicalPlanBuilder;
use datafusion::logical_expr::logical_plan::{Filter, Projection, SubqueryAlias};
use datafusion::logical_expr::{Aggregate, Expr, ExprSchemable as _, Extension, LogicalPlan, TableScan, TableSource};

use crate::on_cluster::OnCluster;

/// The column of `responses` that numbers its rows.
const ROW_ID: &str = "row_id";
/// What it is called on its way to an aggregate.
const ROW: &str = "topline row";
/// The first row of a group, in the last column of what a cluster gives.
pub(crate) const FIRST_ROW: &str = "topline first row";

/// What a cluster can be sent.
pub(crate) struct Sendable<'s> {
    /// The responses, as the cluster is to read them.
    pub responses: Arc<dyn TableSource>,
    /// The functions that it knows by name.
    pub functions: &'s dyn FunctionRegistry,
}

impl Sendable<'_> {
    /// The plan with each aggregate that a cluster computes in a node of its own.
    pub(crate) fn send(&self, plan: LogicalPlan) -> Result<LogicalPlan> {
        plan.transform_down(|node| match node {
            LogicalPlan::Aggregate(aggregate) if self.is_exact(&aggregate) => {
                Ok(Transformed::new(self.sent(aggregate)?, true, TreeNodeRecursion::Jump))
            }
            node => Ok(Transformed::no(node)),
        })
        .data()
    }

    /// Whether the value of an aggregate depends on nothing but which rows there are.
    fn is_exact(&self, aggregate: &Aggregate) -> bool {
        let schema = aggregate.input.schema();
        let is_exact_key = |key: &Expr| {
            self.is_known(key) && !is_of_rows(key) && key.get_type(schema).is_ok_and(|of| has_one_form(&of))
        };
        aggregate.group_expr.iter().all(is_exact_key)
            && aggregate.aggr_expr.iter().all(|call| self.is_exact_call(call, aggregate))
            && self.is_of_responses(&aggregate.input)
    }

    fn is_exact_call(&self, call: &Expr, aggregate: &Aggregate) -> bool {
        let Expr::AggregateFunction(AggregateFunction { func, params }) = unaliased(call) else { return false };
        let AggregateFunctionParams { args, distinct, filter, order_by, null_treatment, .. } = params;
        let schema = aggregate.input.schema();
        let types: Option<Vec<DataType>> = args.iter().map(|argument| argument.get_type(schema).ok()).collect();
        let Some(types) = types else { return false };
        let is_exact = match func.name() {
            "count" => true,
            "bool_and" | "bool_or" | "share" | "n_effective" | "mean_rank" | "tally" => !distinct,
            "min" | "max" => types.iter().all(has_one_form),
            "sum" => !distinct && types.iter().all(DataType::is_integer),
            _ => false,
        };
        let known = args.iter().chain(filter.as_deref());
        is_exact
            && order_by.is_empty()
            && null_treatment.is_none()
            && self.functions.udaf(func.name()).is_ok()
            && known.into_iter().all(|argument| self.is_known(argument))
    }

    /// Whether rows are those of `responses`, some of them perhaps, and no others.
    fn is_of_responses(&self, plan: &LogicalPlan) -> bool {
        match plan {
            LogicalPlan::TableScan(scan) => {
                scan.table_name.table() == "responses"
                    && scan.fetch.is_none()
                    && scan.source.schema() == self.responses.schema()
                    && scan.filters.iter().all(|filter| self.is_known(filter))
            }
            LogicalPlan::Filter(filter) => self.is_known(&filter.predicate) && self.is_of_responses(&filter.input),
            LogicalPlan::Projection(projection) => {
                projection.expr.iter().all(|column| self.is_known(column)) && self.is_of_responses(&projection.input)
            }
            LogicalPlan::SubqueryAlias(alias) => self.is_of_responses(&alias.input),
            _ => false,
        }
    }

    /// Whether an expression means the same on the cluster: `percent` and `label` mean what the pipeline says.
    fn is_known(&self, expression: &Expr) -> bool {
        let is_unknown = |part: &Expr| match part {
            Expr::ScalarFunction(call) => self.functions.udf(call.func.name()).is_err(),
            Expr::Alias(_)
            | Expr::Column(_)
            | Expr::Literal(..)
            | Expr::BinaryExpr(_)
            | Expr::Like(_)
            | Expr::SimilarTo(_)
            | Expr::Not(_)
            | Expr::IsNotNull(_)
            | Expr::IsNull(_)
            | Expr::IsTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsUnknown(_)
            | Expr::IsNotTrue(_)
            | Expr::IsNotFalse(_)
            | Expr::IsNotUnknown(_)
            | Expr::Negative(_)
            | Expr::Between(_)
            | Expr::Case(_)
            | Expr::Cast(_)
            | Expr::TryCast(_)
            | Expr::InList(_) => false,
            _ => true,
        };
        expression.exists(|part| Ok(is_unknown(part))).is_ok_and(|unknown| !unknown)
    }

    /// The aggregate as a node of the cluster, with its groups in the order of their first rows.
    fn sent(&self, aggregate: Aggregate) -> Result<LogicalPlan> {
        let schema = Arc::clone(&aggregate.schema);
        let (input, row) = self.with_rows(&aggregate.input, !aggregate.group_expr.is_empty())?;
        let Some(row) = row else {
            let whole = Aggregate::try_new(Arc::new(input), Vec::new(), aggregate.aggr_expr)?;
            return Ok(on_cluster(LogicalPlan::Aggregate(whole)));
        };
        let params = AggregateFunctionParams {
            args: vec![row],
            distinct: false,
            filter: None,
            order_by: Vec::new(),
            null_treatment: None,
        };
        let first = Expr::AggregateFunction(AggregateFunction { func: min_udaf(), params }).alias(FIRST_ROW);
        let mut calls = aggregate.aggr_expr;
        calls.push(first);
        let grouped = Aggregate::try_new(Arc::new(input), aggregate.group_expr, calls)?;
        let columns: Vec<Expr> = schema.columns().into_iter().map(Expr::Column).collect();
        LogicalPlanBuilder::from(on_cluster(LogicalPlan::Aggregate(grouped))).project(columns)?.build()
    }

    /// The rows of `responses` as the cluster reads them, and the column of their numbers, if that is wanted.
    fn with_rows(&self, plan: &LogicalPlan, is_wanted: bool) -> Result<(LogicalPlan, Option<Expr>)> {
        match plan {
            LogicalPlan::TableScan(scan) => self.scan(scan, is_wanted),
            LogicalPlan::Filter(filter) => {
                let (input, row) = self.with_rows(&filter.input, is_wanted)?;
                let filter = Filter::try_new(filter.predicate.clone(), Arc::new(input))?;
                Ok((LogicalPlan::Filter(filter), row))
            }
            LogicalPlan::Projection(projection) => {
                let (input, row) = self.with_rows(&projection.input, is_wanted)?;
                let mut columns = projection.expr.clone();
                columns.extend(row.clone().map(|row| row.alias(ROW)));
                let projection = Projection::try_new(columns, Arc::new(input))?;
                Ok((LogicalPlan::Projection(projection), row.map(|_| Expr::Column(Column::from_name(ROW)))))
            }
            LogicalPlan::SubqueryAlias(alias) => {
                let (input, row) = self.with_rows(&alias.input, is_wanted)?;
                let name = alias.alias.clone();
                let alias = SubqueryAlias::try_new(Arc::new(input), name.clone())?;
                let renamed = row.map(|row| Expr::Column(Column::new(Some(name), row_name(&row))));
                Ok((LogicalPlan::SubqueryAlias(alias), renamed))
            }
            _ => Err(DataFusionError::Internal("rows are not those of responses alone".into())),
        }
    }

    fn scan(&self, scan: &TableScan, is_wanted: bool) -> Result<(LogicalPlan, Option<Expr>)> {
        let row = self.responses.schema().index_of(ROW_ID)?;
        let mut projection = scan.projection.clone();
        if let Some(columns) = projection.as_mut().filter(|columns| is_wanted && !columns.contains(&row)) {
            columns.push(row);
        }
        let table: TableReference = scan.table_name.clone();
        let (source, filters) = (Arc::clone(&self.responses), scan.filters.clone());
        let plan = LogicalPlanBuilder::scan_with_filters(table.clone(), source, projection, filters)?.build()?;
        Ok((plan, is_wanted.then(|| Expr::Column(Column::new(Some(table), ROW_ID)))))
    }
}

/// Whether an expression is made from the number of the row, under its own name or another one that is not followed.
fn is_of_rows(expression: &Expr) -> bool {
    expression.column_refs().iter().any(|column| column.name == ROW_ID)
}

fn row_name(row: &Expr) -> &str {
    if let Expr::Column(column) = row { &column.name } else { ROW }
}

fn on_cluster(plan: LogicalPlan) -> LogicalPlan {
    LogicalPlan::Extension(Extension { node: Arc::new(OnCluster { plan }) })
}

fn unaliased(expression: &Expr) -> &Expr {
    if let Expr::Alias(alias) = expression { unaliased(&alias.expr) } else { expression }
}

/// Whether equal values have equal bits: of doubles, 0 and -0 are equal too.
fn has_one_form(of: &DataType) -> bool {
    of.is_integer()
        || matches!(
            of,
            DataType::Boolean
                | DataType::Utf8
                | DataType::LargeUtf8
                | DataType::Utf8View
                | DataType::Date32
                | DataType::Date64
                | DataType::Timestamp(..)
                | DataType::Time32(_)
                | DataType::Time64(_)
        )
}
