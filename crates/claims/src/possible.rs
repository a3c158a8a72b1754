//! Percentages that no count can have, in words.

use topline_exact::{Decimal, RoundingMode, counts_for, neighbouring_counts, round_percentage, smaller_bases};

use crate::number::thousands;

/// The modes of rounding in words.
pub(crate) fn mode_name(mode: RoundingMode) -> &'static str {
    match mode {
        RoundingMode::HalfUp => "rounded half up",
        RoundingMode::HalfEven => "rounded half to even",
        RoundingMode::Truncate => "cut off",
    }
}

/// How many smaller bases are offered for a percentage that is impossible.
const OFFERED: usize = 3;

/// Why no count out of `base` gives this percentage under any mode of rounding; `None` where one does.
pub(crate) fn impossibility(percentage: Decimal, base: u64, mode: RoundingMode) -> Option<String> {
    if RoundingMode::ALL.iter().any(|mode| !counts_for(percentage, base, *mode).is_empty()) {
        return None;
    }
    let all = thousands(base);
    let mut reason = format!("no count out of {all} is {percentage}%");
    let nearest: Vec<String> = neighbouring_counts(percentage, base)
        .filter_map(|count| {
            let rounded = round_percentage(i64::try_from(count).ok()?, base, percentage.decimals(), mode).ok()?;
            Some(format!("{} of {all} is {rounded}%", thousands(count)))
        })
        .collect();
    if !nearest.is_empty() {
        reason = format!("{reason}: {}", nearest.join(", "));
    }
    let offers: Vec<String> = smaller_bases(percentage, base, mode)
        .map(|(smaller, count)| format!("{} of {}", thousands(count), thousands(smaller)))
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
    use topline_exact::RoundingMode;

    use super::impossibility;

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
}
