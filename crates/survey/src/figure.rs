//! What the rows of tables are, and what their values count.

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
    /// Those whose answer is a missing value, or out of the base.
    Missing,
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
            Self::Missing => "missing",
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
