//! A call: what it asks for, and the respondents that it asks it of.

use topline_estimate::design::{DegreesOfFreedom, Design};
use topline_estimate::estimate::Confidence;
use topline_estimate::inference::Inference;

use super::estimand::Estimand;
use super::options::{DegreesAsked, Options};
use crate::sample::Sample;

/// What a call asks for.
#[derive(Debug, Clone)]
pub(super) struct Called {
    pub estimand: Estimand,
    pub options: Options,
    /// The part of a quantile.
    pub part: f64,
}

/// Respondents as a test or an estimate takes them: columns as long as the design.
pub(super) struct Asked<'s> {
    pub sample: &'s Sample,
    pub called: &'s Called,
    /// Whether each is in the domain.
    pub domain: Vec<bool>,
    /// The numbers of each.
    pub numbers: Vec<Vec<f64>>,
    /// The place of each one's group among the labels.
    pub groups: Vec<Groups>,
    /// How many the query counts, those without an answer too.
    pub rows: u64,
}

/// The groups of a question.
pub(super) struct Groups {
    /// The place of each respondent's group; of those in none a number beyond.
    pub of_row: Vec<usize>,
    /// Their labels, in order.
    pub labels: Vec<String>,
}

impl Asked<'_> {
    pub(super) fn options(&self) -> &Options {
        &self.called.options
    }

    pub(super) fn confidence(&self) -> Confidence {
        self.options().confidence.unwrap_or(self.sample.confidence)
    }

    /// The design by the degrees of freedom that the call or the survey asks for.
    pub(super) fn design(&self) -> &Design {
        let counted = match self.options().degrees {
            Some(DegreesAsked::Domain) => DegreesOfFreedom::Domain,
            Some(DegreesAsked::Design) => DegreesOfFreedom::Design,
            Some(DegreesAsked::Number(_)) | None => self.sample.design().counted(),
        };
        self.sample.design_counting(counted)
    }

    /// The degrees of freedom of what was found in the domain.
    pub(super) fn degrees(&self, inference: &Inference) -> f64 {
        degrees(self.design(), inference.df, self.options())
    }
}

/// The degrees of freedom that a call asks for, of a domain that has so many of its own.
pub(super) fn degrees(design: &Design, domain: f64, options: &Options) -> f64 {
    match options.degrees {
        None => design.degrees_for(domain),
        Some(DegreesAsked::Domain) => domain,
        Some(DegreesAsked::Design) => design.degrees_of_freedom(),
        Some(DegreesAsked::Number(df)) => df,
    }
}
