//! The part of a row in the base of its column, each respondent counted once.

use topline_survey::{TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The part of a row in the base of its column, each respondent counted once.
pub(super) struct UnweightedPercent;

impl Measure for UnweightedPercent {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The part of the respondents in the base of a column whom the row counts, each once, whatever their \
                      weights.",
            formula: "100 * number of those counted / number of those in the base",
            example: Example { figure: "M.1:unweighted_percent@sex.1", x: 50.0, source: "by hand: two of four" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Respondents
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let (counted, base) = (cell.respondents(), cell.base());
        let x = (base.n > 0).then(|| 100.0 * counted.n as f64 / base.n as f64);
        Measured { x, unit: Unit::Percent, counted, base }
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let counted = query.in_row();
        let x = format!("100.0 * {} / nullif(count(*), 0)", CellQuery::number(&counted));
        query.counting(counted, query.in_base(), &x)
    }

    fn formula(&self, _: &TableRow) -> Formula {
        Formula::of_row("unweighted_percent", "100.0 * _n / nullif(_base, 0)")
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
