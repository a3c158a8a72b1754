//! The standard error of the mean.

use topline_survey::{TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::measure::own_value;
use crate::statistics::{
    CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads, effective,
};

/// The standard error of the mean.
pub(super) struct StandardError;

impl Measure for StandardError {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "How far the mean of another sample may be: the standard deviation over the square root of Kish's effective size; under a declared design, the design's own.",
            formula: "standard deviation / sqrt((sum of w)^2 / sum of w^2)",
            example: Example {
                figure: "N.standard_error",
                x: 0.725_534_285_888_682,
                source: "by hand: sqrt(3.76 * 14 / 100)",
            },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Sums(own_value)
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let base = cell.respondents();
        let effective = effective(cell.plan, &base);
        let deviation = cell.deviation(&base).filter(|_| effective > 0.0);
        Measured::of_values(deviation.map(|deviation| deviation / effective.sqrt()), Unit::Score, base)
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let weight = query.weight;
        let effective = format!("power(sum({weight}), 2) / nullif(sum({weight} * {weight}), 0)");
        query.of_values(own_value, |value| format!("{} / sqrt({effective})", query.deviation(value)))
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_values(
            "standard_error",
            "sqrt(_spread * _base / nullif(_base - 1, 0))\n      / sqrt(power(_base_weighted, 2) / nullif(_squared_weight, 0))",
        )
    }

    fn column_test(&self) -> ColumnTest {
        ColumnTest::None
    }

    fn design_error(&self) -> DesignError {
        DesignError::IsValue
    }

    fn base_prefix(&self) -> &'static str {
        ""
    }
}
