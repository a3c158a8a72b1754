//! One number of a row in [`lanes`](crate::lanes), and its square before that is rounded.

use crate::double::parts;
use crate::exact_sum::ExactSum;
use crate::fixed_point::LIMIT;
use crate::lanes::{COUNT, LOW, LaneScale, Lanes, ROWS_AT_MOST, SPREAD, TooLarge, lowest_exponent, power, split};

/// Lanes of one number.
pub const NUMBER: usize = 2;
/// Lanes of one number, and of its exact square.
pub const WITH_SQUARE: usize = 6;

/// Bits of each lane of an exact square.
const SQUARE: u32 = 40;

// The last lane of an exact square, and the one before, which has a carry.
const _: () = assert!(2 * (53 + SPREAD[0]) - 3 * SQUARE as i32 <= SQUARE as i32);
const _: () = assert!(SQUARE + 1 + ROWS_AT_MOST.ilog2() <= 64);

/// The lanes of rows with one number each.
#[derive(Debug, Clone, Default)]
pub struct NumberLanes {
    /// What the lanes are worth.
    pub scale: LaneScale,
    /// The lanes of each row.
    pub lanes: Vec<Lanes<NUMBER>>,
    /// The rows whose number is not in their lanes, in rising order.
    pub odd: Vec<u32>,
}

impl NumberLanes {
    /// Of a number of each row.
    ///
    /// # Errors
    /// A number that is not finite, or 2^100 or more in size.
    pub fn of(numbers: impl ExactSizeIterator<Item = f64> + Clone) -> Result<Self, TooLarge> {
        if !numbers.clone().all(|number| number.abs() < LIMIT) {
            return Err(TooLarge);
        }
        let lowest = lowest_exponent(numbers.clone(), SPREAD[0]);
        let scale = LaneScale { lowest: [lowest; 2], first_unit: power(lowest) };
        let mut rows = Self { scale, lanes: Vec::with_capacity(numbers.len()), odd: Vec::new() };
        for (row, number) in (0..).zip(numbers) {
            rows.lanes.push(if let Some([lower, upper]) = split(number, lowest, SPREAD[0], LOW[0]) {
                [COUNT + lower, upper]
            } else {
                rows.odd.push(row);
                [COUNT, 0]
            });
        }
        Ok(rows)
    }
}

impl LaneScale {
    /// The lanes of a row with those of the exact square of its number, which is not negative.
    #[must_use]
    pub fn with_square(self, [lower_lane, upper_lane]: Lanes<NUMBER>, number: f64) -> Lanes<WITH_SQUARE> {
        let (significand, exponent) = parts(number);
        let shift = if significand == 0 { 0 } else { exponent - self.lowest[0] };
        // Up to 150 bits: the lower 80 of the product and the upper 26 are shifted by themselves.
        let product = (significand as u128) * (significand as u128);
        let lower = (product & ((1 << (2 * SQUARE)) - 1)) << (2 * shift);
        let upper = (product >> (2 * SQUARE)) << (2 * shift);
        let low = |value: u128| (value & ((1 << SQUARE) - 1)) as u64;
        let third = (lower >> (2 * SQUARE)) + u128::from(low(upper));
        let fourth = (upper >> SQUARE) as u64 + (third >> SQUARE) as u64;
        [lower_lane, upper_lane, low(lower), low(lower >> SQUARE), low(third), fourth]
    }

    /// Add the exact squares that lanes hold to a sum.
    pub fn add_squares(self, lanes: &Lanes<WITH_SQUARE>, sum: &mut ExactSum) {
        for (&lane, place) in lanes.iter().skip(NUMBER).zip(0..) {
            let exponent = 2 * self.lowest[0] + place * SQUARE as i32;
            // Both halves are doubles as they are.
            sum.add(f64::from(lane as u32) * power(exponent));
            sum.add(f64::from((lane >> 32) as u32) * power(exponent + 32));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::count_of;

    fn check(numbers: &[f64], odd: &[u32]) {
        let rows = NumberLanes::of(numbers.iter().copied()).expect("fits");
        assert_eq!((rows.odd.as_slice(), rows.lanes.len()), (odd, numbers.len()));
        let mut total = [0_u64; NUMBER];
        for lanes in &rows.lanes {
            total = [total[0] + lanes[0], total[1].wrapping_add(lanes[1])];
        }
        let known = (0_u32..).zip(numbers).filter(|(row, _)| !odd.contains(row));
        let expect: ExactSum = known.map(|(_, number)| *number).collect();
        assert_eq!(rows.scale.sum(&total).value().to_bits(), expect.value().to_bits());
        assert_eq!(count_of(&total), numbers.len() as u64);
        let mut before = [0; 2];
        assert_eq!(rows.scale.first_since(&total, &mut before).to_bits(), expect.value().to_bits());
    }

    #[test]
    fn one_number_adds_up_exactly() {
        check(&[], &[]);
        check(&[0.1, 12.345_678, 0.0, 1e-3, 7.0], &[]);
        check(&[-0.1, 12.345_678, -3.0], &[]);
        check(&[0.1, 0.2, 1e12, 0.3, 1e-30], &[2, 4]);
        for number in [1e31, -1e31, f64::INFINITY, f64::NAN] {
            assert_eq!(NumberLanes::of([1.0, number].into_iter()).expect_err("too large"), TooLarge, "{number}");
        }
    }

    #[test]
    fn exact_squares_add_up_without_their_rounding() {
        let full = 2.0 - 2_f64.powi(-52);
        let many = vec![full * 2_f64.powi(20); ROWS_AT_MOST - 1];
        let mut many_and_one = many.clone();
        many_and_one.push(full);
        for weights in [&[1.0, 1.0 / 3.0, 0.1, 12.345_678_9, 0.0, 2_f64.powi(-15)][..], &many, &many_and_one] {
            let rows = NumberLanes::of(weights.iter().copied()).expect("fits");
            assert!(rows.odd.is_empty());
            let mut total = [0; WITH_SQUARE];
            let mut expect = ExactSum::new();
            for (lanes, &weight) in rows.lanes.iter().zip(weights) {
                for (sum, lane) in total.iter_mut().zip(rows.scale.with_square(*lanes, weight)) {
                    *sum += lane;
                }
                let square = weight * weight;
                expect.add(square);
                expect.add(weight.mul_add(weight, -square));
            }
            let mut sum = ExactSum::new();
            rows.scale.add_squares(&total, &mut sum);
            let bits = |sum: &ExactSum| {
                let (value, rest) = sum.value_and_rest();
                [value, rest].map(f64::to_bits)
            };
            assert_eq!(bits(&sum), bits(&expect), "{} weights", weights.len());
            assert_eq!(count_of(&total), weights.len() as u64);
        }
    }
}
