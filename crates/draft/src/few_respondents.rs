//! Answers that few respondents gave in their own words: they are "Other", and no options.

use std::collections::HashSet;

use topline_survey::Mark;

use crate::bands::is_word_of_bands;
use crate::codebook_entry::OptionEntry;
use crate::lexicon::{is_any, is_closed_list};
use crate::marks::{is_other, stands_last};
use crate::profile::number;
use crate::question_draft::option;
use crate::scale::{Ordered, order};
use crate::text::fold;
use crate::tick_words::is_yes_or_no;

/// What so few respondents gave may be their own words.
pub(crate) const FEW_RESPONDENTS: u64 = 2;
/// So many words of its own beside a number are no band.
const OWN_WORDS: usize = 3;
/// The fewest words of a sentence.
const WORDS_OF_A_SENTENCE: usize = 4;
/// So many sentences of few respondents are no list.
const FEWEST_SENTENCES: usize = 3;
/// In samples smaller than this few respondents gave each answer.
pub(crate) const SMALL_SAMPLE: u64 = 20;

/// The texts among answers that may be respondents' own words, where most are not: those of few, unless they are of a scale or a
/// list that is known.
pub(crate) fn own_words<'t>(answers: &[(&'t str, u64)]) -> HashSet<&'t str> {
    let few = of_few(answers);
    let usual: Vec<&str> = answers.iter().map(|(text, _)| *text).filter(|text| !few.contains(text)).collect();
    // Who chose "Other" has it in the cell: what they wrote is elsewhere.
    let offers_other = usual.iter().any(|text| is_other(text));
    let end_alike = usual.iter().filter(|text| text.ends_with(')')).count() * 10 >= usual.len() * 8;
    if usual.len() < 2 || offers_other {
        return HashSet::new();
    }
    few.into_iter().filter(|text| !(end_alike && text.ends_with(')'))).collect()
}

/// The texts of few respondents that are neither offered as they are nor of a scale; in a small sample none.
fn of_few<'t>(answers: &[(&'t str, u64)]) -> HashSet<&'t str> {
    let count: u64 = answers.iter().map(|(_, count)| count).sum();
    let texts: Vec<&str> = answers.iter().map(|(text, _)| *text).collect();
    let ordered = order(&texts);
    // A scale is one of the answers that many gave: `Bus` and `Car` have no place on that of `by horse 10`.
    let mut usual = answers.iter().filter(|(text, times)| *times > FEW_RESPONDENTS && !stands_last(text)).peekable();
    let is_scale = usual.peek().is_none() || usual.any(|(text, _)| ordered.has(&texts, text));
    let is_known =
        |text: &str| is_offered(text) || is_yes_or_no(text) || (is_scale && is_placed(&ordered, &texts, text));
    let few = answers.iter().filter(|(text, times)| *times <= FEW_RESPONDENTS && !is_known(text));
    if count < SMALL_SAMPLE { HashSet::new() } else { few.map(|(text, _)| *text).collect() }
}

/// Whether a text has the words of a sentence.
pub(crate) fn is_sentence(text: &str) -> bool {
    text.split_whitespace().nth(WORDS_OF_A_SENTENCE - 1).is_some()
}

/// Those of them that are sentences, where most long answers are: in a column that the header calls closed, and that holds what
/// respondents wrote.
pub(crate) fn own_sentences<'t>(answers: &[(&'t str, u64)]) -> HashSet<&'t str> {
    let own: HashSet<&str> = of_few(answers).into_iter().filter(|text| is_sentence(text)).collect();
    let long = answers.iter().filter(|(text, _)| is_sentence(text)).count();
    // One sentence among short answers is no option either.
    let are_own = own.len() == long || (own.len() >= FEWEST_SENTENCES && own.len() * 2 > long);
    if are_own { own } else { HashSet::new() }
}

/// Whether the only text of a column may be what its few respondents wrote, in a question that so many answered.
pub(crate) fn are_own_words(text: &str, times: u64, respondents: u64) -> bool {
    respondents >= SMALL_SAMPLE
        && times <= FEW_RESPONDENTS
        && text.split_whitespace().nth(1).is_some()
        && !is_offered(text)
}

/// Whether a text has a place on the scale of these, and is not there for a number alone: `Calle del Olmo 613` is no band of numbers.
pub(crate) fn is_placed(ordered: &Ordered, texts: &[&str], text: &str) -> bool {
    let others: HashSet<String> = texts.iter().filter(|other| **other != text).flat_map(|other| words(other)).collect();
    let own = words(text).into_iter().filter(|word| !others.contains(word) && !is_word_of_bands(word)).count();
    ordered.has(texts, text) && (!text.contains(|each: char| each.is_ascii_digit()) || own < OWN_WORDS)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|each: char| !each.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.filter(|word| word.chars().any(char::is_alphabetic)).map(fold).collect()
}

/// Whether a label is offered as it is: it is marked, a number, of a list that is known, or says none or all.
pub(crate) fn is_offered(text: &str) -> bool {
    stands_last(text)
        || number(text).is_some()
        || is_closed_list(text)
        || is_any(&fold(text), |language| &language.asks.none_or_all)
}

/// Makes "Other" take what nothing else matches, adding it where it is not there.
pub(crate) fn open(options: &mut Vec<OptionEntry>) {
    if let Some(other) = options.iter_mut().find(|option| option.mark == Some(Mark::Other)) {
        other.open = true;
        return;
    }
    let code = options.iter().map(|option| option.code).max().unwrap_or(0) + 1;
    options.push(OptionEntry { open: true, mark: Some(Mark::Other), ..option(code, "Other") });
}
