//! Numbers where R's answer is not the definition's: `golden_named.csv` in `tests/oracles` has ours, R's and why.

use std::collections::HashMap;
use std::path::Path;

use crate::row::Row;

/// Ours, R's, and the reason.
pub struct Named {
    pub ours: f64,
    pub theirs: f64,
    pub reason: String,
}

/// The named numbers, by row and name.
pub struct AllNamed(HashMap<(String, String), Named>);

impl AllNamed {
    pub fn read() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oracles/golden_named.csv");
        let mut reader = csv::Reader::from_path(file).expect("the named numbers");
        let entry = |record: Result<csv::StringRecord, csv::Error>| {
            let record = record.expect("a row");
            let number = |place: usize| record[place].parse().unwrap_or(f64::NAN);
            let named = Named { ours: number(2), theirs: number(3), reason: record[4].to_owned() };
            ((record[0].to_owned(), record[1].to_owned()), named)
        };
        Self(reader.records().map(entry).collect())
    }

    /// Why a number of a row is not R's, where it is the one that is named.
    pub fn reason(&self, row: &Row, name: &str, found: f64, expect: f64) -> Option<&str> {
        let named = self.0.get(&(row.id.clone(), name.to_owned()))?;
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-7 * b.abs() || (a.is_nan() && b.is_nan());
        (near(found, named.ours) && near(expect, named.theirs)).then_some(named.reason.as_str())
    }
}
