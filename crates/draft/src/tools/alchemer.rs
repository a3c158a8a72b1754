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
}

const OWN_COLUMNS: [(&str, Metadata); 6] = [
    ("comments", Metadata::Personal),
    ("language", Metadata::Technical),
    ("tags", Metadata::Technical),
    ("city", Metadata::Personal),
    ("stateregion", Metadata::Personal),
    ("countryauto", Metadata::Personal),
];
