//! Tests of independence of two categorical variables under a design.

use thiserror::Error;

use crate::design::Design;
use crate::distribution::{ChiSquare, ChiSquareSum, FRatio, TailError};
use crate::inference::{Domain, EstimateError, Inference, infer};
use crate::matrix::{Matrix, SingularError};
use crate::proportion::{Shares, Totals, indicators};

/// Two categorical variables, each a number from 0 for each row of the sample.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// The category that is the table's row.
    pub row: &'a [usize],
    /// How many rows the table has, at least 2.
    pub rows: usize,
    /// The category that is the table's column.
    pub column: &'a [usize],
    /// How many columns the table has, at least 2.
    pub columns: usize,
}

/// Why there is no test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IndependenceError {
    /// The table has fewer than two rows or columns.
    #[error("test independence in a table of {rows} by {columns}")]
    TooSmall {
        /// Rows of the table.
        rows: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// A row or column of the table is empty; leave it out.
    #[error("test independence in a table with an empty row or column")]
    EmptyMargin,
    /// The cells cannot be estimated.
    #[error(transparent)]
    Estimate(EstimateError),
    /// The covariance of the cells is singular: too few clusters for this table.
    #[error(transparent)]
    Singular(SingularError),
    /// The statistic has no distribution: no effect is positive.
    #[error(transparent)]
    Tail(TailError),
    /// The design has too few degrees of freedom for the test.
    #[error("test independence with too few degrees of freedom")]
    NoDegrees,
}

/// What the tests need to know of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Independence {
    /// Pearson's statistic of the weighted table, scaled to the number of rows of the domain.
    pub pearson: f64,
    /// The generalised design effects, largest first, `(rows - 1) (columns - 1)` of them.
    pub effects: Vec<f64>,
    /// Wald's quadratic form of the differences from independence.
    pub quadratic: Result<f64, SingularError>,
    /// Degrees of freedom of the design.
    pub df: f64,
    /// Rows of the table.
    pub n: u64,
    /// Whether errors come from replicates.
    pub replicated: bool,
}

/// A test's statistic, its degrees of freedom where it has them, and its p value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestResult {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom of the numerator.
    pub ndf: Option<f64>,
    /// Degrees of freedom of the denominator.
    pub ddf: Option<f64>,
    /// The p value.
    pub p: f64,
}

/// Estimate a table's cells and how far they are from independence.
///
/// Sources: Rao and Scott (1984), On chi-squared tests for multiway contingency tables (`pearson`, `effects`); Koch,
/// Freeman and Freeman (1975), Strategies in the multivariate analysis of data from complex surveys (`quadratic`).
///
/// # Errors
/// Each variant of [`IndependenceError`] says when.
pub fn independence(design: &Design, table: &Table, domain: Domain) -> Result<Independence, IndependenceError> {
    let (rows, columns) = (table.rows, table.columns);
    if rows < 2 || columns < 2 {
        return Err(IndependenceError::TooSmall { rows, columns });
    }
    let cells: Vec<usize> = table
        .row
        .iter()
        .zip(table.column)
        .map(|(&row, &column)| if row < rows && column < columns { row * columns + column } else { usize::MAX })
        .collect();
    let indicators = indicators(&cells, rows * columns, domain).map_err(IndependenceError::Estimate)?;
    let cells = infer(design, domain, &indicators, &Shares).map_err(IndependenceError::Estimate)?;
    let (by_row, by_column) = margins(&cells.values, columns);
    if by_row.iter().chain(&by_column).any(|&share| share <= 0.0) {
        return Err(IndependenceError::EmptyMargin);
    }
    let n = cells.n as f64;
    let pearson = pearson(&cells.values, [&by_row, &by_column], n);
    let relative = relative(&cells.values, &cells.covariance, rows, columns, n).map_err(IndependenceError::Singular)?;
    let effects = relative.symmetric_eigenvalues();
    let totals = infer(design, domain, &indicators, &Totals).map_err(IndependenceError::Estimate)?;
    let quadratic = quadratic(&totals, &by_row, &by_column);
    Ok(Independence {
        pearson,
        effects,
        quadratic,
        df: design.degrees_for(cells.df),
        n: cells.n,
        replicated: design.is_replicated(),
    })
}

/// The parts of all in each row and in each column.
fn margins(shares: &[f64], columns: usize) -> (Vec<f64>, Vec<f64>) {
    let by_row = shares.chunks(columns).map(|row| row.iter().sum()).collect();
    let by_column = (0..columns).map(|column| shares.iter().skip(column).step_by(columns).sum()).collect();
    (by_row, by_column)
}

/// Pearson's statistic of a table of `n` rows of the sample.
fn pearson(shares: &[f64], [by_row, by_column]: [&[f64]; 2], n: f64) -> f64 {
    let mut pearson = 0.0;
    for (row, a) in by_row.iter().enumerate() {
        for (column, b) in by_column.iter().enumerate() {
            pearson += n * (shares[row * by_column.len() + column] - a * b).powi(2) / (a * b);
        }
    }
    pearson
}

/// The test of [`Independence::rao_scott_f`] for a table whose cells are estimated already: the part that each is of all, row by row,
/// with so many columns. Rows and columns that are empty are left out. `df` are the degrees of freedom of all its rows.
///
/// # Errors
/// As there, and a table that is too small.
pub fn rao_scott(
    shares: &[f64],
    covariance: &Matrix,
    columns: usize,
    df: f64,
) -> Result<TestResult, IndependenceError> {
    let (by_row, by_column) = margins(shares, columns);
    let kept = |cell: &usize| by_row[cell / columns] > 0.0 && by_column[cell % columns] > 0.0;
    let cells: Vec<usize> = (0..shares.len()).filter(kept).collect();
    let filled = |margin: Vec<f64>| margin.into_iter().filter(|share| *share > 0.0).collect::<Vec<f64>>();
    let (by_row, by_column) = (filled(by_row), filled(by_column));
    let (rows, columns) = (by_row.len(), by_column.len());
    if rows < 2 || columns < 2 {
        return Err(IndependenceError::TooSmall { rows, columns });
    }
    let shares: Vec<f64> = cells.iter().map(|cell| shares[*cell]).collect();
    let covariance = Matrix::from_fn(cells.len(), cells.len(), |one, other| covariance[(cells[one], cells[other])]);
    // The size of the sample is in the statistic and in the effects, and cancels.
    let relative = relative(&shares, &covariance, rows, columns, 1.0).map_err(IndependenceError::Singular)?;
    // What the effects and their squares add to takes no effect of its own.
    let sum: f64 = (0..relative.rows()).map(|k| relative[(k, k)]).sum();
    second_order(pearson(&shares, [&by_row, &by_column], 1.0), sum, relative.sum_of_squares(), df)
}

/// Rao and Scott's second-order correction of Pearson's statistic, by the sum of the effects and that of their squares.
fn second_order(pearson: f64, sum: f64, squares: f64, df: f64) -> Result<TestResult, IndependenceError> {
    let sum = positive(sum)?;
    if df.is_nan() || df <= 0.0 {
        return Err(IndependenceError::NoDegrees);
    }
    let ndf = sum * sum / squares;
    let (statistic, ddf) = (pearson / sum, ndf * df);
    let p = FRatio { upper: ndf, lower: ddf }.above(statistic);
    Ok(TestResult { statistic, ndf: Some(ndf), ddf: Some(ddf), p })
}

fn positive_sum(effects: &[f64]) -> Result<f64, IndependenceError> {
    positive(effects.iter().sum())
}

fn positive(sum: f64) -> Result<f64, IndependenceError> {
    if sum > 0.0 { Ok(sum) } else { Err(IndependenceError::Tail(TailError::NoPositiveWeight)) }
}

fn sum_of_squares(effects: &[f64]) -> f64 {
    effects.iter().map(|effect| effect * effect).sum()
}

/// The interaction's covariance under the design over that under simple random sampling: a symmetric matrix, whose eigenvalues are the
/// generalised design effects.
fn relative(shares: &[f64], covariance: &Matrix, rows: usize, columns: usize, n: f64) -> Result<Matrix, SingularError> {
    let contrasts = interaction(rows, columns);
    let inverse = |cell: usize| if shares[cell] > 0.0 { 1.0 / shares[cell] } else { 0.0 };
    let weighted = Matrix::from_fn(shares.len(), contrasts.columns(), |cell, k| inverse(cell) * contrasts[(cell, k)]);
    let simple = contrasts.transpose().times(&weighted).scaled(1.0 / n);
    let actual = weighted.transpose().times(&covariance.times(&weighted));
    // With simple = L L', the eigenvalues are those of the symmetric L^-1 actual L'^-1.
    let lower = simple.cholesky()?;
    let half = lower.solve(&actual)?;
    lower.solve(&half.transpose())
}

/// Contrasts of cells that are orthogonal to rows and columns: products of contrasts of each.
fn interaction(rows: usize, columns: usize) -> Matrix {
    let centred = |level: usize, of: usize, levels: usize| f64::from(u8::from(level == of)) - 1.0 / levels as f64;
    Matrix::from_fn(rows * columns, (rows - 1) * (columns - 1), |cell, k| {
        let (row, column) = (cell / columns, cell % columns);
        let (a, b) = (k / (columns - 1), k % (columns - 1));
        centred(row, a, rows) * centred(column, b, columns)
    })
}

/// Totals of the products of a row's and a column's indicators, each less its share, over their covariance: they are
/// zero under independence, and the shares' own errors do not matter there.
fn quadratic(totals: &Inference, by_row: &[f64], by_column: &[f64]) -> Result<f64, SingularError> {
    let columns = by_column.len();
    let size = (by_row.len() - 1) * (columns - 1);
    let products = Matrix::from_fn(size, totals.values.len(), |k, cell| {
        let (row, column) = (k / (columns - 1), k % (columns - 1));
        let in_row = f64::from(u8::from(cell / columns == row)) - by_row[row];
        let in_column = f64::from(u8::from(cell % columns == column)) - by_column[column];
        in_row * in_column
    });
    let cells = Matrix::from_fn(totals.values.len(), 1, |cell, _| totals.values[cell]);
    let differences = products.times(&cells);
    let spread = products.times(&totals.covariance.times(&products.transpose()));
    // A singular covariance shows in Cholesky's pivots, whatever the scale of cells.
    spread.cholesky()?;
    let solved = spread.solve(&differences)?;
    Ok(differences.transpose().times(&solved)[(0, 0)])
}

impl Independence {
    /// Rao and Scott's second-order correction: an F test.
    ///
    /// Source: Rao and Scott (1984); `F = X2 / sum of effects`, with `ndf = (sum d)^2 / sum d^2` and `ddf = ndf df`.
    ///
    /// # Errors
    /// No positive effect, or no degrees of freedom.
    pub fn rao_scott_f(&self) -> Result<TestResult, IndependenceError> {
        second_order(self.pearson, self.effects.iter().sum(), sum_of_squares(&self.effects), self.df)
    }

    /// Rao and Scott's first-order correction: Pearson's statistic over the mean effect, a chi-square test.
    ///
    /// Source: Rao and Scott (1984); `X2 / mean of effects` on as many degrees of freedom as effects.
    ///
    /// # Errors
    /// No positive effect.
    pub fn rao_scott_chi_square(&self) -> Result<TestResult, IndependenceError> {
        let ndf = self.effects.len() as f64;
        let mean = positive_sum(&self.effects)? / ndf;
        let p = ChiSquare { df: ndf }.above(self.pearson / mean);
        Ok(TestResult { statistic: self.pearson, ndf: Some(ndf), ddf: None, p })
    }

    /// Pearson's statistic against its own distribution: a sum of chi-squares weighted by the effects, over a
    /// chi-square of as many degrees of freedom as [`Independence::rao_scott_f`] has below, by the saddlepoint
    /// approximation.
    ///
    /// Source: Kuonen (1999), Saddlepoint approximations for distributions of quadratic forms in normal variables.
    /// As in R (`lincom` and `saddlepoint`), the chi-square below counts whole degrees of freedom only, which errs to
    /// the safe side, and there is none where errors come from replicates.
    ///
    /// # Errors
    /// No positive effect, or no degrees of freedom.
    pub fn saddlepoint(&self) -> Result<TestResult, IndependenceError> {
        let sum = positive_sum(&self.effects)?;
        let squares = sum_of_squares(&self.effects);
        let df = sum * sum / squares * self.degrees(0.0)?;
        let mut terms: Vec<(f64, f64)> = self.effects.iter().map(|&effect| (effect, 1.0)).collect();
        let mut limit = self.pearson;
        if !self.replicated {
            // What rounding leaves below a whole number is that number.
            let whole = (df * (1.0 + 1e-12)).floor();
            terms.push((-self.pearson / df, whole));
            limit = 0.0;
        }
        let sum = ChiSquareSum::new(terms).map_err(IndependenceError::Tail)?;
        let p = sum.above_by_saddlepoint(limit);
        Ok(TestResult { statistic: self.pearson, ndf: None, ddf: None, p })
    }

    /// Wald's test of the differences from independence, as an F test.
    ///
    /// Source: Koch, Freeman and Freeman (1975); the quadratic form over its degrees of freedom.
    ///
    /// # Errors
    /// A singular covariance, or no degrees of freedom.
    pub fn wald(&self) -> Result<TestResult, IndependenceError> {
        let quadratic = self.quadratic.map_err(IndependenceError::Singular)?;
        let ndf = self.effects.len() as f64;
        Ok(self.f_test(quadratic / ndf, self.degrees(0.0)?))
    }

    /// The same, adjusted for the few degrees of freedom that a covariance of many cells is estimated with.
    ///
    /// Source: Thomas and Rao (1987), Small-sample comparisons of level and power for simple goodness-of-fit statistics
    /// under cluster sampling.
    ///
    /// # Errors
    /// A singular covariance, or not more degrees of freedom than the test has.
    pub fn adjusted_wald(&self) -> Result<TestResult, IndependenceError> {
        let quadratic = self.quadratic.map_err(IndependenceError::Singular)?;
        let ndf = self.effects.len() as f64;
        let ddf = self.degrees(ndf - 1.0)?;
        Ok(self.f_test(quadratic * ddf / (ndf * self.df), ddf))
    }

    fn f_test(&self, statistic: f64, ddf: f64) -> TestResult {
        let ndf = self.effects.len() as f64;
        let p = FRatio { upper: ndf, lower: ddf }.above(statistic);
        TestResult { statistic, ndf: Some(ndf), ddf: Some(ddf), p }
    }

    /// The design's degrees of freedom, less what is spent.
    fn degrees(&self, spent: f64) -> Result<f64, IndependenceError> {
        let left = self.df - spent;
        if left > 0.0 { Ok(left) } else { Err(IndependenceError::NoDegrees) }
    }
}
