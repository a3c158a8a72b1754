//! Conditions on `responses`: who is in a base, and who gave which answer.

use topline_survey::{BaseRule, Kind};

use super::names::Asked;
use crate::condition::{by_rule, name};

/// The condition that a respondent is in a base.
pub(crate) fn in_base(rule: BaseRule, of: Asked<'_>) -> String {
    by_rule(rule, &absent_of(of, ""))
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
