//! Tables of text, read as R would: an empty cell and `NA` are missing.

use std::collections::HashMap;
use std::path::Path;

/// A data set, by columns.
pub struct Data {
    pub rows: usize,
    columns: HashMap<String, Vec<Option<String>>>,
}

impl Data {
    pub fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).expect("a data set");
        let names: Vec<String> = reader.headers().expect("names").iter().map(str::to_owned).collect();
        let mut columns = vec![Vec::new(); names.len()];
        for record in reader.records() {
            for (column, cell) in columns.iter_mut().zip(&record.expect("a record")) {
                let present = !cell.is_empty() && cell != "NA";
                column.push(present.then(|| cell.to_owned()));
            }
        }
        let rows = columns.first().map_or(0, Vec::len);
        Self { rows, columns: names.into_iter().zip(columns).collect() }
    }

    pub fn text(&self, name: &str) -> &[Option<String>] {
        self.columns.get(name).unwrap_or_else(|| panic!("a column {name}"))
    }

    pub fn has(&self, name: &str) -> bool {
        self.columns.contains_key(name)
    }

    /// Numbers, with NaN for missing.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let number = |cell: &Option<String>| cell.as_ref().map_or(f64::NAN, |cell| cell.parse().expect("a number"));
        self.text(name).iter().map(number).collect()
    }

    /// Whole numbers, for codes of strata and clusters.
    pub fn codes(&self, name: &str) -> Vec<u64> {
        let (categories, _) = self.categories(name);
        categories.into_iter().map(|category| category as u64).collect()
    }

    /// The place of each row's value among the distinct ones, and these; missing is `usize::MAX`.
    pub fn categories(&self, name: &str) -> (Vec<usize>, Vec<String>) {
        let text = self.text(name);
        let mut levels: Vec<String> = text.iter().flatten().cloned().collect();
        levels.sort_by(|a, b| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => a.total_cmp(&b),
            _ => a.cmp(b),
        });
        levels.dedup();
        let place = |cell: &Option<String>| {
            cell.as_ref().and_then(|cell| levels.iter().position(|level| level == cell)).unwrap_or(usize::MAX)
        };
        (text.iter().map(place).collect(), levels)
    }

    /// Where a condition `name=value` holds, several joined by `;`.
    pub fn condition(&self, text: &str) -> Vec<bool> {
        let mut holds = vec![true; self.rows];
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').expect("a condition");
            for (hold, cell) in holds.iter_mut().zip(self.text(name)) {
                *hold &= cell.as_deref() == Some(value);
            }
        }
        holds
    }

    pub fn present(&self, name: &str) -> Vec<bool> {
        self.text(name).iter().map(Option::is_some).collect()
    }
}

/// Where both hold.
pub fn both(a: &[bool], b: &[bool]) -> Vec<bool> {
    a.iter().zip(b).map(|(a, b)| *a && *b).collect()
}
