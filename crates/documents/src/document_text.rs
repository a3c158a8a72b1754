//! The text of a document, line by line.

/// The text of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentText {
    /// Its lines, in order. Of HTML, several may have the number of one line of the file.
    pub lines: Vec<TextLine>,
    /// The lines as the file has them, where that is text with marks in it: a quote may repeat the marks.
    pub(crate) marked: Vec<TextLine>,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Its number: that of the line in the file, or of the paragraph in a Word document. The first is 1.
    pub number: u32,
    /// The text.
    pub text: String,
    /// Whether a heading, a paragraph or an item of a list begins with it. Plain text does not tell.
    pub begins: bool,
    /// Whether it is a row of a table, its cells between bars.
    pub is_row: bool,
}

impl TextLine {
    /// The cells of a row of a table.
    pub(crate) fn cells(&self) -> Vec<&str> {
        self.text.split('|').map(str::trim).collect()
    }
}

impl DocumentText {
    /// Plain text.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { lines: numbered(text), marked: Vec::new() }
    }

    /// The number of the last line; 0 of an empty document.
    #[must_use]
    pub fn last_line(&self) -> u32 {
        self.lines.iter().chain(&self.marked).map(|line| line.number).max().unwrap_or_default()
    }
}

/// The lines of a text with their numbers.
pub(crate) fn numbered(text: &str) -> Vec<TextLine> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..)
        .zip(text.lines())
        .map(|(number, line)| TextLine { number, text: line.to_owned(), begins: false, is_row: false })
        .collect()
}
