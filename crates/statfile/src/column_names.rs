//! The names of columns, made distinct.

use std::collections::HashMap;

/// Makes names distinct: one that is taken gets ` (2)`, ` (3)`.
#[derive(Debug, Clone)]
pub struct DistinctNames {
    /// The last number of each name that is taken.
    taken: HashMap<String, usize>,
}

impl DistinctNames {
    /// These names are taken from the start.
    #[must_use]
    pub fn reserving(names: &[&str]) -> Self {
        Self { taken: names.iter().map(|name| ((*name).to_owned(), 1)).collect() }
    }

    /// Takes a name, numbered where it is taken already.
    pub fn take(&mut self, name: String) -> String {
        let Some(last) = self.taken.get(&name).copied() else {
            self.taken.insert(name.clone(), 1);
            return name;
        };
        let mut number = last + 1;
        let mut numbered = format!("{name} ({number})");
        while self.taken.contains_key(&numbered) {
            number += 1;
            numbered = format!("{name} ({number})");
        }
        self.taken.insert(name, number);
        self.taken.insert(numbered.clone(), 1);
        numbered
    }
}

/// The names of a file, trimmed; a blank one is `column_<n>`, and one that is taken or reserved is numbered.
pub(crate) fn column_names(given: impl IntoIterator<Item = String>, reserved: &[&str]) -> Vec<String> {
    let mut names = DistinctNames::reserving(reserved);
    let or_numbered = |(column, name): (usize, String)| match name.trim() {
        "" => format!("column_{column}"),
        name => name.to_owned(),
    };
    (1..).zip(given).map(or_numbered).map(|name| names.take(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::column_names;

    #[test]
    fn names_are_trimmed_numbered_and_never_reserved() {
        let given = ["age", " age ", "", "_row", "age (2)"].map(str::to_owned);
        assert_eq!(column_names(given, &["_row"]), ["age", "age (2)", "column_3", "_row (2)", "age (2) (2)"]);
    }
}
