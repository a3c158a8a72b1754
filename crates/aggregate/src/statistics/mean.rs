//! The mean of the values.

use topline_survey::{TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::measure::own_value;
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The mean of a line's values.
pub(super) const MEAN: Formula = Formula::of_values("mean", "1.0 * _value_weighted / nullif(_base_weighted, 0)");

/// The mean of the values.
pub(super) struct Mean;

impl Measure for Mean {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The mean of the values of those who have one.",
            formula: "sum of w x / sum of w",
            example: Example {
                figure: "N.mean",
                x: 4.9,
                source: "by hand: 49 / 10; R: weighted.mean(c(2,4,4,4,5,5,7,9), c(1,2,1,1,2,1,1,1))",
            },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Sums(own_value)
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        cell.mean(Unit::Score)
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        query.of_values(own_value, |value| query.mean(value))
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
