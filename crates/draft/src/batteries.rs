//! Questions that are asked alike: their options stand in one order.

use std::collections::BTreeSet;

use topline_survey::Kind;

use crate::question_draft::Drafted;
use crate::text::fold;

/// Gives questions with the same labels the order and the codes of the first of them. What is known of a scale is the same for
/// each of them already; this is for options in the order in which they first appear.
pub(crate) fn in_one_order(questions: &mut [Drafted]) {
    let labels = |drafted: &Drafted| -> BTreeSet<String> {
        drafted.question.options.iter().map(|option| fold(&option.label)).collect()
    };
    for at in 1..questions.len() {
        if !can_be_reordered(&questions[at]) {
            continue;
        }
        let own = labels(&questions[at]);
        let first = questions[..at].iter().position(|other| can_be_reordered(other) && labels(other) == own);
        let Some(first) = first else { continue };
        let order: Vec<(String, i32)> =
            questions[first].question.options.iter().map(|option| (fold(&option.label), option.code)).collect();
        let nets = questions[first].question.nets.clone();
        let question = &mut questions[at].question;
        let place = |label: &str| order.iter().position(|(known, _)| *known == fold(label)).unwrap_or(order.len());
        question.options.sort_by_key(|option| place(&option.label));
        for (option, (_, code)) in question.options.iter_mut().zip(&order) {
            option.code = *code;
        }
        question.nets = nets;
    }
}

/// Whether the codes of a question are places in an order, and no numbers of the export.
fn can_be_reordered(drafted: &Drafted) -> bool {
    let question = &drafted.question;
    matches!(question.kind, Kind::Single | Kind::Grid)
        && question.options.len() >= 2
        && question.options.iter().all(|option| {
            option.column.is_none()
                && option.value.is_none()
                && option.also.iter().all(|also| also.parse::<f64>().is_err())
        })
        && question.options.iter().all(|option| option.label.parse::<f64>().is_err())
        && question.items.iter().all(|item| item.columns.is_empty())
}
