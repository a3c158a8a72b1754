//! Tests of whole rows, where a table wants them: whether the columns of a break differ at all.
//!
//! | row | without a design | under a design |
//! |---|---|---|
//! | a percentage | Pearson's chi-square, columns as large as their base | Rao and Scott's F |
//! | a percentage, of columns that overlap | Wald's chi-square with what they share | Wald's F |
//! | a mean | Wald's F with a variance for each column | Wald's F |
//! | a median | a rank test, by a query | the same |
//! | the base | that of the whole question's answers, where each respondent has one | the same |

mod by_design;
mod ranks;
mod simple;

use topline_estimate::chi_square::TestResult;
use topline_estimate::letters::ColumnShare;
use topline_estimate::matrix::Matrix;
use topline_estimate::multiple_comparison::correct;
use topline_survey::{CellTest, Plan, RowKind, TestKind};

use crate::grid::Grid;
use crate::layout::{ColumnPlace, Family};
use crate::letters::correction;

pub(crate) use by_design::{WholeRequest, test_family, test_shared, test_whole, whole_requests};
pub(crate) use ranks::test_ranks;
pub(crate) use simple::test_simply;

/// The values of some columns and their covariance.
fn among(columns: &[ColumnShare], covariance: &Matrix, known: &[usize]) -> (Vec<f64>, Matrix) {
    let values = known.iter().map(|at| columns[*at].x).collect();
    let covariance = Matrix::from_fn(known.len(), known.len(), |one, other| covariance[(known[one], known[other])]);
    (values, covariance)
}

/// Gives the cells of a row in a family the test of it.
fn give_test(grid: &mut Grid<'_>, row: usize, family: &Family, kind: TestKind, found: Option<TestResult>) {
    let Some(TestResult { statistic, ndf: Some(ndf), ddf, p }) = found else { return };
    let places: Vec<ColumnPlace> = family.columns.iter().map(|(place, _)| *place).collect();
    for place in places {
        grid.cell_mut(row, place).test = Some(CellTest { kind, statistic, ndf, ddf, p, p_corrected: p });
    }
}

/// Corrects the p values of a question's rows by a break as its table declares; that of the whole question is none of them.
pub(crate) fn correct_tests(plan: &Plan, grids: &mut [Grid<'_>]) {
    for grid in grids {
        let part = grid.part;
        let Some(tests) = plan.tables[part.table].tests else { continue };
        for family in &part.families {
            let Some((first, _)) = family.columns.first() else { continue };
            let of_row = |row: &usize| Some((*row, grid.cell(*row, *first).test?.p));
            let rows = (0..part.rows.len()).filter(|row| part.rows[*row].of.kind != RowKind::Base);
            let found: Vec<(usize, f64)> = rows.filter_map(|row| of_row(&row)).collect();
            let p: Vec<f64> = found.iter().map(|(_, p)| *p).collect();
            for ((row, _), p_corrected) in found.into_iter().zip(correct(&p, correction(tests.correction))) {
                for (place, _) in &family.columns {
                    if let Some(test) = &mut grid.cell_mut(row, *place).test {
                        test.p_corrected = p_corrected;
                    }
                }
            }
        }
    }
}
