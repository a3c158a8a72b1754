//! The estimates of SQL: aggregates that know the sample of their session, and give an estimate with its error.
//!
//! | function | estimates |
//! |---|---|
//! | `survey_mean(x)` | the mean of a number |
//! | `survey_total(x)` | the total of a number |
//! | `survey_prop(condition [, interval])` | the part of 1 for whom a condition holds |
//! | `survey_ratio(y, x)` | the ratio of two totals |
//! | `survey_quantile(x, p [, rule])` | the value that a part `p` is at or below |
//! | `survey_n()` | how many of the population there are |
//!
//! Each takes the respondent's `row_id` as its last argument; where it is not given, it is the column `row_id` of the query. A row of
//! `responses` in no group stays in the design: groups are domains, never samples of their own. What is counted twice by a
//! join is counted twice here as well.

mod accumulator;
mod arguments;
mod estimates;
mod function;

use std::sync::{Arc, OnceLock};

use datafusion::logical_expr::AggregateUDF;
use datafusion::prelude::SessionContext;

pub(crate) use arguments::with_rows;

use crate::sample::Sample;
use function::SurveyFunction;

/// The sample of a session, once it has been read.
pub(crate) type SampleCell = Arc<OnceLock<Sample>>;

/// What a function estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Estimand {
    Mean,
    Total,
    Prop,
    Ratio,
    Quantile,
    N,
}

impl Estimand {
    pub(crate) const ALL: [Self; 6] = [Self::Mean, Self::Total, Self::Prop, Self::Ratio, Self::Quantile, Self::N];

    /// The function's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mean => "survey_mean",
            Self::Total => "survey_total",
            Self::Prop => "survey_prop",
            Self::Ratio => "survey_ratio",
            Self::Quantile => "survey_quantile",
            Self::N => "survey_n",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|estimand| estimand.name().eq_ignore_ascii_case(name))
    }

    /// How many arguments come before a method and the row.
    pub(crate) fn values(self) -> usize {
        match self {
            Self::N => 0,
            Self::Mean | Self::Total | Self::Prop => 1,
            Self::Ratio | Self::Quantile => 2,
        }
    }

    /// Whether a method may follow them, as a text.
    pub(crate) fn takes_method(self) -> bool {
        matches!(self, Self::Prop | Self::Quantile)
    }
}

/// Makes the functions known.
pub(crate) fn register(context: &SessionContext, sample: &SampleCell) {
    for estimand in Estimand::ALL {
        context.register_udaf(AggregateUDF::from(SurveyFunction::new(estimand, Arc::clone(sample))));
    }
}
