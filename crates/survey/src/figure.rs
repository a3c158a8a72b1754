//! A figure: one published cell, with its base.

use crate::reference::FigureRef;
use crate::tables::Statistic;

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKind {
    /// Those the percentages are out of.
    Base,
    /// Those whom another rule takes in.
    Total,
    /// A net.
    Net,
    /// An option, a rank or a band.
    Option,
    /// Options that too few gave for rows of their own.
    Rest,
    /// Those whose answer is absent for a reason.
    Absent,
    /// The mean of the values.
    Mean,
    /// Another statistic of the values.
    Statistic,
    /// A row made in SQL.
    Sql,
}

impl RowKind {
    /// The word for it in `figures.parquet`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Total => "total",
            Self::Net => "net",
            Self::Option => "option",
            Self::Rest => "rest",
            Self::Absent => "absent",
            Self::Mean => "mean",
            Self::Statistic => "statistic",
            Self::Sql => "sql",
        }
    }
}

/// What the published value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Of the base, in hundredths.
    Percent,
    /// Respondents, or whatever the table counts.
    Count,
    /// A value on the question's own scale.
    Score,
    /// Against the total, which is 100.
    Index,
    /// A difference of percentages.
    Points,
}

impl Unit {
    /// Whether it is a value, and no part of a base.
    #[must_use]
    pub fn is_value(self) -> bool {
        matches!(self, Self::Score | Self::Index | Self::Points)
    }

    /// The word for it in `figures.parquet`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Score => "score",
            Self::Index => "index",
            Self::Points => "points",
        }
    }
}

/// Where a figure stands.
pub type FigureKey = FigureRef;

/// One published cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Where it stands.
    pub key: FigureKey,
    /// The question whose answers are counted; empty for a table made in SQL.
    pub question: String,
    /// The title of the table.
    pub title: String,
    /// The label of the item; empty where there is none.
    pub item_label: String,
    /// What the row is.
    pub row_kind: RowKind,
    /// What is told of it; nothing of a row made in SQL.
    pub statistic: Option<Statistic>,
    /// How many nets stand above the row that count it too.
    pub depth: usize,
    /// The label of the row.
    pub row_label: String,
    /// The title of the break; empty for the total.
    pub break_label: String,
    /// The label of the column.
    pub column_label: String,
    /// What the value counts.
    pub unit: Unit,
    /// The exact value; missing where the base is empty.
    pub x: Option<f64>,
    /// The value as published; missing where there is none or it is held back.
    pub published: Option<String>,
    /// Why it is held back.
    pub suppressed: Option<&'static str>,
    /// Respondents counted in the row, unweighted.
    pub n: u64,
    /// Respondents counted in the row, weighted.
    pub n_weighted: f64,
    /// Who the percentage is out of, in words.
    pub base_rule: String,
    /// Respondents in the base, unweighted.
    pub base: u64,
    /// Respondents in the base, weighted.
    pub base_weighted: f64,
    /// Kish's effective size of the base; missing where unweighted.
    pub base_effective: Option<f64>,
    /// The standard error of the exact value, where the survey declares its design.
    pub x_se: Option<f64>,
    /// The lower end of its interval.
    pub x_low: Option<f64>,
    /// The upper end.
    pub x_upp: Option<f64>,
    /// How much larger its variance is than a simple random sample's.
    pub deff: Option<f64>,
    /// The letter of its column, where columns are compared.
    pub letter: Option<String>,
    /// The columns of the same break that it is significantly higher than, by their letters; missing where they are not compared.
    pub letters: Option<String>,
    /// A document states it.
    pub stated: bool,
    /// The codes that the row counts, of a net.
    pub parts: Vec<i32>,
    /// What a reader should know.
    pub note: Option<String>,
}
