//! What an export says of its own columns: labels, value labels, missing values, sets of columns that belong together.
//!
//! Statistical packages and Triple-S write it beside the data. A run does not use it: the codebook says what cells mean. It is
//! what a first codebook is drafted from.

/// What an export says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Description {
    /// The title of the file, where it has one.
    pub title: Option<String>,
    /// One for each column of the export, in their order.
    pub columns: Vec<ColumnDescription>,
    /// Columns that are one question together.
    pub sets: Vec<ColumnSet>,
    /// The column that weights the cases.
    pub weight: Option<String>,
}

/// What an export says of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnDescription {
    /// Its name, as in the columns of the export.
    pub name: String,
    /// The variable's label: as a rule the question as asked.
    pub label: Option<String>,
    /// What its cells hold.
    pub holds: Holds,
    /// The value labels: the cell's text, and its label, in the order of the file.
    pub values: Vec<(String, String)>,
    /// Which cells are missing by declaration.
    pub missing: Vec<Missing>,
    /// What values count for in a mean, where that is not the value itself: the cell's text, and the score.
    pub scores: Vec<(String, f64)>,
    /// What the values measure, where the file says so.
    pub measure: Option<Measure>,
}

/// How much of memory the value labels of all columns may take. Columns share sets by name, so that a damaged or hostile file
/// has more labels than bytes.
#[derive(Debug)]
pub(crate) struct LabelRoom {
    bytes: usize,
}

impl Default for LabelRoom {
    fn default() -> Self {
        Self { bytes: 256 << 20 }
    }
}

impl LabelRoom {
    /// Takes room for these; whether there is any.
    pub(crate) fn takes(&mut self, values: &[(String, String)]) -> bool {
        let each = |(code, label): &(String, String)| code.len() + label.len() + size_of::<(String, String)>();
        let left = self.bytes.checked_sub(values.iter().map(each).sum());
        self.bytes = left.unwrap_or_default();
        left.is_some()
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    #[default]
    Text,
    /// Numbers, as short as they can be written.
    Number,
    /// Days, `2017-03-04`.
    Day,
    /// Times of day, `09:15:00`, or lengths of time, `36:30:00`.
    Time,
    /// Days with a time, `2017-03-04T09:15:00`.
    Moment,
}

/// Cells that are missing by declaration ("user-missing" of SPSS): no answers, though the cells hold something.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// The cell with this text.
    Value(String),
    /// Numbers from the one to the other, both included; an infinite one is no bound. Of a column of days, times or moments they
    /// are what the file keeps: seconds.
    Range(f64, f64),
}

/// The level of measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Categories.
    Nominal,
    /// Categories in an order.
    Ordinal,
    /// Quantities.
    Scale,
}

/// Columns that are one question together: a multiple-response set, or the items of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSet {
    /// Its name, without the `$` that SPSS puts before it.
    pub name: String,
    /// Its label.
    pub label: Option<String>,
    /// The columns, in order.
    pub columns: Vec<String>,
    /// How the columns make up the question.
    pub kind: SetKind,
}

/// How columns make up a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetKind {
    /// A column for each option, ticked by this cell text.
    Ticks(String),
    /// Each column holds one chosen option; all share their value labels.
    Choices,
    /// A column for each item; all share their value labels.
    Items,
}
