//! The mean of ranks turned round: first of five scores 5.

use topline_survey::{Question, TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::mean::MEAN;
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The mean of ranks turned round: first of five scores 5.
pub(super) struct RankScore;

impl Measure for RankScore {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The mean of ranks turned round, so that higher is more important: the first of five scores 5, the last 1.",
            formula: "sum of w (items + 1 - rank) / sum of w",
            example: Example {
                figure: "R.x.rank_score",
                x: 2.3,
                source: "by hand: (3 + 4 + 3 + 1 + 6 + 2 + 3 + 1) / 10",
            },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Sums(turned_round)
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        cell.mean(Unit::Score)
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        query.of_values(turned_round, |value| query.mean(value))
    }

    fn formula(&self, _: &TableRow) -> Formula {
        MEAN
    }

    fn column_test(&self) -> ColumnTest {
        ColumnTest::Means
    }

    fn design_error(&self) -> DesignError {
        DesignError::OfRatio
    }

    fn base_prefix(&self) -> &'static str {
        ""
    }
}

/// The score of a rank.
fn turned_round(question: &Question, rank: i32, _: f64) -> f64 {
    question.items().len() as f64 + 1.0 - f64::from(rank)
}
