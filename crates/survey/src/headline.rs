//! `headlines.toml`: named figures that text quotes.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// A named figure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// Its name.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What the figure says, in words.
    pub text: String,
    /// The name of the figure.
    #[schemars(with = "String")]
    pub figure: Spanned<String>,
}

/// What a bulletin can quote of a headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadlinePart {
    /// The published value with its unit: `{name}`.
    Value,
    /// How many respondents it counts: `{name.count}`.
    Count,
    /// How many respondents it is out of: `{name.base}`.
    Base,
    /// What it is, in words: `{name.text}`.
    Text,
}

impl HeadlinePart {
    /// What stands behind the dot for each but the value, behind which is none.
    pub const NAMED: [(&str, Self); 3] = [("count", Self::Count), ("base", Self::Base), ("text", Self::Text)];

    /// The headline that the text between two braces names, and what of it; the name of the part where there is none such.
    pub fn quoted(quoted: &str) -> (&str, Result<Self, &str>) {
        let Some((headline, part)) = quoted.split_once('.') else { return (quoted, Ok(Self::Value)) };
        let known = Self::NAMED.iter().find(|(name, _)| *name == part);
        (headline, known.map(|(_, part)| *part).ok_or(part))
    }
}
