//! Answers of one question taken together: `very or extremely likely`.

use topline_survey::{CellError, Figure, Published, RowHead, RowKind, TableCell};

use crate::share::no_value;

/// Answers taken together, as a net of them.
pub(crate) struct Combined {
    head: RowHead,
    cell: TableCell,
}

impl Combined {
    /// The answers together, of which a respondent gives one; else why there is no value of them.
    pub(crate) fn of(parts: &[Figure<'_>]) -> Result<Self, String> {
        let first = parts.first().ok_or("the claim names no figure")?;
        if let Some((part, why)) = parts.iter().find_map(|part| Some((part, no_value(part)?))) {
            return Err(format!("{}: {why}", part.name()));
        }
        let codes = parts.iter().flat_map(codes).collect();
        let labels: Vec<&str> = parts.iter().map(|part| part.row.label.as_str()).collect();
        let head = RowHead { kind: RowKind::Net, codes, label: labels.join(" or "), ..first.row.clone() };
        let cell = TableCell {
            n: parts.iter().map(|part| part.cell.n).sum(),
            n_weighted: parts.iter().map(|part| part.cell.n_weighted).sum(),
            x: parts.iter().map(|part| part.cell.x).sum(),
            // Nothing is published of them: they are rounded anew.
            published: Published::Empty,
            error: CellError::default(),
            letters: None,
            test: None,
            ..first.cell.clone()
        };
        Ok(Self { head, cell })
    }

    /// They as a figure, in the place of one of them.
    pub(crate) fn figure<'c>(&'c self, of: &Figure<'c>) -> Figure<'c> {
        Figure { row: &self.head, cell: &self.cell, ..*of }
    }
}

/// The codes that a row counts: those of a net, or an option's own.
fn codes(part: &Figure<'_>) -> Vec<i32> {
    if part.row.codes.is_empty() { part.row.key.parse().into_iter().collect() } else { part.row.codes.clone() }
}
