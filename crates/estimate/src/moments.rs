//! Sums of products around a mean, from sums and sums of products that nearly cancel: two doubles each.

use topline_exact::ExactSum;
use topline_exact::state::StateReader;

/// A number as two doubles: the nearest, and what that leaves.
pub(crate) type TwoDoubles = (f64, f64);

/// The sum of products of two values of `sampled` rows around their means, from the sum of products and the sum of each.
pub(crate) fn around_mean(product: TwoDoubles, totals: (TwoDoubles, TwoDoubles), sampled: f64) -> f64 {
    let (crossed, crossed_rest) = over(times(totals.0, totals.1), sampled);
    (product.0 - crossed) + (product.1 - crossed_rest)
}

/// The same as two doubles.
pub(crate) fn exactly_around_mean(product: TwoDoubles, totals: (TwoDoubles, TwoDoubles), sampled: f64) -> TwoDoubles {
    minus(product, over(times(totals.0, totals.1), sampled))
}

/// The product of two numbers of two doubles each.
pub(crate) fn times(a: TwoDoubles, b: TwoDoubles) -> TwoDoubles {
    let product = a.0 * b.0;
    (product, a.0.mul_add(b.0, -product) + a.0 * b.1 + a.1 * b.0)
}

/// The difference of two numbers of two doubles each.
pub(crate) fn minus(a: TwoDoubles, b: TwoDoubles) -> TwoDoubles {
    // Knuth's sum of two doubles, with what it loses.
    let difference = a.0 - b.0;
    let back = difference - a.0;
    let lost = (a.0 - (difference - back)) - (b.0 + back);
    let rest = lost + (a.1 - b.1);
    let value = difference + rest;
    (value, rest - (value - difference))
}

/// The quotient of a number of two doubles.
fn over(a: TwoDoubles, by: f64) -> TwoDoubles {
    let quotient = a.0 / by;
    (quotient, ((-quotient).mul_add(by, a.0) + a.1) / by)
}

/// The quotient of two numbers of two doubles each.
fn over_both(a: TwoDoubles, by: TwoDoubles) -> TwoDoubles {
    let quotient = a.0 / by.0;
    let left = minus(a, times(by, (quotient, 0.0)));
    (quotient, left.0 / by.0)
}

/// Sums that the spread of a value comes from, and that of the residuals of a ratio: of weights, values and their products, each
/// exact.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    n: u64,
    weights: ExactSum,
    y: ExactSum,
    x: ExactSum,
    yy: ExactSum,
    xy: ExactSum,
    xx: ExactSum,
}

impl Moments {
    /// Of no rows yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Of columns with a value for each of these rows.
    pub(crate) fn of_rows(weights: &[f64], rows: impl Iterator<Item = usize>, y: &[f64], x: Option<&[f64]>) -> Self {
        let mut moments = Self::new();
        for row in rows {
            moments.add(weights[row], y[row], x.map_or(1.0, |x| x[row]));
        }
        moments
    }

    /// Add a row. Of a mean or total, `x` is 1.
    pub fn add(&mut self, weight: f64, y: f64, x: f64) {
        if weight.abs() <= 0.0 {
            return;
        }
        self.n += 1;
        self.weights.add(weight);
        for (sum, factors) in [
            (&mut self.y, (y, 1.0)),
            (&mut self.x, (x, 1.0)),
            (&mut self.yy, (y, y)),
            (&mut self.xy, (x, y)),
            (&mut self.xx, (x, x)),
        ] {
            let (product, rest) = times(times((weight, 0.0), (factors.0, 0.0)), (factors.1, 0.0));
            sum.add(product);
            sum.add(rest);
        }
    }

    /// Add the rows of another state.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        for (own, other) in self.sums_mut().into_iter().zip(other.sums()) {
            own.merge(other);
        }
    }

    /// Writes the sums for [`Moments::read`].
    pub fn write(&self, bytes: &mut Vec<u8>) {
        topline_exact::state::write_u64(bytes, self.n);
        self.sums().into_iter().for_each(|sum| sum.write(bytes));
    }

    /// The sums as written; `None` where the bytes hold none.
    pub fn read(reader: &mut StateReader<'_>) -> Option<Self> {
        let mut moments = Self { n: reader.u64()?, ..Self::default() };
        for sum in moments.sums_mut() {
            *sum = ExactSum::read(reader)?;
        }
        Some(moments)
    }

    /// The variance of `y` in the population: `n/(n-1) sum w (y - mean)^2 / sum w`; `None` of fewer than two rows.
    pub(crate) fn spread(&self) -> Option<f64> {
        let y = self.y.value_and_rest();
        let squares = minus(self.yy.value_and_rest(), over_both(times(y, y), self.weights.value_and_rest()));
        self.per_weight(squares.0)
    }

    /// The variance of `y - ratio x` in the population, around zero; `None` of fewer than two rows.
    pub(crate) fn residual_spread(&self, ratio: f64) -> Option<f64> {
        let twice = times(self.xy.value_and_rest(), (2.0 * ratio, 0.0));
        let square = times(times(self.xx.value_and_rest(), (ratio, 0.0)), (ratio, 0.0));
        let squares = minus(minus(self.yy.value_and_rest(), twice), (-square.0, -square.1));
        self.per_weight(squares.0)
    }

    fn per_weight(&self, squares: f64) -> Option<f64> {
        let (n, weights) = (self.n as f64, self.weights.value());
        let spread = squares.max(0.0) / weights * n / (n - 1.0);
        (self.n > 1 && spread.is_finite()).then_some(spread)
    }

    fn sums(&self) -> [&ExactSum; 6] {
        [&self.weights, &self.y, &self.x, &self.yy, &self.xy, &self.xx]
    }

    fn sums_mut(&mut self) -> [&mut ExactSum; 6] {
        [&mut self.weights, &mut self.y, &mut self.x, &mut self.yy, &mut self.xy, &mut self.xx]
    }
}
