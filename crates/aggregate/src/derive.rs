//! The query that gives derived questions.

use std::fmt::Write as _;

use topline_records::ROW_ID;
use topline_survey::{Kind, Plan, Question};

use crate::condition::{name, text};

/// The value of each of these derived questions, of which there is one, as `derived:<question>`, for each of the responses as
/// asked, joined to the reference tables.
///
/// Each response has its row, whether or not the reference has a match; the caller makes sure that it has no second one. Columns
/// that no expression names are not read: a plan over all columns of a wide survey takes longer than the rows themselves.
pub(crate) fn derive_sql<'q>(plan: &Plan, questions: impl IntoIterator<Item = &'q Question>) -> String {
    let values = questions.into_iter().filter_map(|question| {
        let expression = question.sql()?;
        Some(format!("({expression}) as {}", name(&format!("derived:{}", question.id))))
    });
    let mut sql = format!("select\n  {}\nfrom responses", values.collect::<Vec<_>>().join(",\n  "));
    for join in &plan.survey.joins {
        let reference = name(&join.reference);
        let equal =
            |(question, column): (&str, &str)| format!("{} = {reference}.{}", looked_up(plan, question), name(column));
        let equal: Vec<String> = join.pairs().map(equal).collect();
        let _ = write!(sql, "\nleft join {reference} on {}", equal.join(" and "));
    }
    let _ = write!(sql, "\norder by responses.{ROW_ID}");
    sql
}

/// The text of an answer by which a reference table is joined: the label of an option, or the words.
fn looked_up(plan: &Plan, id: &str) -> String {
    match plan.codebook.question(id) {
        Some(question) if question.kind() == Kind::Single => {
            let mut cases = String::from("case");
            for option in question.options() {
                let (code, label) = (option.code, text(&option.label));
                let _ = write!(cases, " when responses.{} = {code} then {label}", name(&question.id));
            }
            cases + " end"
        }
        Some(_) | None => format!("responses.{}", name(id)),
    }
}
