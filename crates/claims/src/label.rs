//! Labels folded for comparison: exports and published tables spell the same label differently.

/// The label with its case, quote marks, dashes and white space made alike.
///
/// A curly quote that an encoding lost is a `?` in many exports, so a question mark is a quote mark here.
pub(crate) fn fold(label: &str) -> String {
    let alike = label.to_lowercase().replace(['‘', '’', '‚', '“', '”', '„', '`', '´', '?', '"'], "'");
    alike.replace(['‐', '‑', '–', '—', '−'], "-").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn lost_quotes_and_spaces_make_no_difference() {
        for (export, table) in [
            ("You didn?t want to", "You didn't want to"),
            ("  Gay/Bisexual ", "gay/bisexual"),
            ("18\u{a0}–  34", "18 - 34"),
            ("masculine or ?manly?", "masculine or \u{201c}manly\u{201d}"),
        ] {
            assert_eq!(fold(export), fold(table));
        }
        assert_ne!(fold("Very often"), fold("Often"));
    }
}
