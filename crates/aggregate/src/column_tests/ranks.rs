//! Rank tests of medians, by a query each: ranks are of respondents, whom no sums of cells know.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::Float64Type;
use topline_estimate::chi_square::TestResult;
use topline_survey::{Gathers, Plan, Statistic, TestKind, table_columns};

use crate::aggregate_error::AggregateError;
use crate::column_tests::give_test;
use crate::condition::in_column;
use crate::grid::Grid;
use crate::layout::{Family, Part};
use crate::plain_sql::query_of_row;
use crate::session::Session;
use crate::statistics::own_value;

/// Tests the medians of tables that want it.
pub(crate) async fn test_ranks(session: &Session, plan: &Plan, grids: &mut [Grid<'_>]) -> Result<(), AggregateError> {
    for grid in grids {
        let part = grid.part;
        let is_median = |row: &usize| {
            let of = &part.rows[*row].of;
            of.statistic == Statistic::Median && of.gathers == Gathers::Values
        };
        let rows = (0..part.rows.len()).filter(is_median).filter(|_| plan.tables[part.table].tests.is_some());
        for row in rows {
            for family in part.families.iter().filter(|family| family.shared.is_none()) {
                let Some(sql) = query(plan, part, row, family) else { continue };
                let (_, batches) = session.rows("the rank tests of tables", &sql).await?;
                let [Some(statistic), Some(ndf), Some(ddf), Some(p)] = first_numbers(&batches) else { continue };
                let kind = if ndf > 1.0 { TestKind::KruskalWallis } else { TestKind::Wilcoxon };
                let found = TestResult { statistic, ndf: Some(ndf), ddf: Some(ddf), p };
                give_test(grid, row, family, kind, Some(found));
            }
        }
    }
    Ok(())
}

/// The numbers in the first row, four of them.
fn first_numbers(batches: &[RecordBatch]) -> [Option<f64>; 4] {
    let Some(batch) = batches.iter().find(|batch| batch.num_rows() > 0) else { return [None; 4] };
    [0, 1, 2, 3].map(|column| {
        let column = batch.column(column).as_primitive_opt::<Float64Type>()?;
        column.is_valid(0).then(|| column.value(0))
    })
}

/// The query of a rank test of those who have a value and are in a column of the family.
fn query(plan: &Plan, part: &Part, row: usize, family: &Family) -> Option<String> {
    let table = &plan.tables[part.table];
    let of = table.part(&plan.codebook, &part.key)?;
    let columns = table_columns(&table.breaks, &plan.codebook);
    let key = |place: (usize, usize)| &part.axes[place.0].columns[place.1].key;
    let conditions = family.columns.iter().filter_map(|(place, _)| {
        let column = columns.iter().find(|column| column.key == *key(*place))?;
        Some(in_column(column))
    });
    let groups: Vec<String> =
        conditions.enumerate().map(|(at, condition)| format!("when {condition} then {at}")).collect();
    let (base, value) = query_of_row(plan, table, &of, &part.rows[row].of).with_value(own_value);
    Some(format!(
        "select r['statistic'], r['ndf'], r['ddf'], r['p']\nfrom (\n  select survey_ranktest({value}, case {} end) as r\n  \
         from responses\n  where {base}\n)",
        groups.join(" ")
    ))
}
