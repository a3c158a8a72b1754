//! A source of Typst that is being written. All texts are strings, so that none of them is markup or code.

use std::fmt::Write as _;

/// A source.
#[derive(Debug, Default)]
pub(super) struct Source {
    text: String,
}

impl Source {
    /// A line of code of the crate's own, as it stands.
    pub(super) fn code(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn heading(&mut self, level: u8, text: &str) {
        self.code(&format!("#heading(level: {level}, {})", string(text)));
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.code(&format!("#par({})", string(text)));
    }

    pub(super) fn list<'t>(&mut self, items: impl Iterator<Item = &'t str>) {
        let items: Vec<String> = items.map(string).collect();
        if !items.is_empty() {
            self.code(&format!("#list({})", items.join(", ")));
        }
    }

    /// The words of someone, and who that is.
    pub(super) fn quote(&mut self, text: &str, attribution: &str) {
        let by = if attribution.is_empty() { String::new() } else { format!("attribution: {}, ", string(attribution)) };
        self.code(&format!("#quote(block: true, {by}{})", string(&format!("\u{201c}{text}\u{201d}"))));
    }

    /// Names with what is said of each.
    pub(super) fn terms<'t>(&mut self, items: impl Iterator<Item = (&'t str, &'t str)>) {
        let items = items.map(|(name, text)| format!("terms.item({}, {})", string(name), string(text)));
        self.code(&format!("#terms({})", items.collect::<Vec<_>>().join(", ")));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

/// A text as a string of Typst.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for each in text.chars() {
        match each {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(each);
            }
            '\n' => quoted.push_str("\\n"),
            each if each.is_control() => {
                let _ = write!(quoted, "\\u{{{:x}}}", u32::from(each));
            }
            each => quoted.push(each),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn a_text_ends_no_string() {
        assert_eq!(string("a\"b\\c#d\n"), "\"a\\\"b\\\\c#d\\n\"");
        assert_eq!(string("\u{7}"), "\"\\u{7}\"");
    }
}
