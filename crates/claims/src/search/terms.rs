//! Words as they are compared: in lower case, without endings, and without those that every text has.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::search::ranges::ranges;

/// Words that say nothing of which figure is meant, in the order of the alphabet.
const COMMON: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "almost",
    "also",
    "although",
    "among",
    "amongst",
    "an",
    "and",
    "any",
    "are",
    "around",
    "as",
    "asked",
    "at",
    "be",
    "been",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "cent",
    "compared",
    "could",
    "describe",
    "did",
    "do",
    "does",
    "each",
    "either",
    "even",
    "express",
    "expressed",
    "for",
    "found",
    "from",
    "further",
    "given",
    "had",
    "half",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "indicated",
    "into",
    "is",
    "it",
    "its",
    "just",
    "many",
    "may",
    "me",
    "might",
    "more",
    "most",
    "much",
    "my",
    "nearly",
    "number",
    "of",
    "on",
    "one",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "per",
    "percent",
    "percentage",
    "proportion",
    "quarter",
    "quarters",
    "report",
    "reported",
    "reporting",
    "respectively",
    "respondent",
    "respondents",
    "responses",
    "said",
    "say",
    "saying",
    "says",
    "she",
    "should",
    "some",
    "state",
    "stated",
    "such",
    "survey",
    "surveyed",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "third",
    "thirds",
    "this",
    "those",
    "though",
    "three",
    "to",
    "too",
    "two",
    "under",
    "up",
    "us",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "will",
    "with",
    "would",
    "yes",
    "you",
    "your",
];

/// Words that questionnaires and documents use for the same people.
const PEOPLE: [(&str, &[&str]); 2] = [
    ("male", &["man", "men", "male", "males", "boy", "boys", "gentlemen"]),
    ("female", &["woman", "women", "female", "females", "girl", "girls", "ladies"]),
];

/// Words that questionnaires and documents use for the same, each group named by its first; the forms of a word are one anyway.
const SYNONYMS: &[&[&str]] = &[
    &["main", "primary", "principal", "chief"],
    &["decrease", "decline", "drop", "fall", "fell", "fallen", "reduce", "reduction", "shrink"],
    &["increase", "rise", "rose", "risen", "grow", "grew", "grown", "growth"],
    &["use", "usage", "utilize", "rely", "reliance"],
    &["difficult", "difficulty", "hard", "challenging"],
    &["easy", "ease", "simple", "easily"],
    &["buy", "bought", "purchase"],
    &["help", "assist", "aid"],
    &["begin", "began", "begun", "start"],
    &["often", "frequently", "regularly"],
    &["doctorate", "phd", "doctoral"],
    &["movie", "film"],
    &["car", "automobile"],
    &["wage", "salary", "pay", "paid"],
    &["firm", "company", "corporation"],
    &["worry", "worried", "concern"],
    &["satisfied", "satisfaction", "happy", "pleased"],
    &["teach", "taught", "train"],
    &["day", "daily"],
    &["week", "weekly"],
    &["month", "monthly"],
    &["year", "yearly", "annual", "annually"],
    &["child", "children", "kid", "kids"],
    &["big", "large"],
    &["quick", "fast", "rapid"],
    &["aware", "awareness", "familiar", "familiarity", "knowledge", "know", "known"],
];

/// The stem that each synonym is compared by.
static STEMS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let pairs =
        |group: &&[&str]| -> Vec<(String, String)> { group.iter().map(|word| (stem(word), stem(group[0]))).collect() };
    SYNONYMS.iter().flat_map(pairs).collect()
});

/// The words of a text as they are compared, in order; then the numbers in it, and ranges of them, such as ages.
pub(super) fn terms(text: &str) -> Vec<String> {
    words(text).chain(ordinals(text)).chain(ranges(text)).collect()
}

/// The places in a ranking that are spelled: `ranked sixth` is `Ranked 6`.
fn ordinals(text: &str) -> Vec<String> {
    const ORDINALS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let lower = text.to_lowercase();
    if !lower.contains("rank") {
        return Vec::new();
    }
    let words = lower.split(|each: char| !each.is_alphanumeric());
    let places = words.filter_map(|word| ORDINALS.iter().position(|ordinal| *ordinal == word));
    places.map(|place| format!("#{}", place + 1)).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let is_mixed = text.contains(char::is_lowercase);
    let words = text.split(|each: char| !each.is_alphanumeric() && each != '\'' && each != '\u{2019}');
    words.filter_map(move |word| abbreviation(word).filter(|_| is_mixed).or_else(|| term(word)))
}

/// `IT` and `US` are no pronouns.
fn abbreviation(word: &str) -> Option<String> {
    let is_one = word.len() == 2 && word.chars().all(char::is_uppercase) && is_common(&word.to_lowercase());
    is_one.then(|| word.to_owned())
}

fn is_common(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

/// A word as it is compared; nothing of one that says nothing.
pub(super) fn term(word: &str) -> Option<String> {
    let lower = word.to_lowercase().replace('\u{2019}', "'");
    let word = lower.trim_matches('\'').trim_end_matches("'s").trim_end_matches("n't");
    if word.is_empty() || is_common(word) || word.chars().all(|each| each.is_ascii_digit()) {
        return None;
    }
    let spelled = american(word);
    let word = spelled.as_str();
    let people = PEOPLE.iter().find(|(_, names)| names.contains(&word));
    let stem = people.map_or_else(|| stem(word), |(name, _)| (*name).to_owned());
    Some(STEMS.get(&stem).cloned().unwrap_or(stem))
}

/// The word as it is spelled in America: `favourable` and `favorable`, `organisation` and `organization` are one.
fn american(word: &str) -> String {
    const STEMS: [&str; 8] = ["favour", "behaviour", "colour", "labour", "neighbour", "honour", "humour", "endeavour"];
    let word = if word.ends_with("bly") && word.len() > 5 { &format!("{}e", &word[..word.len() - 1]) } else { word };
    let stem = STEMS.iter().find(|stem| word.contains(*stem));
    let word = stem.map_or_else(|| word.to_owned(), |stem| word.replace(stem, &stem.replace("our", "or")));
    let endings = [("isation", "ization"), ("ise", "ize"), ("ises", "izes"), ("ised", "ized"), ("ising", "izing")];
    let long = |rest: &str| rest.len() >= 4;
    let ending = endings.iter().find_map(|(british, american)| {
        let (rest, plural) =
            word.strip_suffix('s').filter(|_| *british == "isation").map_or((word.as_str(), ""), |rest| (rest, "s"));
        rest.strip_suffix(british).filter(|rest| long(rest)).map(|rest| format!("{rest}{american}{plural}"))
    });
    ending.unwrap_or(word)
}

/// A word without its ending: `disagreeing`, `disagreed` and `disagrees` are one, `agree` is another.
fn stem(word: &str) -> String {
    let mut stem = word;
    for (ending, least) in [
        ("ations", 4),
        ("ation", 4),
        ("ement", 4),
        ("ments", 4),
        ("ment", 4),
        ("ingly", 4),
        ("edly", 4),
        ("ings", 4),
        ("ing", 3),
        ("ness", 4),
        ("ence", 4),
        ("ance", 4),
        ("ent", 5),
        ("ant", 5),
        ("ies", 3),
        ("ied", 3),
        ("ers", 4),
        ("ors", 4),
        ("ful", 4),
        ("ed", 3),
        ("er", 4),
        ("or", 4),
        ("ly", 4),
        ("es", 3),
        ("s", 3),
        ("y", 3),
        ("e", 3),
    ] {
        if let Some(rest) = stem.strip_suffix(ending)
            && rest.chars().count() >= least
            && !(ending == "s" && rest.ends_with('s'))
        {
            stem = rest;
            break;
        }
    }
    let short = stem.trim_end_matches('e');
    let stem = if short.len() >= 3 { short } else { stem };
    let stem = stem.strip_suffix('i').filter(|rest| rest.len() >= 3).unwrap_or(stem);
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{COMMON, terms};

    #[test]
    fn common_words_are_in_the_order_of_the_alphabet() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn forms_of_a_word_are_one() {
        let same = |words: &str| {
            let terms = terms(words);
            assert!(terms.windows(2).all(|pair| pair[0] == pair[1]), "{words}: {terms:?}");
        };
        same("disagree disagrees disagreed disagreeing disagreement");
        same("council councils council's");
        same("confident confidence");
        same("priority priorities");
        same("engaged engagement engage engages");
        same("favourable favorable favourably favorably");
        same("organisation organizations organised organize");
        same("men male man");
        same("primary main principal");
        same("declined decreasing fell");
        same("PhD doctorate");
        assert_ne!(terms("agree"), terms("disagree"));
        assert_eq!(terms("Other IT, said it"), ["IT"]);
        assert!(terms("IT IS SO").iter().all(|term| term != "IT"), "all of it is in capitals");
        assert!(terms("47% of respondents who say that they").is_empty());
    }
}
