//! The statistics of tables, one file each: its value from the cells of the tally, its plain SQL, and a worked example.
//!
//! [`measure()`] finds the file of a [`Statistic`]. Every decision about a statistic is a method of [`Measure`] that each file
//! answers; none has a default, so that a new statistic does not compile until all of them are answered.

mod cell_counts;
mod cell_query;
mod column_percent;
mod count;
mod documentation;
mod index;
mod maximum;
mod mean;
mod mean_answers;
mod measure;
mod median;
mod minimum;
mod net_promoter_score;
mod rank_score;
mod response_percent;
mod row_percent;
mod standard_deviation;
mod standard_error;
mod table_percent;
mod unweighted_count;
mod unweighted_percent;

use topline_survey::Statistic;

pub(crate) use cell_counts::{CellCounts, Measured, effective, percentage};
pub(crate) use cell_query::{CellQuery, CellSql};
pub use documentation::{Documentation, Example, documentation};
pub(crate) use measure::{
    ColumnTest, DesignError, Formula, Measure, Reads, Score, column_test, design_error, of_row, own_value,
};

/// What a statistic is made of.
pub(crate) fn measure(statistic: Statistic) -> &'static dyn Measure {
    match statistic {
        Statistic::ColumnPercent => &column_percent::ColumnPercent,
        Statistic::UnweightedPercent => &unweighted_percent::UnweightedPercent,
        Statistic::Count => &count::Count,
        Statistic::UnweightedCount => &unweighted_count::UnweightedCount,
        Statistic::RowPercent => &row_percent::RowPercent,
        Statistic::TablePercent => &table_percent::TablePercent,
        Statistic::ResponsePercent => &response_percent::ResponsePercent,
        Statistic::Index => &index::Index,
        Statistic::Mean => &mean::Mean,
        Statistic::Median => &median::Median,
        Statistic::StandardDeviation => &standard_deviation::StandardDeviation,
        Statistic::StandardError => &standard_error::StandardError,
        Statistic::Minimum => &minimum::Minimum,
        Statistic::Maximum => &maximum::Maximum,
        Statistic::NetPromoterScore => &net_promoter_score::NetPromoterScore,
        Statistic::MeanAnswers => &mean_answers::MeanAnswers,
        Statistic::RankScore => &rank_score::RankScore,
    }
}
