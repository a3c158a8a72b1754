//! The standard deviation of the values.

use topline_survey::{TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::measure::own_value;
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The standard deviation of the values.
pub(super) struct StandardDeviation;

impl Measure for StandardDeviation {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "How far values are from their mean, as svyvar of R's survey package estimates it.",
            formula: "sqrt(n / (n - 1) * sum of w (x - mean)^2 / sum of w)",
            example: Example {
                figure: "N.standard_deviation",
                x: 1.939_071_942_966_531,
                source: "by hand: sqrt(32.9 / 10 * 8 / 7); R: sqrt(svyvar(~N, svydesign(~1, weights = ~w)))",
            },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Sums(own_value)
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let base = cell.respondents();
        Measured::of_values(cell.deviation(&base), Unit::Score, base)
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        query.of_values(own_value, |value| query.deviation(value))
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_values("standard_deviation", "sqrt(_spread * _base / nullif(_base - 1, 0))")
    }

    fn column_test(&self) -> ColumnTest {
        ColumnTest::None
    }

    fn design_error(&self) -> DesignError {
        DesignError::None
    }

    fn base_prefix(&self) -> &'static str {
        ""
    }
}
