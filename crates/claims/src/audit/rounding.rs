//! The way of rounding that percentages of known bases leave possible.

use topline_exact::{RoundingMode, counts_for};

use crate::audit::statement::AuditedStatement;
use crate::possible::mode_name;

/// The one way of rounding under which the percentages of known bases are possible, in words, with how many others rule out.
#[must_use]
pub fn forced_rounding(statements: &[AuditedStatement]) -> Option<String> {
    let known: Vec<_> = statements
        .iter()
        .filter_map(|statement| match statement.bases.as_slice() {
            [base] => statement.percentage().map(|percentage| (percentage, *base)),
            _ => None,
        })
        .filter(|(percentage, base)| {
            RoundingMode::ALL.iter().any(|mode| !counts_for(*percentage, *base, *mode).is_empty())
        })
        .collect();
    let impossible =
        |mode: RoundingMode| known.iter().filter(|(value, base)| counts_for(*value, *base, mode).is_empty()).count();
    let counts: Vec<(RoundingMode, usize)> =
        RoundingMode::ALL.into_iter().map(|mode| (mode, impossible(mode))).collect();
    let (possible, others): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(_, count)| *count == 0);
    let [(mode, _)] = possible.as_slice() else { return None };
    let verb = |count: usize| if count == 1 { "is" } else { "are" };
    let told =
        |(mode, count): &(RoundingMode, usize)| format!("{count} {} not possible {}", verb(*count), mode_name(*mode));
    let others: Vec<String> = others.iter().map(told).collect();
    Some(format!("all {} percentages of a known base are {}; {}", known.len(), mode_name(*mode), others.join(", ")))
}
