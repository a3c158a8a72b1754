//! The words of every figure, and how much each word tells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use topline_survey::{Figure, RowKind, Statistic, Tabulation, Unit};

use crate::figures::Figures;
use crate::search::terms::terms;

/// The figures of a run by their words.
pub struct FigureIndex<'f> {
    pub(super) entries: Vec<FigureWords<'f>>,
    /// The same figures by name.
    pub(super) figures: Figures<'f>,
    /// In how many different labels a word is.
    labels_with: HashMap<String, f64>,
    labels: f64,
}

/// A figure and its words.
pub(super) struct FigureWords<'f> {
    pub figure: Figure<'f>,
    pub question: BTreeSet<String>,
    pub item: BTreeSet<String>,
    pub row: BTreeSet<String>,
    /// Of the column; empty for the total.
    pub column: BTreeSet<String>,
}

impl<'f> FigureIndex<'f> {
    /// The figures of a run; `texts` has the text of each question, as asked.
    #[must_use]
    pub fn new(tables: &'f [Tabulation], texts: &BTreeMap<String, String>) -> Self {
        let mut labels: BTreeSet<Vec<String>> = BTreeSet::new();
        let mut entries = Vec::new();
        for figure in tables.iter().flat_map(Tabulation::figures).filter(is_quotable) {
            let text = texts.get(&figure.section.question).map_or("", String::as_str);
            let title = if figure.section.label == figure.table.title { "" } else { figure.table.title.as_str() };
            let parts = [
                terms(&format!("{title} {text}")),
                terms(&figure.section.label),
                terms(&format!("{} {}", figure.row.label, named(&figure.row.key))),
                terms(&format!(
                    "{} {}",
                    if figure.column.key.is_empty() { "" } else { &figure.column.label },
                    figure.column.break_label
                )),
            ];
            for part in &parts {
                labels.insert(part.clone());
            }
            let [question, item, row, column] = parts.map(BTreeSet::from_iter);
            entries.push(FigureWords { figure, question, item, row, column });
        }
        let mut labels_with: HashMap<String, f64> = HashMap::new();
        for label in &labels {
            for word in label.iter().collect::<BTreeSet<_>>() {
                *labels_with.entry(word.clone()).or_default() += 1.0;
            }
        }
        let figures = entries.iter().map(|entry| (entry.figure.name(), entry.figure)).collect();
        Self { entries, figures, labels_with, labels: labels.len() as f64 }
    }

    /// How much a word tells: the more, the fewer labels have it.
    pub(super) fn weight(&self, word: &str) -> f64 {
        let with = self.labels_with.get(word).copied().unwrap_or(0.5);
        (1.0 + self.labels / with).ln()
    }
}

/// The words in the name of a net or of a row made in SQL.
fn named(key: &str) -> String {
    if key.chars().any(char::is_alphabetic) && !key.contains(':') { key.replace('_', " ") } else { String::new() }
}

/// Whether documents speak of the figure: not of its standard errors, indices and bare totals.
fn is_quotable(figure: &Figure<'_>) -> bool {
    let is_row = match figure.row.kind {
        RowKind::Base
        | RowKind::Net
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Mean
        | RowKind::Sql
        | RowKind::Statistic => true,
        RowKind::Total | RowKind::Missing => false,
    };
    let is_plain = matches!(
        figure.row.statistic,
        None | Some(Statistic::ColumnPercent | Statistic::Mean | Statistic::Median | Statistic::NetPromoterScore)
    ) || figure.row.kind == RowKind::Base;
    is_row && is_plain && figure.row.unit != Unit::Index
}
