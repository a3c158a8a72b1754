//! What a document states, and how each statement is to be compared with the figures.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::expected::Expected;
use crate::reference::FigureRef;
use crate::size::Size;
use crate::stated::Stated;
use crate::verdict::Ruling;

/// A document that states figures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it, and when.
    pub publisher: Option<String>,
    /// Where its text can be read. Quotes are looked up in it.
    pub path: Option<String>,
}

/// What a claim states.
#[derive(Debug, Clone, PartialEq)]
pub enum States {
    /// Each of the figures has this value: `91%`, `just over a fifth`, `10 of 16`, `most`.
    Value {
        /// The figures.
        figures: Vec<FigureRef>,
        /// Whether the value is that of all of them together: `very or extremely likely`.
        is_sum: bool,
        /// Of whom the value is.
        side: Side,
        /// The value; several where it is stated in words and in digits.
        is: Vec<Stated>,
        /// The value in the document's words.
        words: String,
    },
    /// The figures are the greatest among these.
    Highest {
        /// The figures.
        figures: Vec<FigureRef>,
        /// Those they are compared with.
        among: Vec<FigureRef>,
    },
    /// The figures are the least among these.
    Lowest {
        /// The figures.
        figures: Vec<FigureRef>,
        /// Those they are compared with.
        among: Vec<FigureRef>,
    },
    /// Each of the figures is greater or less than another, or like it.
    Compared {
        /// The figures.
        figures: Vec<FigureRef>,
        /// How they are to the other.
        order: Relation,
        /// The other.
        with: FigureRef,
        /// By how much, and that in the document's words.
        by: Option<(Size, String)>,
    },
    /// Nothing that the data could say.
    Unchecked {
        /// Why not.
        reason: String,
    },
}

/// Of whom a value is stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Of those whom the figure counts.
    #[default]
    Counted,
    /// Of the others in its base: `most do not`.
    Others,
}

/// How one figure is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Greater.
    More,
    /// Less.
    Less,
    /// About as great.
    Similar,
}

/// A statement of a document.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The words.
    pub quote: String,
    /// The first and last line of the document.
    pub lines: (u32, u32),
    /// What they state.
    pub states: States,
    /// The base that the document gives.
    pub of: Option<u64>,
    /// The ruling that is expected.
    pub expect: Ruling,
    /// Why, where it is not `holds`.
    pub because: Option<String>,
    /// Whether a person has said that the claim is what the document states. Drafts are not, and are not judged.
    pub is_accepted: bool,
}

/// The claims of one document.
#[derive(Debug, Clone)]
pub struct Claims {
    /// The file that they are in, as the pipeline's folder has it: `claims/report.toml`.
    pub file: String,
    /// The document.
    pub document: Document,
    /// Its statements, in the order of the file.
    pub claims: Vec<Claim>,
    /// Published figures beside the export.
    pub expected: Option<Expected>,
}
