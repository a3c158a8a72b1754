//! How questions of each kind are answered: their options, and the columns of the export that hold the answers.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::option::{Item, Net, Opt};
use crate::sql_text::SqlText;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One option.
    Single,
    /// Tick all that apply.
    Multi,
    /// The same options for several items.
    Grid,
    /// Items put in order; an item's answer is its rank.
    Rank,
    /// A number.
    Number,
    /// Words.
    Text,
    /// A day.
    Date,
}

impl Kind {
    /// Whether the answers are codes of options (or ranks), which can be counted.
    #[must_use]
    pub fn is_coded(self) -> bool {
        matches!(self, Self::Single | Self::Multi | Self::Grid | Self::Rank)
    }

    /// The word for it in the pipeline's files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multi => "multi",
            Self::Grid => "grid",
            Self::Rank => "rank",
            Self::Number => "number",
            Self::Text => "text",
            Self::Date => "date",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The order in which a day is written, its parts separated by `/`, `.`, `-` or a space; years of two digits are those from
/// 1970 to 2069.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum DateOrder {
    /// 31/12/2017.
    #[serde(rename = "day_month_year")]
    DayMonthYear,
    /// 12/31/2017.
    #[serde(rename = "month_day_year")]
    MonthDayYear,
    /// 2017/12/31.
    #[serde(rename = "year_month_day")]
    YearMonthDay,
    /// 46023: the number of a day, as spreadsheets count from 1899-12-31 on.
    #[serde(rename = "spreadsheet_serial")]
    SpreadsheetSerial,
}

/// How the cells of an export write a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrittenNumber {
    /// The sign before the decimals, where it is no point.
    pub decimal: Option<char>,
    /// The sign between the thousands.
    pub grouping: Option<char>,
    /// What stands before or behind the number, one of them in each cell; an empty one where a cell may have none.
    pub units: Vec<String>,
}

/// How a question is answered, with what questions of its kind have.
///
/// Lists of columns are parallel to the options or items that they are of.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One option.
    Single {
        /// The offered answers.
        options: Vec<Opt>,
        /// The nets over them.
        nets: Vec<Net>,
        /// Where the answers are.
        cells: SingleCells,
    },
    /// Tick all that apply.
    Multi {
        /// The offered answers.
        options: Vec<Opt>,
        /// The nets over them.
        nets: Vec<Net>,
        /// Where the answers are.
        cells: MultiCells,
    },
    /// The same options for several items.
    Grid {
        /// The rows.
        items: Vec<Item>,
        /// The answers offered for each of them.
        options: Vec<Opt>,
        /// The nets over the options.
        nets: Vec<Net>,
        /// Where the answers are, for each item.
        cells: Vec<ItemCells>,
        /// Cell texts that say "not ticked", where an answer is spread over columns.
        unticked: Vec<String>,
    },
    /// Items put in order; an item's answer is its rank.
    Rank {
        /// What is ranked.
        items: Vec<Item>,
        /// What ranks are called and count for, where that is declared.
        ranks: Vec<Opt>,
        /// The nets over the ranks.
        nets: Vec<Net>,
        /// Where the answers are.
        cells: RankCells,
    },
    /// A number.
    Number {
        /// Where it comes from.
        origin: Origin,
        /// How it is written.
        written: WrittenNumber,
    },
    /// Words.
    Text {
        /// Where they come from.
        origin: Origin,
    },
    /// A day.
    Date {
        /// Where it comes from.
        origin: Origin,
        /// How it is written, where not `YYYY-MM-DD`.
        written: Option<DateOrder>,
    },
}

/// Where an answer of one value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// A column of the export.
    Column(String),
    /// An SQL expression.
    Sql(SqlText),
}

/// Where the answers to a `single` are.
#[derive(Debug, Clone, PartialEq)]
pub enum SingleCells {
    /// One value tells the option.
    One(Origin),
    /// Each option has a column.
    Spread {
        /// The columns, one for each option.
        columns: Vec<String>,
        /// Cell texts that say "not ticked".
        unticked: Vec<String>,
    },
}

/// Where the answers to a `multi` are.
#[derive(Debug, Clone, PartialEq)]
pub enum MultiCells {
    /// Each option has a column.
    Boxes {
        /// The columns, one for each option.
        columns: Vec<String>,
        /// Cell texts that say "not ticked".
        unticked: Vec<String>,
    },
    /// Cells hold the labels of what was chosen.
    Labels(LabelColumns),
}

/// Where the answer for an item of a `grid` is.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemCells {
    /// A column tells the option.
    Column(String),
    /// The columns of the options, one for each, those left out that the item does not have.
    Spread(Vec<Option<String>>),
}

/// Where the answers to a `rank` are.
#[derive(Debug, Clone, PartialEq)]
pub enum RankCells {
    /// Each item has a column with its rank.
    Ranks(Vec<String>),
    /// Cells hold the labels of what was ranked, by its place.
    Labels(LabelColumns),
}

/// Columns whose cells hold labels of what was chosen or ranked.
#[derive(Debug, Clone, PartialEq)]
pub enum LabelColumns {
    /// All labels in one cell.
    Joined {
        /// The column.
        column: String,
        /// What separates the labels.
        separator: String,
    },
    /// A label in each of several columns: first mention, second mention ... Of a `rank`, what stands in each place.
    Each(Vec<String>),
}

impl Answer {
    /// The kind of question.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Single { .. } => Kind::Single,
            Self::Multi { .. } => Kind::Multi,
            Self::Grid { .. } => Kind::Grid,
            Self::Rank { .. } => Kind::Rank,
            Self::Number { .. } => Kind::Number,
            Self::Text { .. } => Kind::Text,
            Self::Date { .. } => Kind::Date,
        }
    }

    /// Where its one value comes from, if it has one.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Single { cells: SingleCells::One(origin), .. }
            | Self::Number { origin, .. }
            | Self::Text { origin }
            | Self::Date { origin, .. } => Some(origin),
            Self::Single { cells: SingleCells::Spread { .. }, .. }
            | Self::Multi { .. }
            | Self::Grid { .. }
            | Self::Rank { .. } => None,
        }
    }

    /// The one column of the export that holds it whole, if there is one.
    #[must_use]
    pub fn one_column(&self) -> Option<&str> {
        match (self.origin(), self.label_columns()) {
            (Some(origin), _) => origin.column(),
            (None, Some(LabelColumns::Joined { column, .. })) => Some(column),
            (None, Some(LabelColumns::Each(_)) | None) => None,
        }
    }

    /// The columns with labels of what was chosen or ranked, if it has such.
    #[must_use]
    pub fn label_columns(&self) -> Option<&LabelColumns> {
        match self {
            Self::Multi { cells: MultiCells::Labels(columns), .. }
            | Self::Rank { cells: RankCells::Labels(columns), .. } => Some(columns),
            Self::Multi { cells: MultiCells::Boxes { .. }, .. }
            | Self::Rank { cells: RankCells::Ranks(_), .. }
            | Self::Single { .. }
            | Self::Grid { .. }
            | Self::Number { .. }
            | Self::Text { .. }
            | Self::Date { .. } => None,
        }
    }

    /// The columns of the export that hold it.
    pub(crate) fn columns(&self) -> Vec<&str> {
        match self {
            Self::Single { cells: SingleCells::One(origin), .. }
            | Self::Number { origin, .. }
            | Self::Text { origin }
            | Self::Date { origin, .. } => origin.column().into_iter().collect(),
            Self::Single { cells: SingleCells::Spread { columns, .. }, .. }
            | Self::Multi { cells: MultiCells::Boxes { columns, .. }, .. }
            | Self::Rank { cells: RankCells::Ranks(columns), .. } => columns.iter().map(String::as_str).collect(),
            Self::Multi { cells: MultiCells::Labels(columns), .. }
            | Self::Rank { cells: RankCells::Labels(columns), .. } => columns.names(),
            Self::Grid { cells, .. } => cells.iter().flat_map(ItemCells::columns).collect(),
        }
    }
}

impl Origin {
    /// The column of the export.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Column(column) => Some(column),
            Self::Sql(_) => None,
        }
    }

    /// The SQL expression.
    #[must_use]
    pub fn sql(&self) -> Option<&SqlText> {
        match self {
            Self::Column(_) => None,
            Self::Sql(sql) => Some(sql),
        }
    }
}

impl ItemCells {
    /// The columns of the export.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let (column, spread) = match self {
            Self::Column(column) => (Some(column), [].as_slice()),
            Self::Spread(columns) => (None, columns.as_slice()),
        };
        column.into_iter().chain(spread.iter().flatten()).map(String::as_str)
    }
}

impl LabelColumns {
    /// The columns of the export.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Joined { column, .. } => vec![column],
            Self::Each(columns) => columns.iter().map(String::as_str).collect(),
        }
    }

    /// What separates the labels in a cell, if it holds several.
    #[must_use]
    pub fn separator(&self) -> Option<&str> {
        match self {
            Self::Joined { separator, .. } => Some(separator),
            Self::Each(_) => None,
        }
    }
}
