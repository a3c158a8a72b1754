//! Numbers of a row split into integers that are added without carries: the quick way to exact sums of many rows.
//!
//! A double is a whole number of some small power of two. Cut in two parts each, a weight and its square (or a weighted value
//! and that of its square) go into four lanes of 64 bits, with a count of one above the first; the lanes of up to
//! [`ROWS_AT_MOST`] rows are added before any lane is full, so that nothing is rounded and nothing wraps. Numbers too far from
//! the most of a block have no lanes: these rows are *odd*, count in the lanes, and their numbers are added one by one. Who needs one
//! number of each row has its two lanes ([`NumberLanes`]), and may have those of its exact square behind them.
//!
//! | lane | bits | of one row | of [`ROWS_AT_MOST`] |
//! |---|---|---|---|
//! | 0 | 46 and more | 1 | the count of rows |
//! | 0 | 0 to 45 | 29 lower bits of the first number | 46 |
//! | 1 | all, signed | 46 upper bits | 63 |
//! | 2 of two numbers | all | 47 lower bits of the second number | 64 |
//! | 3 of two numbers | all, signed | 46 upper bits | 63 |
//! | 2 to 5 with a square | all | 40 bits each of the exact square of the number | 57 |

use std::error::Error;
use std::fmt;

use crate::double::parts;
use crate::fixed_point::{FixedPoint, LIMIT, LOW_BIT};

pub use crate::number_lanes::{NUMBER, NumberLanes, WITH_SQUARE};

/// How many rows may be added up in lanes.
pub const ROWS_AT_MOST: usize = 1 << 17;

/// The lanes of a row, or of rows added up. One lane alone counts rows.
pub type Lanes<const L: usize> = [u64; L];

/// Lanes of two numbers.
pub const NUMBERS: usize = 4;

/// Where the count of rows begins in the first lane.
const COUNT_BIT: u32 = 46;
pub(crate) const COUNT: u64 = 1 << COUNT_BIT;
/// Bits of the lower lane of the first number, and of the second. The upper lanes are signed.
pub(crate) const LOW: [u32; 2] = [29, 47];
/// How far the exponents of numbers may lie apart: with 53 bits, 46 are in the upper lane, and 17 are left for the rows.
pub(crate) const SPREAD: [i32; 2] = [22, 40];
/// Where the upper lane of a sum of first numbers is cut in two, so that both parts are doubles as they are.
const CUT: u32 = 15;

const _: () = assert!(LOW[0] + ROWS_AT_MOST.ilog2() <= COUNT_BIT && LOW[1] + ROWS_AT_MOST.ilog2() <= 64);
const _: () = assert!(ROWS_AT_MOST < 1 << (64 - COUNT_BIT));
const _: () = assert!(53 + SPREAD[0] - LOW[0] as i32 + ROWS_AT_MOST.ilog2() as i32 <= 63);
const _: () = assert!(53 + SPREAD[1] - LOW[1] as i32 + ROWS_AT_MOST.ilog2() as i32 <= 63);

/// A number is infinite, none, or too large to be summed exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl Error for TooLarge {}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number is too large to be summed exactly")
    }
}

/// What the lowest bits of the two numbers are worth, as exponents of two.
#[derive(Debug, Clone, Copy, Default)]
pub struct LaneScale {
    pub(crate) lowest: [i32; 2],
    /// What the lowest bit of the first number is worth.
    pub(crate) first_unit: f64,
}

/// The lanes of the rows of a block.
#[derive(Debug, Clone, Default)]
pub struct RowLanes {
    /// What the lanes are worth.
    pub scale: LaneScale,
    /// The lanes of each row.
    pub lanes: Vec<Lanes<NUMBERS>>,
    /// The rows whose numbers are not in their lanes, in rising order.
    pub odd: Vec<u32>,
}

impl RowLanes {
    /// Of two numbers of each row.
    ///
    /// # Errors
    /// A number that is not finite, or 2^100 or more in size.
    pub fn fill(&mut self, numbers: impl Iterator<Item = [f64; 2]> + Clone) -> Result<(), TooLarge> {
        self.lanes.clear();
        self.odd.clear();
        let mut largest = [0.0_f64; 2];
        let mut finite = true;
        for row in numbers.clone() {
            for (largest, number) in largest.iter_mut().zip(row) {
                *largest = largest.max(number.abs());
                finite &= !number.is_nan();
            }
        }
        if !finite || largest.iter().any(|largest| *largest >= LIMIT) {
            return Err(TooLarge);
        }
        let scale = [0, 1].map(|of| lowest_exponent(numbers.clone().map(move |row| row[of]), SPREAD[of]));
        self.scale = LaneScale { lowest: scale, first_unit: power(scale[0]) };
        for (row, [first, second]) in (0..).zip(numbers) {
            let first = split(first, scale[0], SPREAD[0], LOW[0]);
            let second = split(second, scale[1], SPREAD[1], LOW[1]);
            self.lanes.push(if let (Some(first), Some(second)) = (first, second) {
                [COUNT + first[0], first[1], second[0], second[1]]
            } else {
                self.odd.push(row);
                [COUNT, 0, 0, 0]
            });
        }
        Ok(())
    }

    /// What it takes in memory, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        32 * self.lanes.capacity() + 4 * self.odd.capacity()
    }
}

/// The lanes of rows that are counted and no more.
#[must_use]
pub fn counting(rows: usize) -> Vec<Lanes<1>> {
    vec![[COUNT]; rows]
}

/// The lower and the upper part of a number; none where it lies outside of the window.
#[inline]
pub(crate) fn split(number: f64, lowest: i32, spread: i32, low: u32) -> Option<[u64; 2]> {
    let (significand, exponent) = parts(number);
    let shift = exponent - lowest;
    if significand == 0 {
        return Some([0, 0]);
    }
    if !(0..=spread).contains(&shift) {
        return None;
    }
    // The upper part of a negative number is rounded down, and the lower is what that leaves.
    Some([(significand << shift) as u64 & ((1 << low) - 1), (significand >> (low as i32 - shift)) as u64])
}

/// The exponent from which on most numbers lie in a window.
pub(crate) fn lowest_exponent(numbers: impl Iterator<Item = f64> + Clone, spread: i32) -> i32 {
    let exponents = numbers.filter_map(|number| {
        let (significand, exponent) = parts(number);
        (significand != 0).then_some(exponent)
    });
    let (least, most) = exponents
        .clone()
        .fold((i32::MAX, i32::MIN), |(least, most), exponent| (least.min(exponent), most.max(exponent)));
    if least > most {
        return 0;
    }
    let least = least.max(-LOW_BIT);
    if most - least <= spread {
        return least;
    }
    let mut counts = vec![0_u32; (most - least) as usize + 1];
    for exponent in exponents.filter(|exponent| *exponent >= least) {
        counts[(exponent - least) as usize] += 1;
    }
    let width = spread as usize + 1;
    let mut within: u32 = counts[..width].iter().sum();
    let mut best = (within, 0);
    for start in 1..=counts.len() - width {
        within += counts[start + width - 1];
        within -= counts[start - 1];
        // Of windows that hold as many, the highest.
        best = best.max((within, start));
    }
    least + best.1 as i32
}

/// How many rows lanes are of.
#[inline]
#[must_use]
pub fn count_of<const L: usize>(lanes: &Lanes<L>) -> u64 {
    lanes[0] >> COUNT_BIT
}

impl LaneScale {
    /// The two sums that lanes hold.
    #[inline]
    #[must_use]
    pub fn sums<const L: usize>(self, lanes: &Lanes<L>) -> [FixedPoint; 2] {
        [self.sum(lanes), FixedPoint::of_units(units(lanes[2], lanes[3], LOW[1]), self.lowest[1])]
    }

    /// The sum of the first numbers alone.
    #[inline]
    #[must_use]
    pub fn sum<const L: usize>(self, lanes: &Lanes<L>) -> FixedPoint {
        FixedPoint::of_units(units(lanes[0] & (COUNT - 1), lanes[1], LOW[0]), self.lowest[0])
    }

    /// The sum of the first numbers of the rows that were added to lanes since `before`, rounded once to a double. Then `before` is
    /// what the lanes hold now.
    #[inline]
    pub fn first_since<const L: usize>(self, lanes: &Lanes<L>, before: &mut [u64; 2]) -> f64 {
        let (lower, upper) = ((lanes[0] - before[0]) & (COUNT - 1), lanes[1].wrapping_sub(before[1]) as i64);
        *before = [lanes[0], lanes[1]];
        // Of 46 and 63 bits as they are, and of 47 and 48 as they are cut here: both are doubles, so that adding them is the
        // one rounding.
        let middle = (upper & ((1 << CUT) - 1)) << LOW[0];
        let (lower_part, upper_part) = (lower as i64 + middle, upper >> CUT);
        let value = upper_part as f64 * (1_u64 << (CUT + LOW[0])) as f64 + lower_part as f64;
        value * self.first_unit
    }
}

/// What a lower and an upper lane hold together.
#[inline]
fn units(lower: u64, upper: u64, low: u32) -> i128 {
    i128::from(lower) + (i128::from(upper as i64) << low)
}

/// `2^exponent`, of exponents that lanes have.
#[inline]
pub(crate) fn power(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact_sum::ExactSum;

    #[test]
    fn rows_of_lanes_say_what_they_take() {
        let mut rows = RowLanes { lanes: Vec::with_capacity(8), odd: Vec::with_capacity(4), ..RowLanes::default() };
        assert_eq!(rows.size(), 8 * 4 * 8 + 4 * 4);
        assert_eq!(rows.fill([[f64::INFINITY, 1.0]].into_iter()), Err(TooLarge));
    }

    /// The lanes of all rows added up, and the sums of those that have lanes, one by one.
    fn added(rows: &RowLanes, numbers: &[[f64; 2]]) -> (Lanes<NUMBERS>, [FixedPoint; 2]) {
        let mut total = [0; NUMBERS];
        let mut expect = [FixedPoint::ZERO; 2];
        let mut next_odd = rows.odd.iter().peekable();
        for (row, (lanes, numbers)) in rows.lanes.iter().zip(numbers).enumerate() {
            for (sum, lane) in total.iter_mut().zip(lanes) {
                *sum = u64::wrapping_add(*sum, *lane);
            }
            if next_odd.next_if(|odd| **odd as usize == row).is_none() {
                for (sum, number) in expect.iter_mut().zip(numbers) {
                    *sum = sum.checked_add(FixedPoint::exactly(*number).expect("fits")).expect("fits");
                }
            }
        }
        (total, expect)
    }

    fn check(numbers: &[[f64; 2]], odd: usize) {
        let mut rows = RowLanes::default();
        rows.fill(numbers.iter().copied()).expect("fits");
        assert_eq!((rows.lanes.len(), rows.odd.len()), (numbers.len(), odd), "{:?}", &numbers[..numbers.len().min(5)]);
        let (total, expect) = added(&rows, numbers);
        assert_eq!(count_of(&total), numbers.len() as u64);
        assert_eq!(rows.scale.sums(&total), expect);
        let mut before = [0; 2];
        assert_eq!(rows.scale.first_since(&total, &mut before).to_bits(), expect[0].value().to_bits());
        assert_eq!(before, total[..2]);
        assert_eq!(rows.scale.first_since(&total, &mut before).to_bits(), 0.0_f64.to_bits());
        if odd == 0 {
            // Of the rows from the middle on.
            let (first_half, second_half) = numbers.split_at(numbers.len() / 2);
            let (lanes, _) = added(&rows, first_half);
            let mut before = [lanes[0], lanes[1]];
            let expect: ExactSum = second_half.iter().map(|numbers| numbers[0]).collect();
            assert_eq!(rows.scale.first_since(&total, &mut before).to_bits(), expect.value().to_bits());
        }
    }

    #[test]
    fn lanes_add_up_to_the_exact_sums() {
        check(&[], 0);
        check(&[[0.0, 0.0], [-0.0, 0.0]], 0);
        check(&[[1.0, 1.0], [0.1, 0.01], [12.345_678, 152.41], [0.0, 0.0]], 0);
        check(&[[-1.0, 3.0], [0.7, -0.01], [-12.345_678, -152.41]], 0);
        // A factor of 2^22 is the most: of two that lie further apart, the larger has lanes.
        check(&[[1.0, 1.0], [2_f64.powi(-22), 1.0]], 0);
        check(&[[1.0, 1.0], [2_f64.powi(-23), 1.0]], 1);
        check(&[[1.0, 1.0], [1.0, 2_f64.powi(-41)]], 1);
        // Most of them decide.
        check(&[[1.0, 1.0], [1.5, 2.0], [1e12, 1e24], [1e-300, 0.0]], 2);
        // Below 2^-128 numbers are cut off, which lanes do not.
        check(&[[2_f64.powi(-80) / 3.0, 0.0]], 1);
    }

    #[test]
    fn lanes_of_as_many_rows_as_may_be_do_not_wrap() {
        let full = 2.0 - 2_f64.powi(-52);
        for sign in [1.0, -1.0] {
            let large = sign * full * 2_f64.powi(22);
            let mut numbers = vec![[large, sign * full * 2_f64.powi(40)]; ROWS_AT_MOST - 2];
            numbers.extend([[sign * full, sign * full]; 2]);
            check(&numbers, 0);
            let mut small = vec![[sign * full; 2]; ROWS_AT_MOST - 2];
            small.extend([[large, sign * full * 2_f64.powi(40)]; 2]);
            check(&small, 0);
        }
        let mixed: Vec<[f64; 2]> = (0..ROWS_AT_MOST)
            .map(|row| if row % 2 == 0 { [full, -full] } else { [-full * 4e6, full * 1e12] })
            .collect();
        check(&mixed, 0);
    }

    #[test]
    fn rows_may_be_counted_alone() {
        let total = counting(3).into_iter().fold([0], |[sum], [lane]| [sum + lane]);
        assert_eq!((count_of(&total), counting(0).len()), (3, 0));
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        for number in [1e31, -1e31, f64::INFINITY, f64::NAN] {
            let mut rows = RowLanes::default();
            assert_eq!(rows.fill([[1.0, 1.0], [number, 1.0]].into_iter()), Err(TooLarge), "{number}");
            assert_eq!(rows.fill([[1.0, 1.0], [1.0, number]].into_iter()), Err(TooLarge), "{number}");
        }
        let mut rows = RowLanes::default();
        rows.fill([[1.0, 1.0], [1.0, 1e-40]].into_iter()).expect("fits");
        assert_eq!((rows.odd.as_slice(), rows.size() >= 2 * 32 + 4), (&[1][..], true));
    }
}
