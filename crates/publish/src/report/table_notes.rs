//! What must be read beside a table: the question as asked above it, the key to its marks and its notes below.

use std::collections::BTreeSet;

use topline_survey::{Kind, Published, Question};

use crate::direction::isolated;
use crate::element::Element;
use crate::layout::Layout;
use crate::p_values::has_p_values;
use crate::publication::Publication;
use crate::reading_notes::reading_notes;
use crate::report::icon::icon;
use crate::rounding::{Misfit, misfits};
use crate::shown::{CAUTION, HELD_BACK, NO_VALUE, UNPUBLISHED, is_unpublished, needs_caution};
use crate::words;

/// How many places a note names before it only counts them.
const NAMED_PLACES: usize = 6;

fn quoted(labels: &[&str]) -> String {
    words::listed(&labels.iter().map(|label| format!("\u{201c}{}\u{201d}", isolated(label))).collect::<Vec<_>>())
}

/// How the tables are to be read, once for all of them.
pub(crate) fn how_to_read(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Element {
    let mut lines = reading_notes(publication, layouts);
    if publication.plan.survey.reconstructed {
        lines.push(format!("{UNPUBLISHED}: in no published document; a product of the reconstruction."));
    }
    Element::classed("ul", "how").children(lines.iter().map(|line| Element::new("li").text(line)))
}

/// What was asked, and of whom.
pub(super) fn above(publication: &Publication<'_>, layout: &Layout<'_>) -> Vec<Element> {
    let plan = publication.plan;
    let mut above = Vec::new();
    let question = plan.codebook.question(layout.question());
    if let Some(question) = question {
        let said = Element::classed("p", "asked");
        if question.is_derived() {
            above.push(said.text("Derived: ").text(&question.text));
        } else if question.text != layout.table.title {
            above.push(said.text("As asked: ").child(Element::new("q").text(&question.text)));
        }
        above.extend(routing(publication, question));
    }
    let table = plan.table(&layout.table.id);
    if let Some(base) = table.map(|table| table.base).filter(|base| !base.reasons().is_empty()) {
        above.push(Element::classed("p", "asked").text(base.meaning()));
    }
    let hidden = table.map_or(&[][..], |table| &table.hide);
    let hidden: Vec<&str> =
        hidden.iter().filter_map(|code| question?.option(*code)).map(|option| option.label.as_str()).collect();
    if !hidden.is_empty() {
        let said = format!("Counted in the base and not shown: {}.", quoted(&hidden));
        above.push(Element::classed("p", "asked").sentence(&said));
    }
    above
}

fn routing(publication: &Publication<'_>, question: &Question) -> Option<Element> {
    let routing = question.asked_if.as_ref()?;
    let from = publication.plan.codebook.question(&routing.question)?;
    let answers: Vec<&str> =
        routing.is.iter().filter_map(|code| from.option(*code)).map(|option| option.label.as_str()).collect();
    let answers = quoted(&answers).replace(" and ", " or ");
    Some(Element::classed("p", "asked").sentence(&format!("Asked of those who answered {answers} to {}.", from.id)))
}

/// The key to the marks of the table, what does not add up, and the notes of its figures.
pub(super) fn below(publication: &Publication<'_>, layout: &Layout<'_>) -> Option<Element> {
    let survey = &publication.plan.survey;
    let mut notes: Vec<String> = Vec::new();
    let reasons: BTreeSet<&str> = layout
        .figures()
        .filter_map(|figure| match figure.cell.published {
            Published::HeldBack(why) => Some(why.as_str()),
            Published::Value(_) | Published::Empty => None,
        })
        .collect();
    if !reasons.is_empty() {
        let reasons: Vec<&str> = reasons.into_iter().collect();
        notes.push(format!("{HELD_BACK} Held back: {}.", words::listed(&reasons)));
    }
    let base = publication.caution_base(&layout.table.id);
    if layout.figures().any(|figure| needs_caution(&figure)) {
        notes.push(format!("{CAUTION} The base is below {base}: to be read with caution."));
    }
    if layout.figures().any(|figure| figure.cell.published == Published::Empty) {
        notes.push(format!("{NO_VALUE} No value: the base is empty."));
    }
    if layout.figures().any(|figure| is_unpublished(&figure, survey)) {
        notes.push(format!("{UNPUBLISHED} In no published document; a product of the reconstruction."));
    }
    let exclusive =
        publication.plan.codebook.question(layout.question()).is_some_and(|question| question.kind() != Kind::Multi);
    if exclusive {
        notes.extend(misfits(layout).iter().map(does_not_add));
    }
    let letters = publication.plan.table(&layout.table.id).and_then(|table| table.letters);
    if let Some(letters) = letters.filter(|_| layout.figures().any(|figure| figure.cell.letters.is_some())) {
        notes.push(words::letters(&letters, survey.design.is_some()));
    }
    if let Some(tests) = publication.plan.table(&layout.table.id).and_then(|table| table.tests)
        && has_p_values(layout)
    {
        notes.push(words::tests(tests, survey.design.is_some()));
    }
    (!notes.is_empty())
        .then(|| Element::classed("ul", "notes").children(notes.iter().map(|note| Element::new("li").sentence(note))))
}

/// What is said below each table of a reconstructed survey.
pub(super) fn reconstructed(publication: &Publication<'_>) -> Option<Element> {
    let said = " Reconstructed survey: these figures come from data made to agree with what was published.";
    let element = || Element::classed("p", "reconstructed").child(icon("warning")).text(said);
    publication.plan.survey.reconstructed.then(element)
}

fn does_not_add(misfit: &Misfit) -> String {
    let what = match &misfit.net {
        None => "Percentages do not add to 100 because of rounding".to_owned(),
        Some(net) => format!("The parts of \u{201c}{}\u{201d} do not add to it because of rounding", isolated(net)),
    };
    let (named, rest) = misfit.places.split_at(misfit.places.len().min(NAMED_PLACES));
    let of_items: Vec<String> = named
        .chunk_by(|one, next| one.item == next.item)
        .map(|places| {
            let columns: Vec<String> =
                places.iter().map(|place| format!("{} ({})", isolated(&place.column), place.sum)).collect();
            let item =
                if places[0].item.is_empty() { String::new() } else { format!("{}, ", isolated(&places[0].item)) };
            format!("{item}{}", columns.join(", "))
        })
        .collect();
    let more = if rest.is_empty() { String::new() } else { format!("; and {} more", rest.len()) };
    format!("{what}: {}{more}.", of_items.join("; "))
}
