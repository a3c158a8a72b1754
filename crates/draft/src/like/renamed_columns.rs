//! Which column of the new export holds what a column of the earlier one held.

use std::collections::{HashMap, HashSet};

use topline_survey::{ColumnChange, ExpectedColumns, Kind};

use crate::codebook_entry::QuestionEntry;
use crate::question_draft::Drafted;
use crate::text::{fold, squeezed};

/// What stands between the header rows of a name.
const BETWEEN_ROWS: &str = " | ";

/// The names of two exports: one of them may have a title above its header, which begins all of its names.
pub(super) struct TitledNames<'n> {
    earlier: Option<&'n str>,
    found: &'n [String],
    title: Option<&'n str>,
}

impl<'n> TitledNames<'n> {
    pub(super) fn of(earlier: &'n [String], found: &'n [String]) -> Self {
        Self { earlier: title_of(earlier), found, title: title_of(found) }
    }

    /// The name that a column of the earlier export has now, but for a title.
    pub(super) fn now(&self, column: &str) -> Option<&'n str> {
        let exactly = self.found.iter().find(|known| *known == column);
        let plain = without_title(column, self.earlier);
        let is_same = |known: &&String| without_title(known, self.title) == plain;
        exactly.or_else(|| self.found.iter().find(is_same)).map(String::as_str)
    }
}

/// The header row that all names begin with.
fn title_of(names: &[String]) -> Option<&str> {
    let (title, _) = names.first()?.split_once(BETWEEN_ROWS)?;
    let is_titled = |name: &String| name.split_once(BETWEEN_ROWS).is_some_and(|(own, _)| own == title);
    (names.len() > 1 && names.iter().all(is_titled)).then_some(title)
}

fn without_title<'t>(name: &'t str, title: Option<&str>) -> &'t str {
    let rest = title.and_then(|title| name.strip_prefix(title)?.strip_prefix(BETWEEN_ROWS));
    rest.unwrap_or(name)
}

/// Columns by their earlier name.
#[derive(Debug, Default)]
pub(super) struct RenamedColumns {
    names: HashMap<String, String>,
    /// Columns that may have another name now, and of which nothing else says so.
    pub doubtful: Vec<(String, String)>,
}

impl RenamedColumns {
    /// A column of the same name is the same. One that has another name is known by its name and place, or by the question that
    /// the draft finds in it: the same words, with as many columns.
    pub(super) fn find(earlier: &[QuestionEntry], columns: &[String], found: &[String], drafted: &[Drafted]) -> Self {
        let mut names: HashMap<String, String> = HashMap::new();
        let read = earlier.iter().flat_map(QuestionEntry::columns).map(str::to_owned);
        let titled = TitledNames::of(columns, found);
        for column in read.chain(columns.iter().cloned()) {
            if let Some(now) = titled.now(&column) {
                names.insert(column, now.to_owned());
            }
        }
        let mut taken: HashSet<String> = names.values().cloned().collect();
        // By the words of the question, where its columns are gone.
        let is_gone = |question: &&QuestionEntry| question.columns().all(|column| !names.contains_key(column));
        let gone: Vec<&QuestionEntry> = earlier.iter().filter(is_gone).collect();
        for question in gone {
            let own: Vec<&str> = question.columns().collect();
            let is_like = |drafted: &&Drafted| {
                let other = &drafted.question;
                is_alike(question, other)
                    && other.columns().count() == own.len()
                    && other.columns().all(|column| !taken.contains(column))
            };
            let mut alike = drafted.iter().filter(is_like);
            let (Some(other), None) = (alike.next(), alike.next()) else { continue };
            let pairs = pairs(question, &other.question);
            taken.extend(pairs.iter().map(|(_, to)| to.clone()));
            names.extend(pairs);
        }
        let mut doubtful = Vec::new();
        let expected = ExpectedColumns { allow: Vec::new(), columns: columns.to_vec() };
        for change in expected.changes(found) {
            match change {
                ColumnChange::Renamed { from, to } if !names.contains_key(&from) && !taken.contains(&to) => {
                    // A name that is only much like another may be that of another option.
                    if squeezed(&from) == squeezed(&to) {
                        taken.insert(to.clone());
                        names.insert(from, to);
                    } else {
                        doubtful.push((from, to));
                    }
                }
                ColumnChange::Renamed { .. }
                | ColumnChange::Added { .. }
                | ColumnChange::Dropped { .. }
                | ColumnChange::Moved { .. } => {}
            }
        }
        Self { names, doubtful }
    }

    /// The name that a column has now, where it is in the export.
    pub(super) fn now(&self, column: &str) -> Option<&str> {
        self.names.get(column).map(String::as_str)
    }
}

/// Whether questions ask the same in the same way, of which one was drafted without a person.
fn is_alike(earlier: &QuestionEntry, drafted: &QuestionEntry) -> bool {
    let are_choices = |kind: Kind| matches!(kind, Kind::Single | Kind::Number);
    let same_kind = earlier.kind == drafted.kind || (are_choices(earlier.kind) && are_choices(drafted.kind));
    let text = fold(&drafted.text);
    same_kind
        && !text.is_empty()
        && (fold(&earlier.text) == text || earlier.title.as_deref().is_some_and(|title| fold(title) == text))
}

/// The columns of one question, each with that of the other: by the labels of their options and items, else in their order.
fn pairs(earlier: &QuestionEntry, drafted: &QuestionEntry) -> Vec<(String, String)> {
    let labelled = |question: &QuestionEntry| -> Vec<(String, String)> {
        let items = question.items.iter().filter_map(|item| Some((fold(&item.label), item.column.clone()?)));
        let options = question.options.iter().filter_map(|option| Some((fold(&option.label), option.column.clone()?)));
        items.chain(options).collect()
    };
    let (own, others) = (labelled(earlier), labelled(drafted));
    if own.is_empty() || own.len() != earlier.columns().count() {
        return earlier.columns().map(str::to_owned).zip(drafted.columns().map(str::to_owned)).collect();
    }
    let pair = |(label, column): &(String, String)| {
        let (_, other) = others.iter().find(|(other, _)| other == label)?;
        Some((column.clone(), other.clone()))
    };
    own.iter().filter_map(pair).collect()
}
