//! Whether a sentence speaks of a change.

use crate::respondents::bare;

/// Words for a change, without their endings.
const CHANGES: [&str; 34] = [
    "rose", "rise", "rising", "grew", "grow", "fell", "fall", "drop", "declin", "increas", "decreas", "up", "down",
    "going", "goes", "doubl", "trebl", "tripl", "halv", "went", "gone", "climb", "jump", "improv", "shrank", "shrunk",
    "slip", "soar", "chang", "edg", "dip", "mov", "surg", "plung",
];

/// Whether the last words before a value speak of a change.
pub(crate) fn is_change(before: &[&str]) -> bool {
    let is_one = |word: &&&str| {
        let word = bare(word);
        CHANGES.iter().any(|change| match *change {
            "up" | "down" | "going" | "goes" | "went" | "gone" => word == *change,
            change => word.starts_with(change) && word.len() <= change.len() + 4,
        })
    };
    before.iter().rev().take(8).any(|word| is_one(&word))
}
