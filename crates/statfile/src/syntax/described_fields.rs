//! What the commands describe: the fields of a case, and what is said of them.

use std::collections::HashMap;

use crate::description::{ColumnDescription, Description, Holds, LabelRoom, Missing};

use super::syntax_error::{SyntaxError, SyntaxFault};
use super::tokens::Token;

/// Where the columns of fixed-width data are, and what they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedLayout {
    /// The columns, in their order.
    pub fields: Vec<FixedField>,
    /// How many lines a case has.
    pub lines: usize,
    /// How many lines come before the first case.
    pub skipped: usize,
    /// What the commands say of the columns.
    pub description: Description,
}

/// Where a column is in the lines of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedField {
    /// Its name.
    pub name: String,
    /// The line of the case, counted from nought.
    pub line: usize,
    /// Its first character, counted from nought.
    pub start: usize,
    /// How many characters it has.
    pub width: usize,
    /// What the characters are.
    pub content: FieldContent,
}

/// What the characters of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldContent {
    /// Words, a day or a time, as they are.
    Text,
    /// A number. Without a point in it, so many of its digits are decimals.
    Number {
        /// How many.
        decimals: usize,
    },
}

/// The most characters of a line.
const LONGEST_LINE: usize = 1 << 20;
/// The most columns.
const MOST_FIELDS: usize = 100_000;
/// The most lines of a case.
const MOST_LINES: usize = 10_000;

/// What is gathered while commands are read.
#[derive(Debug)]
pub(super) struct DescribedFields {
    pub lines: usize,
    pub skipped: usize,
    pub title: Option<String>,
    pub weight: Option<String>,
    fields: Vec<FixedField>,
    columns: Vec<ColumnDescription>,
    index: HashMap<String, usize>,
    room: LabelRoom,
}

impl DescribedFields {
    pub(super) fn new() -> Self {
        Self {
            lines: 1,
            skipped: 0,
            title: None,
            weight: None,
            fields: Vec::new(),
            columns: Vec::new(),
            index: HashMap::new(),
            room: LabelRoom::default(),
        }
    }

    /// Adds a column; `token` is where it is named.
    pub(super) fn add(&mut self, field: FixedField, token: &Token) -> Result<(), SyntaxError> {
        let too_many = |what, limit| token.fault(SyntaxFault::TooMany { what, limit });
        if field.start.saturating_add(field.width) > LONGEST_LINE {
            return Err(too_many("the column", LONGEST_LINE));
        }
        if self.fields.len() >= MOST_FIELDS {
            return Err(too_many("the number of columns", MOST_FIELDS));
        }
        if field.line >= MOST_LINES {
            return Err(too_many("the number of lines", MOST_LINES));
        }
        if self.index.insert(field.name.to_lowercase(), self.fields.len()).is_some() {
            return Err(token.fault(SyntaxFault::Twice { name: field.name }));
        }
        self.lines = self.lines.max(field.line + 1);
        let holds = if field.content == FieldContent::Text { Holds::Text } else { Holds::Number };
        self.columns.push(ColumnDescription { name: field.name.clone(), holds, ..ColumnDescription::default() });
        self.fields.push(field);
        Ok(())
    }

    /// The place of a variable.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.index.get(&name.to_lowercase()).copied()
    }

    /// The place of a variable that must have columns.
    pub(super) fn known(&self, name: &str, token: &Token) -> Result<usize, SyntaxError> {
        self.position(name).ok_or_else(|| token.fault(SyntaxFault::UnknownVariable { name: name.to_owned() }))
    }

    pub(super) fn column(&mut self, position: usize) -> &mut ColumnDescription {
        &mut self.columns[position]
    }

    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn field(&mut self, position: usize) -> &mut FixedField {
        &mut self.fields[position]
    }

    /// The value labels of a column: those of values that have none yet are added, others are replaced.
    pub(super) fn label_values(
        &mut self,
        position: usize,
        values: &[(String, String)],
        token: &Token,
    ) -> Result<(), SyntaxError> {
        if !self.room.takes(values) {
            return Err(token.fault(SyntaxFault::TooMany { what: "the text of all labels", limit: 256 << 20 }));
        }
        let column = &mut self.columns[position];
        let mut index: HashMap<String, usize> =
            column.values.iter().enumerate().map(|(at, (value, _))| (value.clone(), at)).collect();
        for (value, label) in values {
            let label = label.trim().to_owned();
            if let Some(at) = index.get(value) {
                column.values[*at].1 = label;
            } else {
                index.insert(value.clone(), column.values.len());
                column.values.push((value.clone(), label));
            }
        }
        Ok(())
    }

    pub(super) fn declare_missing(&mut self, position: usize, missing: &[Missing]) {
        let known = &mut self.columns[position].missing;
        for each in missing {
            if !known.contains(each) {
                known.push(each.clone());
            }
        }
    }

    /// What all commands together say.
    pub(super) fn finish(self) -> FixedLayout {
        let Self { lines, skipped, title, weight, fields, columns, .. } = self;
        let weight = weight.and_then(|weight| {
            columns.iter().find(|column| column.name.eq_ignore_ascii_case(&weight)).map(|column| column.name.clone())
        });
        let description = Description { title, columns, weight, ..Description::default() };
        FixedLayout { fields, lines, skipped, description }
    }
}
