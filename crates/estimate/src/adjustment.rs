//! What adjusting weights to known totals does to linearised errors: scores lose what the totals explain.
//!
//! The weights themselves are made in [`crate::post_stratify`], [`crate::rake`] and [`crate::calibrate`].

use topline_exact::{ExactSum, sums_at};

use crate::limited_raking::LimitedRaking;
use crate::matrix::Matrix;

/// The regressors of each row that are not zero, and how many there are.
pub(crate) type RowRegressors = (Vec<Vec<(usize, f64)>>, usize);

/// An adjustment of weights to known totals, with what its effect on errors needs.
#[derive(Clone, Debug)]
pub struct Adjustment {
    /// Weights before.
    before: Vec<f64>,
    /// Weights after.
    after: Vec<f64>,
    totals: Totals,
}

/// Which totals are known.
#[derive(Clone, Debug)]
enum Totals {
    /// How many there are in each cell, one cell for each row.
    Cells(Vec<usize>),
    /// How many there are in each category of several margins.
    Margins(Vec<Vec<usize>>),
    /// The same, with weights cut at limits.
    Limited(LimitedRaking),
    /// Totals of regressors, with the inverse of their products weighted before.
    Regressors { values: Matrix, inverse: Matrix },
}

impl Adjustment {
    /// Weights post-stratified to known sizes of `cells` (a number from 0 for each row).
    pub(crate) fn cells(before: Vec<f64>, after: Vec<f64>, cells: Vec<usize>) -> Self {
        Self { before, after, totals: Totals::Cells(cells) }
    }

    /// Weights raked to known sizes of the categories of each margin.
    pub(crate) fn margins(before: Vec<f64>, after: Vec<f64>, margins: Vec<Vec<usize>>) -> Self {
        Self { before, after, totals: Totals::Margins(margins) }
    }

    /// Weights raked within limits that some of them met.
    pub(crate) fn limited(before: Vec<f64>, after: Vec<f64>, raking: LimitedRaking) -> Self {
        Self { before, after, totals: Totals::Limited(raking) }
    }

    /// Weights calibrated to known totals of regressors (rows by regressors), with `(X'WX)^-1` of the weights before.
    pub(crate) fn regressors(before: Vec<f64>, after: Vec<f64>, values: Matrix, inverse: Matrix) -> Self {
        Self { before, after, totals: Totals::Regressors { values, inverse } }
    }

    /// The weights after.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.after
    }

    /// The weights before.
    pub(crate) fn before(&self) -> &[f64] {
        &self.before
    }

    /// What is known, as regressors: for each row those that are not zero, and how many there are. Margins have a
    /// regressor for each category, of which some depend on others. Nothing where errors are not those of a regression.
    pub(crate) fn regressors_by_row(&self) -> Option<RowRegressors> {
        let size = |cells: &[usize]| cells.iter().max().map_or(0, |&cell| cell + 1);
        Some(match &self.totals {
            Totals::Limited(_) => return None,
            Totals::Cells(cells) => (cells.iter().map(|&cell| vec![(cell, 1.0)]).collect(), size(cells)),
            Totals::Margins(margins) => {
                let mut rows = vec![Vec::new(); self.before.len()];
                let mut first = 0;
                for margin in margins {
                    for (row, &category) in rows.iter_mut().zip(margin) {
                        row.push((first + category, 1.0));
                    }
                    first += size(margin);
                }
                (rows, first)
            }
            Totals::Regressors { values, .. } => {
                let row = |row| values.row(row).iter().copied().enumerate().filter(|(_, x)| x.abs() > 0.0).collect();
                ((0..values.rows()).map(row).collect(), values.columns())
            }
        })
    }

    /// Take from weighted scores `x` what the known totals explain.
    ///
    /// Source: Deville and Särndal (1992), Calibration estimators in survey sampling, section 3: the variance of a
    /// calibrated total is that of the residuals of its regression on the calibration variables. Post-strata are a
    /// regression on cells; margins are projected in turn until nothing changes.
    pub(crate) fn residuals(&self, x: &mut [f64]) {
        if let Totals::Limited(raking) = &self.totals {
            raking.influences(x, &self.after);
            return;
        }
        let mut scores: Vec<f64> =
            x.iter().zip(&self.after).map(|(x, &after)| if after.abs() > 0.0 { x / after } else { 0.0 }).collect();
        match &self.totals {
            Totals::Cells(cells) => {
                self.centre(&mut scores, cells);
            }
            Totals::Margins(margins) => {
                let largest = scores.iter().map(|score| score.abs()).fold(0.0, f64::max);
                for _ in 0..1000 {
                    let moved = margins.iter().map(|margin| self.centre(&mut scores, margin)).fold(0.0, f64::max);
                    if moved <= 1e-15 * largest {
                        break;
                    }
                }
            }
            Totals::Regressors { values, inverse } => self.regress(&mut scores, values, inverse),
            Totals::Limited(_) => {}
        }
        for ((x, score), &after) in x.iter_mut().zip(scores).zip(&self.after) {
            *x = if after.abs() > 0.0 { score * after } else { *x };
        }
    }

    /// Take each cell's mean (by the weights before) from its scores; returns the largest mean taken.
    fn centre(&self, scores: &mut [f64], cells: &[usize]) -> f64 {
        let size = cells.iter().max().map_or(0, |&cell| cell + 1);
        let weighted = scores.iter().zip(&self.before).map(|(score, before)| before * score);
        let sums = sums_at(size, cells.iter().copied().zip(weighted));
        let weights = sums_at(size, cells.iter().copied().zip(self.before.iter().copied()));
        let mean = |cell: usize| {
            if weights[cell] > 0.0 { sums[cell] / weights[cell] } else { 0.0 }
        };
        for (score, &cell) in scores.iter_mut().zip(cells) {
            *score -= mean(cell);
        }
        (0..size).map(|cell| mean(cell).abs()).fold(0.0, f64::max)
    }

    fn regress(&self, scores: &mut [f64], values: &Matrix, inverse: &Matrix) {
        let weighted: Vec<f64> = scores.iter().zip(&self.before).map(|(score, before)| before * score).collect();
        let products = Matrix::from_fn(values.columns(), 1, |column, _| {
            let products = weighted.iter().enumerate().map(|(row, weighted)| weighted * values[(row, column)]);
            products.collect::<ExactSum>().value()
        });
        let slopes = inverse.times(&products);
        for (row, score) in scores.iter_mut().enumerate() {
            let fitted: f64 = (0..values.columns()).map(|column| values[(row, column)] * slopes[(column, 0)]).sum();
            *score -= fitted;
        }
    }
}
