//! What the functions estimate or test, and of what.

use std::sync::{Arc, OnceLock};

use crate::sample::Sample;

/// The sample of a session, once it has been read.
pub(crate) type SampleCell = Arc<OnceLock<Sample>>;

/// What a function estimates or tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Estimand {
    Mean,
    Total,
    Prop,
    Ratio,
    Quantile,
    N,
    Variance,
    Ttest,
    Difference,
    Contrast,
    Covariance,
    ChiSquare,
    Fit,
    Rank,
}

/// What an argument is that each respondent has a value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// A number, or a condition as 1 and 0.
    Number,
    /// True or false.
    Condition,
    /// A group: a code, a text, or a condition.
    Group,
    /// A number that is written out.
    Part,
}

impl Estimand {
    pub(crate) const ALL: [Self; 14] = [
        Self::Mean,
        Self::Total,
        Self::Prop,
        Self::Ratio,
        Self::Quantile,
        Self::N,
        Self::Variance,
        Self::Ttest,
        Self::Difference,
        Self::Contrast,
        Self::Covariance,
        Self::ChiSquare,
        Self::Fit,
        Self::Rank,
    ];

    /// The function's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mean => "survey_mean",
            Self::Total => "survey_total",
            Self::Prop => "survey_prop",
            Self::Ratio => "survey_ratio",
            Self::Quantile => "survey_quantile",
            Self::N => "survey_n",
            Self::Variance => "survey_variance",
            Self::Ttest => "survey_ttest",
            Self::Difference => "survey_difference",
            Self::Contrast => "survey_contrast",
            Self::Covariance => "survey_cov",
            Self::ChiSquare => "survey_chisq",
            Self::Fit => "survey_gof",
            Self::Rank => "survey_ranktest",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|estimand| estimand.name().eq_ignore_ascii_case(name))
    }

    /// The arguments that come before options and the row.
    pub(crate) fn values(self) -> &'static [ValueKind] {
        use ValueKind::{Condition, Group, Number, Part};
        match self {
            Self::N => &[],
            Self::Mean | Self::Total | Self::Variance => &[Number],
            Self::Prop => &[Condition],
            Self::Ratio => &[Number, Number],
            Self::Quantile => &[Number, Part],
            Self::Ttest | Self::Contrast | Self::Covariance | Self::Rank => &[Number, Group],
            Self::Difference => &[Number, Condition, Condition],
            Self::ChiSquare => &[Group, Group],
            Self::Fit => &[Group],
        }
    }
}
