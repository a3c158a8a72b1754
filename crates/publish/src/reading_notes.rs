//! What must be read before the tables.

use crate::layout::Layout;
use crate::publication::Publication;
use crate::shown::{CAUTION, HELD_BACK};
use crate::words;

/// How the tables are to be read, once for all of them.
pub(crate) fn reading_notes(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Vec<String> {
    let survey = &publication.plan.survey;
    let mut lines = vec![
        "Each percentage is out of the base of its own column. Nets, in bold, count each respondent once.".to_owned(),
        words::rounding(&survey.rounding),
    ];
    if survey.weights.is_some() || layouts.iter().any(Layout::is_weighted) {
        lines.push(
            "Figures are weighted. The unweighted base counts respondents, the weighted base adds their weights, and the \
             effective base is Kish\u{2019}s effective sample size."
                .to_owned(),
        );
    }
    if let Some(design) = survey.design.as_ref().filter(|_| layouts.iter().any(Layout::has_intervals)) {
        lines.push(words::intervals(design));
        if words::is_finite(design) {
            lines.push(
                "The population is finite, and those who answered are known: the intervals count only what could still be \
                 otherwise among those who did not, as if they were left out by chance. They say nothing of who would not \
                 answer, and of how questions were understood."
                    .to_owned(),
            );
        }
    }
    if let Some(to) = survey.disclosure.rounds_to() {
        lines.push(format!(
            "So that nobody can be found in the figures, counts and bases are rounded to the nearest {to}, each by itself, and \
             percentages and means of answers are made from rounded counts. Parts do not always add up to their total."
        ));
    }
    if survey.disclosure.minimum_base > 0 {
        lines.push(format!("{HELD_BACK}: held back, as its base is below {}.", survey.disclosure.minimum_base));
    }
    if survey.disclosure.is_of_counts() {
        lines.push(format!(
            "{HELD_BACK}: held back, so that nobody can be found in the figures. Where all of a column is held back, too few \
             respondents are in it, or in the columns around it."
        ));
    }
    if survey.disclosure.caution_base > 0 {
        lines.push(format!("{CAUTION}: base below {}, to be read with caution.", survey.disclosure.caution_base));
    }
    lines
}
