//! Columns taken around a value, so that what is small beside its mean keeps its digits.
//!
//! The mean of years of birth has the same error as that of ages. But squares of years cancel, and a variance of 100 is lost
//! beside a square of 4,000,000 as soon as something else varies too. Sums are exact, so that they can be moved afterwards.

use topline_exact::ExactSum;

use crate::moments::{TwoDoubles, minus, times};

/// A column from which a multiple of another is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The column.
    pub column: usize,
    /// The other one, which is not shifted itself.
    pub by: usize,
    /// How many times.
    pub factor: f64,
}

/// The shifts of a statistic. It stays the same but for a constant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pivot(Vec<Shift>);

impl Pivot {
    /// Of these shifts; none where a factor is not finite.
    #[must_use]
    pub fn new(shifts: Vec<Shift>) -> Self {
        if shifts.iter().all(|shift| shift.factor.is_finite()) { Self(shifts) } else { Self::default() }
    }

    /// Whether nothing is shifted.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Sums of columns, shifted.
    pub(crate) fn of_sums(&self, sums: &[ExactSum]) -> Vec<f64> {
        let exact: Vec<TwoDoubles> = sums.iter().map(ExactSum::value_and_rest).collect();
        let value = |column: usize| match self.of(column) {
            None => exact[column].0,
            Some(shift) => minus(exact[column], times(exact[shift.by], (shift.factor, 0.0))).0,
        };
        (0..sums.len()).map(value).collect()
    }

    /// The sum of products of two shifted columns, from those of the columns as they are.
    pub(crate) fn of_products(
        &self,
        (one, other): (usize, usize),
        product: impl Fn(usize, usize) -> TwoDoubles,
    ) -> f64 {
        let against = |column: usize| match self.of(other) {
            None => product(column, other),
            Some(shift) => minus(product(column, other), times(product(column, shift.by), (shift.factor, 0.0))),
        };
        match self.of(one) {
            None => against(one).0,
            Some(shift) => minus(against(one), times(against(shift.by), (shift.factor, 0.0))).0,
        }
    }

    /// Columns with a value for each row, shifted.
    pub(crate) fn of_columns(&self, columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let shifted = |(column, values): (usize, &Vec<f64>)| match self.of(column) {
            None => values.clone(),
            Some(shift) => {
                let pairs = values.iter().zip(&columns[shift.by]);
                pairs.map(|(value, other)| (-shift.factor).mul_add(*other, *value)).collect()
            }
        };
        columns.iter().enumerate().map(shifted).collect()
    }

    fn of(&self, column: usize) -> Option<Shift> {
        self.0.iter().copied().find(|shift| shift.column == column)
    }
}
