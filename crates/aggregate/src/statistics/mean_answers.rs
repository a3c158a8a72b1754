//! How many boxes a respondent ticks on average.

use topline_survey::{TableRow, Unit};

use crate::condition::{kept, ticks};
use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::mean::MEAN;
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// How many boxes a respondent ticks on average.
pub(super) struct MeanAnswers;

impl Measure for MeanAnswers {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "How many boxes those in the base tick on average.",
            formula: "sum of w of all ticks / sum of w of the base",
            example: Example { figure: "M.mean_answers", x: 1.7, source: "by hand: (7 + 5 + 5) / 10" },
        }
    }

    fn reads(&self) -> Reads {
        Reads::AllTicks
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let (base, ticks) = (cell.base(), cell.all_ticks());
        Measured::of_values(Some(ticks.weight / base.weight), Unit::Score, base)
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let ticks = ticks(query.part.question, &kept(query.table, query.part.question));
        query.of_base(query.in_base(), &format!("1.0 * {}", query.mean(&ticks)))
    }

    fn formula(&self, _: &TableRow) -> Formula {
        MEAN
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
