//! Weighted sums by unit: the mergeable state of every linearised estimate.
//!
//! Add rows in any order, in as many states as there are threads, merge the states in any order: the totals have the
//! same bits. Memory grows with the units that have rows, not with the rows.

use topline_exact::ExactSum;
use topline_exact::state::{StateReader, write_u64};

use crate::frame::Frame;
use crate::matrix::Matrix;
use crate::moments::{TwoDoubles, around_mean, exactly_around_mean, times};
use crate::pivot::Pivot;

const NO_SLOT: u32 = u32::MAX;

/// Sums of weighted values in several columns, for each unit of a [`Frame`].
#[derive(Clone, Debug)]
pub struct UnitSums {
    columns: usize,
    /// How many sums of products a unit has: of every two columns where its rows were drawn by themselves, else none.
    products: usize,
    /// Rows of each unit in the sample, where they were drawn by themselves.
    sampled: Vec<u64>,
    /// For each unit, its place among those that have a row.
    slots: Vec<u32>,
    /// Rows of each unit that has any.
    rows: Vec<u64>,
    /// The columns of each unit that has a row, and then its products.
    sums: Vec<ExactSum>,
    n: u64,
    weights: ExactSum,
    squares: ExactSum,
}

impl UnitSums {
    /// No rows yet, of this frame.
    #[must_use]
    pub fn new(frame: &Frame, columns: usize) -> Self {
        let by_row = frame.rows_are_clusters();
        Self {
            columns,
            products: if by_row { columns * (columns + 1) / 2 } else { 0 },
            sampled: if by_row { frame.rows().to_vec() } else { Vec::new() },
            slots: vec![NO_SLOT; frame.units()],
            rows: Vec::new(),
            sums: Vec::new(),
            n: 0,
            weights: ExactSum::new(),
            squares: ExactSum::new(),
        }
    }

    /// No rows yet, of the same frame and other columns.
    pub(crate) fn empty(&self, columns: usize) -> Self {
        Self {
            columns,
            products: if self.sampled.is_empty() { 0 } else { columns * (columns + 1) / 2 },
            sampled: self.sampled.clone(),
            slots: vec![NO_SLOT; self.slots.len()],
            rows: Vec::new(),
            sums: Vec::new(),
            n: 0,
            weights: ExactSum::new(),
            squares: ExactSum::new(),
        }
    }

    /// Add a row: `weight * value` goes to each `(column, value)`, in rising order of columns; other columns get
    /// nothing.
    ///
    /// A row of no weight is in the design and not in the estimate: it is not counted. The unit is one of the frame's.
    pub fn add(&mut self, unit: u32, weight: f64, values: impl IntoIterator<Item = (usize, f64)>) {
        if weight.abs() <= 0.0 {
            return;
        }
        self.n += 1;
        self.weights.add(weight);
        self.squares.add(weight * weight);
        let slot = self.slot(unit);
        self.rows[slot] += 1;
        let (columns, products) = (self.columns, self.products);
        let sums = self.sums_of_mut(slot);
        if products == 0 {
            for (column, value) in values {
                sums[column].add(weight * value);
            }
            return;
        }
        // What products lose to rounding is added too: sums of squares cancel against squares of sums.
        let weighted = values.into_iter().map(|(column, value)| (column, times((weight, 0.0), (value, 0.0))));
        let weighted: Vec<(usize, TwoDoubles)> = weighted.filter(|(_, value)| value.0.abs() > 0.0).collect();
        let mut put = |place: usize, (value, rest): TwoDoubles| {
            sums[place].add(value);
            if rest.abs() > 0.0 {
                sums[place].add(rest);
            }
        };
        for (place, &(column, value)) in weighted.iter().enumerate() {
            put(column, value);
            for &(other, factor) in &weighted[..=place] {
                put(columns + pair(other, column), times(value, factor));
            }
        }
    }

    /// Add all rows of another state over the same frame and columns.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.weights.merge(&other.weights);
        self.squares.merge(&other.squares);
        for (unit, &slot) in (0..).zip(&other.slots) {
            if slot != NO_SLOT {
                let own = self.slot(unit);
                self.rows[own] += other.rows[slot as usize];
                let added = other.sums_of(slot as usize);
                for (sum, added) in self.sums_of_mut(own).iter_mut().zip(added) {
                    sum.merge(added);
                }
            }
        }
    }

    /// Writes the sums for [`UnitSums::read`].
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        write_u64(bytes, self.n);
        self.weights.write(bytes);
        self.squares.write(bytes);
        write_u64(bytes, self.rows.len() as u64);
        for (unit, &slot) in (0_u64..).zip(&self.slots) {
            if slot != NO_SLOT {
                write_u64(bytes, unit);
                write_u64(bytes, self.rows[slot as usize]);
                self.sums_of(slot as usize).iter().for_each(|sum| sum.write(bytes));
            }
        }
    }

    /// Takes the sums as written into a state without rows; `None` where the bytes hold none of this frame and columns.
    pub(crate) fn read(&mut self, reader: &mut StateReader<'_>) -> Option<()> {
        self.n = reader.u64()?;
        self.weights = ExactSum::read(reader)?;
        self.squares = ExactSum::read(reader)?;
        for _ in 0..reader.u64()? {
            let unit = u32::try_from(reader.u64()?).ok().filter(|unit| (*unit as usize) < self.slots.len())?;
            let slot = self.slot(unit);
            self.rows[slot] = reader.u64()?;
            for sum in self.sums_of_mut(slot) {
                *sum = ExactSum::read(reader)?;
            }
        }
        Some(())
    }

    /// Bytes of memory, about.
    pub(crate) fn size(&self) -> usize {
        self.slots.len() * 4 + self.rows.len() * 8 + self.sums.len() * size_of::<ExactSum>()
    }

    /// The same sums, with the columns from `tail` on, their products with each other and the rows of each unit as
    /// `other` has them, whose columns are those alone.
    pub(crate) fn with_tail_of(&self, other: &Self, tail: usize) -> Self {
        let mut both = self.clone();
        for (unit, &slot) in (0..).zip(&other.slots) {
            if slot == NO_SLOT {
                continue;
            }
            let place = both.slot(unit);
            both.rows[place] = other.rows[slot as usize];
            let (columns, more) = (self.columns, other.sums_of(slot as usize));
            let sums = both.sums_of_mut(place);
            sums[tail..columns].clone_from_slice(&more[..other.columns]);
            for upper in 0..other.columns {
                for lower in (0..=upper).filter(|_| other.products > 0) {
                    let own = columns + pair(tail + lower, tail + upper);
                    sums[own] = more[other.columns + pair(lower, upper)].clone();
                }
            }
        }
        both
    }

    /// Rows with weight.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Rows with weight of each unit of the frame.
    #[must_use]
    pub fn rows_by_unit(&self) -> Vec<u64> {
        self.slots.iter().map(|&slot| if slot == NO_SLOT { 0 } else { self.rows[slot as usize] }).collect()
    }

    /// Sum of the weights.
    #[must_use]
    pub fn n_weighted(&self) -> f64 {
        self.weights.value()
    }

    /// Kish's effective size, `(sum w)^2 / sum w^2`; 0 without rows.
    #[must_use]
    pub fn n_effective(&self) -> f64 {
        let (sum, squares) = (self.weights.value(), self.squares.value());
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
    }

    /// The total of each column over all units.
    #[must_use]
    pub fn totals(&self) -> Vec<f64> {
        self.exact_totals().iter().map(ExactSum::value).collect()
    }

    /// The scores of values with this `gradient` (columns by values), for [`crate::covariance::covariance`].
    #[must_use]
    pub fn scores(&self, gradient: &Matrix) -> UnitScores {
        let size = gradient.columns();
        let mut scores = UnitScores {
            rows: vec![0; self.slots.len()],
            totals: Matrix::zeros(size, self.slots.len()),
            products: vec![None; self.slots.len()],
        };
        // Most columns of a table do not matter to most of its values.
        let slopes: Vec<Vec<(usize, f64)>> = (0..size)
            .map(|value| {
                let slopes = (0..self.columns).map(|column| (column, gradient[(column, value)]));
                slopes.filter(|(_, slope)| slope.abs() > 0.0).collect()
            })
            .collect();
        for (unit, &slot) in self.slots.iter().enumerate() {
            if slot == NO_SLOT {
                continue;
            }
            let slot = slot as usize;
            let (totals, products) = self.sums_of(slot).split_at(self.columns);
            let values: Vec<f64> = totals.iter().map(ExactSum::value).collect();
            scores.rows[unit] = self.rows[slot];
            for (value, slopes) in slopes.iter().enumerate() {
                scores.totals[(value, unit)] = slopes.iter().map(|&(column, slope)| values[column] * slope).sum();
            }
            if let Some(&sampled) = self.sampled.get(unit) {
                let moments = moments(totals, products, sampled as f64);
                scores.products[unit] = Some(gradient.transpose().times(&moments.times(gradient)));
            }
        }
        scores
    }

    /// The scores of values whose columns are shifted, with this `gradient` at the shifted totals.
    pub(crate) fn scores_around(&self, pivot: &Pivot, gradient: impl Fn(&[f64]) -> Matrix) -> UnitScores {
        if pivot.is_none() {
            return self.scores(&gradient(&self.totals()));
        }
        let gradient = gradient(&pivot.of_sums(&self.exact_totals()));
        let mut scores = UnitScores {
            rows: self.rows_by_unit(),
            totals: Matrix::zeros(gradient.columns(), self.slots.len()),
            products: vec![None; self.slots.len()],
        };
        for (unit, &slot) in self.slots.iter().enumerate().filter(|(_, slot)| **slot != NO_SLOT) {
            let (totals, products) = self.sums_of(slot as usize).split_at(self.columns);
            let values = pivot.of_sums(totals);
            for value in 0..gradient.columns() {
                let terms = values.iter().enumerate().map(|(column, sum)| sum * gradient[(column, value)]);
                scores.totals[(value, unit)] = terms.sum();
            }
            if let Some(&sampled) = self.sampled.get(unit) {
                let totals: Vec<TwoDoubles> = totals.iter().map(ExactSum::value_and_rest).collect();
                let around = |one: usize, other: usize| {
                    let (lower, upper) = (one.min(other), one.max(other));
                    let product = products[pair(lower, upper)].value_and_rest();
                    exactly_around_mean(product, (totals[lower], totals[upper]), sampled as f64)
                };
                let size = totals.len();
                let moments = Matrix::from_fn(size, size, |one, other| pivot.of_products((one, other), around));
                scores.products[unit] = Some(gradient.transpose().times(&moments.times(&gradient)));
            }
        }
        scores
    }

    fn exact_totals(&self) -> Vec<ExactSum> {
        let mut totals = vec![ExactSum::new(); self.columns];
        for slot in 0..self.rows.len() {
            for (total, sum) in totals.iter_mut().zip(self.sums_of(slot)) {
                total.merge(sum);
            }
        }
        totals
    }

    fn slot(&mut self, unit: u32) -> usize {
        let slot = &mut self.slots[unit as usize];
        if *slot == NO_SLOT {
            *slot = self.rows.len() as u32;
            self.rows.push(0);
            let size = self.sums.len() + self.columns + self.products;
            self.sums.resize(size, ExactSum::new());
        }
        *slot as usize
    }

    fn sums_of(&self, slot: usize) -> &[ExactSum] {
        let size = self.columns + self.products;
        &self.sums[slot * size..(slot + 1) * size]
    }

    fn sums_of_mut(&mut self, slot: usize) -> &mut [ExactSum] {
        let size = self.columns + self.products;
        &mut self.sums[slot * size..(slot + 1) * size]
    }
}

/// Scores by unit: what the covariance of values is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitScores {
    /// Rows of each unit in the domain.
    pub rows: Vec<u64>,
    /// The total score of each unit, values by units.
    pub totals: Matrix,
    /// Where rows were drawn by themselves, the sums of products of their scores around their mean, values by values;
    /// rows outside the domain have a score of zero. For variances alone, one column is enough: each value with itself.
    pub products: Vec<Option<Matrix>>,
}

/// The place of a pair of columns among all, the lower first.
fn pair(lower: usize, upper: usize) -> usize {
    upper * (upper + 1) / 2 + lower
}

/// Sums of products around the mean of `sampled` rows, from sums and sums of products.
fn moments(totals: &[ExactSum], products: &[ExactSum], sampled: f64) -> Matrix {
    let totals: Vec<(f64, f64)> = totals.iter().map(ExactSum::value_and_rest).collect();
    Matrix::from_fn(totals.len(), totals.len(), |row, column| {
        let (lower, upper) = (row.min(column), row.max(column));
        around_mean(products[pair(lower, upper)].value_and_rest(), (totals[lower], totals[upper]), sampled)
    })
}
