//! Text in Markdown that stays text.

/// The text with each character escaped that would be markup, or HTML, in Markdown.
pub(crate) fn markdown_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for each in text.chars() {
        if matches!(each, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            escaped.push('\\');
        }
        // An answer or label may turn the direction of what follows it round.
        if !matches!(each, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            escaped.push(each);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::markdown_text;

    #[test]
    fn markup_and_html_are_text() {
        assert_eq!(markdown_text("<b>a</b> [x](y) *z*"), "\\<b\\>a\\</b\\> \\[x\\](y) \\*z\\*");
        assert_eq!(markdown_text("R&D, 50% of 12 (n = 3)"), "R\\&D, 50% of 12 (n = 3)");
        assert_eq!(markdown_text("a\u{202e}b"), "ab");
    }
}
