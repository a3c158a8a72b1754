//! `survey.toml`: what the survey is, where its export stands, and the policies of its figures.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use serde::Deserialize;
use toml::value::Datetime;

use crate::problem::Problem;
use crate::sampling::{Design, NumberedColumns, Weights};
use crate::source::Source;
use crate::toml_file::TomlFile;

/// The declaration of a survey.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Its name: the folder of its outputs.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who commissioned it.
    pub client: Option<String>,
    /// When it was in the field.
    pub fieldwork: Option<Fieldwork>,
    /// How it was answered.
    pub mode: Option<String>,
    /// Whom it speaks of.
    pub population: Option<String>,
    /// Where its sample was drawn.
    pub frame: Option<String>,
    /// The export was reconstructed from published figures: said wherever a figure appears.
    pub reconstructed: bool,
    /// What every reader of its figures must be told.
    pub notice: Option<String>,
    /// The export; of several, the first whose rows are responses.
    pub source: Source,
    /// The others, in their order.
    pub further: Vec<Source>,
    /// Where the names of all of them stand in the file, in the order of [`Survey::sources`].
    pub(crate) source_spans: Vec<Range<usize>>,
    /// Rows of the export that are not responses, each with its reason.
    pub exclusions: Vec<Exclusion>,
    /// Tables to join.
    pub references: Vec<Reference>,
    /// How they join.
    pub joins: Vec<Join>,
    /// The weights.
    pub weights: Option<Weights>,
    /// How the sample was drawn.
    pub design: Option<Design>,
    /// What an answer that matches no option does to the run.
    pub unmapped: Unmapped,
    /// How figures are rounded.
    pub rounding: Rounding,
    /// Which figures are held back.
    pub disclosure: Disclosure,
}

/// A weight that is read: its column of `responses`, and that of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightColumn {
    /// In `responses`.
    pub name: String,
    /// In the export.
    pub column: String,
}

impl Survey {
    /// Every source.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.source).chain(&self.further)
    }

    /// Those whose rows are responses, one stacked on the other.
    pub fn stacked(&self) -> impl Iterator<Item = &Source> {
        self.sources().filter(|source| source.joins.is_none())
    }

    /// Those that add columns to the respondents of others.
    pub fn joined(&self) -> impl Iterator<Item = &Source> {
        self.further.iter().filter(|source| source.joins.is_some())
    }

    /// Whether responses come from several files: `responses` then says from which.
    #[must_use]
    pub fn is_stacked(&self) -> bool {
        self.source.is_of_files() || self.stacked().nth(1).is_some()
    }

    /// The weights that are read from the export: the weight itself (`weight_before` where the run makes one of it), and the
    /// replicate weights.
    #[must_use]
    pub fn weight_columns(&self) -> Vec<WeightColumn> {
        let weight = self.weights.as_ref().and_then(|weights| {
            let name = if weights.are_made() { "weight_before" } else { "weight" };
            Some(WeightColumn { name: name.to_owned(), column: weights.column.clone()? })
        });
        let replicates = self.design.as_ref().and_then(|design| design.replicates.as_ref()?.columns.as_ref());
        let replicates = replicates.into_iter().flat_map(NumberedColumns::names).zip(1..);
        weight
            .into_iter()
            .chain(
                replicates.map(|(column, number)| WeightColumn { name: format!("replicate_weight_{number}"), column }),
            )
            .collect()
    }

    /// Whether the run makes weights.
    #[must_use]
    pub fn makes_weights(&self) -> bool {
        self.weights.as_ref().is_some_and(Weights::are_made)
    }
}

/// The days between which the survey could be answered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fieldwork {
    /// The first day.
    pub start: Datetime,
    /// The last day.
    pub end: Datetime,
}

/// Rows that are not responses. All the conditions given must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Why, as the run's summary says it.
    pub reason: String,
    /// A column of the export,
    pub column: Option<String>,
    /// whose cell is one of these.
    #[serde(default)]
    pub is: Vec<String>,
    /// Or: the row answers fewer questions than this.
    pub answers_fewer_than: Option<usize>,
}

/// A table to join, with a header row, as CSV.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its name in SQL.
    pub name: String,
    /// The file, from the pipeline's folder.
    pub path: String,
}

/// How a reference table joins: each response gets the row where the two are equal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The reference table.
    pub reference: String,
    /// The question whose answer is looked up, of kind `text` or `single` (by label).
    pub question: String,
    /// The column of the reference table that it is looked up in.
    pub column: String,
}

/// What an answer that matches no option does to the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmapped {
    /// The run fails.
    #[default]
    Fail,
    /// The answer is `invalid`, and a finding.
    Invalid,
}

/// Which way a tie goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// Away from zero.
    #[default]
    HalfUp,
    /// To the even digit.
    HalfEven,
    /// Digits are cut off.
    Truncate,
}

/// How figures are rounded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Which way a tie goes.
    #[serde(default)]
    pub mode: RoundingMode,
    /// Decimals of a percentage.
    #[serde(default)]
    pub decimals: u8,
    /// Decimals of a mean.
    #[serde(default = "mean_decimals")]
    pub mean_decimals: u8,
}

impl Default for Rounding {
    fn default() -> Self {
        Self { mode: RoundingMode::default(), decimals: 0, mean_decimals: mean_decimals() }
    }
}

fn mean_decimals() -> u8 {
    2
}

/// Which figures are held back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// A percentage whose unweighted base is below this is not published.
    #[serde(default)]
    pub minimum_base: u64,
    /// A percentage whose unweighted base is below this is published with a warning.
    #[serde(default)]
    pub caution_base: u64,
}

/// The first source whose rows are responses, the others in their order, and where each stands.
fn first_of_responses(mut sources: Vec<(Source, Range<usize>)>) -> (Option<Source>, Vec<Source>, Vec<Range<usize>>) {
    let first = sources.iter().position(|(source, _)| source.joins.is_none());
    if let Some(first) = first {
        sources[..=first].rotate_right(1);
    }
    let (mut sources, spans): (Vec<Source>, Vec<Range<usize>>) = sources.into_iter().unzip();
    let export = first.map(|_| sources.remove(0));
    (export, sources, spans)
}

/// Reads `survey.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Option<Survey>, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let (id, title) = (file.require("id"), file.require("title"));
    let (export, further, source_spans) = first_of_responses(file.require_each_named("source"));
    let client = file.take("client");
    let fieldwork = file.take("fieldwork");
    let mode = file.take("mode");
    let population = file.take("population");
    let frame = file.take("frame");
    let reconstructed = file.take("reconstructed").unwrap_or_default();
    let notice = file.take("notice");
    let exclusions = file.take_each("exclude");
    let references = file.take_each("reference");
    let joins = file.take_each("join");
    let weights = file.take("weights");
    let design = file.take("design");
    let unmapped = file.take("unmapped").unwrap_or_default();
    let rounding = file.take("rounding").unwrap_or_default();
    let disclosure = file.take("disclosure").unwrap_or_default();
    let mut problems = file.finish();
    if export.is_none()
        && let Some(span) = source_spans.first()
    {
        problems.push(
            Problem::new(source, Some(span.clone()), "no source has responses: each joins another")
                .with_hint("the one whose rows are respondents is without `joins`"),
        );
    }
    let (Some(id), Some(title), Some(source)) = (id, title, export) else { return (None, problems) };
    let survey = Survey {
        id,
        title,
        client,
        fieldwork,
        mode,
        population,
        frame,
        reconstructed,
        notice,
        source,
        further,
        source_spans,
        exclusions,
        references,
        joins,
        weights,
        design,
        unmapped,
        rounding,
        disclosure,
    };
    (Some(survey), problems)
}
