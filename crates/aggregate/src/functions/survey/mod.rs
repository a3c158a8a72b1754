//! The estimates and tests of SQL: aggregates that know the sample of their session.
//!
//! What each takes and gives stands in [`words`], from which the reference is generated. Each takes the respondent's `row_id`, which
//! is the column of that name where it is not given. A row of `responses` in no group stays in the design: groups are domains, never
//! samples of their own. What is counted twice by a join is counted twice here as well.

mod accumulator;
mod arguments;
mod called;
mod estimand;
mod estimates;
mod function;
mod options;
mod respondents;
mod shapes;
mod standardised;
mod test_results;
pub(crate) mod words;

use std::sync::Arc;

use datafusion::logical_expr::AggregateUDF;
use datafusion::prelude::SessionContext;

pub(crate) use arguments::with_rows;
pub(crate) use estimand::{Estimand, SampleCell};

use function::SurveyFunction;

/// Makes the functions known.
pub(crate) fn register(context: &SessionContext, sample: &SampleCell) {
    for estimand in Estimand::ALL {
        context.register_udaf(AggregateUDF::from(SurveyFunction::new(estimand, Arc::clone(sample))));
    }
}
