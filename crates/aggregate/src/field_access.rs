//! `estimate['se']`: a field of a struct, by its name.
//!
//! The engine's own planner of this comes with its functions over lists, which surveys have no use for and which take long to
//! build.

use datafusion::common::DFSchema;
use datafusion::common::Result;
use datafusion::functions::core::get_field;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawFieldAccessExpr};
use datafusion::logical_expr::{GetFieldAccess, lit};

/// Plans the access to a field by its name.
#[derive(Debug)]
pub(crate) struct FieldAccess;

impl ExprPlanner for FieldAccess {
    fn plan_field_access(
        &self,
        access: RawFieldAccessExpr,
        _columns: &DFSchema,
    ) -> Result<PlannerResult<RawFieldAccessExpr>> {
        let GetFieldAccess::NamedStructField { name } = &access.field_access else {
            return Ok(PlannerResult::Original(access));
        };
        let name = lit(name.clone());
        Ok(PlannerResult::Planned(get_field().call(vec![access.expr, name])))
    }
}
