//! What a table can tell: of each row that counts, and of the values as a whole.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use strum::VariantArray;

use crate::answer::Kind;

/// A statistic of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema, VariantArray)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The part of a row in the base of its column.
    ColumnPercent,
    /// The same with each respondent counted once.
    UnweightedPercent,
    /// Respondents, weighted where the survey is.
    Count,
    /// Respondents, each once.
    UnweightedCount,
    /// The part of a column in its row's total.
    RowPercent,
    /// The part of a cell in the base of the whole table.
    TablePercent,
    /// The part of a tick in all ticks of the column.
    ResponsePercent,
    /// The column percentage against that of the total, which is 100.
    Index,
    /// The mean of the values.
    Mean,
    /// The value in the middle.
    Median,
    /// The standard deviation of the values.
    StandardDeviation,
    /// The standard error of their mean.
    StandardError,
    /// The least value.
    Minimum,
    /// The greatest value.
    Maximum,
    /// Those who give 9 or 10, less those who give 0 to 6, in points.
    NetPromoterScore,
    /// How many boxes a respondent ticks on average.
    MeanAnswers,
    /// The mean of ranks turned round, so that higher is more important: first of five scores 5.
    RankScore,
}

impl Statistic {
    /// The word for it in the pipeline's files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ColumnPercent => "column_percent",
            Self::UnweightedPercent => "unweighted_percent",
            Self::Count => "count",
            Self::UnweightedCount => "unweighted_count",
            Self::RowPercent => "row_percent",
            Self::TablePercent => "table_percent",
            Self::ResponsePercent => "response_percent",
            Self::Index => "index",
            Self::Mean => "mean",
            Self::Median => "median",
            Self::StandardDeviation => "standard_deviation",
            Self::StandardError => "standard_error",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::NetPromoterScore => "net_promoter_score",
            Self::MeanAnswers => "mean_answers",
            Self::RankScore => "rank_score",
        }
    }

    /// As a reader of a table sees it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ColumnPercent => "Column %",
            Self::UnweightedPercent => "Unweighted %",
            Self::Count => "Count",
            Self::UnweightedCount => "Unweighted count",
            Self::RowPercent => "Row %",
            Self::TablePercent => "Table %",
            Self::ResponsePercent => "% of responses",
            Self::Index => "Index",
            Self::Mean => "Mean",
            Self::Median => "Median",
            Self::StandardDeviation => "Standard deviation",
            Self::StandardError => "Standard error",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
            Self::NetPromoterScore => "Net promoter score",
            Self::MeanAnswers => "Mean number of answers",
            Self::RankScore => "Rank score",
        }
    }

    /// Whether each row that counts has it, rather than the table in a row of its own.
    #[must_use]
    pub fn is_of_rows(self) -> bool {
        match self {
            Self::ColumnPercent
            | Self::UnweightedPercent
            | Self::Count
            | Self::UnweightedCount
            | Self::RowPercent
            | Self::TablePercent
            | Self::ResponsePercent
            | Self::Index => true,
            Self::Mean
            | Self::Median
            | Self::StandardDeviation
            | Self::StandardError
            | Self::Minimum
            | Self::Maximum
            | Self::NetPromoterScore
            | Self::MeanAnswers
            | Self::RankScore => false,
        }
    }

    /// Whether it counts each respondent once, whatever they weigh.
    #[must_use]
    pub fn counts_each_once(self) -> bool {
        match self {
            Self::UnweightedPercent | Self::UnweightedCount => true,
            Self::ColumnPercent
            | Self::Count
            | Self::RowPercent
            | Self::TablePercent
            | Self::ResponsePercent
            | Self::Index
            | Self::Mean
            | Self::Median
            | Self::StandardDeviation
            | Self::StandardError
            | Self::Minimum
            | Self::Maximum
            | Self::NetPromoterScore
            | Self::MeanAnswers
            | Self::RankScore => false,
        }
    }

    /// Whether answers of this kind have it.
    #[must_use]
    pub fn is_of(self, kind: Kind) -> bool {
        match self {
            Self::ColumnPercent
            | Self::UnweightedPercent
            | Self::Count
            | Self::UnweightedCount
            | Self::RowPercent
            | Self::TablePercent
            | Self::Index => true,
            Self::ResponsePercent | Self::MeanAnswers => kind == Kind::Multi,
            Self::RankScore => kind == Kind::Rank,
            Self::NetPromoterScore => matches!(kind, Kind::Single | Kind::Grid),
            Self::Mean
            | Self::Median
            | Self::StandardDeviation
            | Self::StandardError
            | Self::Minimum
            | Self::Maximum => matches!(kind, Kind::Single | Kind::Grid | Kind::Rank | Kind::Number),
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
