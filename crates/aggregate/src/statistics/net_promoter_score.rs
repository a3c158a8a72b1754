//! Those who give 9 or 10, less those who give 0 to 6, in points.

use topline_survey::{Question, TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::mean::MEAN;
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// Those who give 9 or 10, less those who give 0 to 6, in points.
pub(super) struct NetPromoterScore;

impl Measure for NetPromoterScore {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The percentage who give 9 or 10 less the percentage who give 0 to 6.",
            formula: "100 * (sum of w where x >= 9 - sum of w where x <= 6) / sum of w",
            example: Example {
                figure: "S.net_promoter_score",
                x: 20.0,
                source: "by hand: (1 + 2 + 1 + 1 - 1 - 2) / 10",
            },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Sums(points)
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        cell.mean(Unit::Points)
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        query.of_values(points, |value| query.mean(value))
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

/// What a respondent adds to the score.
fn points(_: &Question, _: i32, value: f64) -> f64 {
    if value >= 9.0 {
        100.0
    } else if value <= 6.0 {
        -100.0
    } else {
        0.0
    }
}
