//! Respondents, weighted where the survey is.

use topline_survey::{TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// Respondents, weighted where the survey is.
pub(super) struct Count;

impl Measure for Count {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "How many respondents the row counts; their weights added where the survey is weighted.",
            formula: "sum of w of those counted",
            example: Example { figure: "M.1:count@sex.1", x: 3.0, source: "by hand: 1 + 2" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Respondents
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let counted = cell.respondents();
        Measured { x: Some(counted.weight), unit: Unit::Count, counted, base: cell.base() }
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let counted = query.in_row();
        let x = query.sum(&counted);
        query.counting(counted, query.in_base(), &x)
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_row("count", "_n_weighted")
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
