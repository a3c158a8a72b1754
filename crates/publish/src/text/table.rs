//! One table as text, for a terminal: columns under the names of their breaks, values with their letters.

use std::fmt::Write as _;

use topline_survey::{Plan, Tabulation};

use crate::arrangement::laid_out;
use crate::grid::{Line, grid};
use crate::layout::Layout;
use crate::publication::arrangement;

/// The widest that labels of rows are; longer ones go on in further lines.
const LABEL_WIDTH: usize = 44;
/// The widest that the heading of a column is before it goes on in a further line.
const COLUMN_WIDTH: usize = 14;

/// A table as its readers see it; empty where it has no cells.
#[must_use]
pub fn table_text(plan: &Plan, table: &Tabulation) -> String {
    let Some(layout) = laid_out(table, arrangement(plan, table)) else { return String::new() };
    let mut lines = vec![format!("{}  {}", table.id, table.title)];
    if !layout.base_rule().is_empty() {
        lines.push(format!("Base: {}", layout.base_rule()));
    }
    let grid = grid(&layout);
    let labels = grid.iter().map(|line| line.label.chars().count()).max().unwrap_or_default().min(LABEL_WIDTH);
    let widths: Vec<usize> = (0..layout.columns.len()).map(|index| width(&layout, &grid, index)).collect();
    lines.extend(head(&layout, labels, &widths));
    for line in &grid {
        lines.extend(written(line, labels, &widths));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn width(layout: &Layout<'_>, grid: &[Line], index: usize) -> usize {
    let of_cells = grid.iter().filter_map(|line| line.cells.get(index)).map(|cell| cell.chars().count()).max();
    let of_words =
        wrapped(&layout.columns[index].heading(), COLUMN_WIDTH).iter().map(|line| line.chars().count()).max();
    of_cells.unwrap_or_default().max(of_words.unwrap_or_default()).max(4)
}

/// The names of breaks above their columns, and the headings of these.
fn head(layout: &Layout<'_>, labels: usize, widths: &[usize]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut upper = " ".repeat(labels);
    let mut index = 0;
    for columns in layout.columns.chunk_by(|one, next| one.break_label == next.break_label) {
        let span: usize = widths[index..index + columns.len()].iter().map(|width| width + 2).sum::<usize>() - 2;
        index += columns.len();
        let name: String = columns[0].break_label.chars().take(span).collect();
        let _ = write!(upper, "  {name:<span$}");
    }
    if !upper.trim().is_empty() {
        lines.push(upper.trim_end().to_owned());
    }
    let headings: Vec<Vec<String>> =
        layout.columns.iter().map(|column| wrapped(&column.heading(), COLUMN_WIDTH)).collect();
    for at in 0..headings.iter().map(Vec::len).max().unwrap_or_default() {
        let mut line = " ".repeat(labels);
        for (heading, width) in headings.iter().zip(widths) {
            let _ = write!(line, "  {:>width$}", heading.get(at).map_or("", String::as_str));
        }
        lines.push(line.trim_end().to_owned());
    }
    let rule = labels + widths.iter().map(|width| width + 2).sum::<usize>();
    lines.push("-".repeat(rule));
    lines
}

fn written(line: &Line, labels: usize, widths: &[usize]) -> Vec<String> {
    let indent = line.label.len() - line.label.trim_start().len();
    let mut parts = wrapped(line.label.trim_start(), labels.saturating_sub(indent).max(8));
    if parts.is_empty() {
        parts.push(String::new());
    }
    let mut lines: Vec<String> = parts.iter().map(|part| format!("{}{part}", " ".repeat(indent))).collect();
    if let Some(first) = lines.first_mut() {
        let own = std::mem::take(first);
        let mut text = if line.cells.is_empty() { own } else { format!("{own:<labels$}") };
        for (cell, width) in line.cells.iter().zip(widths) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.trim_end().clone_into(first);
    }
    lines
}

/// A text in lines of at most so many characters, words whole where they can be.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
