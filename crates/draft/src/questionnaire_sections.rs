//! The sections that drafted questions are in, by the groups of the questionnaire or of the export that their columns are of.

use std::collections::HashMap;

use crate::question_draft::Drafted;

/// The headings over a column of the export, the outermost first.
pub(crate) type Headings = HashMap<String, Vec<String>>;

/// Gives each question the outermost heading over it that is not over all of them: a group around the whole questionnaire is no
/// section.
pub(crate) fn assign(questions: &mut [Drafted], headings: &Headings) {
    let over = |drafted: &Drafted| -> &[String] {
        drafted.question.columns().find_map(|column| headings.get(column)).map_or(&[], Vec::as_slice)
    };
    let mut depth = 0;
    while let Some(first) = questions.first().and_then(|drafted| over(drafted).get(depth))
        && questions.iter().all(|drafted| over(drafted).get(depth) == Some(first))
    {
        depth += 1;
    }
    for drafted in questions {
        let section = over(drafted).get(depth).cloned();
        drafted.question.section = section;
    }
}
