//! A source that joins: its rows, held until the respondents whose rows they are have been read.
//!
//! Of its columns those are kept that the pipeline reads, each distinct text once.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow::datatypes::Int32Type;
use arrow::error::ArrowError;
use topline_records::RowProblem;
use topline_survey::{Accounting, Action, Duplicates, Finding, FindingKind, Joining, Place, Source};

use crate::raw::{Raw, cell, key};
use crate::respondents::NameList;

/// A cell without a text.
const BLANK: u32 = u32::MAX;

/// The rows of a source that joins.
pub(crate) struct Side<'p> {
    pub source: &'p Source,
    pub joins: &'p Joining,
    /// What its rows are known by.
    keys: NameList,
    /// Of each key, the row of the file.
    rows: Vec<u64>,
    /// Of each key, whether a respondent has been met whose row it is.
    matched: Vec<bool>,
    columns: Vec<SideColumn>,
    accounting: Accounting,
}

/// A column of it: a text for each key.
struct SideColumn {
    name: String,
    texts: NameList,
    cells: Vec<u32>,
}

impl<'p> Side<'p> {
    /// Keeps these columns.
    pub(crate) fn new(source: &'p Source, joins: &'p Joining, columns: &[String]) -> Self {
        let columns =
            columns.iter().map(|name| SideColumn { name: name.clone(), texts: NameList::default(), cells: Vec::new() });
        Self {
            source,
            joins,
            keys: NameList::default(),
            rows: Vec::new(),
            matched: Vec::new(),
            columns: columns.collect(),
            accounting: Accounting::default(),
        }
    }

    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known.name == column)
    }

    /// Takes in the rows of a raw batch.
    pub(crate) fn take(&mut self, raw: &Raw<'_>, rows: &[u64], problems: &[Option<RowProblem>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let (source, joins) = (self.source, self.joins);
        let keys: Vec<_> = joins.on.iter().map(|on| raw.column(on)).collect();
        let mut kept = Vec::new();
        for (index, &row) in rows.iter().enumerate() {
            self.accounting.read += 1;
            match problems[index] {
                Some(RowProblem::Blank) => {
                    self.accounting.exclude("blank row");
                    continue;
                }
                Some(RowProblem::Broken) => {
                    self.accounting.quarantined += 1;
                    continue;
                }
                None => {}
            }
            let mut find = |kind, detail: &str, action| {
                let place = place_in(source, Some(row), Some(joins.on.first()));
                findings.push(Finding { place, kind, detail: detail.to_owned(), action });
            };
            let Some(key) = key(&keys, index) else {
                find(FindingKind::NoRespondent, "the row names no respondent", Action::Quarantined);
                self.accounting.quarantined += 1;
                continue;
            };
            if !self.keys.enter(&key).1 {
                let action = match self.source.duplicates {
                    Duplicates::Fail => Action::Told,
                    Duplicates::KeepFirst => Action::LeftOut,
                };
                find(FindingKind::Duplicate, "the respondent has been seen in an earlier row", action);
                self.accounting.duplicate += 1;
                continue;
            }
            self.rows.push(row);
            self.matched.push(false);
            kept.push(index);
        }
        for column in &mut self.columns {
            let cells = raw.column(&column.name);
            let number = |index: &usize| cell(cells, *index).map_or(BLANK, |text| column.texts.enter(text).0);
            column.cells.extend(kept.iter().map(number));
        }
        findings
    }

    /// The number of the row with this key.
    pub(crate) fn partner(&self, key: &str) -> Option<u32> {
        self.keys.number(key)
    }

    /// A respondent has been accepted whose row this is.
    pub(crate) fn matched(&mut self, partner: u32) {
        self.met(partner.into());
    }

    /// The same of a number that somebody else gave: of no row, it says nothing.
    pub(crate) fn met(&mut self, partner: u64) {
        if let Some(matched) = usize::try_from(partner).ok().and_then(|at| self.matched.get_mut(at)) {
            *matched = true;
        }
    }

    /// A column as it stands beside the rows that have these partners.
    pub(crate) fn beside(&self, column: &str, partners: &[Option<u32>]) -> Result<ArrayRef, ArrowError> {
        let Some(column) = self.columns.iter().find(|known| known.name == column) else {
            return Err(ArrowError::SchemaError(format!("no column `{column}`")));
        };
        let mut numbers: HashMap<u32, i32> = HashMap::new();
        let mut texts: Vec<&str> = Vec::new();
        let mut bytes = 0;
        let keys: Int32Array = partners
            .iter()
            .map(|partner| {
                let text = partner.map(|partner| column.cells[partner as usize]).filter(|text| *text != BLANK)?;
                Some(*numbers.entry(text).or_insert_with(|| {
                    texts.push(column.texts.name(text));
                    bytes += texts[texts.len() - 1].len();
                    texts.len() as i32 - 1
                }))
            })
            .collect();
        if i32::try_from(bytes).is_err() {
            return Err(ArrowError::OffsetOverflowError(bytes));
        }
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(StringArray::from(texts)))?))
    }

    /// Where a row, or the row with this number, stands.
    pub(crate) fn place_of(&self, partner: u32, column: &str) -> Place {
        self.place(self.rows.get(partner as usize).copied(), Some(column))
    }

    pub(crate) fn place(&self, row: Option<u64>, column: Option<&str>) -> Place {
        place_in(self.source, row, column)
    }

    /// The rows that were nobody's, and the account of all.
    pub(crate) fn finish(mut self) -> (Vec<Finding>, Accounting) {
        let alone = self.rows.iter().zip(&self.matched).filter(|(_, matched)| !**matched);
        let findings: Vec<Finding> = alone
            .map(|(row, _)| Finding {
                place: self.place(Some(*row), Some(self.joins.on.first())),
                kind: FindingKind::NoPartner,
                detail: "no response has this respondent".to_owned(),
                action: Action::Excluded,
            })
            .collect();
        self.accounting.accepted += (self.rows.len() - findings.len()) as u64;
        let reason = format!("`{}` without a response", self.source.name);
        self.accounting.exclude_all(&reason, findings.len() as u64);
        (findings, self.accounting)
    }
}

fn place_in(source: &Source, row: Option<u64>, column: Option<&str>) -> Place {
    let column = column.map(str::to_owned);
    Place { file: source.name.clone(), sheet: source.sheet.clone(), row, column }
}
