//! The notes of tables, each numbered once for the whole workbook, and the shorthand in a table's cells.

use topline_survey::{Kind, Published, Why};

use crate::layout::Layout;
use crate::p_values::has_p_values;
use crate::publication::Publication;
use crate::rounding::misfits;
use crate::shown::{CAUTION, HELD_BACK, NO_VALUE, needs_caution};
use crate::words;

/// Every note of a workbook, in the order in which tables cite them.
#[derive(Default)]
pub(super) struct Notes {
    /// Their texts.
    pub texts: Vec<String>,
}

impl Notes {
    /// The number of a note, counted from 1.
    fn number(&mut self, text: String) -> usize {
        let known = self.texts.iter().position(|known| *known == text);
        known.unwrap_or_else(|| {
            self.texts.push(text);
            self.texts.len() - 1
        }) + 1
    }

    /// The line that cites the notes of a table, if it has any.
    pub(super) fn cited(&mut self, publication: &Publication<'_>, layout: &Layout<'_>) -> Option<String> {
        let numbers = texts(publication, layout).into_iter().map(|text| format!("[note {}]", self.number(text)));
        let cited: Vec<String> = numbers.collect();
        (!cited.is_empty())
            .then(|| format!("This table has notes, which are on the sheet Notes: {}.", cited.join(", ")))
    }
}

fn texts(publication: &Publication<'_>, layout: &Layout<'_>) -> Vec<String> {
    let plan = publication.plan;
    let mut texts = Vec::new();
    let question = plan.codebook.question(layout.question());
    let quoted = |labels: &[&str], last: &str| {
        let labels: Vec<String> = labels.iter().map(|label| format!("\u{201c}{label}\u{201d}")).collect();
        match labels.split_last() {
            Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
            _ => labels.concat(),
        }
    };
    if let Some(routing) = question.and_then(|question| question.asked_if.as_ref())
        && let Some(from) = plan.codebook.question(&routing.question)
    {
        let options = routing.is.iter().filter_map(|code| from.option(*code));
        let answers: Vec<&str> = options.map(|option| option.label.as_str()).collect();
        texts.push(format!("Asked of those who answered {} to {}.", quoted(&answers, "or"), from.id));
    }
    let hidden = plan.table(&layout.table.id).map_or(&[][..], |table| &table.hide);
    let hidden = hidden.iter().filter_map(|code| question?.option(*code));
    let hidden: Vec<&str> = hidden.map(|option| option.label.as_str()).collect();
    if !hidden.is_empty() {
        texts.push(format!("Counted in the base and not shown: {}.", quoted(&hidden, "and")));
    }
    if question.is_some_and(|question| question.kind() != Kind::Multi) {
        for misfit in misfits(layout) {
            let whole =
                if misfit.net.is_none() { "Percentages may not add to 100" } else { "Parts may not add to their net" };
            texts.push(format!("{whole}, because each is rounded by itself."));
        }
    }
    texts.dedup();
    let letters = plan.table(&layout.table.id).and_then(|table| table.letters);
    if let Some(letters) = letters.filter(|_| layout.figures().any(|figure| figure.cell.letters.is_some())) {
        texts.push(words::letters(&letters, plan.survey.design.is_some()));
    }
    if let Some(tests) = plan.table(&layout.table.id).and_then(|table| table.tests).filter(|_| has_p_values(layout)) {
        texts.push(words::tests(tests, plan.survey.design.is_some()));
    }
    texts
}

/// What the shorthand in the cells of a table means, as one sentence; none where there is none.
pub(super) fn shorthand(publication: &Publication<'_>, layout: &Layout<'_>) -> Option<String> {
    let mut said = Vec::new();
    let mut reasons: Vec<&str> =
        layout.figures().filter_map(|figure| figure.cell.published.held_back()).map(Why::as_str).collect();
    reasons.sort_unstable();
    reasons.dedup();
    if !reasons.is_empty() {
        said.push(format!("{HELD_BACK} means held back, because {}", words::listed(&reasons)));
    }
    if layout.figures().any(|figure| needs_caution(&figure)) {
        let base = publication.caution_base(&layout.table.id);
        said.push(format!("{CAUTION} means low reliability, because the base is below {base}"));
    }
    let is_partial = layout.groups.iter().flat_map(|group| &group.rows).any(|row| row.cells.contains(&None));
    let has_empty = layout.figures().any(|figure| figure.cell.published == Published::Empty);
    let is_not_compared = has_p_values(layout) || layout.figures().any(|figure| figure.cell.letters.is_some());
    if has_empty || is_partial || is_not_compared || layout.is_sql() || layout.is_weighted() {
        said.push(format!("{NO_VALUE} means not applicable"));
    }
    (!said.is_empty()).then(|| format!("Shorthand: {}.", said.join("; ")))
}
