//! The point at which a distribution function reaches a probability.

/// The root of an increasing `rise` between `low` and `high`, to the last bits: Newton's steps by `slope`, bisection
/// where they leave.
pub(super) fn root_between(mut low: f64, mut high: f64, rise: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> f64 {
    let mut point = low.midpoint(high);
    for _ in 0..300 {
        let value = rise(point);
        if value < 0.0 {
            low = point;
        } else {
            high = point;
        }
        let newton = point - value / slope(point);
        let next = if newton > low && newton < high { newton } else { low.midpoint(high) };
        if (next - point).abs() <= 2e-16 * next.abs() {
            return next;
        }
        point = next;
    }
    point
}
