//! The value in the middle, and percentiles.

use topline_estimate::quantile_rule::{Ordered, QuantileRule};
use topline_survey::{Gathers, TableRow, Unit};

use crate::statistics::documentation::{Documentation, Example};
use crate::statistics::measure::own_value;
use crate::statistics::{CellCounts, CellQuery, CellSql, ColumnTest, DesignError, Formula, Measure, Measured, Reads};

/// The value in the middle, and percentiles.
pub(super) struct Median;

impl Measure for Median {
    fn documentation(&self) -> Documentation {
        Documentation {
            meaning: "The value that half of those who have one are at or below; where just half are, the middle of it and the next. A percentile likewise, of its part.",
            formula: "the least x with sum of w at or below it >= p * sum of w, and where they are equal the mean of it and the next",
            example: Example {
                figure: "N.median",
                x: 4.5,
                source: "by hand: the weights of 2 and 4 add to 5 of 10, and 5 is next",
            },
        }
    }

    fn reads(&self) -> Reads {
        Reads::Distribution(own_value)
    }

    fn value(&self, cell: &CellCounts<'_>) -> Measured {
        let values = cell.values().into_iter().filter(|(_, cell)| cell.weight > 0.0);
        let pairs = values.map(|(value, cell)| (value, cell.weight)).collect();
        // Where just half is at or below a value, the middle of it and the next: the median of the schoolbook.
        let x = Ordered::new(pairs).map(|ordered| ordered.quantile(part_below(&cell.row.of), QuantileRule::School));
        Measured::of_values(x, Unit::Score, cell.respondents())
    }

    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql {
        let (base, value) = query.with_value(own_value);
        let (weight, p) = (query.weight, part_below(query.row));
        // The least value at or below which the part lies, and the next where it is just that part: their middle.
        let sql = format!(
            "with by_value as (\n  select {value} as value, count(*) as n, sum({weight}) as weight from responses\n  where {base} group by 1\n),\n\
             up_to as (\n  select value, n, weight, sum(weight) over (order by value) as below, sum(weight) over () as whole from by_value where weight > 0\n)\n\
             select\n  coalesce((select sum(n) from by_value), 0) as n,\n  coalesce((select sum(n) from by_value), 0) as base,\n  coalesce((select sum(weight) from by_value), 0) as base_weighted,\n  \
             (min(value) filter (where below >= {p:?} * whole) + min(value) filter (where below > {p:?} * whole)) / 2.0 as x\n\
             from up_to"
        );
        CellSql { query: sql, base, counted: None }
    }

    fn formula(&self, row: &TableRow) -> Formula {
        Formula { quantile: Some(part_below(row)), ..Formula::of_values("quantile", "_quantile") }
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

/// The part of all that lies at or below the value.
fn part_below(row: &TableRow) -> f64 {
    match row.gathers {
        Gathers::Percentile(percent) => f64::from(percent) / 100.0,
        Gathers::Base
        | Gathers::Rule(_)
        | Gathers::Excluded(_)
        | Gathers::Missing(_)
        | Gathers::Codes(_)
        | Gathers::FewerThan(_)
        | Gathers::Band(_)
        | Gathers::Answered
        | Gathers::Absent(_)
        | Gathers::Values => 0.5,
    }
}
