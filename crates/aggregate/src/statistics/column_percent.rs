//! The part of a row in the base of its column.

use topline_survey::TableRow;

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The part of a row in the base of its column.
pub(super) struct ColumnPercent;

impl Measure for ColumnPercent {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The part of the respondents in the base of a column whom the row counts.",
            formula: "100 * sum of w of those counted / sum of w of the base",
            example: Example { figure: "M.1@sex.1", x: 60.0, source: "by hand: (1 + 2) / (1 + 2 + 1 + 1)" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Respondents
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        Measured::percent(cell.respondents(), cell.base())
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let counted = query.in_row();
        let x = query.percent(&counted);
        query.counting(counted, query.in_base(), &x)
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_row("column_percent", "100.0 * _n_weighted / nullif(_base_weighted, 0)")
    }

    fn column_test(&self) -> ColumnTest {
        ColumnTest::Proportions
    }

    fn design_error(&self) -> DesignError {
        DesignError::OfRatio
    }

    fn base_prefix(&self) -> &'static str {
        ""
    }
}
