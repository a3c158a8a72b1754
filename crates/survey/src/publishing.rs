//! `[publish]` of `survey.toml`: which documents a run writes, and how.

use serde::Deserialize;

/// A kind of document that a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFormat {
    /// `report.html`: the whole release on one page.
    Report,
    /// `bulletin.md`: the pipeline's text with the headlines filled in.
    Bulletin,
    /// `tables/<id>.csv`: each table as its readers see it.
    Csv,
}

impl DocumentFormat {
    /// What a run writes where the pipeline does not say.
    pub const USUAL: [Self; 3] = [Self::Report, Self::Bulletin, Self::Csv];

    /// Its name in `formats`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Bulletin => "bulletin",
            Self::Csv => "csv",
        }
    }
}

/// Which documents a run writes, and how.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publishing {
    /// The formats of the documents: `report`, `bulletin`, `csv`. Without this key, all three.
    pub formats: Option<Vec<DocumentFormat>>,
}

impl Publishing {
    /// The formats, each once.
    #[must_use]
    pub fn formats(&self) -> Vec<DocumentFormat> {
        let mut formats = self.formats.clone().unwrap_or_else(|| DocumentFormat::USUAL.to_vec());
        let mut seen = Vec::new();
        formats.retain(|format| {
            let is_new = !seen.contains(format);
            seen.push(*format);
            is_new
        });
        formats
    }
}
