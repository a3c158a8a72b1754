//! What the standards of publishing surveys ask for, and a pipeline does not say.

use crate::declaration::Survey;

/// A body whose rules say what must be published with a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisclosureStandard {
    /// The Statement of Disclosure of the British Polling Council.
    BritishPollingCouncil,
    /// The Transparency Initiative of the American Association for Public Opinion Research.
    Aapor,
}

impl DisclosureStandard {
    /// Its short name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BritishPollingCouncil => "BPC",
            Self::Aapor => "AAPOR",
        }
    }
}

/// Something that a standard asks for and a pipeline does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodGap {
    /// The key of `survey.toml` that would say it.
    pub key: &'static str,
    /// Which standards ask for it.
    pub standards: &'static [DisclosureStandard],
}

const BOTH: &[DisclosureStandard] = &[DisclosureStandard::BritishPollingCouncil, DisclosureStandard::Aapor];
const BPC: &[DisclosureStandard] = &[DisclosureStandard::BritishPollingCouncil];
const AAPOR: &[DisclosureStandard] = &[DisclosureStandard::Aapor];

impl Survey {
    /// What the standards ask for and the pipeline does not say. Question wording, bases, weighting and sample sizes are published with
    /// every run.
    #[must_use]
    pub fn method_gaps(&self) -> Vec<MethodGap> {
        let method = &self.method;
        let asked = [
            ("client", self.client.is_some(), BOTH),
            ("method.conducted_by", method.conducted_by.is_some(), BOTH),
            ("fieldwork", self.fieldwork.is_some(), BOTH),
            ("mode", self.mode.is_some(), BOTH),
            ("population", self.population.is_some(), BOTH),
            ("method.geography", method.geography.is_some(), BOTH),
            ("method.sample", method.sample.is_some(), BOTH),
            ("frame", self.frame.is_some(), AAPOR),
            ("method.languages", !method.languages.is_empty(), AAPOR),
            ("method.processing", method.processing.is_some(), AAPOR),
            ("method.limitations", method.limitations.is_some(), AAPOR),
            ("method.contact", method.contact.is_some(), AAPOR),
            ("method.published_at", method.published_at.is_some(), BPC),
        ];
        asked
            .into_iter()
            .filter(|(_, is_said, _)| !is_said)
            .map(|(key, _, standards)| MethodGap { key, standards })
            .collect()
    }
}
