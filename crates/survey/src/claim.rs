//! What a document states, and how each statement is to be compared with the figures.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::expected::Expected;
use crate::reference::FigureRef;
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
    /// Where its text can be read. A run does not read it.
    pub path: Option<String>,
}

/// What a claim states.
#[derive(Debug, Clone, PartialEq)]
pub enum States {
    /// Each of the figures has this value: `91%`, `just over a fifth`, `10 of 16`, `most`.
    Value {
        /// The figures.
        figures: Vec<FigureRef>,
        /// The value.
        is: Stated,
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
    /// The figure is greater than another.
    MoreThan {
        /// The figure.
        figure: FigureRef,
        /// The other.
        than: FigureRef,
    },
    /// Nothing that the data could say.
    Unchecked {
        /// Why not.
        reason: String,
    },
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
}

/// The claims of one document.
#[derive(Debug, Clone)]
pub struct Claims {
    /// The document.
    pub document: Document,
    /// Its statements, in the order of the file.
    pub claims: Vec<Claim>,
    /// Published figures beside the export.
    pub expected: Option<Expected>,
}
