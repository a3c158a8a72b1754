//! The part of a cell in the base of the whole table.

use topline_survey::TableRow;

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The part of a cell in the base of the whole table.
pub(super) struct TablePercent;

impl Measure for TablePercent {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The part of the respondents in the base of the whole table who are in the column and whom the row counts.",
            formula: "100 * sum of w of those counted in the column / sum of w of the base of the total",
            example: Example { figure: "M.1:table_percent@sex.1", x: 30.0, source: "by hand: (1 + 2) / 10" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Respondents
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        Measured::percent(cell.respondents(), cell.in_total().base())
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let both = format!("({}) and {}", query.in_row(), query.in_column());
        let x = query.percent(&both);
        query.counting(both, query.in_table_base(), &x)
    }

    fn formula(&self, _: &TableRow) -> Formula {
        let x = "100.0 * _n_weighted / nullif(_total_base_weighted, 0)";
        Formula { name: "table_percent", numbers: ["_n", "_total_base", "_total_base_weighted", x], quantile: None }
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
