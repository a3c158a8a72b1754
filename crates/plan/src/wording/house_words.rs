//! What the words of a house mean.

use std::collections::BTreeMap;

use topline_survey::Stated;

/// The words of a house, each with what it means.
#[derive(Debug, Clone, Default)]
pub struct HouseWords {
    meanings: BTreeMap<String, Stated>,
}

impl HouseWords {
    /// Takes note of what a word means.
    pub(super) fn declare(&mut self, name: String, meaning: Stated) {
        self.meanings.insert(name, meaning);
    }

    /// What a word means, where the house has declared it.
    pub(super) fn meaning(&self, name: &str) -> Option<Stated> {
        self.meanings.get(name).copied()
    }
}
