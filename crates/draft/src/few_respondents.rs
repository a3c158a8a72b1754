//! Answers that few respondents gave in their own words: they are "Other", and no options.

use std::collections::HashSet;

use topline_survey::Mark;

use crate::codebook_entry::OptionEntry;
use crate::lexicon::{is_any, is_closed_list};
use crate::marks::{is_other, stands_last};
use crate::profile::number;
use crate::question_draft::option;
use crate::scale::order;
use crate::text::fold;
use crate::tick_words::is_yes_or_no;

/// What so few respondents gave may be their own words.
pub(crate) const FEW_RESPONDENTS: u64 = 2;
/// In samples smaller than this few respondents gave each answer.
pub(crate) const SMALL_SAMPLE: u64 = 20;

/// The texts among answers that may be respondents' own words, where most are not: those of few, unless they are of a scale or a
/// list that is known.
pub(crate) fn own_words<'t>(answers: &[(&'t str, u64)]) -> HashSet<&'t str> {
    let count: u64 = answers.iter().map(|(_, count)| count).sum();
    let texts: Vec<&str> = answers.iter().map(|(text, _)| *text).collect();
    let ordered = order(&texts);
    let is_known = |text: &str| is_offered(text) || is_yes_or_no(text) || ordered.has(&texts, text);
    let few: HashSet<&str> = answers
        .iter()
        .filter(|(text, times)| *times <= FEW_RESPONDENTS && !is_known(text))
        .map(|(text, _)| *text)
        .collect();
    let usual: Vec<&str> = texts.iter().copied().filter(|text| !few.contains(text)).collect();
    // Who chose "Other" has it in the cell: what they wrote is elsewhere.
    let offers_other = usual.iter().any(|text| is_other(text));
    let end_alike = usual.iter().filter(|text| text.ends_with(')')).count() * 10 >= usual.len() * 8;
    if count < SMALL_SAMPLE || usual.len() < 2 || offers_other {
        return HashSet::new();
    }
    few.into_iter().filter(|text| !(end_alike && text.ends_with(')'))).collect()
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
