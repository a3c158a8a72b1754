//! `headlines.toml`: named figures that text quotes.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::Headline;

use crate::problem::Problem;
use crate::toml_file::TomlFile;

/// Reads `headlines.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Vec<Headline>, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    (file.take_each("headline"), file.finish())
}
