//! The texts of all cells, each once.

use std::collections::HashMap;

use topline_markup::Markup;

/// The texts in the order of their first use.
#[derive(Default)]
pub(crate) struct SharedStrings {
    numbers: HashMap<String, usize>,
    texts: Vec<String>,
}

impl SharedStrings {
    /// The number of a text.
    pub(crate) fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len();
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    /// The part of the archive.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut markup = Markup::new();
        let unique = self.texts.len().to_string();
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        markup.begin("sst", &[("xmlns", main), ("uniqueCount", &unique)]);
        for text in &self.texts {
            markup.begin("si", &[]);
            markup.leaf("t", &[("xml:space", "preserve")], &guarded(text));
            markup.end();
        }
        markup.finish()
    }
}

/// Text with each `_x0041_` kept from being read as the character that it would be the escape of (ECMA-376, part 1, 22.9.2.19).
pub(crate) fn guarded(text: &str) -> String {
    let mut guarded = String::with_capacity(text.len());
    for (at, each) in text.char_indices() {
        if each == '_' && is_escape(&text.as_bytes()[at..]) {
            guarded.push_str("_x005F");
        }
        guarded.push(each);
    }
    guarded
}

fn is_escape(bytes: &[u8]) -> bool {
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[2..6].iter().all(u8::is_ascii_hexdigit) && bytes[6] == b'_'
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn what_looks_like_an_escape_stays_text() {
        assert_eq!(guarded("a_x0041_b"), "a_x005F_x0041_b");
        assert_eq!(guarded("_x00_ é_xabcd_"), "_x00_ é_x005F_xabcd_");
    }
}
