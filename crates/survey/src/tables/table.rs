//! A table, everything that was left out of its declaration filled in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::absent::Absent;
use crate::option::Net;
use crate::sql_text::SqlText;
use crate::tables::breaks::Break;
use crate::tables::column_tests::{Letters, Tests};
use crate::tables::statistic::Statistic;

/// Who a percentage is out of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BaseRule {
    /// Gave an answer to this question or item.
    #[default]
    Answered,
    /// Was asked: answered, skipped it, refused, or gave what cannot be read.
    Asked,
    /// Every respondent, whether asked or not.
    All,
}

impl BaseRule {
    /// The word for it in the pipeline's files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Asked => "asked",
            Self::All => "all",
        }
    }

    /// The rule that is called so, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        [Self::Answered, Self::Asked, Self::All].into_iter().find(|rule| rule.as_str().eq_ignore_ascii_case(name))
    }

    /// The reasons of those in the base who gave no answer, in the order in which tables show them.
    #[must_use]
    pub fn reasons(self) -> &'static [Absent] {
        match self {
            Self::Answered => &[],
            Self::Asked => &[Absent::NoAnswer, Absent::Refused, Absent::Invalid],
            Self::All => &[Absent::NoAnswer, Absent::Refused, Absent::Invalid, Absent::NotAsked],
        }
    }

    /// Whom it takes in, as a sentence for readers of tables.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Answered => "The base is those who gave an answer.",
            Self::Asked => {
                "The base is those who were asked: those who gave an answer, gave none, refused, or gave an answer that \
                 cannot be read."
            }
            Self::All => {
                "The base is all respondents: those who gave an answer, gave none, refused, or gave an answer that cannot \
                 be read, and those who were not asked."
            }
        }
    }
}

/// A net of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableNet {
    /// What it gathers.
    pub net: Net,
    /// Whether it stands in the place of its options, rather than above them.
    pub replaces: bool,
}

/// What an item counts for that a respondent did not rank, where others were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unranked {
    /// Nothing: it is left out of means.
    #[default]
    LeaveOut,
    /// The last rank that there is.
    Last,
}

/// The order in which rows are sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The largest first.
    #[default]
    Descending,
    /// The smallest first.
    Ascending,
}

/// How rows are sorted by what they count.
#[derive(Debug, Clone, PartialEq)]
pub struct Sort {
    /// The name of the column; empty for the total.
    pub by: String,
    /// Which end comes first.
    pub order: Order,
    /// Codes that stay at the end, beside those of options that are marked.
    pub fixed: Vec<i32>,
}

/// How the items of a grid or ranking stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Arrangement {
    /// One below the other, each with all its rows.
    #[default]
    Blocks,
    /// One beside the other, rows in common.
    SideBySide,
    /// An item a row, its rows as columns; of the total alone.
    ItemRows,
}

/// A table, everything that was left out of its declaration filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub id: String,
    /// Its title; the question's where not given.
    pub title: Option<String>,
    /// The questions whose answers are the rows.
    pub rows: Vec<String>,
    /// Of grids and rankings that are shown in part: the question and the item, for each item shown.
    pub items: Vec<(String, String)>,
    /// The breaks beside the total.
    pub breaks: Vec<Break>,
    /// An SQL condition over `responses`: who is in the table at all.
    pub filter: Option<SqlText>,
    /// Who a percentage is out of.
    pub base: BaseRule,
    /// Codes taken out of the base.
    pub exclude: Vec<i32>,
    /// Codes whose rows are left out.
    pub hide: Vec<i32>,
    /// Whether rows show those of the base who gave no answer, a row for each reason.
    pub show_no_answer: bool,
    /// Whether rows count those whose answer is out of the base: one for each excluded option and missing value.
    pub show_missing: bool,
    /// Rows that count who is in the table by these rules, above all others.
    pub show_bases: Vec<BaseRule>,
    /// Nets beside those of the questions.
    pub nets: Vec<TableNet>,
    /// How many of the first options are netted, marked ones aside.
    pub top_boxes: Option<usize>,
    /// How many of the last.
    pub bottom_boxes: Option<usize>,
    /// The bounds between bands of a number, ascending.
    pub bands: Vec<f64>,
    /// Options of a smaller percentage of the total column are one row.
    pub other_below: Option<f64>,
    /// What is told of each row, and of the values.
    pub statistics: Vec<Statistic>,
    /// Percentiles of the values.
    pub percentiles: Vec<u8>,
    /// What an item counts for that was not ranked.
    pub unranked: Unranked,
    /// How rows are sorted; in the order of the codebook where not said.
    pub sort: Option<Sort>,
    /// How items stand.
    pub arrangement: Arrangement,
    /// Whether columns are compared.
    pub letters: Option<Letters>,
    /// Whether rows are tested.
    pub tests: Option<Tests>,
    /// Decimals of percentages, where they are not the survey's.
    pub decimals: Option<u8>,
    /// Decimals of means and other values, where they are not the survey's.
    pub mean_decimals: Option<u8>,
    /// Below this base values are held back, where it is not the survey's.
    pub minimum_base: Option<u64>,
    /// Below this base values are marked, where it is not the survey's.
    pub caution_base: Option<u64>,
}
