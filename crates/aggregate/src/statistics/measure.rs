//! What each statistic must answer.

use topline_survey::{Question, RowKind, TableRow};

use crate::statistics::cell_counts::{CellCounts, Measured};
use crate::statistics::cell_query::{CellQuery, CellSql};
use crate::statistics::documentation::Documentation;

/// A statistic of tables.
pub(crate) trait Measure: Sync {
    /// What it means, and a worked example.
    fn documentation(&self) -> Documentation;

    /// What it reads of the tally.
    fn reads(&self) -> Reads;

    /// Its value in one cell.
    fn value(&self, cell: &CellCounts<'_>) -> Measured;

    /// Its plain query for one cell.
    fn cell_sql(&self, query: &CellQuery<'_>) -> CellSql;

    /// Its part of the query for a whole table.
    fn formula(&self, row: &TableRow) -> Formula;

    /// How letters compare columns by it.
    fn column_test(&self) -> ColumnTest;

    /// Its standard error under a declared design.
    fn design_error(&self) -> DesignError;

    /// What goes before the words for a table's base, where the value is out of something else.
    fn base_prefix(&self) -> &'static str;
}

/// What a statistic reads.
#[derive(Clone, Copy)]
pub(crate) enum Reads {
    /// Respondents of a row, and those in the base.
    Respondents,
    /// Ticks of the row's boxes, and ticks of all boxes.
    Ticks,
    /// Ticks of all boxes, and those in the base.
    AllTicks,
    /// The sums of the values of those who have one.
    Sums(Score),
    /// Each value, with those who have it.
    Distribution(Score),
}

impl Reads {
    /// What codes count for, where their values are read.
    pub(crate) fn score(self) -> Option<Score> {
        match self {
            Self::Sums(score) | Self::Distribution(score) => Some(score),
            Self::Respondents | Self::Ticks | Self::AllTicks => None,
        }
    }

    /// Whether ticks are counted rather than respondents.
    pub(crate) fn counts_ticks(self) -> bool {
        match self {
            Self::Ticks | Self::AllTicks => true,
            Self::Respondents | Self::Sums(_) | Self::Distribution(_) => false,
        }
    }
}

/// What a code counts for, by its question and its value there: the value itself, as a rule.
pub(crate) type Score = fn(&Question, i32, f64) -> f64;

/// The score of a code that counts for its value.
pub(crate) fn own_value(_: &Question, _: i32, value: f64) -> f64 {
    value
}

/// How the columns of a row are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnTest {
    /// Not at all.
    None,
    /// As proportions of their bases.
    Proportions,
    /// As means of values.
    Means,
}

/// The statistic of a row; none of bases and totals, which count whoever is in them.
pub(crate) fn of_row(row: &TableRow) -> Option<&'static dyn Measure> {
    match row.kind {
        RowKind::Base | RowKind::Total => None,
        RowKind::Net
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => Some(crate::statistics::measure(row.statistic)),
    }
}

/// How the columns of a row are compared.
pub(crate) fn column_test(row: &TableRow) -> ColumnTest {
    of_row(row).map_or(ColumnTest::None, Measure::column_test)
}

/// The standard error of a row's values under a declared design.
pub(crate) fn design_error(row: &TableRow) -> DesignError {
    of_row(row).map_or(DesignError::None, Measure::design_error)
}

/// The standard error of a statistic, where the survey declares its design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DesignError {
    /// The value has none.
    None,
    /// That of a ratio of sums: a proportion or a mean.
    OfRatio,
    /// The value is itself the standard error of the mean of the row's values.
    IsValue,
}

/// A statistic in the query for a whole table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Formula {
    /// As the query names it; statistics of one name share a formula.
    pub name: &'static str,
    /// The expressions for `n`, `base`, `base_weighted` and `x`, over the sums of a line.
    pub numbers: [&'static str; 4],
    /// The part of all below which the value lies, of a quantile.
    pub quantile: Option<f64>,
}

impl Formula {
    /// Of a row that counts respondents of the column's base.
    pub(crate) const fn of_row(name: &'static str, x: &'static str) -> Self {
        Self { name, numbers: ["_n", "_base", "_base_weighted", x], quantile: None }
    }

    /// Of the values of those who have one, who are its base.
    pub(crate) const fn of_values(name: &'static str, x: &'static str) -> Self {
        Self { name, numbers: ["_base", "_base", "_base_weighted", x], quantile: None }
    }
}
