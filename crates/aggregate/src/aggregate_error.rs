//! Why there are no figures.

use arrow::datatypes::DataType;
use datafusion::common::DataFusionError;
use thiserror::Error;
use topline_estimate::letter_error::LetterError;

use crate::closed::Refusal;
use crate::sample_error::SampleError;
use crate::sql_error::{SqlError, SqlSpan};

/// Why there are no figures.
#[derive(Debug, Error)]
pub enum AggregateError {
    /// A table of the run cannot be read.
    #[error("read the table `{table}` of the run")]
    Table {
        /// The table.
        table: String,
        /// Why.
        source: SqlError,
    },
    /// A query fails.
    #[error("run the SQL of {what}")]
    Query {
        /// What the query is for.
        what: String,
        /// Why.
        source: SqlError,
    },
    /// Numbers whose squares are beyond what exact sums hold.
    #[error("sum up `{column}`: some of its numbers are too large to be summed exactly")]
    TooLarge {
        /// The column of `responses`.
        column: String,
    },
    /// A query may not do what it does.
    #[error("run the SQL of {what}: {refusal}")]
    Refused {
        /// What the query is for.
        what: String,
        /// Why not.
        refusal: Refusal,
    },
    /// A derived question's SQL gives what no answer to it can be.
    #[error("derive `{question}`: its SQL gives {found} and not {wanted}")]
    Derived {
        /// The question.
        question: String,
        /// What its answers are.
        wanted: &'static str,
        /// The type of what the SQL gives.
        found: DataType,
    },
    /// The sample that the survey declares does not fit its responses.
    #[error("sample as `survey.toml` declares: {0}")]
    Sample(SampleError),
    /// Columns cannot be compared.
    #[error("compare the columns of a table")]
    Letters(#[source] LetterError),
    /// A query of `figures/` gives columns that are no figures.
    #[error("read figures from `figures/{id}.sql`: {lack}")]
    Shape {
        /// The query.
        id: String,
        /// What is wrong.
        lack: ShapeLack,
    },
}

impl AggregateError {
    /// The part of the SQL that it is about; where it tells.
    #[must_use]
    pub fn span(&self) -> Option<SqlSpan> {
        if let Self::Query { source, .. } = self { source.span() } else { None }
    }

    pub(crate) fn table(table: &str, error: DataFusionError) -> Self {
        Self::Table { table: table.to_owned(), source: error.into() }
    }

    pub(crate) fn query(what: &str, error: DataFusionError) -> Self {
        Self::Query { what: what.to_owned(), source: error.into() }
    }
}

/// What a query of `figures/` lacks.
#[derive(Debug, Error)]
pub enum ShapeLack {
    /// A needed column.
    #[error("it has no column `{0}`")]
    Column(&'static str),
    /// A row without a name.
    #[error("its row {0} has no name")]
    Name(usize),
    /// A name used twice.
    #[error("its row name `{0}` is there twice")]
    Twice(String),
    /// A negative count.
    #[error("its row `{0}` counts less than none")]
    Negative(String),
}
