//! A verdict: what the data say of a claim.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::reference::FigureRef;

/// What the data say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// The data say so.
    Holds,
    /// A stated net is the sum of its rounded parts, and not the rounded net.
    SumOfRoundedParts,
    /// Right under another rounding than the declared one.
    OtherRounding,
    /// Nearer to another fraction or quantity than to the words used.
    Imprecise,
    /// No count out of the stated base rounds to the stated percentage.
    Impossible,
    /// What is stated is right of another figure, and wrong of this one.
    AnotherFigure,
    /// Another statement says otherwise of the same figure, and both cannot be true.
    Inconsistent,
    /// The data say otherwise.
    Contradicted,
    /// The data cannot say.
    NotCheckable,
}

impl Ruling {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Holds,
        Self::SumOfRoundedParts,
        Self::OtherRounding,
        Self::Imprecise,
        Self::Impossible,
        Self::AnotherFigure,
        Self::Inconsistent,
        Self::Contradicted,
        Self::NotCheckable,
    ];

    /// The word for it in `verdicts.parquet` and in claims.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::SumOfRoundedParts => "sum_of_rounded_parts",
            Self::OtherRounding => "other_rounding",
            Self::Imprecise => "imprecise",
            Self::Impossible => "impossible",
            Self::AnotherFigure => "another_figure",
            Self::Inconsistent => "inconsistent",
            Self::Contradicted => "contradicted",
            Self::NotCheckable => "not_checkable",
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Holds => "the data say so",
            Self::SumOfRoundedParts => {
                "the document states the sum of the rounded parts of a net, and not the rounded net"
            }
            Self::OtherRounding => "right under another way of rounding than the declared one",
            Self::Imprecise => {
                "another fraction is nearer than the words used; or the data just miss what the words mean; or two figures that \
                 are compared are equal"
            }
            Self::Impossible => "no count out of the stated base rounds to the stated percentage",
            Self::AnotherFigure => {
                "the value is that of another base, column, item, answer or question, or of those whom the figure does not count; \
                 the reason says of which"
            }
            Self::Inconsistent => {
                "two statements of one or several documents that cannot both be true, and no data of real respondents that decide"
            }
            Self::Contradicted => {
                "the data say something else, or the figure has another base than the one that is stated"
            }
            Self::NotCheckable => {
                "the data cannot say: the claim is `unchecked`, or the figure is held back, missing or of another kind"
            }
        }
    }
}

/// What the data say of one claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The document.
    pub document: String,
    /// The place in the document: `66-68`, or the row of a table of expected figures.
    pub lines: Passage,
    /// The words of the document.
    pub quote: String,
    /// The figures that it states.
    pub figures: Vec<FigureRef>,
    /// What it states of them.
    pub stated: String,
    /// What the data say of them.
    pub found: String,
    /// The ruling.
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
    /// The ruling that the pipeline expects.
    pub expected: Ruling,
    /// Why the pipeline expects another ruling than `holds`.
    pub because: Option<String>,
}

/// Where a document states something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// The first and the last line.
    Lines(u32, u32),
    /// A row of a table of expected figures.
    Row(u64),
}

impl Passage {
    /// The number of each line, or that of the row.
    #[must_use]
    pub fn numbers(self) -> Vec<u64> {
        match self {
            Self::Lines(first, last) => (u64::from(first)..=u64::from(last)).collect(),
            Self::Row(row) => vec![row],
        }
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines(first, last) if first == last => write!(f, "{first}"),
            Self::Lines(first, last) => write!(f, "{first}-{last}"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

impl Verdict {
    /// Whether the data say what the pipeline expects them to say.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        self.ruling == self.expected
    }
}
