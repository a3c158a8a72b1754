//! The columns of `responses` that hold a question's answers.
//!
//! | kind | columns |
//! |---|---|
//! | `single` | `Q`: the code |
//! | `multi` | `Q_<code>` for each option: ticked or not |
//! | `grid`, `rank` | `Q_<item>` for each item: the code or rank |
//! | `number`, `text`, `date` | `Q` |
//!
//! Beside them stands `<column>_absent`, which says why a null is null; for `multi` there is one, `Q_absent`.

use crate::question::{Item, Kind, Opt, Question};

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

impl Question {
    /// The columns of `responses` that hold the answers, in their order.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable<'_>> {
        let whole = |kind| {
            vec![Variable {
                name: self.id.clone(),
                absent: format!("{}_absent", self.id),
                kind,
                question: self,
                item: None,
                option: None,
            }]
        };
        match self.kind {
            Kind::Single => whole(VariableKind::Code),
            Kind::Number => whole(VariableKind::Number),
            Kind::Text => whole(VariableKind::Text),
            Kind::Date => whole(VariableKind::Date),
            Kind::Multi => self
                .options
                .iter()
                .map(|option| Variable {
                    name: format!("{}_{}", self.id, option.code),
                    absent: format!("{}_absent", self.id),
                    kind: VariableKind::Tick,
                    question: self,
                    item: None,
                    option: Some(option),
                })
                .collect(),
            Kind::Grid | Kind::Rank => self
                .items
                .iter()
                .map(|item| Variable {
                    name: format!("{}_{}", self.id, item.id),
                    absent: format!("{}_{}_absent", self.id, item.id),
                    kind: VariableKind::Code,
                    question: self,
                    item: Some(item),
                    option: None,
                })
                .collect(),
        }
    }
}
