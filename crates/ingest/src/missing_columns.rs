//! Whether an export has the columns that the pipeline reads.

use std::collections::HashSet;
use std::fmt;

use thiserror::Error;
use topline_survey::nearest;

/// A column that the export lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingColumn {
    /// Who reads it.
    pub wanted_by: String,
    /// The column.
    pub column: String,
    /// The export's columns with names like it.
    pub nearest: Vec<String>,
}

/// The columns that the export lacks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct MissingColumns {
    /// Each of them, in the order of the codebook.
    pub missing: Vec<MissingColumn>,
    /// How many columns the export has.
    pub columns: usize,
    /// A character that may separate the cells, where the export seems to have one column only.
    pub delimiter: Option<char>,
}

impl MissingColumns {
    /// What may help.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.delimiter.map(|delimiter| {
            let written = delimiter.escape_default();
            format!("the only column of the export has '{written}' in its name: set `delimiter = \"{written}\"`")
        })
    }
}

impl fmt::Display for MissingColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "find {} of the export's columns (it has {})", self.missing.len(), self.columns)?;
        for MissingColumn { wanted_by, column, nearest } in &self.missing {
            write!(f, "\n  \"{column}\", read by `{wanted_by}`")?;
            if !nearest.is_empty() {
                let nearest: Vec<String> = nearest.iter().map(|name| format!("\"{name}\"")).collect();
                write!(f, "; did you mean {}?", nearest.join(" or "))?;
            }
        }
        Ok(())
    }
}

/// Whether all columns that are wanted, each by a question, are there; if not, all that are missing.
pub fn require_columns<'a>(
    columns: &[String],
    wanted: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), MissingColumns> {
    let known: HashSet<&str> = columns.iter().map(String::as_str).collect();
    let delimiter = match columns {
        [only] => [';', '\t', '|', ','].into_iter().find(|delimiter| only.contains(*delimiter)),
        _ => None,
    };
    // The name of an only column that is a whole header is no help.
    let near = |column: &str| match delimiter {
        Some(_) => Vec::new(),
        None => nearest(column, known.iter().copied()).into_iter().map(str::to_owned).collect(),
    };
    let missing: Vec<MissingColumn> = wanted
        .filter(|(_, column)| !known.contains(column))
        .map(|(wanted_by, column)| MissingColumn {
            wanted_by: wanted_by.to_owned(),
            column: column.to_owned(),
            nearest: near(column),
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(MissingColumns { missing, columns: columns.len(), delimiter })
}
