//! What the columns of a table's CSV file are, for the descriptions that machines read.

use topline_survey::{CsvStyle, Plan, Tabulation};

use crate::csv::spreadsheet_text::spreadsheet_text;
use crate::csv::table::records;

/// Cells that stand for a value that there is not.
pub(crate) const MISSING: [&str; 5] = ["", "[c]", "[u]", "[x]", "[z]"];

/// A column of a CSV file.
pub(crate) struct CsvColumn {
    /// Its head.
    pub head: String,
    /// What its cells are.
    pub kind: CsvKind,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CsvKind {
    /// Numbers, or marks that stand for one.
    Number,
    /// Words.
    Text,
}

/// The columns of a table's file.
pub(crate) fn columns(plan: &Plan, table: &Tabulation) -> Vec<CsvColumn> {
    let records = records(plan, table);
    let Some((heads, rows)) = records.split_first() else { return Vec::new() };
    let is_number = |cell: &String| MISSING.contains(&cell.as_str()) || cell.parse::<f64>().is_ok();
    let columns = heads.iter().enumerate().map(|(index, head)| {
        let mut cells = rows.iter().filter_map(|row| row.get(index)).peekable();
        let is_of_words = matches!(head.as_str(), "item_label" | "row_label" | "unit" | "export");
        let is_of_numbers = !is_of_words && cells.peek().is_some() && cells.all(is_number);
        let head = match plan.survey.publishing.csv {
            CsvStyle::Plain => head.clone(),
            CsvStyle::Excel => spreadsheet_text(head).into_owned(),
        };
        CsvColumn { head, kind: if is_of_numbers { CsvKind::Number } else { CsvKind::Text } }
    });
    columns.collect()
}
