//! What can be wrong with `reconstruct.toml`.

use std::fmt;

use topline_plan::{ProblemCode, TomlReason, faults};
use topline_survey::{Kind, nearest};

/// Kinds of questions that may do.
#[derive(Debug)]
pub(crate) struct FittingKinds(pub Vec<Kind>);

impl fmt::Display for FittingKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "))
    }
}

faults! {
    /// What is wrong with how an export is to be reconstructed.
    pub(crate) enum ReconstructFault {
        /// The file is not TOML, or has not the keys that it should have. The message is that of the TOML reader.
        ["reconstruct/toml"] Toml { reason: TomlReason } "{reason}";
        /// A name is not known where it is used.
        ["reconstruct/unknown"] Unknown { what: &'static str, name: String, known: Vec<String> } "unknown {what} `{name}`"
            hint known_hint(name, known);
        /// A question of another kind is needed.
        ["reconstruct/kind"] OfKind { question: String, kind: Kind, fitting: FittingKinds }
            "`{question}` is of kind `{kind}`, and this is for {fitting}";
        /// The fewest and the most items that are ranked fit the items of the question.
        ["reconstruct/ranked"] Ranked { items: usize } "`ranked` is no range within the {items} items";
        /// A question has answers and no texts.
        ["reconstruct/no-texts"] NoTexts { question: String } "`{question}` has answers and no texts";
        /// A weight is a number from 0 up.
        ["reconstruct/weight"] Weight { weight: f64 } "the weight {weight} is not a number from 0 up";
        /// Something is planned twice.
        ["reconstruct/twice"] Twice { slot: String } "`{slot}` is planned twice";
        /// An export has respondents.
        ["reconstruct/no-respondents"] NoRespondents {} "an export without respondents";
        /// There are more duplicates than respondents.
        ["reconstruct/duplicates"] Duplicates { duplicates: usize, respondents: usize }
            "{duplicates} duplicates of {respondents} respondents";
        /// A label is spelled as the codebook does not know it.
        ["reconstruct/spelling"] Spelling { spelling: String }
            "the codebook does not know the spelling \"{spelling}\" of this label";
        /// Only a long export has passages.
        ["reconstruct/passage"] StrayPassage {} "only the style `long_csv` has passages";
        /// A column that the codebook passes over gives something.
        ["reconstruct/metadata"] NoMetadata { column: String } "no `metadata` says what the column \"{column}\" gives";
        /// The reference table does not have the column.
        ["reconstruct/reference-column"] ReferenceColumn { reference: String, column: String }
            "`{reference}` has no column \"{column}\"";
        /// Each respondent has a place.
        ["reconstruct/draws"] Draws { drawn: usize, respondents: usize }
            "the draws place {drawn} of {respondents} respondents";
        /// A grid is answered item by item.
        ["reconstruct/items"] Items { question: String } "`{question}` has items: give one `item` each";
        /// Answers have one base.
        ["reconstruct/base"] Base { question: String } "`{question}` has no base, or two: give `base` or `base_at_most`";
        /// No more can answer than there are respondents.
        ["reconstruct/too-many"] TooMany { question: String, respondents: usize }
            "more answered `{question}` than the {respondents} respondents";
        /// A row has one count.
        ["reconstruct/row-twice"] RowTwice { row: String } "the row `{row}` is given twice";
        /// A net of tick boxes, or with a weight, has no counts of its own.
        ["reconstruct/net"] Net { net: String } "the net `{net}` cannot be solved here: name codes";
        /// `follows` is a correlation.
        ["reconstruct/follows"] Follows { question: String } "`follows` of `{question}` is not from -1 to 1";
        /// The export and the survey name different encodings.
        ["reconstruct/encoding"] Encoding { declared: String } "the survey says that the encoding is `{declared}`";
        /// Passages need what separates codes.
        ["reconstruct/passages"] Passages {} "passages need a separator and at least one passage for each code";
        /// A long export needs passages.
        ["reconstruct/no-passages"] NoPassages {} "the style `long_csv` needs `passages`";
        /// Nothing says how a question is answered.
        ["reconstruct/unplanned"] Unplanned { slot: String } "nothing says how `{slot}` is answered"
            hint "give it `answers`, `ranking`, `comment`, `places.fill` or `metadata`";
    }
}

fn known_hint(name: &str, known: &[String]) -> String {
    let near = nearest(name, known.iter().map(String::as_str));
    if near.is_empty() {
        format!("known: {}", known.join(", "))
    } else {
        format!("did you mean {}?", near.join(" or "))
    }
}

/// Every kind of problem that `reconstruct.toml` can have.
#[must_use]
pub fn reconstruct_problem_codes() -> &'static [ProblemCode] {
    ReconstructFault::CODES
}
