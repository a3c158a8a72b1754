//! The part of a column in its row of the total column.

use topline_survey::TableRow;

use crate::statistics::cell_query::joined;
use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The part of a column in its row of the total column.
pub(super) struct RowPercent;

impl Measure for RowPercent {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "Of all whom the row counts in the total column, the part that is in this column.",
            formula: "100 * sum of w of those counted in the column / sum of w of those counted in the total",
            example: Example {
                figure: "M.1:row_percent@sex.1",
                x: 300.0 / 7.0,
                source: "by hand: (1 + 2) / (1 + 2 + 2 + 1 + 1)",
            },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Respondents
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        Measured::percent(cell.respondents(), cell.in_total().respondents())
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let in_column = query.in_column();
        let base = joined(&[query.in_table_base()], Some(&query.in_row()));
        let x = query.percent(&in_column);
        query.counting(in_column, base, &x)
    }

    fn formula(&self, _: &TableRow) -> Formula {
        let numbers = ["_n", "_total_n", "_total_n_weighted", "100.0 * _n_weighted / nullif(_total_n_weighted, 0)"];
        Formula { name: "row_percent", numbers, quantile: None }
    }

    fn column_test(&self) -> ColumnTest {
        ColumnTest::None
    }

    fn design_error(&self) -> DesignError {
        DesignError::None
    }

    fn base_prefix(&self) -> &'static str {
        "those in the row, of "
    }
}
