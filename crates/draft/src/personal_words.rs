//! Options that may be what one respondent wrote: among answers that others share, sentences of one or two persons.
//!
//! Every way to draft a question passes by here, whatever found its options.

use std::collections::HashSet;

use topline_ingest::Description;
use topline_survey::Kind;

use crate::codebook_entry::{OptionEntry, QuestionEntry};
use crate::column::Column;
use crate::few_respondents::{FEW_RESPONDENTS, SMALL_SAMPLE, is_offered, is_placed, open};
use crate::question_draft::Drafted;
use crate::scale::order;
use crate::text::counted;
use crate::tick_words::is_yes_or_no;

/// So many words are a sentence.
const SENTENCE: usize = 4;
/// So many are one where each answer is of few respondents.
const LONG_SENTENCE: usize = 5;
/// So many digits in a row number a house, a telephone or a person.
const DIGITS: usize = 3;

/// Takes such options out of the questions, for "Other".
pub(crate) fn take_out(questions: &mut [Drafted], columns: &[Column], description: Option<&Description>) {
    for drafted in questions.iter_mut().filter(|drafted| is_of_options(&drafted.question)) {
        let own: Vec<&Column> = columns_of(&drafted.question, columns);
        if own.iter().any(|column| column.heading.is_closed) {
            continue;
        }
        let personal = personal_options(&drafted.question, &own, description);
        if personal.is_empty() {
            continue;
        }
        let count = personal.len() as u64;
        drafted.question.options.retain(|option| !personal.contains(&option.code));
        drafted.question.nets.iter_mut().for_each(|net| net.codes.retain(|code| !personal.contains(code)));
        drafted.question.nets.retain(|net| net.codes.len() > 1);
        open(&mut drafted.question.options);
        drafted
            .notes
            .push(format!("{} in the words of one or two respondents: taken for \"Other\"", counted(count, "answer")));
    }
}

/// Whether its options come from cells that hold one answer or several.
fn is_of_options(question: &QuestionEntry) -> bool {
    matches!(question.kind, Kind::Single | Kind::Multi | Kind::Grid)
        && question.options.iter().all(|option| option.column.is_none())
}

fn columns_of<'c>(question: &QuestionEntry, columns: &'c [Column]) -> Vec<&'c Column> {
    let names: HashSet<&str> = question.columns().collect();
    columns.iter().filter(|column| names.contains(column.heading.name.as_str())).collect()
}

/// The codes of these options.
fn personal_options(question: &QuestionEntry, own: &[&Column], description: Option<&Description>) -> HashSet<i32> {
    let described = |option: &OptionEntry| {
        let columns = description.into_iter().flat_map(|description| &description.columns);
        let mut of_question = columns.filter(|known| own.iter().any(|column| column.heading.name == known.name));
        of_question.any(|known| known.values.iter().any(|(_, label)| label.trim() == option.label))
    };
    let is_joined = question.separator.is_some();
    let times = |option: &OptionEntry| -> u64 {
        let is_of = |text: &str| {
            let mut spelled = std::iter::once(&option.label).chain(&option.also);
            spelled.any(|label| text == label || (is_joined && text.contains(label.as_str())))
        };
        let texts = own.iter().flat_map(|column| &column.profile.texts);
        texts.filter(|(text, _)| is_of(text)).map(|(_, count)| count).sum()
    };
    let counts: Vec<u64> = question.options.iter().map(times).collect();
    let answers: u64 = counts.iter().sum();
    let labels: Vec<&str> = question.options.iter().map(|option| option.label.as_str()).collect();
    let ordered = order(&labels);
    let is_shared = counts.iter().any(|count| *count > FEW_RESPONDENTS);
    let enough = if answers >= SMALL_SAMPLE { SENTENCE } else { LONG_SENTENCE };
    let is_personal = |option: &OptionEntry, count: u64| {
        let label = option.label.as_str();
        let is_sentence = is_shared && label.split_whitespace().count() >= enough;
        (1..=FEW_RESPONDENTS).contains(&count)
            && option.mark.is_none()
            && (is_sentence || names_someone(label))
            && !is_offered(label)
            && !is_yes_or_no(label)
            && !is_placed(&ordered, &labels, label)
            && !described(option)
    };
    let personal = question.options.iter().zip(&counts).filter(|(option, count)| is_personal(option, **count));
    personal.map(|(option, _)| option.code).collect()
}

/// Whether a text of few respondents, however many there are, is a long sentence or names someone.
pub(crate) fn is_of_a_person(text: &str, times: u64) -> bool {
    let is_long = text.split_whitespace().count() >= LONG_SENTENCE;
    times <= FEW_RESPONDENTS && (is_long || names_someone(text)) && !is_offered(text)
}

/// Whether several words have a long number among them that is no year, or an address.
fn names_someone(label: &str) -> bool {
    let words: Vec<&str> = label.split_whitespace().collect();
    let has_number = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let is_amount =
            word.contains(['$', '%', '+', '<', '>']) || word.contains('\u{a3}') || word.contains('\u{20ac}');
        let is_range =
            word.contains('-') || word.bytes().all(|each| each.is_ascii_digit() || each == b',' || each == b'.');
        digits >= DIGITS && !is_amount && !(is_range && digits <= 5 * DIGITS)
    };
    let letters = words.iter().filter(|word| word.chars().all(char::is_alphabetic)).count();
    words.len() >= SENTENCE && letters >= 2 && words.iter().any(|word| has_number(word))
        || words
            .iter()
            .any(|word| word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.')))
}
