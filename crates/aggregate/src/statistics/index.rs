//! The column percentage against that of the total, which is 100.

use topline_survey::{TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{
    CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads, percentage,
};

/// The column percentage against that of the total, which is 100.
pub(super) struct Index;

impl Measure for Index {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The column percentage divided by that of the total column: 100 is as in the total, 120 a fifth more.",
            formula: "100 * column percentage / column percentage of the total",
            example: Example { figure: "M.1:index@sex.1", x: 600.0 / 7.0, source: "by hand: 60 / 70" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Respondents
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let (counted, base, total) = (cell.respondents(), cell.base(), cell.in_total());
        let whole = percentage(&total.respondents(), &total.base()).filter(|whole| *whole > 0.0);
        let x = percentage(&counted, &base).zip(whole).map(|(own, whole)| 100.0 * own / whole);
        Measured { x, unit: Unit::Index, counted, base }
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let (counted, in_column, weight) = (query.in_row(), query.in_column(), query.weight);
        let both = format!("({counted}) and {in_column}");
        let column = format!("1.0 * {} / nullif(sum({weight}) filter (where {in_column}), 0)", query.sum(&both));
        let whole = format!("1.0 * {} / nullif(sum({weight}), 0)", query.sum(&counted));
        let sql = format!(
            "select\n  {} as n,\n  {} as base,\n  coalesce(sum({weight}) filter (where {in_column}), 0) as base_weighted,\n  \
             100.0 * ({column}) / nullif({whole}, 0) as x\nfrom responses\nwhere {}",
            CellQuery::number(&both),
            CellQuery::number(&in_column),
            query.in_table_base(),
        );
        CellSql { query: sql, base: query.in_base(), counted: Some(counted) }
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_row(
            "index",
            "100.0 * (1.0 * _n_weighted / nullif(_base_weighted, 0))\n      / nullif(1.0 * _total_n_weighted / nullif(_total_base_weighted, 0), 0)",
        )
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
