//! `survey.toml`: what the survey is, where its export stands, and the policies of its figures.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::value::Datetime;
use topline_exact::RoundingMode;

use crate::check::QualityCheck;
use crate::disclosure::Disclosure;
use crate::group_report::GroupReports;
use crate::method::Method;
use crate::publishing::Publishing;
use crate::sampling::{Design, NumberedColumns};
use crate::source::Source;
use crate::standard::Standard;
use crate::weight_expression::WeightExpression;
use crate::weights::Weights;

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
    /// How it was made, beside that.
    pub method: Method,
    /// The export was reconstructed from published figures: said wherever a figure appears.
    pub reconstructed: bool,
    /// What every reader of its figures must be told.
    pub notice: Option<String>,
    /// The export; of several, the first whose rows are responses.
    pub source: Source,
    /// The others, in their order.
    pub further: Vec<Source>,
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
    /// Standard populations, by which estimates are standardised.
    pub standards: Vec<Standard>,
    /// What an answer that matches no option does to the run.
    pub unmapped: Unmapped,
    /// The most rows that may be quarantined, in percent of all: beyond, the run fails.
    pub quarantine_limit: f64,
    /// How figures are rounded.
    pub rounding: Rounding,
    /// Which figures are held back.
    pub disclosure: Disclosure,
    /// Which documents are written.
    pub publishing: Publishing,
    /// Reports of single groups.
    pub reports: Vec<GroupReports>,
    /// How documents are read.
    pub claims: ClaimRules,
    /// What must hold of the data.
    pub checks: Vec<QualityCheck>,
}

/// A weight that is read: its column of `responses`, and what it is in the export.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightColumn {
    /// In `responses`.
    pub name: String,
    /// In the export.
    pub origin: WeightOrigin,
    /// The sign before its decimals, where it is no point.
    pub decimal: Option<char>,
    /// Whether it is the weight of a replicate.
    pub is_replicate: bool,
}

/// What a weight is in the export.
#[derive(Debug, Clone, PartialEq)]
pub enum WeightOrigin {
    /// The cell of a column.
    Column(String),
    /// Made of the cells of several columns.
    Expression(WeightExpression),
}

impl WeightColumn {
    /// The columns of the export that it is made of.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let (column, expression) = match &self.origin {
            WeightOrigin::Column(column) => (Some(column.as_str()), None),
            WeightOrigin::Expression(expression) => (None, Some(expression.columns())),
        };
        column.into_iter().chain(expression.into_iter().flatten())
    }

    /// The weight where the columns have these numbers; nothing where one has none.
    #[must_use]
    pub fn weight(&self, number: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        match &self.origin {
            WeightOrigin::Column(column) => number(column),
            WeightOrigin::Expression(expression) => expression.value(number),
        }
    }
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
        let decimal = self.weights.as_ref().and_then(|weights| weights.decimal);
        let weight = self.weights.as_ref().and_then(|weights| {
            let name = if weights.are_made() { "weight_before" } else { "weight" };
            let column = weights.column.clone().map(WeightOrigin::Column);
            let origin = column.or_else(|| weights.expression.clone().map(WeightOrigin::Expression))?;
            Some(WeightColumn { name: name.to_owned(), origin, decimal, is_replicate: false })
        });
        let replicates = self.design.as_ref().and_then(|design| design.replicates.as_ref()?.columns.as_ref());
        let replicates = replicates.into_iter().flat_map(NumberedColumns::names).zip(1..);
        weight
            .into_iter()
            .chain(replicates.map(|(column, number)| WeightColumn {
                name: format!("replicate_weight_{number}"),
                origin: WeightOrigin::Column(column),
                decimal,
                is_replicate: true,
            }))
            .collect()
    }

    /// Whether the run makes weights.
    #[must_use]
    pub fn makes_weights(&self) -> bool {
        self.weights.as_ref().is_some_and(Weights::are_made)
    }
}

/// The days between which the survey could be answered.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fieldwork {
    /// The first day.
    #[schemars(with = "String")]
    pub start: Datetime,
    /// The last day.
    #[schemars(with = "String")]
    pub end: Datetime,
}

/// Rows that are not responses. All the conditions given must hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Why these rows are not responses. A row must meet all the conditions of its section.
    pub reason: String,
    /// A column of the export. A row must meet all the conditions of its section.
    pub column: Option<String>,
    /// The cells of that column that exclude a row.
    #[serde(default)]
    pub is: Vec<String>,
    /// Exclude a row that answers fewer questions than this.
    pub answers_fewer_than: Option<usize>,
}

/// A table to join, with a header row, as CSV.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The name of a table in SQL. It must differ from the names of the run's own tables.
    pub name: String,
    /// Delimited text with a header row, compressed or not.
    pub path: String,
}

/// How a reference table joins: each response gets the row where the two are equal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The table.
    pub reference: String,
    /// The `text` or `single` question to look up (a `single` one by its label).
    pub question: Option<String>,
    /// The column of the table to look in. No value may repeat in it.
    pub column: Option<String>,
    /// Instead of these two, several questions with their columns: `{ region = "area", year = "year" }`. No row of the table may
    /// repeat all of them.
    #[serde(default)]
    pub on: BTreeMap<String, String>,
}

impl Join {
    /// The questions whose answers are looked up, each with the column of the reference table.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let one = self.question.as_deref().zip(self.column.as_deref());
        one.into_iter().chain(self.on.iter().map(|(question, column)| (question.as_str(), column.as_str())))
    }
}

/// What an answer that matches no option does to the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unmapped {
    /// The run fails.
    #[default]
    Fail,
    /// The answer is `invalid`, and a finding.
    Invalid,
}

/// How a file spells the modes of rounding.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(remote = "RoundingMode", rename_all = "snake_case")]
enum RoundingModeName {
    HalfUp,
    HalfEven,
    Truncate,
}

/// How figures are rounded.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// `half_up` rounds 17.5 to 18, `half_even` rounds ties to the even number, `truncate` cuts.
    #[serde(default, with = "RoundingModeName")]
    pub mode: RoundingMode,
    /// Decimals of a percentage.
    #[serde(default)]
    pub decimals: u8,
    /// Decimals of a mean or another value.
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

/// How the claims of documents are read.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRules {
    /// Words for shares that have a meaning of their own in this house: `"almost all" = "over 90%"`, `"most" = "75% to 90%"`.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// Earlier waves of the survey, by name: the folder of a run of each, or its `figures.parquet`. A wrong number that was right of the
    /// same figure in one of them is named as such.
    #[serde(default)]
    pub earlier: BTreeMap<String, String>,
}
