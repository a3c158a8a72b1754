//! A weight split into integers that are added without carries: the quick way to exact sums of many rows.
//!
//! A double is a whole number of some small power of two. Cut into parts of 40 or 48 bits, one to a lane of 64, up to
//! [`ROWS_AT_MOST`] of them are added lane by lane before any lane is full, so nothing is rounded and nothing wraps.
//! What is left out are weights too far below the largest, or too large for the window of an exact sum: they have no
//! lanes, and their rows are added one by one.

use crate::exact_sum::{ExactSum, parts};

/// How many rows of lanes may be added up.
pub const ROWS_AT_MOST: usize = 1 << 14;
/// Lanes of a row that lies in a cluster: the weight in two (with a count of rows above the second), and its square.
pub const IN_CLUSTERS: usize = 4;
/// Lanes of a row that was drawn by itself: those, and the square without its rounding in four.
pub const BY_THEMSELVES: usize = 8;

/// Bits of the lower lane of a weight, and of each lane of an exact square.
const WEIGHT_BITS: u32 = 40;
/// Bits of the lower lane of a rounded square.
const SQUARE_BITS: u32 = 48;
/// Where the count of rows stands in the weight's upper lane, which needs 33 bits for each row.
const COUNT_BIT: u32 = 48;
const COUNT_MASK: u64 = (1 << COUNT_BIT) - 1;
const WEIGHT_MASK: u64 = (1 << WEIGHT_BITS) - 1;
/// How far the exponents of weights may lie apart: 53 bits and these are 73, so that 33 stand in the upper lane.
const WEIGHT_SPREAD: i32 = 20;
/// The same of squares, twice as far.
const SQUARE_SPREAD: i32 = 40;
/// The least exponent in the window of an exact sum.
const LOWEST: i32 = -76;
/// The largest lowest exponents for which sums of lanes stay in that window: 73 and 93 bits, and 14 for the rows.
const WEIGHT_CEILING: i32 = -37;
const SQUARE_CEILING: i32 = -57;

/// What the lowest bits of the lanes are worth, as exponents of two.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    weight: i32,
    /// `2^weight`.
    weight_unit: f64,
    square: i32,
}

/// The lanes of a row, or of several added up.
pub type Lanes<const L: usize> = [u64; L];

/// What lanes add up to.
#[derive(Clone, Copy, Debug)]
pub struct Total {
    /// Rows.
    pub rows: u64,
    /// The weights, in an exact sum's window.
    pub weights: i128,
    /// Their rounded squares, likewise.
    pub squares: i128,
}

impl Scale {
    /// The scale that suits the largest of `weights`.
    pub fn of(weights: &[f64]) -> Self {
        let largest = weights.iter().copied().fold(0.0, f64::max);
        let exponent = |value: f64| parts(value).1;
        let weight = (exponent(largest) - WEIGHT_SPREAD).clamp(LOWEST, WEIGHT_CEILING);
        Self {
            weight,
            weight_unit: 2_f64.powi(weight),
            square: (exponent(largest * largest) - SQUARE_SPREAD).clamp(LOWEST, SQUARE_CEILING),
        }
    }

    /// The lanes of a weight, which is finite and positive; `None` where it does not fit.
    pub fn lanes<const L: usize>(self, weight: f64) -> Option<Lanes<L>> {
        let (significand, exponent) = parts(weight);
        let (square, square_exponent) = parts(weight * weight);
        let (shift, square_shift) = (exponent - self.weight, square_exponent - self.square);
        if !((0..=WEIGHT_SPREAD).contains(&shift) && (0..=SQUARE_SPREAD).contains(&square_shift)) {
            return None;
        }
        let mut lanes = [0; L];
        let whole = (significand as u128) << shift;
        lanes[0] = low(whole, WEIGHT_BITS);
        lanes[1] = (whole >> WEIGHT_BITS) as u64 | 1 << COUNT_BIT;
        let rounded = (square as u128) << square_shift;
        lanes[2] = low(rounded, SQUARE_BITS);
        lanes[3] = (rounded >> SQUARE_BITS) as u64;
        if L == BY_THEMSELVES {
            // Up to 146 bits: the lower 80 of the product and the upper 26 are shifted by themselves.
            let product = (significand as u128) * (significand as u128);
            let lower = (product & ((1 << (2 * WEIGHT_BITS)) - 1)) << (2 * shift);
            let upper = (product >> (2 * WEIGHT_BITS)) << (2 * shift);
            lanes[4] = low(lower, WEIGHT_BITS);
            lanes[5] = low(lower >> WEIGHT_BITS, WEIGHT_BITS);
            lanes[6] = (lower >> (2 * WEIGHT_BITS)) as u64 + low(upper, WEIGHT_BITS);
            lanes[7] = (upper >> WEIGHT_BITS) as u64;
        }
        Some(lanes)
    }

    /// Take the weights out of lanes: their sum rounded once to a double, and in units of the lowest bit. The count and
    /// the squares stay.
    pub fn take_weights<const L: usize>(self, lanes: &mut Lanes<L>) -> (f64, u128) {
        let (lower, upper) = (lanes[0], lanes[1] & COUNT_MASK);
        lanes[0] = 0;
        lanes[1] &= !COUNT_MASK;
        let (lower, upper) = (lower & WEIGHT_MASK, upper + (lower >> WEIGHT_BITS));
        // Both are doubles as they are, so that adding them is the one rounding.
        let value = upper as i64 as f64 * (WEIGHT_MASK + 1) as f64 + lower as i64 as f64;
        (value * self.weight_unit, (u128::from(upper) << WEIGHT_BITS) + u128::from(lower))
    }

    /// Take the count and the squares out of lanes, in units of the lowest bit.
    pub fn take_squares<const L: usize>(lanes: &mut Lanes<L>) -> (u64, u128) {
        let count = lanes[1] >> COUNT_BIT;
        lanes[1] &= COUNT_MASK;
        let squares = u128::from(lanes[2]) + (u128::from(lanes[3]) << SQUARE_BITS);
        lanes[2..IN_CLUSTERS].fill(0);
        (count, squares)
    }

    /// A sum of weights from units of the lowest bit.
    pub fn exact_weights(self, units: u128) -> ExactSum {
        exact(units, self.weight)
    }

    /// A sum of squares likewise.
    pub fn exact_squares(self, units: u128) -> ExactSum {
        exact(units, self.square)
    }

    /// What lanes add up to, exact squares aside.
    pub fn total<const L: usize>(self, lanes: &Lanes<L>) -> Total {
        let count = lanes[1] >> COUNT_BIT;
        let upper = u128::from(lanes[1] & COUNT_MASK);
        let weights = u128::from(lanes[0]) + (upper << WEIGHT_BITS);
        let squares = u128::from(lanes[2]) + (u128::from(lanes[3]) << SQUARE_BITS);
        Total {
            rows: count,
            weights: (weights << (self.weight - LOWEST)) as i128,
            squares: (squares << (self.square - LOWEST)) as i128,
        }
    }

    /// Add the exact squares that lanes hold to a sum.
    pub fn add_squares<const L: usize>(self, lanes: &Lanes<L>, sum: &mut ExactSum) {
        for (&lane, place) in lanes.iter().skip(IN_CLUSTERS).zip(0..) {
            let exponent = 2 * self.weight + place * WEIGHT_BITS as i32;
            let half = WEIGHT_BITS / 2 + 8;
            // Both halves are doubles as they are.
            sum.add(low(u128::from(lane), half) as f64 * 2_f64.powi(exponent));
            sum.add((lane >> half) as f64 * 2_f64.powi(exponent + half as i32));
        }
    }
}

/// `units * 2^exponent`.
fn exact(units: u128, exponent: i32) -> ExactSum {
    let parts = (0..4).map(|part| {
        let digits = (units >> (32 * part)) as u32;
        f64::from(digits) * 2_f64.powi(exponent + 32 * part)
    });
    parts.collect()
}

fn low(value: u128, bits: u32) -> u64 {
    (value & ((1 << bits) - 1)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(weights: &[f64], fit: usize) {
        let scale = Scale::of(weights);
        let mut lanes = [0; BY_THEMSELVES];
        let (mut sum, mut rounded, mut exact) = (ExactSum::new(), ExactSum::new(), ExactSum::new());
        let mut rows = 0;
        for &weight in weights {
            let Some(own) = scale.lanes::<BY_THEMSELVES>(weight) else {
                continue;
            };
            for (lane, added) in lanes.iter_mut().zip(own) {
                *lane += added;
            }
            rows += 1;
            let square = weight * weight;
            sum.add(weight);
            rounded.add(square);
            exact.add(square);
            exact.add(weight.mul_add(weight, -square));
        }
        assert_eq!(rows, fit);
        let total = scale.total(&lanes);
        let mut left = lanes;
        let (value, weights) = scale.take_weights(&mut left);
        assert_eq!(value.to_bits(), sum.value().to_bits());
        let (count, taken) = Scale::take_squares(&mut left);
        assert_eq!((count, left[..IN_CLUSTERS].to_vec()), (fit as u64, vec![0; IN_CLUSTERS]));
        assert_eq!(scale.exact_weights(weights).value_and_rest(), sum.value_and_rest());
        assert_eq!(scale.exact_squares(taken).value_and_rest(), rounded.value_and_rest());
        assert_eq!(total.rows, fit as u64);
        let mut squares = ExactSum::new();
        scale.add_squares(&lanes, &mut squares);
        let pairs = [
            (ExactSum::of_window(total.weights), sum),
            (ExactSum::of_window(total.squares), rounded),
            (squares, exact),
        ];
        for (found, expect) in pairs {
            let [found, expect] = [found, expect].map(|sum| {
                let (value, rest) = sum.value_and_rest();
                [value, rest].map(f64::to_bits)
            });
            assert_eq!(found, expect, "{weights:?}");
        }
    }

    #[test]
    fn lanes_add_up_to_the_exact_sums() {
        check(&[1.0; 5], 5);
        check(&[0.1, 0.7, 1.234_567, 12.345_678_9], 4);
        check(&[1.0, 1.0 / 3.0, 2_f64.powi(-12), 2_f64.powi(-13)], 3);
        check(&[2_f64.powi(17), 2_f64.powi(18) - 0.5, 2_f64.powi(18)], 2);
        check(&[2_f64.powi(-12), 2_f64.powi(-13) / 3.0], 1);
        check(&[1e300, 1e-300], 0);
    }

    #[test]
    fn lanes_of_as_many_rows_as_may_be_do_not_wrap() {
        // All bits set, at the upper end of the scale and at the lower.
        let largest = 2_f64.powi(18) - 2_f64.powi(-35);
        check(&vec![largest; ROWS_AT_MOST], ROWS_AT_MOST);
        let large = 2_f64.powi(11) - 2_f64.powi(-42);
        let mut weights = vec![large; ROWS_AT_MOST / 2];
        weights.resize(ROWS_AT_MOST, large * 2_f64.powi(-20));
        check(&weights, ROWS_AT_MOST);
    }
}
