//! The least value.

use topline_survey::TableRow;

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::measure::own_value;
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The least value.
pub(super) struct Minimum;

impl Measure for Minimum {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The least value that anybody has.",
            formula: "min x",
            example: Example { figure: "N.minimum", x: 2.0, source: "by hand" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Distribution(own_value)
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        cell.extreme(f64::min)
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let weight = query.weight;
        query.of_values(own_value, |value| format!("case when sum({weight}) > 0 then min({value}) end"))
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_values("minimum", "case when _base_weighted > 0 then _least end")
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
