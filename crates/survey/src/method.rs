//! How a survey was made, as those who publish surveys have agreed to tell it.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[method]` of `survey.toml`: what the other keys do not say of how the survey was made.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Who carried out the fieldwork.
    pub conducted_by: Option<String>,
    /// Who paid, if it is not the client.
    pub funded_by: Option<String>,
    /// How the sample was drawn, and how people were recruited.
    pub sample: Option<String>,
    /// The area that the survey covers.
    pub geography: Option<String>,
    /// The languages in which questions were asked.
    #[serde(default)]
    pub languages: Vec<String>,
    /// How many people were asked to take part. The report then gives the response rate.
    pub invited: Option<u64>,
    /// What people got for taking part.
    pub incentive: Option<String>,
    /// How answers were checked and processed before they came into the export.
    pub processing: Option<String>,
    /// What the results cannot show.
    pub limitations: Option<String>,
    /// Whom to ask about the survey.
    pub contact: Option<String>,
    /// Where the questionnaire and the full results are published.
    pub published_at: Option<String>,
}
