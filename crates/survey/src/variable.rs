//! The columns of `responses` that hold a question's answers.
//!
//! | kind | columns |
//! |---|---|
//! | `single` | `Q`: the code |
//! | `multi` | `Q_<code>` for each option: ticked or not |
//! | `grid`, `rank` | `Q_<item>` for each item: the code or rank |
//! | `number`, `text`, `date` | `Q` |
//!
//! Beside them stands `<column>_absent`, which says why a null is null; for `multi` there is one, `Q_absent`. A question with missing
//! values that keep their codes has `<column>_missing` too.

use crate::answer::{Answer, Kind, MultiCells, RankCells};
use crate::option::{Item, Opt};
use crate::question::Question;

/// What a column of `responses` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableKind {
    /// The code of an option, or a rank.
    Code,
    /// Whether an option was ticked.
    Tick,
    /// A number.
    Number,
    /// Words.
    Text,
    /// A day.
    Date,
}

/// One column of `responses`.
#[derive(Debug, Clone)]
pub struct Variable<'q> {
    /// The column's name.
    pub name: String,
    /// The name of the column that says why it is absent.
    pub absent: String,
    /// What it holds.
    pub kind: VariableKind,
    /// The question.
    pub question: &'q Question,
    /// The item, of a grid or ranking.
    pub item: Option<&'q Item>,
    /// The option, of tick boxes.
    pub option: Option<&'q Opt>,
}

/// The column of an option that can be ticked.
#[must_use]
pub fn tick_column(question: &str, code: i32) -> String {
    format!("{question}_{code}")
}

/// The column of an item of a grid or ranking.
#[must_use]
pub fn item_column(question: &str, item: &str) -> String {
    format!("{question}_{item}")
}

/// The column that says why a column, or a question that ticks options, has no answer.
#[must_use]
pub fn absent_column(column: &str) -> String {
    format!("{column}_absent")
}

/// The column that says which missing value a column, or a question that ticks options, has.
#[must_use]
pub fn missing_column(column: &str) -> String {
    format!("{column}_missing")
}

impl Variable<'_> {
    /// The name of the column that says which missing value it has; nothing where the question has none of its own.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let of = self.absent.strip_suffix("_absent").unwrap_or(&self.absent);
        (!self.question.missing.is_empty()).then(|| missing_column(of))
    }
}

impl Question {
    /// The columns of `responses` that hold the answers, in their order.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable<'_>> {
        let whole = |kind| {
            vec![Variable {
                name: self.id.clone(),
                absent: absent_column(&self.id),
                kind,
                question: self,
                item: None,
                option: None,
            }]
        };
        match self.kind() {
            Kind::Single => whole(VariableKind::Code),
            Kind::Number => whole(VariableKind::Number),
            Kind::Text => whole(VariableKind::Text),
            Kind::Date => whole(VariableKind::Date),
            Kind::Multi => self
                .options()
                .iter()
                .map(|option| Variable {
                    name: tick_column(&self.id, option.code),
                    absent: absent_column(&self.id),
                    kind: VariableKind::Tick,
                    question: self,
                    item: None,
                    option: Some(option),
                })
                .collect(),
            Kind::Grid | Kind::Rank => self
                .items()
                .iter()
                .map(|item| Variable {
                    name: item_column(&self.id, &item.id),
                    absent: absent_column(&item_column(&self.id, &item.id)),
                    kind: VariableKind::Code,
                    question: self,
                    item: Some(item),
                    option: None,
                })
                .collect(),
        }
    }
}

impl<'q> Variable<'q> {
    /// The columns of the export that hold its answers; none of a derived question.
    #[must_use]
    pub fn columns(&self) -> Vec<&'q str> {
        let options = self.question.options().iter();
        let item = || self.question.items().iter().position(|item| self.item.is_some_and(|own| own.id == item.id));
        match &self.question.answer {
            Answer::Multi { cells: MultiCells::Boxes { columns, .. }, .. } => {
                let boxes = options.zip(columns);
                let own = boxes.filter(|(option, _)| self.option.is_some_and(|own| own.code == option.code));
                own.map(|(_, column)| column.as_str()).collect()
            }
            Answer::Grid { cells, .. } => item().into_iter().flat_map(|place| cells[place].columns()).collect(),
            Answer::Rank { cells: RankCells::Ranks(columns), .. } => {
                item().into_iter().map(|place| columns[place].as_str()).collect()
            }
            Answer::Multi { cells: MultiCells::Labels(_), .. }
            | Answer::Rank { cells: RankCells::Labels(_), .. }
            | Answer::Single { .. }
            | Answer::Number { .. }
            | Answer::Text { .. }
            | Answer::Date { .. } => self.question.columns(),
        }
    }
}
