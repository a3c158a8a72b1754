//! A cell: what is in it, and what it looks like.

use topline_exact::Decimal;

/// What is in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellContent {
    /// Nothing.
    Empty,
    /// Text. It stays text, whatever it begins with.
    Text(String),
    /// A number, and how it is shown.
    Number(Decimal, NumberLook),
    /// Text that leads somewhere.
    Link(String, LinkTarget),
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// To the cell in this row of column A of a sheet of the workbook, counted from 0.
    Row(String, usize),
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberLook {
    /// With so many decimals, and a comma between thousands.
    Decimals(u8),
    /// A share of 1 as a percentage, with so many decimals.
    Percent(u8),
}

/// What a cell looks like. Looks are named styles where programs have a name for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellLook {
    /// As usual.
    Plain,
    /// The title of a sheet: the style `Heading 1`.
    Heading1,
    /// The title of a part of a sheet: the style `Heading 2`.
    Heading2,
    /// A sentence that runs over the columns next to it.
    Sentence,
    /// The head of several columns, in the first of them.
    Break,
    /// The head of a column of words.
    Head,
    /// The head of a column of numbers.
    NumberHead,
    /// Bold.
    Strong,
    /// Within a table, and further in by so many steps: what a net gathers.
    Indented(u8),
    /// Within a table, at the right as numbers are: a mark in place of one.
    Mark,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// What is in it.
    pub content: CellContent,
    /// What it looks like.
    pub look: CellLook,
}

impl SheetCell {
    /// An empty cell.
    #[must_use]
    pub fn empty() -> Self {
        Self { content: CellContent::Empty, look: CellLook::Plain }
    }

    /// Text.
    #[must_use]
    pub fn text(text: &str, look: CellLook) -> Self {
        Self { content: CellContent::Text(text.to_owned()), look }
    }

    /// A number.
    #[must_use]
    pub fn number(value: Decimal, number: NumberLook) -> Self {
        Self { content: CellContent::Number(value, number), look: CellLook::Plain }
    }

    /// A link.
    #[must_use]
    pub fn link(text: &str, target: LinkTarget) -> Self {
        Self { content: CellContent::Link(text.to_owned(), target), look: CellLook::Plain }
    }

    /// Its text, if it has one.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match &self.content {
            CellContent::Text(text) | CellContent::Link(text, _) => Some(text),
            CellContent::Empty | CellContent::Number(..) => None,
        }
    }
}
