//! Qualtrics: codes, questions, and the names that columns are imported by, in three header rows.

use crate::heading::Heading;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::text::squeezed;
use crate::tools::dialect::{CodeOf, Dialect, Exclusion, Header};
use crate::tools::import_id::{import_id, is_import_id};

pub(super) struct Qualtrics;

impl Dialect for Qualtrics {
    fn wrote(&self, header: &Header<'_>) -> bool {
        header.cells.iter().any(|cell| is_import_id(cell))
            || (header.has("responseid") && (header.has("responseset") || header.has("recordeddate")))
    }

    fn may_have_written(&self, header: &Header<'_>) -> bool {
        header.rows.len() > 1 && header.name_row == Some(1)
    }

    fn own_columns(&self) -> &'static [(&'static str, Metadata)] {
        &OWN_COLUMNS
    }

    fn own_column(&self, heading: &Heading, _profile: &Profile, _position: usize) -> Option<Metadata> {
        let name = squeezed(&heading.name);
        let is_own = name.starts_with("location")
            || is_legacy(&heading.name, &heading.question)
            || OWN_NAMES.contains(&name.as_str())
            || heading.name.strip_prefix("Q_").is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        is_own.then_some(Metadata::Technical)
    }

    fn exclusions(&self) -> &'static [Exclusion] {
        &EXCLUSIONS
    }

    /// What seen and unanswered questions are recoded to.
    fn code_of_unanswered(&self) -> Option<&'static str> {
        Some("-99")
    }

    fn joins_by_tight_comma(&self) -> bool {
        true
    }

    fn matrix_takes_several(&self) -> bool {
        true
    }

    fn numbers_choices(&self) -> bool {
        true
    }

    fn marks_words(&self) -> bool {
        true
    }

    fn joins_items_by_dash(&self) -> bool {
        true
    }

    fn code_of(&self) -> CodeOf {
        CodeOf::AllColumns
    }
}

/// What it writes of fraud and of the version of a survey.
const OWN_NAMES: [&str; 7] = [
    "recaptchascore",
    "ballotboxstuffing",
    "relevantidfraudscore",
    "solutionrevision",
    "projectrevision",
    "duplicaterespondent",
    "totalduration",
];

const OWN_COLUMNS: [(&str, Metadata); 2] = [("name", Metadata::Personal), ("responseset", Metadata::Technical)];

const EXCLUSIONS: [Exclusion; 4] = [
    Exclusion {
        reason: "preview of the survey",
        column: "status",
        is: &["1", "9", "17", "Survey Preview", "Survey Preview Spam", "Offline Survey Preview"],
        is_proposed: false,
    },
    Exclusion { reason: "preview of the survey", column: "distributionchannel", is: &["preview"], is_proposed: false },
    Exclusion { reason: "test response", column: "status", is: &["2", "Survey Test"], is_proposed: true },
    Exclusion { reason: "spam", column: "status", is: &["8", "12", "Spam", "Possible Spam"], is_proposed: false },
];

/// A column of Qualtrics: its code, its text, and the name that it is imported by.
pub(crate) fn qualtrics_heading(name: &str, code: String, text: String, import: &str) -> Heading {
    let import = import_id(import);
    let is_text = code.ends_with("_TEXT") || import.is_some_and(|id| id.ends_with("TEXT"));
    let traces =
        ["_First Click", "_Last Click", "_Page Submit", "_Click Count", "- Topics", "- Sentiment", "- Parent Topics"];
    let is_trace = code.contains("_DO_")
        || code.ends_with("_DO")
        || import.is_some_and(|id| id.contains("_DO"))
        || traces.iter().any(|end| code.ends_with(end) || text.ends_with(end));
    let (key, cell) = match import.filter(|id| id.contains("QID")) {
        Some(id) => key_of_import(id),
        None => (None, None),
    };
    Heading {
        name: name.to_owned(),
        code: Some(code).filter(|code| !code.is_empty()),
        question: if text.is_empty() { name.to_owned() } else { text },
        part: None,
        cell,
        key,
        is_text,
        is_trace,
        is_closed: false,
    }
}

/// `QID4-1-2` is row 1 and column 2 of the matrix `QID4`; `1_QID5#2_3` is item 3 of the second part of a looped question.
fn key_of_import(id: &str) -> (Option<String>, Option<(String, String)>) {
    let Some(at) = id.find("QID") else { return (None, None) };
    let digits =
        id[at + 3..].find(|each: char| !each.is_ascii_digit() && each != '#').map_or(id.len(), |end| at + 3 + end);
    let parts: Vec<&str> = id[digits..].split(['-', '_']).filter(|part| !part.is_empty() && *part != "TEXT").collect();
    let cell = match parts.as_slice() {
        [row, column] if [row, column].iter().all(|part| part.parse::<i64>().is_ok()) && !id.ends_with("TEXT") => {
            Some(((*row).to_owned(), (*column).to_owned()))
        }
        _ => None,
    };
    (Some(id[..digits].to_owned()), cell)
}

/// `V1` to `V10` of older Qualtrics exports, below which the names stand.
fn is_legacy(name: &str, below: &str) -> bool {
    let number = name.strip_prefix('V').and_then(|number| number.parse::<u8>().ok());
    number.is_some_and(|number| number <= 10) && LEGACY_NAMES.contains(&squeezed(below).as_str())
}

/// These names.
const LEGACY_NAMES: [&str; 11] = [
    "responseid",
    "responseset",
    "name",
    "externaldatareference",
    "emailaddress",
    "email",
    "ipaddress",
    "status",
    "startdate",
    "enddate",
    "finished",
];
