//! Rows that end before the last columns, told apart from pieces of a row.
//!
//! Excel leaves out the delimiters at the end of rows whose last cells are all blank, from the seventeenth row on; so do programs
//! that write a row cell by cell. Such a row is a row, whose other cells are blank. A line end that nobody quoted leaves the same:
//! two rows that are short, the second of which begins in the midst of a text. What rows begin with tells them apart: an
//! identifier, a number, a moment.

/// So many whole rows show what rows begin with.
const ENOUGH: u64 = 3;

/// What kind of text a row begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginning {
    Blank,
    Number,
    /// A digit, and more than a number: as a rule a moment.
    Digit,
    Word,
    Words,
}

impl Beginning {
    fn of(cell: &str) -> Self {
        let cell = cell.trim();
        if cell.is_empty() {
            Self::Blank
        } else if cell.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Number
        } else if cell.starts_with(|first: char| first.is_ascii_digit()) {
            Self::Digit
        } else if cell.contains(char::is_whitespace) {
            Self::Words
        } else {
            Self::Word
        }
    }
}

/// What is known of the rows so far.
#[derive(Debug, Default)]
pub(crate) struct ShortRows {
    /// What whole rows began with.
    beginnings: Vec<Beginning>,
    whole: u64,
    short: u64,
}

impl ShortRows {
    /// Takes note of a row that has all its cells, by the first of them.
    pub(crate) fn see_whole(&mut self, first: &str) {
        self.whole += 1;
        let beginning = Beginning::of(first);
        if !self.beginnings.contains(&beginning) {
            self.beginnings.push(beginning);
        }
    }

    /// Takes note of a short row.
    pub(crate) fn see_short(&mut self) {
        self.short += 1;
    }

    /// Whether a short row begins as no whole row does, so that it may be the rest of the row before.
    pub(crate) fn is_piece(&self, first: &str) -> bool {
        self.whole >= ENOUGH && !self.beginnings.contains(&Beginning::of(first))
    }

    /// Whether short rows are usual in this file: its last one need not be cut off.
    pub(crate) fn are_usual(&self) -> bool {
        self.short > 0
    }
}

#[cfg(test)]
mod tests {
    use super::ShortRows;

    #[test]
    fn a_piece_begins_as_no_whole_row_does() {
        let mut rows = ShortRows::default();
        for first in ["1", "2"] {
            rows.see_whole(first);
        }
        assert!(!rows.is_piece("and more"), "two rows show nothing");
        rows.see_whole("R_3");
        for first in ["17", "R_4", " 5 "] {
            assert!(!rows.is_piece(first), "{first}");
        }
        for first in ["", "and more", "2 of them", "2026-01-03 10:00"] {
            assert!(rows.is_piece(first), "{first}");
        }
    }
}
