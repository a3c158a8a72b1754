//! `tables.toml`: every question has its table; a banner is only proposed.

use topline_survey::Kind;

use crate::codebook_entry::OptionEntry;
use crate::column::Column;
use crate::pipeline_texts::MINIMUM_BASE;
use crate::question_draft::Drafted;
use crate::toml_text;

/// What a break is of, by words of a question, from the most usual.
const BREAKS: [&[&str]; 3] =
    [&["gender", "sex", "geschlecht", "sexe", "sexo"], &["age", "agegroup", "alter", "edad"], &["region", "country"]];
/// The fewest and the most options of a break.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=9;
/// The most characters of a question that is one.
const LONGEST: usize = 120;

/// The text. A break is proposed only where each of its options has enough respondents.
pub(crate) fn tables(questions: &[Drafted], columns: &[Column]) -> String {
    let mut text = String::new();
    let opening = "Every question that is coded or a number has a table by the banner, without being named here.";
    toml_text::comment(&mut text, opening);
    text.push_str("\n[default]\n");
    let asks = |drafted: &&Drafted, words: &[&str]| {
        let question = &drafted.question;
        let said = format!("{} {}", question.id, question.text).to_lowercase();
        question.kind == Kind::Single
            && OPTIONS.contains(&question.options.len())
            && said.chars().count() <= LONGEST
            && words.iter().any(|word| said.split(|each: char| !each.is_alphanumeric()).any(|known| known == *word))
            && all_reach(drafted, columns)
    };
    match BREAKS.iter().find_map(|words| questions.iter().find(|drafted| asks(drafted, words))) {
        Some(drafted) => {
            let id = &drafted.question.id;
            let says = format!(
                "a break that this export could have, of at least {MINIMUM_BASE} respondents each:\nbanner = [{{ question = \"{id}\" }}]"
            );
            toml_text::comment(&mut text, &says);
        }
        None => toml_text::comment(&mut text, "banner = [{ question = \"...\" }]"),
    }
    text.push_str("banner = []\n");
    text
}

/// Whether each option of a question in one column has enough respondents.
fn all_reach(drafted: &Drafted, columns: &[Column]) -> bool {
    let name = drafted.question.column.as_deref();
    let Some(column) = columns.iter().find(|column| Some(column.heading.name.as_str()) == name) else { return false };
    let is_of = |option: &OptionEntry, text: &str| {
        option.label == text || option.code.to_string() == text || option.also.iter().any(|also| also == text)
    };
    let count = |option: &OptionEntry| -> u64 {
        column.profile.texts.iter().filter(|(text, _)| is_of(option, text)).map(|(_, count)| count).sum()
    };
    drafted.question.options.iter().all(|option| count(option) >= MINIMUM_BASE)
}
