//! The counts that a published percentage can come from, and the counts and bases near it where it can come from none.
//!
//! Rounding keeps order, so the counts of one percentage are consecutive, and two searches by halves find them. Several
//! percentages of one question together are solved by [`crate::solve_counts`].

use std::ops::{Range, RangeInclusive};

use crate::decimal::{Decimal, ten_to};
use crate::rounding::{RoundingMode, divide};

/// How many bases [`smaller_bases`] tries.
const SEARCHED: usize = 10_000;

/// Which counts out of `base` are published as `percent`: the `k` with `round_percentage(k, base) == percent`.
///
/// The counts are consecutive, as rounding keeps order. The range is empty where no count out of this base rounds to
/// that percentage (19% of 10), where the base is zero, and where the percentage is beyond 0 to 100.
///
/// ```
/// use topline_exact::{RoundingMode, counts_for};
///
/// let percentage = "15".parse().expect("a decimal");
/// assert!(counts_for(percentage, 56, RoundingMode::HalfUp).is_empty());
/// assert_eq!(counts_for(percentage, 55, RoundingMode::HalfUp), 8..9);
/// ```
#[must_use]
pub fn counts_for(percent: Decimal, base: u64, mode: RoundingMode) -> Range<u64> {
    let units_of = |count: u64| {
        let scaled = i128::from(count) * 100 * ten_to(percent.decimals());
        divide(scaled, i128::from(base), mode)
    };
    if base == 0 {
        return 0..0;
    }
    let target = i128::from(percent.units());
    let end = base.saturating_add(1);
    let first = first_count(end, |count| units_of(count) >= target);
    let last = first_count(end, |count| units_of(count) > target);
    first..last
}

/// The counts out of `base` on either side of `percent` of it: one below (or at) it and one above, neither beyond 0 to `base`.
///
/// 15% of 56 is 8.4, so that its neighbours are 8 and 9.
#[must_use]
pub fn neighbouring_counts(percent: Decimal, base: u64) -> RangeInclusive<u64> {
    let below = i128::from(percent.units()) * i128::from(base) / (100 * ten_to(percent.decimals()));
    let below = u64::try_from(below).unwrap_or(0).min(base);
    below..=base.min(below.saturating_add(1))
}

/// The bases below `base` that `percent` can come from, the largest first, each with its least count. The search ends
/// 10,000 below `base`.
pub fn smaller_bases(percent: Decimal, base: u64, mode: RoundingMode) -> impl Iterator<Item = (u64, u64)> {
    let bases = (1..base).rev().take(SEARCHED);
    bases.filter_map(move |smaller| Some((smaller, counts_for(percent, smaller, mode).next()?)))
}

/// The first of `0..end` that is `reached`, which once true stays true; `end` where none is.
fn first_count(end: u64, reached: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rounding::round_percentage;

    #[test]
    fn counts_invert_percentages() {
        let whole = |percent| Decimal::new(percent, 0).expect("few decimals");
        assert_eq!(counts_for(whole(18), 80, RoundingMode::HalfUp), 14..15);
        assert_eq!(counts_for(whole(17), 80, RoundingMode::HalfUp), 14..14);
        assert_eq!(counts_for(whole(17), 80, RoundingMode::Truncate), 14..15);
        assert_eq!(counts_for(whole(50), 1000, RoundingMode::HalfUp), 495..505);
        assert_eq!(counts_for(whole(100), 3, RoundingMode::HalfUp), 3..4);
        assert!(counts_for(whole(19), 10, RoundingMode::HalfUp).is_empty());
        assert!(counts_for(whole(101), 10, RoundingMode::HalfUp).is_empty());
        assert!(counts_for(whole(-1), 10, RoundingMode::HalfUp).is_empty());
        assert!(counts_for(whole(50), 0, RoundingMode::HalfUp).is_empty());
        let tenth = "12.5".parse().expect("a decimal");
        assert_eq!(counts_for(tenth, 40, RoundingMode::HalfUp), 5..6);
    }

    #[test]
    fn counts_are_those_that_round_to_the_percentage() {
        for mode in RoundingMode::ALL {
            for base in 1..=130_u64 {
                for percent in 0..=100 {
                    let percent = Decimal::new(percent, 0).expect("few decimals");
                    let listed: Vec<u64> =
                        (0..=base).filter(|&k| round_percentage(k as i64, base, 0, mode) == Ok(percent)).collect();
                    let range: Vec<u64> = counts_for(percent, base, mode).collect();
                    assert_eq!(range, listed, "{percent}% of {base}");
                }
            }
        }
    }

    #[test]
    fn every_count_is_among_those_that_its_percentage_can_come_from() {
        for mode in RoundingMode::ALL {
            for base in 1..=200_u64 {
                for count in 0..=base {
                    // Whole-number arithmetic of its own: the tie is told apart by the remainder.
                    let (whole, rest) = (count * 100 / base, count * 100 % base);
                    let percentage = match mode {
                        RoundingMode::HalfUp => whole + u64::from(rest * 2 >= base),
                        RoundingMode::HalfEven => {
                            whole + u64::from(rest * 2 > base || rest * 2 == base && whole % 2 == 1)
                        }
                        RoundingMode::Truncate => whole,
                    };
                    let percentage = percentage.to_string().parse().expect("a decimal");
                    let counts = counts_for(percentage, base, mode);
                    assert!(counts.contains(&count), "{count} of {base} is {percentage}%, and that is {counts:?}");
                }
            }
        }
    }

    #[test]
    fn neighbours_stay_within_the_base() {
        for (percent, base, expect) in [
            ("15", 56, 8..=9),
            ("14.3", 70, 10..=11),
            ("50", 4, 2..=3),
            ("100", 4, 4..=4),
            ("150", 4, 4..=4),
            ("-3", 4, 0..=1),
            ("5", 0, 0..=0),
        ] {
            let percent = percent.parse().expect("a decimal");
            assert_eq!(neighbouring_counts(percent, base), expect, "{percent}% of {base}");
        }
    }

    #[test]
    fn smaller_bases_come_from_the_largest_down() {
        let percent = "90".parse().expect("a decimal");
        let bases: Vec<(u64, u64)> = smaller_bases(percent, 56, RoundingMode::HalfUp).take(3).collect();
        // 49 of 55 is 89.1% and 50 of 55 90.9%; 47 of 52 is 90.4%.
        assert_eq!(bases, [(52, 47), (51, 46), (50, 45)]);
        assert_eq!(smaller_bases(percent, 1, RoundingMode::HalfUp).count(), 0);
    }
}
