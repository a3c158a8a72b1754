//! What is read of a workbook, the same for both formats.

use std::collections::BTreeMap;

use crate::cell_name::cell_name;

/// A workbook.
#[derive(Debug, Default)]
pub(crate) struct FinishedWorkbook {
    /// The title in its properties.
    pub title: String,
    /// The language in its properties.
    pub language: String,
    /// The sheet that is shown first, counted from 0.
    pub active_sheet: usize,
    /// Whether it has macros.
    pub has_macros: bool,
    /// What its cells look like.
    pub looks: Vec<FinishedLook>,
    /// Its sheets.
    pub sheets: Vec<FinishedSheet>,
}

/// A sheet. Rows and columns are counted from 0.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own of a sheet")]
pub(crate) struct FinishedSheet {
    pub name: String,
    pub is_hidden: bool,
    pub is_frozen: bool,
    pub has_header_or_footer: bool,
    /// Whether it has filter buttons that belong to no table.
    pub has_filter: bool,
    /// Images, charts, text boxes.
    pub objects: usize,
    /// Where the cursor is.
    pub cursor: (usize, usize),
    /// The cells that have content.
    pub cells: BTreeMap<(usize, usize), FinishedCell>,
    pub merged: Vec<Region>,
    pub tables: Vec<FinishedTable>,
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
    /// The widths of columns, in characters of the usual font.
    pub widths: BTreeMap<usize, f64>,
    /// The width of a column that does not say.
    pub usual_width: f64,
}

/// A cell that has content.
#[derive(Debug, Default)]
pub(crate) struct FinishedCell {
    /// What is in it, as text.
    pub text: String,
    pub kind: CellKind,
    /// The look, by its number.
    pub look: usize,
    /// Whether it leads somewhere, and where.
    pub link: Option<String>,
    /// Whether a part of its text is raised.
    pub is_raised: bool,
    pub is_formula: bool,
}

/// What a cell holds.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) enum CellKind {
    #[default]
    Text,
    Number(f64),
    /// A day, as a day.
    Day,
    /// True or false.
    Truth,
}

/// What cells look like.
#[derive(Debug, Default, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own of a cell's style")]
pub(crate) struct FinishedLook {
    /// The name of the style, where it has one.
    pub named: String,
    pub font: String,
    /// In points.
    pub size: f64,
    pub is_italic: bool,
    pub is_underlined: bool,
    pub is_raised: bool,
    pub is_turned: bool,
    pub wraps: bool,
    /// Missing where automatic.
    pub colour: Option<[u8; 3]>,
    /// Missing where there is none.
    pub fill: Option<[u8; 3]>,
    /// Whether its format shows text as text.
    pub is_text: bool,
    /// Whether its format shows a day.
    pub is_day: bool,
    /// Whether its format separates thousands.
    pub separates_thousands: bool,
    /// Whether its format shows percentages.
    pub is_percent: bool,
    /// How many decimals its format shows, where it says.
    pub decimals: Option<usize>,
}

/// A rectangle of cells, its ends included.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    pub top: usize,
    pub left: usize,
    pub bottom: usize,
    pub right: usize,
}

/// A marked-up table.
#[derive(Debug, Default, Clone)]
pub(crate) struct FinishedTable {
    pub name: String,
    pub region: Region,
    /// How many rows its head has.
    pub heads: usize,
    pub has_filter: bool,
}

impl Region {
    pub(crate) fn contains(self, row: usize, column: usize) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }

    /// The rectangle between two cells: `A1:B2`, `$A$1:$B$2`, or one cell.
    pub(crate) fn of(reference: &str) -> Option<Self> {
        let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
        let ((top, left), (bottom, right)) = (cell_place(first)?, cell_place(last)?);
        Some(Self { top, left, bottom, right })
    }

    /// As people write it.
    pub(crate) fn name(self) -> String {
        format!("{}:{}", cell_name(self.top, self.left), cell_name(self.bottom, self.right))
    }
}

/// The row and column of a cell, from 0: of `B3`, 2 and 1.
pub(crate) fn cell_place(name: &str) -> Option<(usize, usize)> {
    let name: String = name.chars().filter(|each| *each != '$').collect();
    let digits = name.find(|each: char| each.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    let mut column = 0_usize;
    for letter in letters.chars() {
        let value = (letter.to_ascii_uppercase() as usize).checked_sub('A' as usize).filter(|value| *value < 26)?;
        column = column.checked_mul(26)?.checked_add(value + 1)?;
    }
    let row = row.parse::<usize>().ok()?.checked_sub(1)?;
    Some((row, column.checked_sub(1)?))
}

impl FinishedWorkbook {
    /// The look of a cell.
    pub(crate) fn look(&self, cell: &FinishedCell) -> FinishedLook {
        self.looks.get(cell.look).cloned().unwrap_or_default()
    }
}

impl FinishedSheet {
    /// The text of a cell; empty where it has none.
    pub(crate) fn text(&self, row: usize, column: usize) -> &str {
        self.cells.get(&(row, column)).map_or("", |cell| cell.text.as_str())
    }

    /// The width of a column.
    pub(crate) fn width(&self, column: usize) -> f64 {
        self.widths.get(&column).copied().unwrap_or(self.usual_width)
    }
}

#[cfg(test)]
mod tests {
    use super::{Region, cell_place};

    #[test]
    fn cells_have_places() {
        for (name, place) in [
            ("A1", Some((0, 0))),
            ("$B$3", Some((2, 1))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("A0", None),
            ("1", None),
            ("AAAAAAAAAAAAAAAAAAAAAAAAAAA1", None),
            ("", None),
        ] {
            assert_eq!(cell_place(name), place, "{name}");
        }
        assert_eq!(Region::of("B2:D5"), Some(Region { top: 1, left: 1, bottom: 4, right: 3 }));
        assert_eq!(Region::of("B2:D5").map(Region::name).as_deref(), Some("B2:D5"));
    }
}
