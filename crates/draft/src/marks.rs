//! What labels say beside a place on a scale: that one does not know, that it does not apply, that there is no answer.

use topline_survey::{Absent, Mark};

use crate::language::{Language, Phrases};
use crate::lexicon::{begins_any, contains_any, is_any};
use crate::numbered_labels::{behind_any_number, unnumbered};
use crate::text::fold;

/// Whether a label is one of these phrases: its beginning and the whole without signs around it, its inside with them.
fn says(whole: &str, inner: &str, phrases: fn(&Language) -> &Phrases) -> bool {
    begins_any(inner, |language| &phrases(language).begins)
        || contains_any(whole, |language| &phrases(language).contains)
        || is_any(inner, |language| &phrases(language).is)
}

/// What a label means beside its words.
pub(crate) fn mark_of(label: &str) -> Option<Mark> {
    let whole = fold(behind_any_number(unnumbered(label)));
    let inner = whole.trim_matches(|each: char| !each.is_alphanumeric() && each != '/' && each != '\'');
    if says(&whole, inner, |language| &language.marks.dont_know) {
        return Some(Mark::DontKnow);
    }
    if says(&whole, inner, |language| &language.marks.not_applicable) {
        return Some(Mark::NotApplicable);
    }
    is_other(label).then_some(Mark::Other)
}

/// Whether a label offers what is not listed: "Other (please specify)".
pub(crate) fn is_other(label: &str) -> bool {
    let text = fold(unnumbered(label));
    let inner = text.trim_matches(|each: char| !each.is_alphanumeric());
    is_any(inner, |language| &language.marks.other.is)
        || begins_any(&text, |language| &language.marks.other.begins)
        || contains_any(&text, |language| &language.marks.other.contains)
}

/// Texts that say why there is no answer, be it in brackets.
pub(crate) fn reason_of(text: &str) -> Option<Absent> {
    let text = fold(behind_any_number(unnumbered(text)));
    let text = text.trim_matches(['(', ')', '[', ']', '<', '>', '.']).trim();
    if is_any(text, |language| &language.absent.no_answer) {
        Some(Absent::NoAnswer)
    } else if is_any(text, |language| &language.absent.not_asked) {
        Some(Absent::NotAsked)
    } else if is_any(text, |language| &language.absent.refused) {
        Some(Absent::Refused)
    } else {
        None
    }
}

/// Whether a label offers to say nothing: "Prefer not to say".
pub(crate) fn is_refusal(label: &str) -> bool {
    let text = fold(behind_any_number(unnumbered(label)));
    begins_any(&text, |language| &language.marks.refusal.begins)
}

/// Whether a label stands after the scale: marked, "refused", "prefer not to say", "none of these".
pub(crate) fn stands_last(label: &str) -> bool {
    mark_of(label).is_some()
        || reason_of(label).is_some()
        || is_refusal(label)
        || begins_any(&fold(unnumbered(label)), |language| &language.marks.last.begins)
}
