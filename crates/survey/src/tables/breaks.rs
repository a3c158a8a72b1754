//! The columns of a table: the options or nets of its breaks, side by side or one break within another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::codebook::Codebook;
use crate::question::Question;

/// Which columns a break gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BreakColumns {
    /// One for each option.
    #[default]
    Options,
    /// One for each net.
    Nets,
    /// Nets, then options.
    Both,
}

/// A question that splits a table into columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The question, of kind `single` or `multi`.
    pub question: String,
    /// Which columns it gives.
    pub columns: BreakColumns,
    /// The breaks that split each of its columns again; where there are any, only their columns are shown.
    pub by: Vec<Break>,
}

impl Break {
    /// The columns that it gives: name, label, and the codes they gather.
    #[must_use]
    pub fn columns_of<'q>(&self, question: &'q Question) -> Vec<(String, &'q str, Vec<i32>)> {
        let nets = question.nets().iter().map(|net| (net.id.clone(), net.label.as_str(), net.codes.clone()));
        let options =
            question.options().iter().map(|option| (option.code.to_string(), option.label.as_str(), vec![option.code]));
        match self.columns {
            BreakColumns::Options => options.collect(),
            BreakColumns::Nets => nets.collect(),
            BreakColumns::Both => nets.chain(options).collect(),
        }
    }

    /// Whether a question is its own, or one that splits its columns.
    #[must_use]
    pub fn uses(&self, question: &str) -> bool {
        self.question == question || self.by.iter().any(|inner| inner.uses(question))
    }
}

/// A column of a table beside the total.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn<'c> {
    /// `BREAK.COLUMN`; of a nested break `BREAK.COLUMN/BREAK.COLUMN`.
    pub key: String,
    /// What its column is one of: the title of the break, and of a nested one the labels around it.
    pub break_label: String,
    /// Its own label.
    pub label: String,
    /// Who is in it: of each question, those who gave one of the codes.
    pub path: Vec<(&'c Question, Vec<i32>)>,
}

/// The columns of breaks, in their order. Breaks by unknown questions have none.
#[must_use]
pub fn columns<'c>(breaks: &[Break], codebook: &'c Codebook) -> Vec<TableColumn<'c>> {
    let mut found = Vec::new();
    for by in breaks {
        let Some(question) = codebook.question(&by.question) else { continue };
        for (name, label, codes) in by.columns_of(question) {
            let key = format!("{}.{name}", question.id);
            if by.by.is_empty() {
                let break_label = question.title().to_owned();
                found.push(TableColumn { key, break_label, label: label.to_owned(), path: vec![(question, codes)] });
                continue;
            }
            for inner in columns(&by.by, codebook) {
                let mut path = vec![(question, codes.clone())];
                path.extend(inner.path);
                found.push(TableColumn {
                    key: format!("{key}/{}", inner.key),
                    break_label: format!("{}: {label}, {}", question.title(), inner.break_label),
                    label: inner.label,
                    path,
                });
            }
        }
    }
    found
}
