//! The cells of a table as text, line by line, for pages without markup of their own: values with units and letters, bases below them.

use topline_survey::{Figure, RowKind};

use crate::bases::{WEIGHTED_BASES, own_base_label, own_bases};
use crate::layout::{Column, Layout, Row};
use crate::p_values::{p_label, p_once};
use crate::shown::with_unit;
use crate::words::row_label;

/// A line of a table.
pub(crate) struct Line {
    /// Its label, indented below the nets that count it too.
    pub label: String,
    /// A text for each column; none where the line is blank or the label of an item.
    pub cells: Vec<String>,
}

/// The rows as text, each item under its label.
pub(crate) fn grid(layout: &Layout<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in &layout.groups {
        if !group.label.is_empty() {
            lines.push(Line { label: String::new(), cells: Vec::new() });
            lines.push(Line { label: group.label.to_owned(), cells: Vec::new() });
        }
        for row in &group.rows {
            let label = format!("{}{}", "  ".repeat(row.depth), row_label(row));
            lines.push(Line { label, cells: cells(row, &layout.columns) });
            if row.kind == RowKind::Base && layout.is_weighted() {
                for (label, base) in WEIGHTED_BASES {
                    let cells = row.cells.iter().map(|cell| cell.as_ref().map(base).unwrap_or_default());
                    lines.push(Line { label: label.to_owned(), cells: cells.collect() });
                }
            } else if let Some(bases) = own_bases(row, group) {
                lines.push(Line { label: own_base_label(row), cells: bases });
            }
            if let Some(cells) = p_once(row) {
                lines.push(Line { label: format!("{}{}", "  ".repeat(row.depth), p_label(row)), cells });
            }
        }
    }
    lines
}

fn cells(row: &Row<'_>, columns: &[Column<'_>]) -> Vec<String> {
    let shown = |(cell, column): (Option<&Figure<'_>>, &Column<'_>)| {
        let Some(figure) = cell else { return String::new() };
        let value = if column.base.is_some() { column.value(figure) } else { with_unit(figure) };
        match figure.cell.letters.as_deref().filter(|letters| !letters.is_empty()) {
            Some(letters) => format!("{value} {letters}"),
            None => value,
        }
    };
    row.cells.iter().map(Option::as_ref).zip(columns).map(shown).collect()
}
