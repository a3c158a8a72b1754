//! The time, and how long ago something was.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970, now.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
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
