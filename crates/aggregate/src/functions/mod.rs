//! The survey functions of SQL, for `figures/*.sql` and for those who query a run.
//!
//! | function | gives |
//! |---|---|
//! | `percent(count, base [, decimals])` | the percentage as published |
//! | `label(question, code)` | the label of an option |
//! | `share(condition [, weight])` | the percentage for whom the condition holds, exact |
//! | `n_effective(weight)` | Kish's effective size |
//!
//! The estimates stand in [`survey`].
//!
//! `information_schema.routines` has their documentation beside that of the engine's own functions.

mod label;
mod n_effective;
mod percent;
mod share;
pub(crate) mod survey;

use datafusion::logical_expr::{AggregateUDF, DocSection, ScalarUDF};
use datafusion::prelude::SessionContext;
use topline_survey::Plan;

use label::LabelFunction;
use n_effective::EffectiveFunction;
use percent::PercentFunction;
use share::ShareFunction;

/// Where the documentation of the survey functions stands.
const SECTION: DocSection = DocSection { include: true, label: "Survey functions", description: None };

/// Makes the survey functions known, with the rounding and the codebook of a plan.
pub(crate) fn register(context: &SessionContext, plan: &Plan) {
    context.register_udf(ScalarUDF::from(PercentFunction::new(&plan.survey.rounding)));
    context.register_udf(ScalarUDF::from(LabelFunction::new(&plan.codebook)));
    context.register_udaf(AggregateUDF::from(ShareFunction::new()));
    context.register_udaf(AggregateUDF::from(EffectiveFunction::new()));
}
