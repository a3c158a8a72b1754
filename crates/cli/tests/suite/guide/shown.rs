//! Whether what was printed is what the page shows.

/// Stands for any number of lines.
const ANY_LINES: &str = "...";

/// Whether lines are those shown; a shown line `...` stands for any number of them. Blanks at the end of a line make no
/// difference.
pub(super) fn agrees(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&ANY_LINES, rest)) => (0..=printed.len()).any(|skipped| agrees(rest, &printed[skipped..])),
        Some((line, rest)) => {
            printed.first().is_some_and(|first| first.trim_end() == line.trim_end()) && agrees(rest, &printed[1..])
        }
    }
}

/// Whether some lines are left out.
pub(super) fn is_shortened(shown: &[&str]) -> bool {
    shown.contains(&ANY_LINES)
}

#[test]
fn lines_agree_word_by_word_but_for_those_left_out() {
    for (shown, printed, expected) in [
        (&["a", "b"][..], &["a", "b"][..], true),
        (&["a", "b"], &["a", "b  "], true),
        (&["a"], &["a", "b"], false),
        (&["a", "b"], &["a"], false),
        (&["a", "b"], &["a", "c"], false),
        (&["...", "b"], &["a", "x", "b"], true),
        (&["a", "..."], &["a"], true),
        (&["a", "...", "d"], &["a", "b", "c"], false),
        (&[], &["a"], false),
    ] {
        assert_eq!(agrees(shown, printed), expected, "{shown:?} {printed:?}");
    }
}
