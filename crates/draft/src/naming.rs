//! The names of questions and items: short, unique, and valid in the codebook.

use std::collections::HashSet;

use crate::question_draft::Drafted;
use crate::text::snake;

/// The longest name taken from a code or a text.
const LONGEST: usize = 30;

/// Names all questions and items. Columns of `responses` that the questions give never share a name.
pub(crate) fn name_all(questions: &mut [Drafted]) {
    let mut taken: HashSet<String> = ["respondent", "row_id", "weight"].map(str::to_owned).into();
    let codes: HashSet<String> = questions.iter().filter_map(|drafted| snake(drafted.code.as_deref()?)).collect();
    for (number, drafted) in questions.iter_mut().enumerate() {
        name_items(drafted);
        let base = drafted
            .code
            .as_deref()
            .and_then(snake)
            .filter(|name| name.len() <= LONGEST)
            .or_else(|| short(&drafted.question.text))
            // What the export calls Q3 is q3, and nothing else is.
            .or_else(|| Some(format!("q{}", number + 1)).filter(|name| !codes.contains(name)))
            .or_else(|| snake(&drafted.question.text).map(|name| shortened(&name).to_owned()))
            .unwrap_or_else(|| format!("question_{}", number + 1));
        let mut name = base.clone();
        let mut again = 2;
        loop {
            drafted.question.id.clone_from(&name);
            let columns: HashSet<String> =
                drafted.question.response_columns().into_iter().chain([name.clone()]).collect();
            if columns.is_disjoint(&taken) {
                taken.extend(columns);
                break;
            }
            name = format!("{base}_{}", suffix(again));
            again += 1;
        }
    }
}

/// `b`, `c` ... for the second, third: a number would look like a code.
fn suffix(number: usize) -> String {
    let letter = |index: usize| char::from(b'a' + (index % 26) as u8);
    let index = number - 1;
    if index < 26 { letter(index).to_string() } else { format!("{}{}", letter(index / 26 - 1), letter(index)) }
}

/// A name from a text of few words.
fn short(text: &str) -> Option<String> {
    if text.split_whitespace().count() > 4 || text.chars().count() > LONGEST {
        return None;
    }
    snake(text)
}

fn name_items(drafted: &mut Drafted) {
    let mut taken = HashSet::new();
    for (number, item) in drafted.question.items.iter_mut().enumerate() {
        let is_number = item.label.chars().all(|each| each.is_ascii_digit());
        let name = snake(&item.label).filter(|_| !is_number).map(|name| shortened(&name).to_owned());
        let base = name
            .unwrap_or_else(|| if is_number { format!("item_{}", item.label) } else { format!("item_{}", number + 1) });
        let mut name = base.clone();
        let mut again = 2;
        while !taken.insert(name.clone()) {
            name = format!("{base}_{}", suffix(again));
            again += 1;
        }
        item.id = name;
    }
}

/// The name up to the last word that fits.
fn shortened(name: &str) -> &str {
    if name.len() <= LONGEST {
        return name;
    }
    let end = name[..=LONGEST].rfind('_').unwrap_or(LONGEST);
    name[..end].trim_end_matches('_')
}

#[cfg(test)]
mod tests {
    use topline_survey::Kind;

    use super::name_all;
    use crate::question_draft::{Drafted, option};

    #[test]
    fn names_come_from_codes_and_short_texts_and_never_meet() {
        let mut multi = Drafted::new(Kind::Multi, "Which?", Some("Q2"));
        multi.question.options = vec![option(1, "One")];
        let mut questions = vec![
            multi,
            Drafted::new(Kind::Number, "How many?", Some("q2_1")),
            Drafted::new(Kind::Text, "Household Income", None),
            Drafted::new(Kind::Text, "A text that is far too long for a name of anything", None),
            Drafted::new(Kind::Text, "weight", None),
            Drafted::new(Kind::Text, "Which of these did you see in the shop?", None),
            Drafted::new(Kind::Text, "Why?", Some("Q6")),
        ];
        name_all(&mut questions);
        let names: Vec<&str> = questions.iter().map(|drafted| drafted.question.id.as_str()).collect();
        assert_eq!(
            names,
            ["q2", "q2_1_b", "household_income", "q4", "weight_b", "which_of_these_did_you_see_in", "q6"]
        );
    }
}
