//! A workbook, its sheets, and the rows of a sheet that are marked up as a table.

use crate::cell::{CellContent, CellLook, SheetCell};
use crate::names::shortened;

/// The longest head of a column in Excel, in UTF-16 units.
const HEAD: usize = 255;
/// The longest text of a cell in Excel, in UTF-16 units.
const CELL: usize = 32_767;

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// Its title, in the properties of the document.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// The language of its words: `en-GB`.
    pub language: String,
    /// Its sheets.
    pub sheets: Vec<WorkSheet>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkSheet {
    name: String,
    rows: Vec<Vec<SheetCell>>,
    tables: Vec<MarkedTable>,
    widths: Vec<u16>,
}

/// The rows of a sheet that are a table, its head first. It begins in column A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedTable {
    /// Its name.
    pub name: String,
    /// The row of its head, counted from 0.
    pub head: usize,
    /// How many rows it has below its head.
    pub rows: usize,
    /// How many columns it has.
    pub columns: usize,
}

impl WorkSheet {
    /// A sheet of this name without rows. Names come from [`crate::WorkbookNames`].
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), rows: Vec::new(), tables: Vec::new(), widths: Vec::new() }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its rows.
    #[must_use]
    pub fn rows(&self) -> &[Vec<SheetCell>] {
        &self.rows
    }

    /// Its tables.
    #[must_use]
    pub fn tables(&self) -> &[MarkedTable] {
        &self.tables
    }

    /// The widths of its columns, in characters.
    #[must_use]
    pub fn widths(&self) -> &[u16] {
        &self.widths
    }

    /// Puts a row below the others.
    pub fn add_row(&mut self, cells: Vec<SheetCell>) {
        self.rows.push(cells.into_iter().map(fitting).collect());
    }

    /// Puts a line of text into column A below the other rows.
    pub fn add_line(&mut self, text: &str, look: CellLook) {
        self.add_row(vec![SheetCell::text(text, look)]);
    }

    /// Makes columns so wide, in characters, from the first.
    pub fn set_widths(&mut self, widths: Vec<u16>) {
        self.widths = widths;
    }

    /// Puts a table below the other rows, and marks it up. Each row gets as many cells as the head. Heads that are blank or alike
    /// are numbered, as two columns of a table cannot have one name.
    pub fn add_table(&mut self, name: &str, head: Vec<SheetCell>, body: Vec<Vec<SheetCell>>) {
        let columns = head.len();
        self.tables.push(MarkedTable { name: name.to_owned(), head: self.rows.len(), rows: body.len(), columns });
        self.add_row(distinct_heads(head));
        for mut row in body {
            row.resize(columns, SheetCell::empty());
            self.add_row(row);
        }
    }
}

/// The cell with no more text than Excel takes.
fn fitting(mut cell: SheetCell) -> SheetCell {
    match &mut cell.content {
        CellContent::Text(text) | CellContent::Link(text, _) => {
            if text.encode_utf16().count() > CELL {
                *text = shortened(text, CELL - 1) + "\u{2026}";
            }
        }
        CellContent::Empty | CellContent::Number(..) => {}
    }
    cell
}

fn distinct_heads(head: Vec<SheetCell>) -> Vec<SheetCell> {
    let mut taken: Vec<String> = Vec::new();
    let distinct = head.into_iter().enumerate().map(|(index, cell)| {
        let words = cell.words().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let words = if words.is_empty() { format!("Column {}", index + 1) } else { words };
        let mut own = shortened_head(&words, HEAD);
        let mut number = 2_u64;
        while taken.contains(&own.to_lowercase()) {
            let ending = format!(" ({number})");
            own = shortened_head(&words, HEAD - ending.len()) + &ending;
            number += 1;
        }
        taken.push(own.to_lowercase());
        SheetCell::text(&own, cell.look)
    });
    distinct.collect()
}

fn shortened_head(words: &str, most: usize) -> String {
    if words.encode_utf16().count() <= most { words.to_owned() } else { shortened(words, most - 1) + "\u{2026}" }
}

#[cfg(test)]
mod tests {
    use crate::cell::{CellLook, SheetCell};
    use crate::sheet::WorkSheet;

    #[test]
    fn heads_are_distinct_and_short() {
        let mut sheet = WorkSheet::new("a");
        let long = "x".repeat(300);
        let head = ["Total", "total", "", "a\nb", &long, &long].map(|text| SheetCell::text(text, CellLook::Head));
        sheet.add_table("t_a", head.to_vec(), vec![vec![SheetCell::empty()]]);
        let words: Vec<&str> = sheet.rows()[0].iter().filter_map(SheetCell::words).collect();
        assert_eq!(words[..4], ["Total", "total (2)", "Column 3", "a b"]);
        assert_eq!(words[4].chars().count(), 255);
        assert!(words[5].ends_with("\u{2026} (2)") && words[5].chars().count() == 255);
        assert_eq!(sheet.rows()[1].len(), 6, "rows are as wide as the head");
    }

    #[test]
    fn text_is_as_long_as_excel_takes() {
        let mut sheet = WorkSheet::new("a");
        sheet.add_line(&"\u{1f600}".repeat(20_000), CellLook::Plain);
        sheet.add_line(&"y".repeat(10_000), CellLook::Plain);
        let units = |row: usize| sheet.rows()[row][0].words().map_or(0, |text| text.encode_utf16().count());
        assert_eq!((units(0), units(1)), (32_767, 10_000));
    }
}
