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
mod ranks;

use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result, plan_datafusion_err};
use datafusion::datasource::ViewTable;
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use futures::FutureExt as _;

pub(super) use call::with_arguments;

use super::names::Questions;
use super::without_places;
use crate::functions::prepare;
use arguments::Arguments;

/// A table function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Frequencies,
    Crosstab,
    Net,
    MultiResponse,
    Ranks,
}

impl Function {
    pub(crate) const ALL: [Self; 5] = [Self::Frequencies, Self::Crosstab, Self::Net, Self::MultiResponse, Self::Ranks];

    /// Its name in SQL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Frequencies => "frequencies",
            Self::Crosstab => "crosstab",
            Self::Net => "net",
            Self::MultiResponse => "multi_response",
            Self::Ranks => "ranks",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// How it is called.
    pub(crate) fn usage(self) -> &'static str {
        match self {
            Self::Frequencies => "frequencies('question' [, filter => condition] [, base => 'asked'])",
            Self::Crosstab => "crosstab('question', 'by' [, filter => condition] [, base => 'asked'])",
            Self::Net => "net('question', 'option' [, 'option' ...] [, filter => condition] [, base => 'asked'])",
            Self::MultiResponse => "multi_response('question' [, filter => condition] [, base => 'asked'])",
            Self::Ranks => "ranks('question' [, filter => condition] [, base => 'asked'])",
        }
    }

    /// The arguments that may stand without their names, in order.
    fn positions(self) -> &'static [Slot] {
        match self {
            Self::Crosstab => &[Slot::Question, Slot::By, Slot::Filter, Slot::Base],
            Self::Net => &[Slot::Question],
            Self::Frequencies | Self::MultiResponse | Self::Ranks => &[Slot::Question, Slot::Filter, Slot::Base],
        }
    }

    /// Whether any number of options follow.
    fn takes_options(self) -> bool {
        self == Self::Net
    }
}

/// An argument of a table function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Question,
    By,
    Filter,
    Base,
}

impl Slot {
    /// In the order in which a call has them once its arguments are in order; options come last.
    const ALL: [Self; 4] = [Self::Question, Self::By, Self::Filter, Self::Base];

    fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::By => "by",
            Self::Filter => "filter",
            Self::Base => "base",
        }
    }
}

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

/// Plans SQL of our own over the tables of a session as a view.
///
/// It waits for nothing: the tables are in memory, whatever they hold is not.
pub(super) fn view(state: &SessionState, sql: String, questions: &Questions) -> Result<Arc<dyn TableProvider>> {
    let planned = || {
        let mut statement = state.sql_to_statement(&sql, &state.config_options().sql_parser.dialect)?;
        prepare(&mut statement, questions)?;
        let planned = state.statement_to_plan(statement).now_or_never();
        planned.ok_or_else(|| plan_datafusion_err!("a table is not there yet"))?
    };
    let plan = planned().map_err(without_places)?;
    Ok(Arc::new(ViewTable::new(plan, Some(sql))))
}
