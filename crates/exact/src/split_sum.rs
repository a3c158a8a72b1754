//! The exact sum of many doubles at once, by splitting each at the same bit.
//!
//! Adding a large power of two to a double and taking it off again leaves the upper part of it. Upper parts of doubles that are
//! split alike are whole numbers of one unit, so that a running sum of them is exact; what is left is split again further down,
//! until nothing is left, as a rule after two or three times. That takes a few additions for each double, several doubles side by
//! side, where an [`ExactSum`] takes integers of 256 bits.
//!
//! Source: Rump, Ogita and Oishi, Accurate floating-point summation part I (2008), section 3 (`ExtractVector`).

use crate::exact_sum::ExactSum;

/// How many doubles are split together: 2^12 less two.
const TOGETHER: usize = (1 << BITS) - 2;
const BITS: i32 = 12;
/// How many are split side by side.
const LANES: usize = 8;
/// The exponents of values that may be split without loss.
const EXPONENTS: std::ops::Range<i32> = -900..1_000;

/// The double nearest to the exact sum, ties to even, as [`ExactSum::value`] gives it. The values are used up: what the slice holds
/// afterwards means nothing.
#[must_use]
pub fn sum_of(values: &mut [f64]) -> f64 {
    let largest = largest_of(values);
    let exponent = exponent_of(largest);
    if !EXPONENTS.contains(&exponent) {
        // Nothing but zeros is the most common of these.
        return if values.iter().all(|value| value.abs() <= 0.0) {
            0.0
        } else {
            values.iter().copied().collect::<ExactSum>().value()
        };
    }
    // Small values near 1, where an exact sum is quickest. It is a power of two, so that no bit depends on it.
    let small = exponent.clamp(-500, 0);
    let (near_one, back) = (power(-small), power(small));
    let mut sum = ExactSum::new();
    for together in values.chunks_mut(TOGETHER) {
        let mut largest = largest;
        while EXPONENTS.contains(&exponent_of(largest)) {
            let (upper, left) = split(together, power(exponent_of(largest) + 1 + BITS));
            sum.add(upper * near_one);
            largest = left;
        }
        if largest > 0.0 {
            sum.extend(together.iter().map(|left| left * near_one));
        }
    }
    sum.value() * back
}

/// Takes off each value what `at`, a power of two, leaves of its upper part: the sum of those, and the largest of what is left.
fn split(values: &mut [f64], at: f64) -> (f64, f64) {
    let mut sums = [0.0; LANES];
    let mut left = [0.0; LANES];
    let mut blocks = values.chunks_exact_mut(LANES);
    for block in &mut blocks {
        for ((value, sum), left) in block.iter_mut().zip(&mut sums).zip(&mut left) {
            split_off(value, sum, left, at);
        }
    }
    for ((value, sum), left) in blocks.into_remainder().iter_mut().zip(&mut sums).zip(&mut left) {
        split_off(value, sum, left, at);
    }
    (sums.iter().sum(), left.into_iter().fold(0.0, larger))
}

#[inline]
fn split_off(value: &mut f64, sum: &mut f64, left: &mut f64, at: f64) {
    let upper = (at + *value) - at;
    *value -= upper;
    *sum += upper;
    *left = larger(*left, value.abs());
}

fn largest_of(values: &[f64]) -> f64 {
    let mut largest = [0.0; LANES];
    let mut blocks = values.chunks_exact(LANES);
    for block in &mut blocks {
        for (value, largest) in block.iter().zip(&mut largest) {
            *largest = larger(*largest, value.abs());
        }
    }
    blocks.remainder().iter().map(|value| value.abs()).chain(largest).fold(0.0, larger)
}

/// The larger of two numbers that are not negative, in one instruction. What is no number is passed over.
#[inline]
fn larger(one: f64, other: f64) -> f64 {
    if other > one { other } else { one }
}

/// The exponent of the highest bit of a number that is not negative.
fn exponent_of(value: f64) -> i32 {
    (value.to_bits() >> 52) as i32 - 1023
}

/// `2^exponent`, of exponents that normal doubles have.
fn power(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64]) {
        let expect: ExactSum = values.iter().copied().collect();
        let found = sum_of(&mut values.to_vec());
        assert!(
            found.to_bits() == expect.value().to_bits() || found.is_nan() && expect.value().is_nan(),
            "{found:e} is not {:e}: {} values from {:?}",
            expect.value(),
            values.len(),
            &values[..values.len().min(5)]
        );
    }

    #[test]
    fn many_at_once_are_as_exact_as_one_by_one() {
        check(&[]);
        check(&[0.0, -0.0]);
        check(&[0.1; 10]);
        check(&[1e16, 1.0, -1e16]);
        check(&[1e300, 1e-300, -1e300]);
        check(&[1e100, 1e-300, -1e100]);
        check(&[9_007_199_254_740_992.0, 1.0, 1e-30]);
        check(&[5e-324, 5e-324]);
        check(&[f64::MAX, f64::MAX]);
        check(&[2_f64.powi(-499), -(2_f64.powi(-499)), 5e-324]);
        for unusable in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            check(&[1.0, unusable, -1.0]);
            check(&[unusable]);
        }
    }

    #[test]
    fn a_block_that_is_full_loses_nothing() {
        for size in [TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER + 5] {
            // The largest that a block may hold, all of one sign, with a bit at the end.
            let full = 2.0 - 2_f64.powi(-52);
            check(&vec![full; size]);
            check(&vec![-full; size]);
            // The upper part of it has all the bits that fit.
            check(&vec![2.0 - 2_f64.powi(-39); size]);
            let mut mixed = vec![full; size];
            for (place, value) in mixed.iter_mut().enumerate() {
                *value *= 2_f64.powi(-(place as i32 * 37 % 400)) * if place % 3 == 0 { -1.0 } else { 1.0 };
            }
            check(&mixed);
        }
    }

    #[test]
    fn random_values_of_any_size_are_summed_exactly() {
        let mut state = 1_u64;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 11
        };
        for spread in [1, 20, 60, 200, 900] {
            for size in [1, 7, 8, 9, 100, 5_000] {
                let value = |_| {
                    let significand = next() as f64 / 2_f64.powi(53) - 0.5;
                    significand * 2_f64.powi((next() % spread) as i32 - spread as i32 / 2)
                };
                check(&(0..size).map(value).collect::<Vec<f64>>());
            }
        }
    }
}
