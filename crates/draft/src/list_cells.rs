//! Cells that hold a list: its parts, its brackets, and what quotes its labels.

/// Brackets that lists stand in.
pub(crate) const BRACKETS: [(char, char); 2] = [('[', ']'), ('{', '}')];

/// What is in the brackets of a list, and which they are.
pub(crate) fn unbracketed(text: &str) -> Option<(&str, (char, char))> {
    BRACKETS.into_iter().find_map(|own| Some((text.strip_prefix(own.0)?.strip_suffix(own.1)?, own)))
}

/// What stands between the labels of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    /// This text.
    Text(&'static str),
    /// A comma without a blank behind it: one with a blank is of a label.
    TightComma,
}

impl Separator {
    /// As the codebook has it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Text(text) => text,
            Self::TightComma => ",",
        }
    }

    fn find(self, text: &str) -> Option<usize> {
        match self {
            Self::Text(separator) => text.find(separator),
            Self::TightComma => {
                let is_tight = |at: &usize| !text[at + 1..].starts_with(char::is_whitespace);
                text.match_indices(',').map(|(at, _)| at).find(is_tight)
            }
        }
    }
}

/// The parts of a cell. What is quoted, as in a list of comma-separated values within it, is one part, whatever it holds.
pub(crate) fn split(text: &str, separator: Separator) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let quoted = rest.len() - rest.trim_start().len();
        let end = rest[quoted..].strip_prefix('"').and_then(|inner| {
            let end = quoted + 1 + closing_quote(inner)? + 1;
            (rest[end..].is_empty() || rest[end..].starts_with(separator.text())).then_some(end)
        });
        let end = end.or_else(|| separator.find(rest)).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        match rest[end..].strip_prefix(separator.text()) {
            Some(next) => rest = next,
            None => return parts,
        }
    }
}

/// Where a quoted text ends: not at a quote that is doubled, nor at one behind a backslash.
fn closing_quote(inner: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = inner[at..].find(['"', '\\']) {
        let (place, rest) = (at + found, &inner[at + found..]);
        if rest.starts_with("\"\"") || rest.starts_with("\\\"") || rest.starts_with("\\\\") {
            at = place + 2;
        } else if rest.starts_with('"') {
            return Some(place);
        } else {
            at = place + 1;
        }
    }
    None
}

/// A label of a list in brackets, `["Tea", "Milk"]` or `['Tea', 'Milk']`, and as it can stand in cells.
pub(crate) fn unlisted(text: &str, (open, close): (char, char)) -> (String, Vec<String>) {
    let quoted = |quote: char| text.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote));
    let written = serde_json::from_str::<String>(text).ok();
    let label = written.as_deref().or_else(|| quoted('"')).or_else(|| quoted('\'')).unwrap_or(text).trim().to_owned();
    let spelled = [text.to_owned(), format!("{open}{text}"), format!("{text}{close}"), format!("{open}{text}{close}")];
    let also = spelled.into_iter().filter(|spelling| *spelling != label).collect();
    (label, also)
}

/// A label that is quoted, as a list of comma-separated values within a cell quotes what holds a comma: without the quotes, and
/// as it stands in cells.
pub(crate) fn unquoted(text: String) -> (String, Vec<String>) {
    match text.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        Some(inner) if !inner.trim().is_empty() => (inner.replace("\"\"", "\"").trim().to_owned(), vec![text]),
        _ => (text, Vec::new()),
    }
}
