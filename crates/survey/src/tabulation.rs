//! A table after the tally: heads of rows and columns once, cells in a grid.
//!
//! `aggregate` fills a [`Tabulation`], disclosure control holds cells back, `publish` lays it out, `claims` looks cells up. A
//! [`Figure`] is a view of one cell with its heads; it is made flat only where Parquet is written.

use topline_exact::Decimal;

use crate::cell_test::CellTest;
use crate::figure::{RowKind, Unit};
use crate::reference::FigureRef;
use crate::tables::Statistic;

/// A table with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Tabulation {
    /// The table: a question's own, one of `tables.toml`, or one of `figures/*.sql`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The total, then the columns of each break.
    pub columns: Vec<ColumnHead>,
    /// The rows of each item; of the whole table where it has no items.
    pub sections: Vec<Section>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnHead {
    /// `BREAK.COLUMN`; empty for the total.
    pub key: String,
    /// The title of the break; empty for the total.
    pub break_label: String,
    /// Its own label.
    pub label: String,
    /// The letter by which other columns name it, where columns are compared.
    pub letter: Option<String>,
    /// Who is in it: of each question that takes one answer, those who gave one of these codes. Of a question that takes several, respondents
    /// may be in other columns too.
    pub one_answer: Vec<(String, Vec<i32>)>,
}

impl ColumnHead {
    /// Whether no respondent is in both columns: they hold other answers to a question that takes one.
    #[must_use]
    pub fn is_apart_from(&self, other: &Self) -> bool {
        let other_codes =
            |question: &String| other.one_answer.iter().find(|(known, _)| known == question).map(|(_, codes)| codes);
        self.one_answer.iter().any(|(question, codes)| {
            other_codes(question).is_some_and(|others| !codes.iter().any(|code| others.contains(code)))
        })
    }
}

/// The rows of one item, or of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The question whose answers are counted; empty for a table made in SQL.
    pub question: String,
    /// The item's name in the names of figures; empty where there is none.
    pub item: String,
    /// Its label; empty where there is none.
    pub label: String,
    /// Its rows, the base first.
    pub rows: Vec<TabulationRow>,
}

/// A row: its head, and a cell for each column.
#[derive(Debug, Clone, PartialEq)]
pub struct TabulationRow {
    /// The head.
    pub head: RowHead,
    /// The cells, in the order of the columns.
    pub cells: Vec<TableCell>,
}

/// The head of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowHead {
    /// Its name: a code, a net, a statistic; `NAME:STATISTIC` where it is not the column percentage.
    pub key: String,
    /// Its label.
    pub label: String,
    /// What it is.
    pub kind: RowKind,
    /// The statistic that it tells; none of a row made in SQL.
    pub statistic: Option<Statistic>,
    /// What its values count.
    pub unit: Unit,
    /// How many nets above it count it too.
    pub depth: usize,
    /// The codes that it counts, of a net.
    pub codes: Vec<i32>,
    /// Who its values are out of, in words.
    pub base_rule: String,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct TableCell {
    /// Respondents counted, unweighted.
    pub n: u64,
    /// Respondents counted, weighted.
    pub n_weighted: f64,
    /// Who they are out of.
    pub base: CellBase,
    /// The exact value; missing where the base is empty.
    pub x: Option<f64>,
    /// How sure the value is, where the survey declares its design.
    pub error: CellError,
    /// The columns of the same break that the value is significantly higher than, by their letters; missing where they are not
    /// compared.
    pub letters: Option<String>,
    /// The test of its row across the columns of its break; missing where there is none.
    pub test: Option<CellTest>,
    /// What is published of it.
    pub published: Published,
    /// Whether the base, or that of the column, is so small that the value is published with a warning.
    pub caution: bool,
    /// Whether a document states it.
    pub stated: bool,
}

/// The base of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CellBase {
    /// Respondents, unweighted.
    pub n: u64,
    /// Respondents, weighted.
    pub weighted: f64,
    /// Kish's effective size; missing where unweighted.
    pub effective: Option<f64>,
}

/// The standard error of a value and its interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CellError {
    /// The standard error of the exact value.
    pub x_se: Option<f64>,
    /// The lower end of its interval.
    pub x_low: Option<f64>,
    /// The upper end.
    pub x_upp: Option<f64>,
    /// How the interval was made: `t`, a method of `interval` or one of `at_extremes`.
    pub interval: Option<&'static str>,
    /// The degrees of freedom that the interval goes by.
    pub df: Option<f64>,
    /// The design effect: how much larger its variance is than that of a simple random sample.
    pub deff: Option<f64>,
}

/// What is published of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Published {
    /// The rounded value.
    Value(Decimal),
    /// Nothing, for this reason.
    HeldBack(Why),
    /// Nothing: nobody is in the base.
    Empty,
}

impl Published {
    /// The rounded value, where it is published.
    #[must_use]
    pub fn value(self) -> Option<Decimal> {
        match self {
            Self::Value(value) => Some(value),
            Self::HeldBack(_) | Self::Empty => None,
        }
    }

    /// Why a value is held back, where one is.
    #[must_use]
    pub fn held_back(self) -> Option<Why> {
        match self {
            Self::HeldBack(why) => Some(why),
            Self::Value(_) | Self::Empty => None,
        }
    }
}

/// Why a value is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// The base, or that of the column, is below the minimum.
    SmallBase,
    /// It tells, by itself or together with other figures, what is protected. Which of the two must not be known.
    Protected,
    /// The value is beyond what can be rounded.
    Unroundable,
}

impl Why {
    /// Whether the base is held back with the value.
    #[must_use]
    pub fn hides_base(self) -> bool {
        match self {
            Self::Protected => true,
            Self::SmallBase | Self::Unroundable => false,
        }
    }

    /// In words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SmallBase => "the base is below the minimum",
            Self::Protected => "so that nobody can be found in the figures",
            Self::Unroundable => "the value is beyond what can be rounded",
        }
    }
}

/// One cell with its heads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure<'t> {
    /// The table.
    pub table: &'t Tabulation,
    /// The item, or question.
    pub section: &'t Section,
    /// The head of its row.
    pub row: &'t RowHead,
    /// The head of its column.
    pub column: &'t ColumnHead,
    /// The cell itself.
    pub cell: &'t TableCell,
}

impl Figure<'_> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> FigureRef {
        FigureRef {
            table: self.table.id.clone(),
            item: self.section.item.clone(),
            row: self.row.key.clone(),
            column: self.column.key.clone(),
        }
    }
}

impl Tabulation {
    /// Its cells in reading order: section by section, row by row.
    pub fn figures(&self) -> impl Iterator<Item = Figure<'_>> {
        self.sections.iter().flat_map(move |section| {
            section.rows.iter().flat_map(move |row| {
                let cells = row.cells.iter().zip(&self.columns);
                cells.map(move |(cell, column)| Figure { table: self, section, row: &row.head, column, cell })
            })
        })
    }

    /// The cell of this name.
    #[must_use]
    pub fn figure(&self, name: &FigureRef) -> Option<Figure<'_>> {
        if self.id != name.table {
            return None;
        }
        let place = self.columns.iter().position(|column| column.key == name.column)?;
        let sections = self.sections.iter().filter(|section| section.item == name.item);
        let mut rows = sections.flat_map(|section| section.rows.iter().map(move |row| (section, row)));
        let (section, row) = rows.find(|(_, row)| row.head.key == name.row)?;
        Some(Figure { table: self, section, row: &row.head, column: &self.columns[place], cell: row.cells.get(place)? })
    }
}
