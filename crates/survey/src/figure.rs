//! A figure: one published cell, with its base.

use crate::reference::FigureRef;

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKind {
    /// Those the percentages are out of.
    Base,
    /// A net.
    Net,
    /// An option, or a rank.
    Option,
    /// Those whose answer is absent for a reason.
    Absent,
    /// The mean of the values.
    Mean,
    /// A row made in SQL.
    Sql,
}

impl RowKind {
    /// The word for it in `figures.parquet`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Net => "net",
            Self::Option => "option",
            Self::Absent => "absent",
            Self::Mean => "mean",
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
}

impl Unit {
    /// The word for it in `figures.parquet`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Score => "score",
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
    /// A document states it.
    pub stated: bool,
    /// The codes that the row counts, of a net.
    pub parts: Vec<i32>,
    /// What a reader should know.
    pub note: Option<String>,
}
