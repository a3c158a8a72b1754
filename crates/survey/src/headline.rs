//! `headlines.toml`: named figures that text quotes.

use std::sync::Arc;

use miette::NamedSource;
use serde::Deserialize;
use toml::Spanned;

use crate::problem::Problem;
use crate::toml_file::TomlFile;

/// A named figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// Its name, quoted in text as `{name}`.
    pub id: Spanned<String>,
    /// What it is, in words.
    pub text: String,
    /// The figure.
    pub figure: Spanned<String>,
}

/// Reads `headlines.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Vec<Headline>, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    (file.take_each("headline"), file.finish())
}
