//! `reconstruct.toml`: what was published of a survey, and what its export looks like.
//!
//! Rows are named as in figures: a code, or the name of a net. What is published comes as `percent` or `count`; a `weight`
//! says how likely the codes are whose values were lost. Whether the names exist is the task of [`crate::check`].

use std::collections::BTreeMap;
use std::sync::Arc;

use miette::NamedSource;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use topline_plan::{Problem, Problems, TomlReason};
use topline_survey::PlanText;

use crate::fault::ReconstructFault;
use crate::percent::Percent;

/// How the export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Style {
    /// Delimited text with CRLF line ends and American timestamps, as `SurveyMonkey` writes it.
    SurveymonkeyCsv,
    /// An Excel workbook, as forms tools write it: ticked labels each followed by the separator.
    FormsXlsx,
    /// Delimited text with a row for each coded passage.
    LongCsv,
}

/// What `reconstruct.toml` says.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spec {
    /// What fixes every random choice.
    pub seed: u64,
    /// How many respondents there are.
    pub respondents: usize,
    /// How the export is written.
    pub style: Style,
    /// The character encoding of text; UTF-8 where neither this nor the survey says.
    #[schemars(with = "Option<String>")]
    pub encoding: Option<Spanned<String>>,
    /// What SOURCE.md says beside the figures.
    pub note: NoteSpec,
    /// How respondents are numbered.
    pub id: IdSpec,
    /// The columns before the questions.
    #[serde(default)]
    pub metadata: Vec<MetadataSpec>,
    /// Where respondents come from.
    pub places: Option<PlacesSpec>,
    /// The answers to coded questions, a section for each question or item.
    #[serde(default)]
    pub answers: Vec<AnswersSpec>,
    /// Rankings.
    #[serde(default)]
    pub ranking: Vec<RankingSpec>,
    /// Free text.
    #[serde(default)]
    pub comment: Vec<CommentSpec>,
    /// Cells of one question by another.
    #[serde(default)]
    pub crosstab: Vec<CrosstabSpec>,
    /// Coded passages, in the long style.
    pub passages: Option<PassagesSpec>,
    /// Labels that this export usually spells in another way.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub usual: BTreeMap<Spanned<String>, String>,
    /// How many respondents skip questions at all: those who skip one are among them. Everybody where not given.
    pub skippers: Option<usize>,
    /// What is wrong with the export on purpose.
    #[serde(default)]
    pub mess: MessSpec,
}

/// What SOURCE.md says beside the figures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteSpec {
    /// The documents, each with publisher and date.
    pub documents: Vec<String>,
    /// Further paragraphs.
    #[serde(default)]
    pub remarks: Vec<String>,
}

/// How respondents are numbered.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdSpec {
    /// The first number.
    pub first: u64,
    /// The greatest step from one number to the next.
    #[serde(default = "one")]
    pub step: usize,
    /// What stands before the number; without it, a workbook has the number as a number.
    #[serde(default)]
    pub prefix: String,
    /// The least number of digits.
    #[serde(default)]
    pub digits: usize,
}

fn one() -> usize {
    1
}

/// What a column before the questions holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Gives {
    /// The respondent's number.
    Id,
    /// The time of the first page.
    Start,
    /// The time of the last.
    End,
    /// The same text for everybody.
    Text,
    /// Nothing.
    Blank,
    /// The number of the passage, counted from one within the respondent.
    Passage,
}

/// A column before the questions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetadataSpec {
    /// Its name.
    #[schemars(with = "String")]
    pub column: Spanned<String>,
    /// What it holds.
    pub gives: Gives,
    /// The text, where it gives `text`.
    #[serde(default)]
    pub text: String,
    /// The column that it stands before; all questions where not given.
    #[schemars(with = "Option<String>")]
    pub before: Option<Spanned<String>>,
}

/// Where respondents come from: rows of a reference table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacesSpec {
    /// The reference table.
    #[schemars(with = "String")]
    pub reference: Spanned<String>,
    /// Which question takes which of its columns.
    #[schemars(with = "BTreeMap<String, String>")]
    pub fill: BTreeMap<Spanned<String>, String>,
    /// The draws, which together give every respondent a place.
    pub draw: Vec<DrawSpec>,
}

/// Rows drawn from a reference table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawSpec {
    /// Which rows can be drawn: for each column, the values allowed.
    #[serde(default, rename = "where")]
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub among: BTreeMap<Spanned<String>, Vec<String>>,
    /// Columns over which the draw is spread evenly.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub spread: Vec<Spanned<String>>,
    /// How many rows are drawn.
    pub rows: usize,
    /// How many respondents come from them.
    pub respondents: usize,
}

/// What is known of the answers to a question or an item. For a question in words, the rows are the texts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswersSpec {
    /// The question.
    #[schemars(with = "String")]
    pub question: Spanned<String>,
    /// The item, of a grid.
    #[schemars(with = "Option<String>")]
    pub item: Option<Spanned<String>>,
    /// How many answered.
    pub base: Option<u64>,
    /// Or: the most that can have answered. The largest base is taken for which there are counts.
    pub base_at_most: Option<u64>,
    /// Published percentages of the base.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Percent>")]
    pub percent: BTreeMap<Spanned<String>, Percent>,
    /// Published counts.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, u64>")]
    pub count: BTreeMap<Spanned<String>, u64>,
    /// Counts that the documents do not state, chosen here: within the words that they use.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, u64>")]
    pub chosen: BTreeMap<Spanned<String>, u64>,
    /// How likely the codes are whose values were lost. A code that no row names has no answers.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, f64>")]
    pub weight: BTreeMap<Spanned<String>, f64>,
    /// How closely the answers follow the respondent's disposition, from -1 to 1, where the first option is the favourable one.
    #[serde(default = "half")]
    pub follows: f64,
}

impl AnswersSpec {
    /// The names of the rows whose counts are bound.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.percent.keys().chain(self.count.keys()).chain(self.chosen.keys())
    }
}

fn half() -> f64 {
    0.5
}

/// Which end of a ranking is the important one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Best {
    /// The highest number.
    Highest,
    /// The number 1.
    Lowest,
}

/// How a ranking is answered; nothing of it is solved.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RankingSpec {
    /// The question.
    #[schemars(with = "String")]
    pub question: Spanned<String>,
    /// How many answered.
    pub base: usize,
    /// The least and the greatest number of items that a respondent ranks.
    pub ranked: (usize, usize),
    /// Which end is the important one.
    pub best: Best,
    /// How likely each item is to come first.
    #[schemars(with = "BTreeMap<String, f64>")]
    pub weight: BTreeMap<Spanned<String>, f64>,
}

/// How a question in free words is answered.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentSpec {
    /// The question.
    #[schemars(with = "String")]
    pub question: Spanned<String>,
    /// How many answered.
    pub base: usize,
    /// The texts, from the most favourable to the least; each is used about as often.
    #[serde(default)]
    pub texts: Vec<String>,
    /// How closely the texts follow the respondent's disposition.
    #[serde(default = "half")]
    pub follows: f64,
}

/// Cells of one question by another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CrosstabSpec {
    /// The question, `question.item`, or `question.code` of a tick box (1 ticked, 0 not), of the rows.
    #[schemars(with = "String")]
    pub row: Spanned<String>,
    /// The same, of the columns.
    #[schemars(with = "String")]
    pub column: Spanned<String>,
    /// How many answered both, where it is known.
    pub base: Option<u64>,
    /// The documents do not state these cells: they are chosen here.
    #[serde(default)]
    pub chosen: bool,
    /// Codes of the rows that are not in the base.
    #[serde(default)]
    pub exclude_row: Vec<i32>,
    /// Codes of the columns that are not in the base.
    #[serde(default)]
    pub exclude_column: Vec<i32>,
    /// The cells.
    pub cell: Vec<CellSpec>,
}

/// A cell; without `row` or `column`, a total.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CellSpec {
    /// The code or net of the row.
    #[schemars(with = "Option<String>")]
    pub row: Option<Spanned<String>>,
    /// The code or net of the column.
    #[schemars(with = "Option<String>")]
    pub column: Option<Spanned<String>>,
    /// How many.
    pub count: u64,
}

/// Coded passages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PassagesSpec {
    /// The question, of kind `multi` with a separator, whose ticks have a row each.
    #[schemars(with = "String")]
    pub question: Spanned<String>,
    /// The most passages that one respondent has of one code.
    pub most: usize,
    /// How many passages have two codes.
    #[serde(default)]
    pub joined: usize,
}

/// What is wrong with the export on purpose.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessSpec {
    /// Rows that look like responses and are none: tests, and others that the survey excludes.
    #[serde(default)]
    pub excluded: Vec<ExcludedSpec>,
    /// How many respondents have a second, later row.
    #[serde(default)]
    pub duplicates: usize,
    /// Responses that stop early.
    #[serde(default)]
    pub abandoned: Vec<AbandonedSpec>,
    /// Rows of nothing but separators at the end.
    #[serde(default)]
    pub blank_rows: usize,
    /// How many labels stand in one of their other spellings.
    #[serde(default)]
    pub spellings: usize,
    /// How many labels have another case or a double space.
    #[serde(default)]
    pub folded: usize,
}

/// Where a row stands that is no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Before the responses.
    First,
    /// After them.
    Last,
}

/// A row that looks like a response: the answers of some respondent, with other cells in some columns.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExcludedSpec {
    /// Where it stands.
    pub stands: Standing,
    /// What stands in which column; what the survey excludes it by.
    #[schemars(with = "BTreeMap<String, String>")]
    pub cells: BTreeMap<Spanned<String>, String>,
}

/// A response that stops early.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AbandonedSpec {
    /// How many questions it answers, from the first.
    pub answers: usize,
}

/// Reads `reconstruct.toml`.
pub(crate) fn read(file: &PlanText, source: &Arc<NamedSource<String>>) -> Result<Spec, Problems> {
    toml::from_str(&file.text).map_err(|error| {
        let span = error.span();
        Problems(vec![Problem::new(source, span, ReconstructFault::Toml { reason: TomlReason(error) })])
    })
}
