//! The survey functions of SQL, for `figures/*.sql` and for those who query a run.
//!
//! | function | gives |
//! |---|---|
//! | `percent(count, base [, decimals])` | the percentage as published |
//! | `label(question, code)` | the label of an option |
//! | `share(condition [, weight])` | the percentage for whom the condition holds, exact |
//! | `n_effective(weight)` | Kish's effective size |
//! | `mean_rank(rank [, weight])` | the mean rank of an item |
//! | `binomial_interval`, `compare_shares`, `adjust_p` | intervals and tests of simple samples |
//!
//! The estimates stand in [`survey`], tables of a question in [`tables`], and its answers one a row in [`views`]. Some arguments
//! are names of questions and options ([`names`]), which are looked up before a statement is planned ([`prepared`]).
//!
//! `information_schema.routines` has their documentation beside that of the engine's own functions, but for those of [`tables`].

mod choices;
mod comparisons;
mod label;
mod literals;
mod mean_rank;
mod membership;
mod n_effective;
pub(crate) mod names;
pub(crate) mod naming_error;
mod percent;
mod places;
mod prepared;
mod section;
mod share;
pub(crate) mod simple_tests;
pub(crate) mod survey;
pub(crate) mod tables;
mod views;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};
use datafusion::prelude::SessionContext;
use topline_survey::Plan;

pub(crate) use prepared::prepare;

use label::LabelFunction;
use mean_rank::MeanRankFunction;
use n_effective::EffectiveFunction;
use names::Questions;
use percent::PercentFunction;
use share::ShareFunction;

use crate::checked;
use crate::tally::TallyFunction;

/// The functions that mean the same whatever the pipeline, and in every process that knows them by name: those of checked
/// arithmetic, and the aggregates whose partial states merge to the same bits. The workers of a cluster know them.
#[must_use]
pub fn portable_functions() -> (Vec<ScalarUDF>, Vec<AggregateUDF>) {
    let aggregates = vec![
        checked::sum(),
        AggregateUDF::from(ShareFunction::new()),
        AggregateUDF::from(EffectiveFunction::new()),
        AggregateUDF::from(MeanRankFunction::new()),
        AggregateUDF::from(TallyFunction::new(None)),
    ];
    (checked::operations(), aggregates)
}

/// Makes the survey functions and the views known, with the rounding and the codebook of a plan.
pub(crate) fn register(context: &SessionContext, plan: &Plan) -> Arc<Questions> {
    context.register_udf(ScalarUDF::from(PercentFunction::new(&plan.survey.rounding)));
    context.register_udf(ScalarUDF::from(LabelFunction::new(&plan.codebook)));
    context.register_udaf(AggregateUDF::from(ShareFunction::new()));
    context.register_udaf(AggregateUDF::from(EffectiveFunction::new()));
    context.register_udaf(AggregateUDF::from(MeanRankFunction::new()));
    simple_tests::register(context);
    let questions = Arc::new(Questions::new(plan));
    tables::register(context, &questions);
    views::register(context, &questions);
    questions
}
