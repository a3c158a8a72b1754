//! `quotes.toml`: answers in the respondents' own words that documents show.

use std::sync::Arc;

use miette::NamedSource;
use toml::Spanned;
use topline_survey::{LEAST_ATTRIBUTED, Quote, Quotes};

use crate::problem::Problem;
use crate::toml_file::TomlFile;

/// Reads `quotes.toml`. A quote without an attribution of its own has that of the file.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Quotes, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let attribution: Vec<Spanned<String>> = file.take("attribution").unwrap_or_default();
    let quotes = Quotes {
        minimum: file.take("minimum").unwrap_or(LEAST_ATTRIBUTED),
        private: file.take("private").unwrap_or_default(),
        mask: file.take("mask").unwrap_or_default(),
        keep: file.take("keep").unwrap_or_default(),
        quotes: file.take_each("quote"),
    };
    let filled = quotes.quotes.into_iter().map(|quote: Quote| {
        let own = quote.attribution.unwrap_or_else(|| attribution.clone());
        Quote { attribution: Some(own), ..quote }
    });
    (Quotes { quotes: filled.collect(), ..quotes }, file.finish())
}
