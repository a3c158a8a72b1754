//! Respondents, each once.

use topline_survey::{TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// Respondents, each once.
pub(super) struct UnweightedCount;

impl Measure for UnweightedCount {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "How many respondents the row counts, each once, whatever their weights.",
            formula: "number of those counted",
            example: Example { figure: "M.1:unweighted_count@sex.1", x: 2.0, source: "by hand: two of four" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Respondents
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let counted = cell.respondents();
        Measured { x: Some(counted.n as f64), unit: Unit::Count, counted, base: cell.base() }
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let counted = query.in_row();
        let x = CellQuery::number(&counted);
        query.counting(counted, query.in_base(), &x)
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_row("unweighted_count", "_n")
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
