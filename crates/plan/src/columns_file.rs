//! `columns.toml`: the columns that the export had when the codebook was written, and which changes a run lets pass.

use std::sync::Arc;

use miette::NamedSource;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{ChangeKind, ExpectedColumns, Survey};

use crate::faults::ColumnsFault;
use crate::known::Known;
use crate::problem::Problem;
use crate::toml_file::TomlFile;

/// What `columns.toml` says.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeclaredColumns {
    /// Of every source with responses that is not named; missing where the file names sources alone.
    pub plain: Option<ExpectedColumns>,
    /// Of single sources.
    pub of_sources: Vec<OfSource>,
}

/// The columns of one source.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfSource {
    /// The source.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// The names of all its columns, in order.
    pub columns: Vec<String>,
    /// Differences that do not stop a run.
    #[serde(default)]
    pub allow: Vec<ChangeKind>,
}

/// Reads `columns.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (DeclaredColumns, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let allow = file.take("allow").unwrap_or_default();
    let of_sources: Vec<OfSource> = file.take_each("source");
    let columns = if of_sources.is_empty() { file.require("columns") } else { file.take("columns") };
    let plain = columns.map(|columns| ExpectedColumns { allow, columns });
    (DeclaredColumns { plain, of_sources }, file.finish())
}

impl DeclaredColumns {
    /// The columns by source; and the problems of those that are no sources.
    pub(crate) fn by_source(
        self,
        survey: Option<&Survey>,
        file: &Arc<NamedSource<String>>,
    ) -> (Vec<(String, ExpectedColumns)>, Vec<Problem>) {
        let known: Vec<String> =
            survey.into_iter().flat_map(Survey::sources).map(|source| source.name.clone()).collect();
        let mut problems = Vec::new();
        let mut by_source: Vec<(String, ExpectedColumns)> = Vec::new();
        for OfSource { name, columns, allow } in self.of_sources {
            let (span, name) = (name.span(), name.into_inner());
            if survey.is_some() && !known.contains(&name) {
                let fault = ColumnsFault::UnknownSource { known: Known::of(&name, &known), name };
                problems.push(Problem::new(file, Some(span), fault));
            } else if by_source.iter().any(|(other, _)| *other == name) {
                problems.push(Problem::new(file, Some(span), ColumnsFault::SourceTwice { name }));
            } else {
                by_source.push((name, ExpectedColumns { allow, columns }));
            }
        }
        (by_source, problems)
    }
}
