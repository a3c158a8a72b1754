//! `columns.toml`: the columns that the export had when the codebook was written, and which changes a run lets pass.
//!
//! An export of next month that adds, drops, renames or moves a column is told by name. A column that is dropped and one that
//! is added are one renamed where they stand in the same place or have much the same name.

use std::collections::HashMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

/// How an export's columns differ from those expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A column is new.
    Added,
    /// A column is gone.
    Dropped,
    /// A column has another name.
    Renamed,
    /// A column stands elsewhere.
    Moved,
}

/// One difference between the columns expected and those found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnChange {
    /// A new column, and the one that it stands after.
    Added {
        /// Its name.
        column: String,
        /// The column before it; none where it is the first.
        after: Option<String>,
    },
    /// A column that is gone.
    Dropped {
        /// Its name.
        column: String,
    },
    /// A column with another name.
    Renamed {
        /// The name expected.
        from: String,
        /// The name found.
        to: String,
    },
    /// A column that stands elsewhere.
    Moved {
        /// Its name.
        column: String,
        /// The column that it now stands after; none where it is the first.
        after: Option<String>,
    },
}

impl ColumnChange {
    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Added { .. } => ChangeKind::Added,
            Self::Dropped { .. } => ChangeKind::Dropped,
            Self::Renamed { .. } => ChangeKind::Renamed,
            Self::Moved { .. } => ChangeKind::Moved,
        }
    }
}

impl fmt::Display for ColumnChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let after = |after: &Option<String>| match after {
            Some(after) => format!("after \"{after}\""),
            None => "first".to_owned(),
        };
        match self {
            Self::Added { column, after: place } => write!(f, "\"{column}\" is new, {}", after(place)),
            Self::Dropped { column } => write!(f, "\"{column}\" is gone"),
            Self::Renamed { from, to } => write!(f, "\"{from}\" is now \"{to}\""),
            Self::Moved { column, after: place } => write!(f, "\"{column}\" now stands {}", after(place)),
        }
    }
}

/// The columns that a pipeline was written for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExpectedColumns {
    /// The changes that a run lets pass.
    pub allow: Vec<ChangeKind>,
    /// The names of the columns, in the order of the export.
    pub columns: Vec<String>,
}

/// How like two names must be that stand in the same place, to be one renamed.
const ALIKE_IN_PLACE: f64 = 0.7;
/// How like two names must be that stand in different places.
const ALIKE_ELSEWHERE: f64 = 0.93;

impl ExpectedColumns {
    /// How the columns of an export differ from those expected, in the order of the export; what is gone stands last.
    #[must_use]
    pub fn changes(&self, found: &[String]) -> Vec<ColumnChange> {
        let place: HashMap<&str, usize> =
            self.columns.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        let known: Vec<(usize, usize)> = found
            .iter()
            .enumerate()
            .filter_map(|(index, name)| place.get(name.as_str()).map(|place| (index, *place)))
            .collect();
        let stays = longest_rise(&known.iter().map(|(_, place)| *place).collect::<Vec<_>>());
        let moved: Vec<usize> =
            known.iter().zip(&stays).filter(|(_, stays)| !**stays).map(|((index, _), _)| *index).collect();
        let in_export: HashMap<&str, usize> =
            found.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        let mut dropped: Vec<usize> =
            (0..self.columns.len()).filter(|at| !in_export.contains_key(self.columns[*at].as_str())).collect();
        let mut changes = Vec::new();
        let mut renamed = HashMap::new();
        let added: Vec<usize> = (0..found.len()).filter(|at| !place.contains_key(found[*at].as_str())).collect();
        for alike in [ALIKE_IN_PLACE, ALIKE_ELSEWHERE] {
            for &index in added.iter().filter(|index| !renamed.contains_key(*index)).collect::<Vec<_>>() {
                let same_place = |at: usize| {
                    let before = |names: &[String], at: usize| at.checked_sub(1).map(|before| names[before].clone());
                    before(found, index) == before(&self.columns, at)
                        || found.get(index + 1).is_some_and(|next| Some(next) == self.columns.get(at + 1))
                };
                let best = dropped
                    .iter()
                    .enumerate()
                    .filter(|(_, at)| alike > ALIKE_IN_PLACE || same_place(**at))
                    .map(|(position, at)| (likeness(&self.columns[*at], &found[index]), position))
                    .filter(|(likeness, _)| *likeness >= alike)
                    .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                if let Some((_, position)) = best {
                    renamed.insert(index, dropped.remove(position));
                }
            }
        }
        for (index, name) in found.iter().enumerate() {
            let after = index.checked_sub(1).map(|before| found[before].clone());
            if let Some(at) = renamed.get(&index) {
                changes.push(ColumnChange::Renamed { from: self.columns[*at].clone(), to: name.clone() });
            } else if added.contains(&index) {
                changes.push(ColumnChange::Added { column: name.clone(), after });
            } else if moved.contains(&index) {
                changes.push(ColumnChange::Moved { column: name.clone(), after });
            }
        }
        changes.extend(dropped.into_iter().map(|at| ColumnChange::Dropped { column: self.columns[at].clone() }));
        changes
    }

    /// The changes that the pipeline does not allow.
    #[must_use]
    pub fn not_allowed(&self, found: &[String]) -> Vec<ColumnChange> {
        self.changes(found).into_iter().filter(|change| !self.allow.contains(&change.kind())).collect()
    }
}

fn likeness(one: &str, other: &str) -> f64 {
    strsim::jaro_winkler(&one.to_lowercase(), &other.to_lowercase())
}

/// Which of the numbers belong to a longest strictly rising selection: those that need not be moved.
fn longest_rise(numbers: &[usize]) -> Vec<bool> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (index, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut stays = vec![false; numbers.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        stays[index] = true;
        at = before[index];
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, ExpectedColumns};

    fn check(expected: &str, found: &str, changes: &[&str]) {
        let names = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let expected = ExpectedColumns { allow: Vec::new(), columns: names(expected) };
        let told: Vec<String> = expected.changes(&names(found)).iter().map(ToString::to_string).collect();
        assert_eq!(told, changes, "{found}");
    }

    #[test]
    fn each_difference_is_told_by_name() {
        check("id age sex", "id age sex", &[]);
        check("id age sex", "id age region sex", &["\"region\" is new, after \"age\""]);
        check("id age sex", "id sex", &["\"age\" is gone"]);
        check("id age sex", "sex id age", &["\"sex\" now stands first"]);
        check("id Q1_1 Q1_2 sex", "id Q1_1 q1_2x sex", &["\"Q1_2\" is now \"q1_2x\""]);
        check("id age sex", "id weight", &["\"weight\" is new, after \"id\"", "\"age\" is gone", "\"sex\" is gone"]);
    }

    #[test]
    fn what_the_pipeline_allows_is_let_pass() {
        let expected =
            ExpectedColumns { allow: vec![ChangeKind::Added], columns: vec!["id".to_owned(), "age".to_owned()] };
        assert!(expected.not_allowed(&["id".to_owned(), "age".to_owned(), "city".to_owned()]).is_empty());
        assert_eq!(expected.not_allowed(&["id".to_owned()]).len(), 1);
    }
}
