//! Tests of whether the columns of a table differ at all: Pearson's of counts, and Wald's of values that have a covariance.

use crate::chi_square::TestResult;
use crate::distribution::{ChiSquare, FRatio};
use crate::matrix::Matrix;

/// Pearson's chi-square test of independence, of a table column by column. Rows and columns that are empty are left out; nothing where
/// fewer than two of either remain.
///
/// Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003), section 9.1, without continuity correction.
/// Counts need not be whole: a column is as large as the size that its precision goes by.
#[must_use]
pub fn pearson(columns: &[Vec<f64>]) -> Option<TestResult> {
    let rows = columns.first()?.len();
    let of_columns: Vec<f64> = columns.iter().map(|column| column.iter().sum()).collect();
    let of_rows: Vec<f64> = (0..rows).map(|row| columns.iter().map(|column| column[row]).sum()).collect();
    let filled = |sums: &[f64]| sums.iter().filter(|sum| **sum > 0.0).count();
    let (rows, all) = (filled(&of_rows), of_columns.iter().sum::<f64>());
    let ndf = (rows.max(1) - 1) * (filled(&of_columns).max(1) - 1);
    if ndf == 0 {
        return None;
    }
    let mut statistic = 0.0;
    for (column, of_column) in columns.iter().zip(&of_columns) {
        for (count, of_row) in column.iter().zip(&of_rows) {
            let expected = of_column * of_row / all;
            if expected > 0.0 {
                statistic += (count - expected).powi(2) / expected;
            }
        }
    }
    let ndf = ndf as f64;
    Some(TestResult { statistic, ndf: Some(ndf), ddf: None, p: ChiSquare { df: ndf }.above(statistic) })
}

/// Wald's test that several values are the same: an F test with `ddf` degrees of freedom below, a chi-square test without them. Nothing
/// of one value, and where some differences have no variance or depend on others.
///
/// Source: Koch, Freeman and Freeman (1975); `d' V^-1 d` of the differences from the first value, over their number for F.
#[must_use]
pub fn wald(values: &[f64], covariance: &Matrix, ddf: Option<f64>) -> Option<TestResult> {
    let differences = values.len().checked_sub(1).filter(|differences| *differences > 0)?;
    if ddf.is_some_and(|ddf| ddf.is_nan() || ddf <= 0.0) {
        return None;
    }
    let spread = Matrix::from_fn(differences, differences, |one, other| {
        let (one, other) = (one + 1, other + 1);
        covariance[(one, other)] - covariance[(one, 0)] - covariance[(0, other)] + covariance[(0, 0)]
    });
    // A singular covariance shows in Cholesky's pivots, whatever the scale of values.
    spread.cholesky().ok()?;
    let distances = Matrix::from_fn(differences, 1, |at, _| values[at + 1] - values[0]);
    let quadratic = distances.transpose().times(&spread.solve(&distances).ok()?)[(0, 0)];
    let ndf = differences as f64;
    let (statistic, p) = match ddf {
        Some(lower) => (quadratic / ndf, FRatio { upper: ndf, lower }.above(quadratic / ndf)),
        None => (quadratic, ChiSquare { df: ndf }.above(quadratic)),
    };
    Some(TestResult { statistic, ndf: Some(ndf), ddf, p })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<TestResult>, statistic: f64, ndf: f64, p: f64) {
        let found = found.expect("a test");
        assert!((found.statistic - statistic).abs() < 1e-9 * statistic, "{found:?}");
        assert!(found.ndf == Some(ndf) && (found.p - p).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn counts_are_tested_as_chisq_test_does() {
        // R: chisq.test(matrix(c(12, 5, 8, 20, 9, 6), 3), correct = FALSE); scipy.stats.chi2_contingency the same.
        let columns = [vec![12.0, 5.0, 8.0], vec![20.0, 9.0, 6.0]];
        check(pearson(&columns), 1.812_244_897_959_183_6, 2.0, 0.404_088_062_221_045_5);
        // An empty row and an empty column change nothing.
        let wider = [vec![12.0, 0.0, 5.0, 8.0], vec![0.0; 4], vec![20.0, 0.0, 9.0, 6.0]];
        assert_eq!(pearson(&wider), pearson(&columns));
        assert_eq!(pearson(&[vec![3.0, 4.0], vec![0.0, 0.0]]), None);
        assert_eq!(pearson(&[]), None);
    }

    #[test]
    fn columns_without_covariance_are_tested_as_pearson_does() {
        // 60 of 100, 45 of 100, 30 of 80 and 9 of 30 with the variance of their common part: R's prop.test of all four.
        let (counts, bases) = ([60.0, 45.0, 30.0, 9.0], [100.0, 100.0, 80.0, 30.0]);
        let common = counts.iter().sum::<f64>() / bases.iter().sum::<f64>();
        let variance = |one: usize, other: usize| {
            if one == other { common * (1.0 - common) / bases[one] } else { 0.0 }
        };
        let values: Vec<f64> = counts.iter().zip(bases).map(|(count, base)| count / base).collect();
        let covariance = Matrix::from_fn(4, 4, variance);
        check(wald(&values, &covariance, None), 13.305_722_891_566_264, 3.0, 0.004_020_015_260_345_778);
        // The same as an F of 3 and 20: scipy.stats.f.sf.
        check(wald(&values, &covariance, Some(20.0)), 13.305_722_891_566_264 / 3.0, 3.0, 0.015_180_657_269_128_253);
        let same = Matrix::from_fn(4, 4, |_, _| 1.0);
        assert_eq!(wald(&values, &same, None), None, "differences without variance");
        assert_eq!(wald(&values, &covariance, Some(0.0)), None);
        assert_eq!(wald(&values[..1], &covariance, None), None);
    }
}
