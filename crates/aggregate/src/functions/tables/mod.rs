//! The table functions of SQL: tables of a question, counted from `responses` as the query asks for them.
//!
//! | function | a row for |
//! |---|---|
//! | `frequencies(question [, filter] [, base])` | each net and option of a question (of each item) |
//! | `crosstab(question, by [, filter] [, base])` | the same, by the total, nets and options of another question |
//! | `net(question, option [, option ...] [, filter =>] [, base =>])` | one net, or these options as one (of each item) |
//! | `multi_response(question [, filter] [, base])` | each net and option of tick boxes, out of respondents and of ticks |
//! | `ranks(question [, filter] [, base])` | each item of a ranking |
//!
//! Each becomes plain SQL over `responses` ([`cells`], [`ranks`]) and is planned as a view, so that a query can do no more by
//! them than without them. Weights are used wherever the survey has them. Nothing is held back: what disclosure says is of
//! figures, and these read the answers themselves.

mod arguments;
mod call;
mod cells;
mod function;
mod ranks;

use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, plan_datafusion_err};
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;

pub(super) use call::with_arguments;
pub(crate) use function::Function;

use super::names::Questions;
use super::prepared::view;
use arguments::Arguments;

/// Makes the table functions known.
pub(super) fn register(context: &SessionContext, questions: &Arc<Questions>) {
    for function in Function::ALL {
        let questions = Arc::clone(questions);
        context.register_udtf(function.name(), Arc::new(SurveyTable { function, questions }));
    }
}

#[derive(Debug)]
struct SurveyTable {
    function: Function,
    questions: Arc<Questions>,
}

impl TableFunctionImpl for SurveyTable {
    fn call_with_args(&self, call: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let state = call.session().as_any().downcast_ref::<SessionState>();
        let state = state.ok_or_else(|| plan_datafusion_err!("a session of another engine"))?;
        let arguments = Arguments::read(self.function, call.exprs(), &self.questions, state)?;
        let sql = match self.function {
            Function::Ranks => ranks::sql(&arguments, self.questions.weighted),
            Function::Frequencies | Function::Crosstab | Function::Net | Function::MultiResponse => {
                cells::sql(self.function, &arguments, self.questions.weighted)
            }
        };
        view(state, sql, &self.questions)
    }
}
