//! What surveys say, by language: `words/<language>.toml`, and the names of columns in `words/columns.toml`.
//!
//! Words are data, so that a language is added without code. What is done with them is in the modules that ask for them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::column_names::ColumnNames;
use crate::language::{ClosedLists, Language};
use crate::text::fold;

const ENGLISH: &str = include_str!("../words/en.toml");
const OTHERS: [&str; 24] = [
    include_str!("../words/de.toml"),
    include_str!("../words/fr.toml"),
    include_str!("../words/es.toml"),
    include_str!("../words/it.toml"),
    include_str!("../words/pt.toml"),
    include_str!("../words/nl.toml"),
    include_str!("../words/pl.toml"),
    include_str!("../words/sv.toml"),
    include_str!("../words/da.toml"),
    include_str!("../words/ru.toml"),
    include_str!("../words/uk.toml"),
    include_str!("../words/cs.toml"),
    include_str!("../words/tr.toml"),
    include_str!("../words/el.toml"),
    include_str!("../words/hu.toml"),
    include_str!("../words/ro.toml"),
    include_str!("../words/fi.toml"),
    include_str!("../words/ja.toml"),
    include_str!("../words/zh.toml"),
    include_str!("../words/ko.toml"),
    include_str!("../words/ar.toml"),
    include_str!("../words/he.toml"),
    include_str!("../words/asia.toml"),
    include_str!("../words/further.toml"),
];
const COLUMNS: &str = include_str!("../words/columns.toml");

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| std::iter::once(ENGLISH).chain(OTHERS).map(embedded).collect());
static CLOSED: LazyLock<ClosedLists> = LazyLock::new(|| embedded(include_str!("../words/closed_lists.toml")));
static COLUMN_NAMES: LazyLock<ColumnNames> = LazyLock::new(|| embedded(COLUMNS));

/// Reads a file of this crate, which a test reads too.
fn embedded<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).expect("the words are those that the crate was built with")
}

/// All languages, English first.
pub(crate) fn languages() -> &'static [Language] {
    &LANGUAGES
}

pub(crate) fn english() -> &'static Language {
    &LANGUAGES[0]
}

/// All languages but English.
pub(crate) fn other_languages() -> &'static [Language] {
    &LANGUAGES[1..]
}

pub(crate) fn column_names() -> &'static ColumnNames {
    &COLUMN_NAMES
}

/// Whether a text is of a list that surveys offer as it is: countries, states.
pub(crate) fn is_closed_list(text: &str) -> bool {
    let text = fold(text);
    let without_brackets = text.rsplit_once(" (").map_or(text.as_str(), |(name, _)| name);
    CLOSED.lists.contains(&text) || CLOSED.lists.contains(without_brackets)
}

/// Whether a text is one of a list in any language.
pub(crate) fn is_any<'l>(text: &str, lists: impl Fn(&'l Language) -> &'l [String]) -> bool {
    languages().iter().any(|language| lists(language).iter().any(|known| known == text))
}

/// Whether a text contains one of a list in any language.
pub(crate) fn contains_any<'l>(text: &str, lists: impl Fn(&'l Language) -> &'l [String]) -> bool {
    languages().iter().any(|language| lists(language).iter().any(|known| text.contains(known.as_str())))
}

/// Whether a text begins with one of a list in any language.
pub(crate) fn begins_any<'l>(text: &str, lists: impl Fn(&'l Language) -> &'l [String]) -> bool {
    languages().iter().any(|language| lists(language).iter().any(|known| text.starts_with(known.as_str())))
}

/// Whether a list has a text.
pub(crate) fn has(list: &[String], text: &str) -> bool {
    list.iter().any(|known| known == text)
}

#[cfg(test)]
mod tests {
    use super::{column_names, english, other_languages};

    #[test]
    fn every_file_of_words_can_be_read() {
        assert!(english().agreement.roots.iter().any(|root| root == "agree"));
        let first = |at: usize| other_languages()[at].ticks.yes[0].as_str();
        assert_eq!((0..9).map(first).collect::<Vec<_>>(), ["ja", "oui", "sí", "sì", "sim", "ja", "tak", "ja", "ja"]);
        assert!(column_names().weight.words.iter().any(|word| word == "wgt"));
    }

    /// A word that is in a list twice, or in two steps of one scale, is a mistake of whoever wrote it.
    #[test]
    fn no_word_has_two_meanings() {
        for language in super::languages() {
            let agreement = &language.agreement;
            let strengths = agreement.strength.iter().flat_map(|strength| &strength.words).collect::<Vec<_>>();
            for list in [&agreement.roots, &agreement.opposites, &language.ticks.unticked, &language.marks.other.is] {
                assert_all_different(&list.iter().collect::<Vec<_>>());
            }
            assert_all_different(&strengths);
            for places in [&language.quality, &language.amount] {
                assert_all_different(&places.iter().flat_map(|place| &place.labels).collect::<Vec<_>>());
            }
        }
        let names = column_names();
        for list in [&names.respondent.usually, &names.personal.names, &names.time.names, &names.technical.names] {
            assert_all_different(&list.iter().collect::<Vec<_>>());
        }
    }

    fn assert_all_different(words: &[&String]) {
        for (at, word) in words.iter().enumerate() {
            assert!(!words[..at].contains(word), "{word} is there twice");
        }
    }
}
