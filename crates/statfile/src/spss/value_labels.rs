//! Value labels gathered for each column, from however many records.

use std::collections::HashMap;

use encoding_rs::Encoding;

use crate::spss::code_page::decoded;
use crate::spss::fault::SpssFault;

/// The most value labels that all columns may have together, as thousands of variables can share thousands of labels.
const MOST_LABELS: usize = 4 << 20;

/// The value labels of each column.
pub(crate) struct LabelBook {
    encoding: &'static Encoding,
    columns: Vec<OfColumn>,
    expected: usize,
}

#[derive(Default)]
struct OfColumn {
    labels: Vec<(String, String)>,
    places: HashMap<String, usize>,
}

impl LabelBook {
    pub(crate) fn new(columns: usize, encoding: &'static Encoding) -> Self {
        Self { encoding, columns: (0..columns).map(|_| OfColumn::default()).collect(), expected: 0 }
    }

    /// Makes sure that there is room for so many labels.
    pub(crate) fn expect(&mut self, labels: usize) -> Result<(), SpssFault> {
        self.expected = self.expected.saturating_add(labels);
        if self.expected > MOST_LABELS { Err(SpssFault::Large) } else { Ok(()) }
    }

    /// Labels a value of a column; of two labels for one value, the last holds.
    pub(crate) fn add(&mut self, column: usize, value: String, label: &[u8]) {
        let label = decoded(label, self.encoding);
        let OfColumn { labels, places } = &mut self.columns[column];
        if let Some(place) = places.get(&value) {
            labels[*place].1 = label;
        } else {
            places.insert(value.clone(), labels.len());
            labels.push((value, label));
        }
    }

    /// The labels of each column, in the order of the file.
    pub(crate) fn into_labels(self) -> impl Iterator<Item = Vec<(String, String)>> {
        self.columns.into_iter().map(|column| column.labels)
    }
}
