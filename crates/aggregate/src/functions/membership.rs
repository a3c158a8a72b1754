//! Conditions on `responses`: who is in a base, and who gave which answer.

use topline_survey::{Absent, Kind};

use super::names::Asked;
use crate::condition::name;

/// Who a percentage is out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// Those who gave an answer.
    Answered,
    /// Those who gave one, or were shown the question and skipped it.
    Asked,
    /// Everybody.
    All,
}

impl Base {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name.trim().to_lowercase().as_str() {
            "answered" => Some(Self::Answered),
            "asked" => Some(Self::Asked),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// The reasons of those in it who gave no answer.
    pub(crate) fn reasons(self) -> &'static [Absent] {
        match self {
            Self::Answered => &[],
            Self::Asked => &[Absent::NoAnswer],
            Self::All => &Absent::ALL,
        }
    }

    /// The condition that a respondent is in it.
    pub(crate) fn condition(self, of: Asked<'_>) -> String {
        let absent = absent_of(of, "");
        match self {
            Self::Answered => format!("{absent} is null"),
            Self::Asked => format!("({absent} is null or {absent} = '{}')", Absent::NoAnswer.as_str()),
            Self::All => "true".to_owned(),
        }
    }
}

/// The column with the answer; of a `multi` there is none.
pub(crate) fn column_of(of: Asked<'_>, table: &str) -> String {
    let id = &of.question.id;
    let column = of.item.map_or_else(|| id.clone(), |item| format!("{id}_{}", item.id));
    format!("{table}{}", name(&column))
}

/// The column with the reason for which there is no answer.
pub(crate) fn absent_of(of: Asked<'_>, table: &str) -> String {
    let id = &of.question.id;
    let column = of.item.map_or_else(|| format!("{id}_absent"), |item| format!("{id}_{}_absent", item.id));
    format!("{table}{}", name(&column))
}

/// The condition that the answer is one of these codes: true or false, whoever answered.
///
/// `table` stands before the columns, with its point.
pub(crate) fn gave(of: Asked<'_>, codes: &[i32], table: &str) -> String {
    if codes.is_empty() {
        return "false".to_owned();
    }
    if of.question.kind() == Kind::Multi {
        let box_of = |code: &i32| format!("coalesce({table}{}, false)", name(&format!("{}_{code}", of.question.id)));
        return format!("({})", codes.iter().map(box_of).collect::<Vec<_>>().join(" or "));
    }
    format!("coalesce({} in ({}), false)", column_of(of, table), listed(codes))
}

/// The condition that the answer is one of these codes, which is null where there is no answer.
pub(crate) fn chose(of: Asked<'_>, codes: &[i32], table: &str) -> String {
    if of.question.kind() == Kind::Multi {
        return format!("case when {} is null then {} end", absent_of(of, table), gave(of, codes, table));
    }
    let column = column_of(of, table);
    if codes.is_empty() {
        return format!("case when {column} is not null then false end");
    }
    format!("{column} in ({})", listed(codes))
}

fn listed(codes: &[i32]) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
