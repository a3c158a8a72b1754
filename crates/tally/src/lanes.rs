//! Two numbers of a row split into integers that are added without carries: the quick way to exact sums of many rows.
//!
//! A double is a whole number of some small power of two. Cut in two parts each, a weight and its square (or a weighted value
//! and that of its square) stand in four lanes of 64 bits, a count of one above the first; so many rows as a block has are
//! added lane by lane before any lane is full, so that nothing is rounded and nothing wraps. Numbers too far from the most
//! of a block have no lanes: these rows are *odd*, count in the lanes, and their numbers are added one by one.

use arrow::datatypes::i256;

use crate::block::ROWS_AT_MOST;
use crate::error::TallyError;
use crate::fixed::{LIMIT, LOW_BIT, parts};

/// The lanes of a row, or of rows added up. One lane alone counts rows.
pub(crate) type Lanes<const L: usize> = [u64; L];

/// Where the count of rows stands in the first lane.
const COUNT_BIT: u32 = 46;
const COUNT: u64 = 1 << COUNT_BIT;
/// Bits of the lower lane of the first number, and of the second. The upper lanes are signed.
const LOW: [u32; 2] = [29, 47];
/// How far the exponents of numbers may lie apart: with 53 bits, 46 stand in the upper lane, and 17 are left for the rows.
const SPREAD: [i32; 2] = [22, 40];

const _: () = assert!(LOW[0] + ROWS_AT_MOST.ilog2() <= COUNT_BIT && LOW[1] + ROWS_AT_MOST.ilog2() <= 64);
const _: () = assert!(ROWS_AT_MOST < 1 << (64 - COUNT_BIT));
const _: () = assert!(53 + SPREAD[0] - LOW[0] as i32 + ROWS_AT_MOST.ilog2() as i32 <= 63);
const _: () = assert!(53 + SPREAD[1] - LOW[1] as i32 + ROWS_AT_MOST.ilog2() as i32 <= 63);

/// What the lowest bits of the two numbers are worth, as exponents of two.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scale([i32; 2]);

/// The lanes of the rows of a block.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowLanes {
    pub scale: Scale,
    pub lanes: Vec<Lanes<4>>,
    /// The rows whose numbers are not in their lanes.
    pub odd: Vec<u32>,
}

impl RowLanes {
    /// Of two numbers of each row.
    pub(crate) fn fill(&mut self, numbers: impl Iterator<Item = [f64; 2]> + Clone) -> Result<(), TallyError> {
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
            return Err(TallyError::ValueTooLarge);
        }
        let scale = [0, 1].map(|of| lowest_exponent(numbers.clone().map(move |row| row[of]), SPREAD[of]));
        self.scale = Scale(scale);
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

    /// What it takes in memory.
    pub(crate) fn size(&self) -> usize {
        32 * self.lanes.capacity() + 4 * self.odd.capacity()
    }
}

/// The lanes of rows that are counted and no more.
pub(crate) fn counting(rows: usize) -> Vec<Lanes<1>> {
    vec![[COUNT]; rows]
}

/// The lower and the upper part of a number; none where it lies outside of the window.
#[inline]
fn split(number: f64, lowest: i32, spread: i32, low: u32) -> Option<[u64; 2]> {
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
fn lowest_exponent(numbers: impl Iterator<Item = f64> + Clone, spread: i32) -> i32 {
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
pub(crate) fn count_of<const L: usize>(lanes: &Lanes<L>) -> u64 {
    lanes[0] >> COUNT_BIT
}

impl Scale {
    /// The two sums that lanes hold.
    pub(crate) fn sums(self, lanes: &Lanes<4>) -> [i256; 2] {
        let sum = |lower: u64, upper: u64, of: usize| {
            let sum = i128::from(lower) + (i128::from(upper as i64) << LOW[of]);
            i256::from_i128(sum) << (self.0[of] + LOW_BIT) as u8
        };
        [sum(lanes[0] & (COUNT - 1), lanes[1], 0), sum(lanes[2], lanes[3], 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::{add, fixed};

    fn check(numbers: &[[f64; 2]], odd: usize) {
        let mut rows = RowLanes::default();
        rows.fill(numbers.iter().copied()).expect("fits");
        assert_eq!((rows.lanes.len(), rows.odd.len()), (numbers.len(), odd), "{:?}", &numbers[..numbers.len().min(5)]);
        let mut total = [0; 4];
        let mut expect = [i256::ZERO; 2];
        let mut next_odd = rows.odd.iter().peekable();
        for (row, (lanes, numbers)) in rows.lanes.iter().zip(numbers).enumerate() {
            for (sum, lane) in total.iter_mut().zip(lanes) {
                *sum = u64::wrapping_add(*sum, *lane);
            }
            if next_odd.next_if(|odd| **odd as usize == row).is_none() {
                for (sum, number) in expect.iter_mut().zip(numbers) {
                    add(sum, fixed(*number).expect("fits")).expect("fits");
                }
            }
        }
        assert_eq!(count_of(&total), numbers.len() as u64);
        assert_eq!(rows.scale.sums(&total), expect);
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
    fn what_does_not_fit_is_an_error() {
        for number in [1e31, -1e31, f64::INFINITY, f64::NAN] {
            let mut rows = RowLanes::default();
            assert!(rows.fill([[1.0, 1.0], [number, 1.0]].into_iter()).is_err(), "{number}");
            assert!(rows.fill([[1.0, 1.0], [1.0, number]].into_iter()).is_err(), "{number}");
        }
    }
}
