//! Alchemer, once `SurveyGizmo`: a column for each option, named `option:question`.

use crate::heading::{Heading, bracketed_heading, coded_heading, underscored_heading};
use crate::metadata::Metadata;
use crate::tools::dialect::{Dialect, Header};

pub(super) struct Alchemer;

impl Dialect for Alchemer {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.has("timestarted") && header.has("datesubmitted") && (header.has("responseid") || header.has("status"))
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    fn heading(&self, name: &str, _separator: &str) -> Heading {
        let of_option = || {
            let (part, question) = name.split_once(':')?;
            let question = question.trim();
            (!question.is_empty()).then(|| Heading {
                name: name.to_owned(),
                question: question.to_owned(),
                part: Some(part.trim().to_owned()),
                key: Some(question.to_owned()),
                ..Heading::default()
            })
        };
        let known = bracketed_heading(name).or_else(|| underscored_heading(name)).or_else(of_option);
        known.unwrap_or_else(|| coded_heading(name))
    }

    /// An option may have a colon in it, and so may a question.
    fn complete_headings(&self, headings: &mut [Heading]) {
        let names: Vec<String> = headings.iter().map(|heading| heading.name.clone()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for (at, start) in shared_questions(&names).into_iter().enumerate() {
            let Some(start) = start.filter(|_| headings[at].cell.is_none()) else { continue };
            let question = names[at][start..].trim().to_owned();
            headings[at].part = Some(names[at][..start - 1].trim().to_owned());
            headings[at].key = Some(question.clone());
            headings[at].question = question;
        }
    }
}

/// The question of each name, which stands behind a colon: the longest end that a column side by side has too.
fn shared_questions(names: &[&str]) -> Vec<Option<usize>> {
    let ends = |name: &str| -> Vec<usize> { name.match_indices(':').map(|(at, _)| at + 1).collect() };
    let end_of = |at: usize, other: Option<usize>| -> Option<usize> {
        let other = *names.get(other?)?;
        let name = names[at];
        let is_shared = |start: &usize| {
            let question = name[*start..].trim();
            let rest = other.strip_suffix(question).map(str::trim_end);
            !question.is_empty() && rest.is_some_and(|rest| rest.ends_with(':') && rest != name[..*start].trim_end())
        };
        ends(name).into_iter().find(is_shared)
    };
    let one = |at: usize| [at.checked_sub(1), Some(at + 1)].into_iter().filter_map(|other| end_of(at, other)).min();
    (0..names.len()).map(one).collect()
}

const OWN_COLUMNS: [(&str, Metadata); 6] = [
    ("comments", Metadata::Personal),
    ("language", Metadata::Technical),
    ("tags", Metadata::Technical),
    ("city", Metadata::Personal),
    ("stateregion", Metadata::Personal),
    ("countryauto", Metadata::Personal),
];
