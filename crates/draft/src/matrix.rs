//! Rows and options of a matrix, from the parts that its columns are named by.

use std::collections::HashSet;

use crate::column::Column;
use crate::text::split_texts;

/// A row of a matrix: its label, and the column of each option.
pub(crate) type MatrixRow = (String, Vec<Option<usize>>);

/// Rows and options of a matrix, where the parts are both: by the header's own numbers, or as `row - option`.
pub(crate) fn matrix_of(columns: &[Column], members: &[(usize, String)]) -> Option<(Vec<MatrixRow>, Vec<String>)> {
    let cells: Option<Vec<(String, String)>> =
        members.iter().map(|(column, _)| columns[*column].heading.cell.clone()).collect();
    let split = |part_of: fn(&str) -> Option<(&str, &str)>| -> Option<Vec<(String, String)>> {
        let pairs = members.iter().map(|(_, part)| part_of(part));
        pairs.map(|pair| pair.map(|(row, option)| (row.trim().to_owned(), option.trim().to_owned()))).collect()
    };
    let pairs: Vec<(String, String)> = if let Some(cells) = cells {
        named_cells(members, &cells)
    } else {
        split(|part| part.rsplit_once(" - "))
            .filter(|pairs| is_matrix(pairs))
            .or_else(|| split(|part| part.split_once(" - ")).filter(|pairs| is_matrix(pairs)))?
    };
    if !is_matrix(&pairs) {
        return None;
    }
    let mut options: Vec<String> = Vec::new();
    let mut rows: Vec<MatrixRow> = Vec::new();
    for (_, option) in &pairs {
        if !options.contains(option) {
            options.push(option.clone());
        }
    }
    for ((column, _), (row, option)) in members.iter().zip(&pairs) {
        let at = options.iter().position(|known| known == option)?;
        let place = rows.iter().position(|(known, _)| known == row).unwrap_or_else(|| {
            rows.push((row.clone(), vec![None; options.len()]));
            rows.len() - 1
        });
        rows[place].1[at] = Some(*column);
    }
    Some((rows, options))
}

/// Whether pairs of row and option are most of the cells of a table, each once.
fn is_matrix(pairs: &[(String, String)]) -> bool {
    let rows: HashSet<&String> = pairs.iter().map(|(row, _)| row).collect();
    let options: HashSet<&String> = pairs.iter().map(|(_, option)| option).collect();
    let distinct: HashSet<&(String, String)> = pairs.iter().collect();
    distinct.len() == pairs.len()
        && options.len() >= 2
        && (rows.len() >= 2 || options.len() == pairs.len())
        && rows.len() < pairs.len()
        && pairs.len() * 4 >= rows.len() * options.len() * 3
}

/// The labels of numbered rows and options, from what the parts of each row share.
fn named_cells(members: &[(usize, String)], cells: &[(String, String)]) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::with_capacity(cells.len());
    let mut options: Vec<(&str, String)> = Vec::new();
    for ((_, part), (row, option)) in members.iter().zip(cells) {
        let of_row: Vec<&str> = members
            .iter()
            .zip(cells)
            .filter(|(_, (other, _))| other == row)
            .map(|((_, part), _)| part.as_str())
            .collect();
        let (label, rest) = if of_row.len() > 1 {
            // Where nothing is shared, as in the only row of a matrix, the parts are the options.
            let (label, options) = split_texts(&of_row);
            let label = if options == of_row { "" } else { label };
            (label.to_owned(), part.strip_prefix(label).unwrap_or(part).trim_matches(['-', ':', ' ']).to_owned())
        } else {
            let (row, option) = part.rsplit_once('-').unwrap_or((row, option));
            (row.trim().to_owned(), option.trim().to_owned())
        };
        // An option is named alike in every row: by its first name.
        let known = options.iter().find(|(number, _)| number == option).map(|(_, name)| name.clone());
        let name = known.unwrap_or_else(|| {
            let taken = options.iter().any(|(_, name)| *name == rest);
            let name = if rest.is_empty() || taken { format!("{rest} {option}").trim().to_owned() } else { rest };
            options.push((option, name.clone()));
            name
        });
        let twins = names.iter().zip(cells).any(|((other, _), (number, _))| *other == label && number != row);
        let is_only = cells.iter().all(|(other, _)| other == row);
        let numbered = !is_only && (label.is_empty() || twins);
        names.push((if numbered { format!("{label} {row}").trim().to_owned() } else { label }, name));
    }
    names
}
