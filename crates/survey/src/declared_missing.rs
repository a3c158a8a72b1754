//! Cells that an export itself declares to be missing: user-missing values of SPSS, extended missing values of Stata and SAS.

use std::collections::HashMap;

/// Cells that an export declares to be missing, by column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeclaredMissing {
    columns: HashMap<String, MissingCells>,
}

/// The cells of a column that are declared to be missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MissingCells {
    /// Texts of cells.
    pub values: Vec<String>,
    /// Numbers from the one to the other, both included; an infinite one is no bound.
    pub ranges: Vec<(f64, f64)>,
}

impl DeclaredMissing {
    /// Declares cells of a column.
    pub fn declare(&mut self, column: &str, cells: MissingCells) {
        if cells != MissingCells::default() {
            self.columns.insert(column.to_owned(), cells);
        }
    }

    /// The columns with such cells, by name.
    #[must_use]
    pub fn columns(&self) -> Vec<(&str, &MissingCells)> {
        let mut columns: Vec<_> = self.columns.iter().map(|(name, cells)| (name.as_str(), cells)).collect();
        columns.sort_unstable_by_key(|(name, _)| *name);
        columns
    }

    /// Whether a cell of the column with this text is missing.
    #[must_use]
    pub fn has(&self, column: &str, text: &str) -> bool {
        let Some(cells) = self.columns.get(column) else { return false };
        cells.values.iter().any(|value| value == text)
            || text
                .parse::<f64>()
                .is_ok_and(|number| cells.ranges.iter().any(|(least, greatest)| (*least..=*greatest).contains(&number)))
    }
}

#[cfg(test)]
mod tests {
    use super::{DeclaredMissing, MissingCells};

    /// `MISSING VALUES age (997 THRU HI, -8)` of SPSS.
    #[test]
    fn a_range_has_all_of_its_numbers() {
        let mut declared = DeclaredMissing::default();
        let cells = MissingCells { values: vec!["-8".to_owned()], ranges: vec![(997.0, f64::INFINITY)] };
        declared.declare("age", cells);
        for missing in ["-8", "997", "1000", "1e6"] {
            assert!(declared.has("age", missing), "{missing}");
        }
        for answer in ["-7", "996.5", "38", "", "many"] {
            assert!(!declared.has("age", answer), "{answer}");
        }
        assert!(!declared.has("income", "-8"));
    }
}
