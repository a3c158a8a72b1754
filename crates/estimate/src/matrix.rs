//! Small dense matrices: covariances, and the linear algebra that tests and calibration need of them.
//!
//! Sizes are those of tables (tens), not of samples; nothing here is blocked or parallel.

use std::ops::{Index, IndexMut};

use thiserror::Error;

/// Why a system of equations has no one solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("solve equations whose column {column} depends on those before it")]
pub struct SingularError {
    /// The first column, from 0, that is a combination of the others.
    pub column: usize,
}

/// A dense matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// The matrix of zeros.
    #[must_use]
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// The matrix whose cell at a row and a column is what `cell` says.
    #[must_use]
    pub fn from_fn(rows: usize, columns: usize, mut cell: impl FnMut(usize, usize) -> f64) -> Self {
        let mut matrix = Self::zeros(rows, columns);
        for row in 0..rows {
            for column in 0..columns {
                matrix[(row, column)] = cell(row, column);
            }
        }
        matrix
    }

    /// The matrix with these cells, row by row.
    pub(crate) fn of_cells(columns: usize, values: Vec<f64>) -> Self {
        Self { rows: values.len() / columns.max(1), columns, values }
    }

    /// The square matrix with ones on its diagonal.
    #[must_use]
    pub fn identity(size: usize) -> Self {
        Self::from_fn(size, size, |row, column| if row == column { 1.0 } else { 0.0 })
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// All cells, row by row.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Rows for columns.
    #[must_use]
    pub fn transpose(&self) -> Self {
        Self::from_fn(self.columns, self.rows, |row, column| self[(column, row)])
    }

    /// The product `self * other`; the columns of one are the rows of the other.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        debug_assert_eq!(self.columns, other.rows, "the matrices do not chain");
        Self::from_fn(self.rows, other.columns, |row, column| {
            (0..self.columns).map(|k| self[(row, k)] * other[(k, column)]).sum()
        })
    }

    /// Every cell times `factor`.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self::from_fn(self.rows, self.columns, |row, column| self[(row, column)] * factor)
    }

    /// The sum of its diagonal.
    #[must_use]
    pub fn trace(&self) -> f64 {
        (0..self.rows.min(self.columns)).map(|k| self[(k, k)]).sum()
    }

    /// The solution `x` of `self * x = right`, by elimination with row exchanges.
    ///
    /// # Errors
    /// A square matrix whose columns depend on each other (a pivot below 1e-12 of its column's largest value).
    pub fn solve(&self, right: &Self) -> Result<Self, SingularError> {
        let size = self.rows;
        let (mut left, mut right) = (self.clone(), right.clone());
        for step in 0..size {
            let largest = (0..size).map(|row| self[(row, step)].abs()).fold(0.0, f64::max);
            let pivot =
                (step..size).max_by(|&a, &b| left[(a, step)].abs().total_cmp(&left[(b, step)].abs())).unwrap_or(step);
            if left[(pivot, step)].abs() <= 1e-12 * largest || largest <= 0.0 {
                return Err(SingularError { column: step });
            }
            left.swap_rows(step, pivot);
            right.swap_rows(step, pivot);
            for row in step + 1..size {
                let factor = left[(row, step)] / left[(step, step)];
                left.subtract_row(row, step, factor);
                right.subtract_row(row, step, factor);
            }
        }
        for step in (0..size).rev() {
            for column in 0..right.columns {
                right[(step, column)] /= left[(step, step)];
            }
            for row in 0..step {
                let factor = left[(row, step)];
                right.subtract_row(row, step, factor);
            }
        }
        Ok(right)
    }

    /// The inverse.
    ///
    /// # Errors
    /// As [`Matrix::solve`].
    pub fn inverse(&self) -> Result<Self, SingularError> {
        self.solve(&Self::identity(self.rows))
    }

    /// The lower triangle `l` with `self = l * l'`, of a symmetric positive definite matrix.
    ///
    /// # Errors
    /// A matrix that is not positive definite, within 1e-12 of each diagonal value.
    pub fn cholesky(&self) -> Result<Self, SingularError> {
        let mut lower = Self::zeros(self.rows, self.rows);
        for column in 0..self.rows {
            for row in column..self.rows {
                let known: f64 = (0..column).map(|k| lower[(row, k)] * lower[(column, k)]).sum();
                let rest = self[(row, column)] - known;
                if row == column {
                    if rest <= 1e-12 * self[(row, row)].abs() || rest <= 0.0 {
                        return Err(SingularError { column });
                    }
                    lower[(row, row)] = rest.sqrt();
                } else {
                    lower[(row, column)] = rest / lower[(column, column)];
                }
            }
        }
        Ok(lower)
    }

    /// Eigenvalues of a symmetric matrix, largest first, by Jacobi's rotations.
    ///
    /// Source: Golub and Van Loan, Matrix Computations, section 8.5.
    #[must_use]
    pub fn symmetric_eigenvalues(&self) -> Vec<f64> {
        let mut matrix = self.clone();
        let size = self.rows;
        // No rotation takes away what each cell keeps of rounding.
        let rounding = (f64::EPSILON / 2.0 * size as f64).powi(2) * self.sum_of_squares();
        for _ in 0..100 {
            let rest: f64 = (0..size)
                .flat_map(|row| (0..row).map(move |column| (row, column)))
                .map(|cell| matrix[cell] * matrix[cell])
                .sum();
            if rest <= rounding {
                break;
            }
            for row in 1..size {
                for column in 0..row {
                    matrix.rotate(column, row);
                }
            }
        }
        let mut values: Vec<f64> = (0..size).map(|k| matrix[(k, k)]).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        values
    }

    /// The sum of the squares of its cells; of a symmetric matrix also that of the squares of its eigenvalues.
    #[must_use]
    pub(crate) fn sum_of_squares(&self) -> f64 {
        self.values.iter().map(|value| value * value).sum()
    }

    /// How many columns are independent, by orthogonalising with the largest column first.
    ///
    /// A column counts while what is left of it is above `tolerance` times the largest column's length.
    #[must_use]
    pub fn rank(&self, tolerance: f64) -> usize {
        let mut columns: Vec<(f64, Vec<f64>)> = (0..self.columns)
            .map(|column| (0..self.rows).map(|row| self[(row, column)]).collect())
            .map(|column: Vec<f64>| (length(&column), column))
            .collect();
        let largest = columns.iter().map(|(length, _)| *length).fold(0.0, f64::max);
        let mut rank = 0;
        while let Some(place) = (0..columns.len()).max_by(|&a, &b| columns[a].0.total_cmp(&columns[b].0)) {
            let (size, column) = columns.swap_remove(place);
            if size <= tolerance * largest || size <= 0.0 {
                break;
            }
            rank += 1;
            for (length_left, other) in &mut columns {
                // Twice, so that what is left of a nearly dependent column is rounding of itself, not of the others.
                for _ in 0..2 {
                    let shared: f64 = column.iter().zip(&*other).map(|(a, b)| a * b).sum::<f64>() / (size * size);
                    for (value, basis) in other.iter_mut().zip(&column) {
                        *value -= shared * basis;
                    }
                }
                *length_left = length(other);
            }
        }
        rank
    }

    /// The columns of a symmetric positive semidefinite matrix that do not depend on columns before them (to 1e-10).
    pub(crate) fn independent(&self) -> Vec<usize> {
        let mut kept: Vec<usize> = Vec::new();
        for column in 0..self.columns {
            let mut tried = kept.clone();
            tried.push(column);
            let lower = Self::from_fn(tried.len(), tried.len(), |a, b| self[(tried[a], tried[b])]).cholesky();
            let last = tried.len() - 1;
            if lower.is_ok_and(|lower| lower[(last, last)].powi(2) > 1e-10 * self[(column, column)]) {
                kept = tried;
            }
        }
        kept
    }

    fn swap_rows(&mut self, a: usize, b: usize) {
        for column in 0..self.columns {
            self.values.swap(a * self.columns + column, b * self.columns + column);
        }
    }

    fn subtract_row(&mut self, row: usize, source: usize, factor: f64) {
        for column in 0..self.columns {
            let value = self[(source, column)];
            self[(row, column)] -= factor * value;
        }
    }

    /// One rotation that makes the cell at `(p, q)` zero.
    fn rotate(&mut self, p: usize, q: usize) {
        if self[(p, q)].abs() <= 0.0 {
            return;
        }
        let theta = (self[(q, q)] - self[(p, p)]) / (2.0 * self[(p, q)]);
        let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
        let cosine = 1.0 / tangent.hypot(1.0);
        let sine = tangent * cosine;
        for k in 0..self.rows {
            let (a, b) = (self[(k, p)], self[(k, q)]);
            self[(k, p)] = cosine * a - sine * b;
            self[(k, q)] = sine * a + cosine * b;
        }
        for k in 0..self.rows {
            let (a, b) = (self[(p, k)], self[(q, k)]);
            self[(p, k)] = cosine * a - sine * b;
            self[(q, k)] = sine * a + cosine * b;
        }
    }
}

fn length(column: &[f64]) -> f64 {
    column.iter().map(|value| value * value).sum::<f64>().sqrt()
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    fn index(&self, (row, column): (usize, usize)) -> &f64 {
        &self.values[row * self.columns + column]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut f64 {
        &mut self.values[row * self.columns + column]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: usize, values: &[f64]) -> Matrix {
        let columns = values.len() / rows;
        Matrix::from_fn(rows, columns, |row, column| values[row * columns + column])
    }

    fn check_close(found: &[f64], expect: &[f64]) {
        assert_eq!(found.len(), expect.len());
        for (found, expect) in found.iter().zip(expect) {
            assert!((found - expect).abs() < 1e-12, "{found} is not {expect}");
        }
    }

    #[test]
    fn equations_are_solved() {
        // The first pivot is zero, so rows must be exchanged: x = 1, y = -2, z = 3.
        let left = matrix(3, &[0.0, 1.0, 2.0, 1.0, 1.0, 1.0, 2.0, 0.0, -1.0]);
        let right = matrix(3, &[4.0, 2.0, -1.0]);
        let solution = left.solve(&right).expect("independent");
        check_close(&solution.values, &[1.0, -2.0, 3.0]);
        let dependent = matrix(2, &[1.0, 2.0, 2.0, 4.0]);
        assert_eq!(dependent.inverse(), Err(SingularError { column: 1 }));
    }

    #[test]
    fn eigenvalues_are_those_of_the_textbook() {
        // 2 on the diagonal and 1 beside it: 2 + sqrt 2, 2, 2 - sqrt 2.
        let symmetric = matrix(3, &[2.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 2.0]);
        let root = 2_f64.sqrt();
        check_close(&symmetric.symmetric_eigenvalues(), &[2.0 + root, 2.0, 2.0 - root]);
    }

    #[test]
    fn triangles_multiply_back() {
        let lower = matrix(2, &[4.0, 2.0, 2.0, 5.0]).cholesky().expect("positive");
        check_close(&lower.values, &[2.0, 0.0, 1.0, 2.0]);
        let indefinite = matrix(2, &[1.0, 2.0, 2.0, 1.0]);
        assert_eq!(indefinite.cholesky(), Err(SingularError { column: 1 }));
    }

    #[test]
    fn rank_counts_independent_columns() {
        let three = matrix(3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
        assert_eq!(three.rank(1e-7), 2);
        assert_eq!(Matrix::identity(4).rank(1e-7), 4);
        assert_eq!(Matrix::zeros(3, 2).rank(1e-7), 0);
    }
}
