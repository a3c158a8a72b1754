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
//! are names of questions and options ([`names`]), which are looked up before a statement is planned ([`prepare`]).
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
mod share;
pub(crate) mod simple_tests;
pub(crate) mod survey;
pub(crate) mod tables;
mod views;

use std::sync::Arc;

use datafusion::common::{DataFusionError, Result};
use datafusion::logical_expr::{AggregateUDF, DocSection, ScalarUDF};
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::Statement;
use topline_survey::Plan;

use label::LabelFunction;
use mean_rank::MeanRankFunction;
use n_effective::EffectiveFunction;
use names::Questions;
use percent::PercentFunction;
use share::ShareFunction;

/// Where the documentation of the survey functions stands.
const SECTION: DocSection = DocSection { include: true, label: "Survey functions", description: None };

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

/// Makes a statement one that the engine can plan: names of questions and options are looked up, arguments are put in order,
/// and estimates get the respondent's row.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
pub(crate) fn prepare(statement: &mut Statement, questions: &Questions) -> Result<()> {
    match statement {
        Statement::Explain(explained) => prepare(&mut explained.statement, questions),
        Statement::Statement(query) => {
            tables::with_arguments(query, questions)?;
            choices::with_choices(query, questions)?;
            survey::with_rows(statement)
        }
        _ => Ok(()),
    }
}

/// An error without its place, which is one in SQL that its reader did not write.
#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn without_places(error: DataFusionError) -> DataFusionError {
    match error {
        DataFusionError::Diagnostic(_, error) | DataFusionError::Context(_, error) => without_places(*error),
        other => other,
    }
}
