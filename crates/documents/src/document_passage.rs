//! Pieces of text that can state something: sentences, cells of charts, rows of tables.

/// A piece of text that can state something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPassage {
    /// The text.
    pub text: String,
    /// Its first and last line.
    pub lines: (u32, u32),
    /// The heading or title above it.
    pub heading: String,
    /// What kind of text it is.
    pub kind: PassageKind,
}

/// What kind of text a passage is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassageKind {
    /// A sentence.
    Sentence,
    /// A value of a chart or table, with its label.
    Cell {
        /// The label.
        label: String,
    },
    /// A row of a table.
    Row {
        /// Its values.
        values: Vec<TableValue>,
    },
}

/// A value in a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableValue {
    /// The value in words; with `%` where the column says that it is a percentage.
    pub words: String,
    /// The label of the row.
    pub label: String,
    /// The head of the column; empty where it has none, or only says what unit it is in.
    pub head: String,
    /// The head of the column of labels: often the question.
    pub title: String,
}
