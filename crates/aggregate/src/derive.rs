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
        let key = name(&join.column);
        let looked_up = match plan.codebook.question(&join.question) {
            Some(question) if question.kind() == Kind::Single => {
                let mut cases = String::from("case");
                for option in question.options() {
                    let _ = write!(
                        cases,
                        " when responses.{} = {} then {}",
                        name(&question.id),
                        option.code,
                        text(&option.label)
                    );
                }
                cases + " end"
            }
            _ => format!("responses.{}", name(&join.question)),
        };
        let _ = write!(sql, "\nleft join {reference} on {looked_up} = {reference}.{key}");
    }
    let _ = write!(sql, "\norder by responses.{ROW_ID}");
    sql
}
