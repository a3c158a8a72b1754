//! Points of time and spans between them, in words and as ISO 8601.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970, now.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// `2026-11-30T05:46:54Z`, of seconds since 1970.
pub(crate) fn utc(seconds: u64) -> String {
    let (year, month, day) = day_of(seconds / 86_400);
    let of_day = seconds % 86_400;
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

/// How long ago something was: `3 days ago`.
pub(crate) fn ago(seconds: u64) -> String {
    let spans = [(86_400, "day"), (3600, "hour"), (60, "minute")];
    match spans.into_iter().find(|(span, _)| seconds >= *span) {
        Some((span, name)) => {
            let count = seconds / span;
            format!("{count} {name}{} ago", if count == 1 { "" } else { "s" })
        }
        None => "just now".to_owned(),
    }
}

/// The year, month and day of a number of days since 1970 (Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`).
fn day_of(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}
