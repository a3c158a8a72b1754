//! A number as text.

use std::fmt::Write;

/// Writes a number as short as it can be: `7`, `0.5`; nought has no sign.
pub(crate) fn write_number(number: f64, into: &mut String) {
    // The sum of nought and minus nought is nought.
    let written = write!(into, "{}", number + 0.0);
    debug_assert!(written.is_ok(), "a String takes everything");
}
