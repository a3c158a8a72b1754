//! Sums of products around a mean, from sums and sums of products that nearly cancel: two doubles each.

/// A number as two doubles: the nearest, and what that leaves.
pub(crate) type TwoDoubles = (f64, f64);

/// The sum of products of two values of `sampled` rows around their means, from the sum of products and the sum of each.
pub(crate) fn around_mean(product: TwoDoubles, totals: (TwoDoubles, TwoDoubles), sampled: f64) -> f64 {
    let (crossed, crossed_rest) = over(times(totals.0, totals.1), sampled);
    (product.0 - crossed) + (product.1 - crossed_rest)
}

/// The product of two numbers of two doubles each.
fn times(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    let product = a.0 * b.0;
    (product, a.0.mul_add(b.0, -product) + a.0 * b.1 + a.1 * b.0)
}

/// The quotient of a number of two doubles.
fn over(a: (f64, f64), by: f64) -> (f64, f64) {
    let quotient = a.0 / by;
    (quotient, ((-quotient).mul_add(by, a.0) + a.1) / by)
}
