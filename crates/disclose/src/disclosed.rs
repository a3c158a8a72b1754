//! What is held back, why, and why tables cannot be published.

use thiserror::Error;
use topline_survey::{FigureRef, Tabulation};

/// Tables with what must be held back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Disclosed {
    /// The tables: of a figure that is held back nothing is left but its name.
    pub tables: Vec<Tabulation>,
    /// What is held back, in reading order.
    pub held: Vec<Held>,
    /// How many counts are protected.
    pub protected: usize,
    /// The columns that are held back whole, as most of their figures count too few and protecting each by itself was too much.
    pub whole_columns: Vec<String>,
    /// What can be worked out all the same, as the release has too few respondents, if the policy is a minimum base alone.
    pub betrayed: Option<DisclosureError>,
}

/// A figure that is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The figure.
    pub figure: FigureRef,
    /// Why. No document says so: which of the figures are the small ones is part of what is protected.
    pub why: HeldFor,
}

/// Why a figure is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldFor {
    /// Its base is below the minimum.
    SmallBase,
    /// It counts fewer than the threshold.
    SmallCount,
    /// Few came to it since the earlier release.
    FewSince,
    /// It counts all of its base but fewer than the threshold.
    SmallComplement,
    /// Its base is below the threshold.
    SmallColumn,
    /// It is made from counts that are held back.
    Statistic,
    /// It can be the value of one respondent.
    OneRespondent,
    /// Few respondents have nearly all of the sum that it is made from.
    Dominance,
    /// Its column is held back whole, as most of its figures, or of those of other columns, count too few.
    WholeColumn,
    /// It is made in SQL, and nobody knows what it tells.
    Sql,
    /// With it, this count could be worked out.
    Secondary(String),
}

impl HeldFor {
    /// In a word, for lists.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::SmallBase => "small_base",
            Self::SmallCount => "small_count",
            Self::FewSince => "few_since",
            Self::SmallComplement => "small_complement",
            Self::SmallColumn => "small_column",
            Self::Statistic => "statistic",
            Self::OneRespondent => "one_respondent",
            Self::Dominance => "dominance",
            Self::WholeColumn => "whole_column",
            Self::Sql => "sql",
            Self::Secondary(_) => "secondary",
        }
    }

    /// Whether the policy says so of the figure itself.
    #[must_use]
    pub fn is_primary(&self) -> bool {
        match self {
            Self::SmallBase
            | Self::SmallCount
            | Self::SmallComplement
            | Self::FewSince
            | Self::SmallColumn
            | Self::OneRespondent
            | Self::Dominance
            | Self::Sql => true,
            Self::Statistic | Self::WholeColumn | Self::Secondary(_) => false,
        }
    }
}

/// Why tables cannot be published.
#[derive(Debug, Clone, Error, PartialEq)]
pub enum DisclosureError {
    /// A count can be worked out from what would be published.
    #[error(
        "protect {count}: from what is not held back it is known within {width} respondents, and must be uncertain by {need}: {relation}"
    )]
    Betrayed {
        /// The count, by its figure.
        count: String,
        /// How wide the range is in which it can lie.
        width: u64,
        /// How wide it must be.
        need: u64,
        /// What betrays it.
        relation: String,
    },
    /// A sum of numbers can be worked out too closely, of which few respondents have nearly all.
    #[error(
        "protect {figure}: from what is not held back its sum is known to be no more than {most:.1}% above the true one, and must be uncertain by {need:.1}%"
    )]
    Dominated {
        /// The figure.
        figure: FigureRef,
        /// By how many percent it can be larger.
        most: f64,
        /// By how many it must be.
        need: f64,
    },
    /// No proof was found within the work that a release may take.
    #[error(
        "protect {protected} counts in {figures} figures: so many of them hang together that it cannot be proven that none is told"
    )]
    TooMuch {
        /// How many counts must be protected.
        protected: usize,
        /// How many figures there are.
        figures: usize,
    },
}
