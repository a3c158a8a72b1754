//! Which counts a percentage can come from.

use std::ops::Range;

use topline_estimate::rounding::{Rounded, Rounding, counts_for, round_fraction};
use topline_survey::RoundingMode;

use crate::number::thousands;

/// The modes of rounding, as the pipeline and as the arithmetic know them, and in words.
pub(crate) const MODES: [(RoundingMode, Rounding, &str); 3] = [
    (RoundingMode::HalfUp, Rounding::HalfUp, "rounded half up"),
    (RoundingMode::HalfEven, Rounding::HalfEven, "rounded half to even"),
    (RoundingMode::Truncate, Rounding::Truncate, "cut off"),
];

/// How many smaller bases are offered for a percentage that is impossible.
const OFFERED: usize = 3;
/// How far down they are looked for.
const SEARCHED: usize = 10_000;

/// The counts out of `base` whose percentage rounds to this; none where it cannot come from that base.
///
/// ```
/// use topline_claims::possible_counts;
/// use topline_survey::RoundingMode;
///
/// let percentage = "15".parse().expect("a decimal");
/// assert!(possible_counts(percentage, 56, RoundingMode::HalfUp).is_empty());
/// assert_eq!(possible_counts(percentage, 55, RoundingMode::HalfUp), 8..9);
/// ```
#[must_use]
pub fn possible_counts(percentage: Rounded, base: u64, mode: RoundingMode) -> Range<u64> {
    counts_for(percentage, base, arithmetic(mode))
}

pub(crate) fn arithmetic(mode: RoundingMode) -> Rounding {
    match mode {
        RoundingMode::HalfUp => Rounding::HalfUp,
        RoundingMode::HalfEven => Rounding::HalfEven,
        RoundingMode::Truncate => Rounding::Truncate,
    }
}

/// Why no count out of `base` gives this percentage under any mode of rounding; `None` where one does.
pub(crate) fn impossibility(percentage: Rounded, base: u64, mode: RoundingMode) -> Option<String> {
    if MODES.iter().any(|(mode, ..)| !possible_counts(percentage, base, *mode).is_empty()) {
        return None;
    }
    let all = thousands(base);
    let mut reason = format!("no count out of {all} is {percentage}%");
    let below = i128::from(percentage.units()) * i128::from(base) / 10_i128.pow(u32::from(percentage.decimals()) + 2);
    let below = u64::try_from(below).unwrap_or(0).min(base);
    let nearest: Vec<String> = (below..=base.min(below.saturating_add(1)))
        .filter_map(|count| {
            let rounded =
                round_fraction(i128::from(count) * 100, base, percentage.decimals(), arithmetic(mode)).ok()?;
            Some(format!("{} of {all} is {rounded}%", thousands(count)))
        })
        .collect();
    if !nearest.is_empty() {
        reason = format!("{reason}: {}", nearest.join(", "));
    }
    let offers: Vec<String> = (1..base)
        .rev()
        .take(SEARCHED)
        .filter_map(|smaller| {
            let count = possible_counts(percentage, smaller, mode).next()?;
            Some(format!("{} of {}", thousands(count), thousands(smaller)))
        })
        .take(OFFERED)
        .collect();
    match offers.split_last() {
        Some((last, [])) => Some(format!("{reason}; {percentage}% can be {last}")),
        Some((last, rest)) => Some(format!("{reason}; {percentage}% can be {} or {last}", rest.join(", "))),
        None => Some(reason),
    }
}

#[cfg(test)]
mod tests {
    use topline_survey::RoundingMode;

    use super::{MODES, arithmetic, impossibility, possible_counts};

    fn check(percentage: &str, base: u64, expect: Option<&str>) {
        let reason = impossibility(percentage.parse().expect("a decimal"), base, RoundingMode::HalfUp);
        assert_eq!(reason.as_deref(), expect, "{percentage}% of {base}");
    }

    #[test]
    fn impossible_percentages_say_what_is_near() {
        check(
            "15",
            56,
            Some("no count out of 56 is 15%: 8 of 56 is 14%, 9 of 56 is 16%; 15% can be 8 of 55, 8 of 54 or 8 of 53"),
        );
        check(
            "90",
            56,
            Some(
                "no count out of 56 is 90%: 50 of 56 is 89%, 51 of 56 is 91%; 90% can be 47 of 52, 46 of 51 or 45 of 50",
            ),
        );
        check("150", 4, Some("no count out of 4 is 150%: 4 of 4 is 100%"));
        check("33", 2, Some("no count out of 2 is 33%: 0 of 2 is 0%, 1 of 2 is 50%"));
        check("50", 3, Some("no count out of 3 is 50%: 1 of 3 is 33%, 2 of 3 is 67%; 50% can be 1 of 2"));
        check("5", 0, Some("no count out of 0 is 5%"));
    }

    #[test]
    fn a_percentage_of_another_rounding_is_possible() {
        check("95", 56, None); // 53 of 56 is 94.64.
        check("17", 80, None); // 14 of 80 is 17.5, which is 17 where digits are cut off.
        check("54", 56, None);
    }

    #[test]
    fn every_count_is_among_those_that_its_percentage_can_come_from() {
        for (mode, rounding, _) in MODES {
            assert_eq!(arithmetic(mode), rounding);
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
                    let counts = possible_counts(percentage, base, mode);
                    assert!(counts.contains(&count), "{count} of {base} is {percentage}%, and that is {counts:?}");
                }
            }
        }
    }
}
