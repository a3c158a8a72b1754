//! The part of a tick in all ticks of the column.

use topline_survey::TableRow;

use crate::condition::{Few, kept, ticks, ticks_in_row};
use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The part of a tick in all ticks of the column.
pub(super) struct ResponsePercent;

impl Measure for ResponsePercent {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "Of all boxes that the respondents of the column tick, the part that are the row's; it adds to 100.",
            formula: "100 * sum of w of the row's ticks / sum of w of all ticks",
            example: Example { figure: "M.1:response_percent", x: 700.0 / 17.0, source: "by hand: 7 / (7 + 5 + 5)" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Ticks
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        Measured::percent(cell.ticks(), cell.all_ticks())
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let (base, weight) = (query.in_base(), query.weight);
        let all = ticks(query.part.question, &kept(query.table, query.part.question));
        let own = ticks_in_row(query.table, query.part, &query.row.gathers, &Few::Joined("few".into()));
        let sql = format!(
            "select\n  coalesce(sum({own}), 0) as n,\n  coalesce(sum({all}), 0) as base,\n  \
             coalesce(sum({all} * {weight}), 0) as base_weighted,\n  100.0 * sum({own} * {weight}) / nullif(sum({all} * {weight}), 0) as x\n\
             from responses\nwhere {base}"
        );
        CellSql { query: sql, base, counted: Some(query.in_row()) }
    }

    fn formula(&self, _: &TableRow) -> Formula {
        let numbers = [
            "cast(coalesce(_value, 0) as bigint)",
            "cast(coalesce(_whole, 0) as bigint)",
            "coalesce(_whole_weighted, 0)",
            "100.0 * _value_weighted / nullif(_whole_weighted, 0)",
        ];
        Formula { name: "response_percent", numbers, quantile: None }
    }

    fn column_test(&self) -> ColumnTest {
        ColumnTest::None
    }

    fn design_error(&self) -> DesignError {
        DesignError::None
    }

    fn base_prefix(&self) -> &'static str {
        "all answers ticked by "
    }
}
