//! What was asked: questions, items, options, nets, and why an answer can be absent.

use serde::Deserialize;

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
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

/// Why an answer is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// Routing passed the respondent by.
    NotAsked,
    /// Shown and skipped.
    NoAnswer,
    /// The respondent would not say.
    Refused,
    /// What was recorded cannot be an answer.
    Invalid,
}

impl Absent {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::NotAsked, Self::NoAnswer, Self::Refused, Self::Invalid];

    /// The word for it in files and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::NoAnswer => "no_answer",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
        }
    }

    /// As a reader of a table sees it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotAsked => "Not asked",
            Self::NoAnswer => "No answer",
            Self::Refused => "Refused",
            Self::Invalid => "Invalid",
        }
    }
}

/// What an option means beside its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// "Don't know": an answer.
    DontKnow,
    /// "Not applicable": an answer.
    NotApplicable,
    /// "Other".
    Other,
}

/// An offered answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opt {
    /// Its number.
    pub code: i32,
    /// Its label as published.
    pub label: String,
    /// Other spellings of the label that exports use.
    #[serde(default)]
    pub also: Vec<String>,
    /// The column of a tick box of its own, for `multi`, and for a `single` that the export spreads over columns.
    pub column: Option<String>,
    /// Any text that nothing else matches is this answer: the "Other (please specify)" whose words stand in the cell.
    #[serde(default)]
    pub open: bool,
    /// What it means beside its label.
    pub mark: Option<Mark>,
    /// The value it counts for in a mean; its code where not given. Marked options never count.
    pub value: Option<f64>,
}

/// A row of a grid, or a thing to rank.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name.
    pub id: String,
    /// Its label as published.
    pub label: String,
    /// Other spellings of the label that exports use, where the cells of a ranking hold labels.
    #[serde(default)]
    pub also: Vec<String>,
    /// The column in the export.
    pub column: Option<String>,
    /// Where the export has a column for each option instead, those columns, in the order of the options; an empty name where
    /// there is none.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// Several codes counted once.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Net {
    /// Its name.
    pub id: String,
    /// Its label as published.
    pub label: String,
    /// The codes it gathers.
    pub codes: Vec<i32>,
}

/// Cell texts that stand for an absent answer.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsentLabels {
    /// Texts that mean `not_asked`.
    #[serde(default)]
    pub not_asked: Vec<String>,
    /// Texts that mean `no_answer`.
    #[serde(default)]
    pub no_answer: Vec<String>,
    /// Texts that mean `refused`.
    #[serde(default)]
    pub refused: Vec<String>,
    /// Texts that mean `invalid`.
    #[serde(default)]
    pub invalid: Vec<String>,
}

impl AbsentLabels {
    /// Each text with the reason it stands for.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Absent)> {
        [
            (&self.not_asked, Absent::NotAsked),
            (&self.no_answer, Absent::NoAnswer),
            (&self.refused, Absent::Refused),
            (&self.invalid, Absent::Invalid),
        ]
        .into_iter()
        .flat_map(|(texts, absent)| texts.iter().map(move |text| (text.as_str(), absent)))
    }
}

/// The order in which a day is written, its parts separated by `/`, `.`, `-` or a space; years of two digits are those from
/// 1970 to 2069.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
}

/// Routing: who was asked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedIf {
    /// The earlier question, of kind `single`.
    pub question: String,
    /// The codes that lead here.
    pub is: Vec<i32>,
}

/// A question as the codebook has it, its scale and columns filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its name.
    pub id: String,
    /// How it is answered.
    pub kind: Kind,
    /// As asked.
    pub text: String,
    /// A shorter title for tables.
    pub title: Option<String>,
    /// Answers may identify a person: they stay out of what is published.
    pub private: bool,
    /// The one column of the export, where there is one.
    pub column: Option<String>,
    /// Columns that each hold one of the chosen options, for `multi`: first mention, second mention ... Of a `rank`, what stands
    /// in each place: first, second ...
    pub mentions: Vec<String>,
    /// The rows of a grid or ranking.
    pub items: Vec<Item>,
    /// The offered answers, in questionnaire order.
    pub options: Vec<Opt>,
    /// The nets over its options.
    pub nets: Vec<Net>,
    /// What separates the labels in one cell, for `multi` and `rank` in one column.
    pub separator: Option<String>,
    /// The sign before the decimals of a `number`, where it is no point.
    pub decimal: Option<char>,
    /// The sign between the thousands of a `number`.
    pub grouping: Option<char>,
    /// How a `date` is written, where not `YYYY-MM-DD`.
    pub written: Option<DateOrder>,
    /// Cell texts that say "not ticked", for `multi` in columns.
    pub unticked: Vec<String>,
    /// Cell texts that stand for an absent answer.
    pub absent: AbsentLabels,
    /// What a blank cell means.
    pub blank: Absent,
    /// Routing.
    pub asked_if: Option<AskedIf>,
    /// The SQL expression that gives it, where it is derived and not asked.
    pub sql: Option<String>,
}

impl Question {
    /// The title for tables: the short one where there is one.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.text)
    }

    /// The option with this code.
    #[must_use]
    pub fn option(&self, code: i32) -> Option<&Opt> {
        self.options.iter().find(|option| option.code == code)
    }

    /// The net of this name.
    #[must_use]
    pub fn net(&self, id: &str) -> Option<&Net> {
        self.nets.iter().find(|net| net.id == id)
    }

    /// The columns of the export that it reads, in the order of the codebook.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let items = self.items.iter().flat_map(|item| item.column.iter().chain(&item.columns));
        let options = self.options.iter().filter_map(|option| option.column.as_ref());
        self.column
            .iter()
            .chain(&self.mentions)
            .chain(items)
            .chain(options)
            .map(String::as_str)
            .filter(|column| !column.is_empty())
    }

    /// Whether it is a `single` with a column for each option.
    #[must_use]
    pub fn is_spread(&self) -> bool {
        self.kind == Kind::Single && self.column.is_none() && self.options.iter().any(|option| option.column.is_some())
    }

    /// Whether it is a `rank` whose cells hold what was ranked, by its place: a column for each place, or all in one cell.
    #[must_use]
    pub fn is_ranked_by_place(&self) -> bool {
        self.kind == Kind::Rank && (self.column.is_some() || !self.mentions.is_empty())
    }

    /// Whether its answers were derived in SQL rather than read from the export.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        self.sql.is_some()
    }
}
