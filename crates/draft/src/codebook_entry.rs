//! A question as a drafted codebook writes it, while the draft still fills it in.
//!
//! Unlike `survey::Question` it has every key of `[[question]]` whatever its kind: the text that is made of it is read, and
//! checked, like one that a person wrote.

use topline_survey::{
    Absent, AbsentLabels, AskedIf, DateOrder, Folding, Kind, Mark, MissingValue, Net, WrittenNumber, absent_column,
    item_column, tick_column,
};

/// An option.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OptionEntry {
    pub code: i32,
    pub label: String,
    pub also: Vec<String>,
    pub column: Option<String>,
    pub open: bool,
    pub mark: Option<Mark>,
    pub value: Option<f64>,
}

/// A row of a grid, or a thing to rank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ItemEntry {
    pub id: String,
    pub label: String,
    pub also: Vec<String>,
    pub column: Option<String>,
    /// A column for each option; an empty name where there is none.
    pub columns: Vec<String>,
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QuestionEntry {
    pub id: String,
    pub kind: Kind,
    pub text: String,
    pub private: bool,
    pub column: Option<String>,
    /// The key `columns`.
    pub mentions: Vec<String>,
    pub items: Vec<ItemEntry>,
    pub options: Vec<OptionEntry>,
    pub nets: Vec<Net>,
    pub separator: Option<String>,
    /// The keys `decimal`, `grouping` and `units`.
    pub number: WrittenNumber,
    pub written: Option<DateOrder>,
    pub unticked: Vec<String>,
    pub absent: AbsentLabels,
    /// What only a person says: a title for tables, what a blank cell means, and routing.
    pub title: Option<String>,
    /// The part of the questionnaire that it is in.
    pub section: Option<String>,
    pub blank: Option<Absent>,
    pub asked_if: Option<AskedIf>,
    pub missing: Vec<MissingValue>,
    /// The codes out of the base of its tables.
    pub exclude: Vec<i32>,
    pub fold: Folding,
}

impl QuestionEntry {
    /// The columns of the export that it reads.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        let items = self.items.iter().flat_map(|item| item.column.iter().chain(&item.columns));
        let options = self.options.iter().filter_map(|option| option.column.as_ref());
        let all = self.column.iter().chain(&self.mentions).chain(items).chain(options);
        all.map(String::as_str).filter(|column| !column.is_empty())
    }

    /// The columns of `responses` that it will have.
    pub(crate) fn response_columns(&self) -> Vec<String> {
        let with_absent = |name: String| [absent_column(&name), name];
        match self.kind {
            Kind::Single | Kind::Number | Kind::Text | Kind::Date => with_absent(self.id.clone()).into(),
            Kind::Multi if self.options.is_empty() => Vec::new(),
            Kind::Multi => {
                let ticks = self.options.iter().map(|option| tick_column(&self.id, option.code));
                ticks.chain([absent_column(&self.id)]).collect()
            }
            Kind::Grid | Kind::Rank => {
                self.items.iter().flat_map(|item| with_absent(item_column(&self.id, &item.id))).collect()
            }
        }
    }
}
