//! Usual given names: of several generations and languages of English-speaking countries, written down from memory.

use std::collections::BTreeSet;

/// What a word can be as a given name.
pub(crate) struct GivenNames {
    names: BTreeSet<&'static str>,
    words_too: BTreeSet<&'static str>,
}

impl GivenNames {
    pub(crate) fn new() -> Self {
        Self {
            names: include_str!("given_names.txt").split_whitespace().collect(),
            words_too: include_str!("words_too.txt").split_whitespace().collect(),
        }
    }

    /// Whether a word, in small letters, is a name and hardly anything else.
    pub(crate) fn is_name(&self, word: &str) -> bool {
        self.names.contains(word)
    }

    /// Whether it is a name that is a word, a place or a surname too.
    pub(crate) fn is_word_too(&self, word: &str) -> bool {
        self.words_too.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::GivenNames;

    #[test]
    fn no_name_is_on_both_lists() {
        let GivenNames { names, words_too } = GivenNames::new();
        assert!(names.contains("sarah") && words_too.contains("mark"));
        assert!(names.is_disjoint(&words_too));
    }
}
