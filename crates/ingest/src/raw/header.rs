//! The names of an export's columns, from the rows of its header.

use topline_records::{EXTRA, PROBLEM, ROW};
use topline_statfile::DistinctNames;

/// Names of columns that every raw batch has.
pub(crate) const RESERVED: [&str; 3] = [ROW, PROBLEM, EXTRA];

/// Cells of a last header row that name no item: survey tools write them under a question with one column.
const NO_ITEM: [&str; 2] = ["Response", "Open-Ended Response"];

/// One name for each of the `width` columns.
///
/// The parts of a name are the cells of its column, trimmed, blank ones left out, joined with ` | `. With several header rows
/// the first is filled rightwards over blanks, as its cells span the columns of a question. A name without parts is
/// `column_<n>`; a repeated one gets ` (2)`, ` (3)`. With a `name_row`, that row alone makes the names, nothing left out.
pub(crate) fn column_names(rows: &[Vec<String>], width: usize, name_row: Option<usize>) -> Vec<String> {
    let rows = match name_row {
        Some(row) if rows.len() > 1 => rows.get(row.saturating_sub(1)..row).unwrap_or(rows),
        _ => rows,
    };
    let alone = name_row.is_some();
    let mut question = "";
    let mut distinct = DistinctNames::reserving(&RESERVED);
    let mut names = Vec::with_capacity(width);
    for column in 0..width {
        let mut parts: Vec<&str> = rows.iter().map(|row| row.get(column).map_or("", |cell| cell.trim())).collect();
        if let [first, _, ..] = parts.as_mut_slice() {
            if first.is_empty() {
                *first = question;
            } else {
                question = first;
            }
        }
        if !alone && parts.last().is_some_and(|last| NO_ITEM.contains(last)) {
            let last = parts.pop();
            if parts.iter().all(|part| part.is_empty()) {
                parts.extend(last); // It is all the name there is.
            }
        }
        parts.retain(|part| !part.is_empty());
        let name = if parts.is_empty() { format!("column_{}", column + 1) } else { parts.join(" | ") };
        names.push(distinct.take(name));
    }
    names
}

/// Names that a file itself gives its columns, made distinct; a blank one is `column_<n>`.
pub(crate) fn distinct_names(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct = DistinctNames::reserving(&RESERVED);
    let or_numbered =
        |(column, name): (usize, String)| if name.trim().is_empty() { format!("column_{column}") } else { name };
    (1..).zip(names).map(or_numbered).map(|name| distinct.take(name)).collect()
}
