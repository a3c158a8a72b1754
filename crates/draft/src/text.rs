//! Texts made comparable: labels, names of columns, and the names that questions get.

pub(crate) use topline_survey::fold;

/// The words of a text, folded, without punctuation around them.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|each: char| each.is_whitespace() || matches!(each, '/' | ',' | ';' | ':' | '(' | ')' | '"'))
        .map(|word| word.trim_matches(|each: char| matches!(each, '.' | '!' | '?' | '-' | '\'')).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The first sign of the scripts that do not part their words as others do: Chinese, Japanese, Korean.
const FIRST_UNPARTED: char = '\u{2e80}';

/// Whether a word is of a script that does not part its words.
pub(crate) fn is_unparted(word: &str) -> bool {
    word.chars().all(|each| each >= FIRST_UNPARTED)
}

/// Whether a word is among these, or within one of them where its script does not part words.
pub(crate) fn has_word(words: &[String], known: &str) -> bool {
    words.iter().any(|word| word == known || (is_unparted(known) && word.contains(known)))
}

/// Letters and digits in lower case, and nothing else: how the names of columns are compared.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|each| each.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A name in the codebook: ASCII letters, digits and `_`, a letter first; nothing where no letter or digit is left.
pub(crate) fn snake(text: &str) -> Option<String> {
    let mut name = String::new();
    for each in text.chars() {
        if each.is_ascii_alphanumeric() {
            name.push(each.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') && each != '\'' && each != '\u{2019}' {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_');
    match name.as_bytes().first()? {
        first if first.is_ascii_alphabetic() => Some(name.to_owned()),
        _ => Some(format!("q{name}")),
    }
}

/// The longest beginning that all texts share.
pub(crate) fn shared_start<'t>(texts: &[&'t str]) -> &'t str {
    let Some(first) = texts.first() else { return "" };
    let mut end = first.len();
    for text in texts {
        let same = first.char_indices().zip(text.chars()).take_while(|((_, a), b)| a == b).last();
        end = end.min(same.map_or(0, |((at, each), _)| at + each.len_utf8()));
    }
    &first[..end]
}

/// What texts share up to the last separator, and the rest of each.
pub(crate) fn split_texts<'t>(texts: &[&'t str]) -> (&'t str, Vec<&'t str>) {
    let shared = shared_start(texts);
    if texts.iter().all(|text| *text == shared) {
        return (shared, vec![""; texts.len()]);
    }
    let ends = ["-", ":", "|", "?", ".", "\n"];
    let cut = ends.iter().filter_map(|end| shared.rfind(end).map(|at| at + end.len())).max();
    let cut = cut.or_else(|| shared.rfind(' ').map(|at| at + 1)).unwrap_or(0);
    let question = shared[..cut].trim_end_matches(['-', ':', '|', ' ']);
    if question.is_empty() {
        return (texts[0], texts.to_vec());
    }
    (question, texts.iter().map(|text| text[cut..].trim_start_matches([' ', '>', '\u{bb}']).trim()).collect())
}

/// Whether a column is named after the text; a spreadsheet may have numbered the name, so that names differ.
pub(crate) fn is_named(text: &str, name: &str) -> bool {
    let (text, name) = (fold(text), fold(name));
    name.strip_prefix(text.as_str()).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A question and its part in one line.
pub(crate) fn beside(question: &str, part: &str) -> String {
    if part.is_empty() || fold(part) == fold(question) {
        question.to_owned()
    } else {
        format!("{}: {part}", question.trim_end_matches(':'))
    }
}

/// `1 row`, `2 rows`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// The name of a group as a heading: `about_you` is "About you".
pub(crate) fn heading_of(name: &str) -> String {
    let words = name.replace('_', " ");
    let words = words.trim();
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{shared_start, snake, words};

    #[test]
    fn names_are_names() {
        assert_eq!(snake("Household Income").as_deref(), Some("household_income"));
        assert_eq!(snake("1_Q5").as_deref(), Some("q1_q5"));
        assert_eq!(snake("Q40#1").as_deref(), Some("q40_1"));
        assert_eq!(snake("¿?"), None);
    }

    #[test]
    fn words_and_beginnings() {
        assert_eq!(words("Don\u{2019}t know / N.A."), ["don't", "know", "n.a"]);
        assert_eq!(shared_start(&["Rate — tea", "Rate — milk"]), "Rate — ");
    }
}
