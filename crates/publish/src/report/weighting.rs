//! How the weights came about, where the run made them: each category's share before, as known and after, and what it cost.

use std::fmt::Write as _;

use topline_survey::{WeightedCategory, Weighting};

use crate::element::Element;
use crate::publication::Publication;
use crate::report::table_frame::{column_header, row_header, scrolling};
use crate::shown::HELD_BACK;
use crate::words;

/// The section; none where weights were not made.
pub(super) fn section(publication: &Publication<'_>) -> Option<Element> {
    let weighting = publication.weighting?;
    let section = Element::new("section")
        .attribute("id", "weighting")
        .attribute("aria-labelledby", "weighting-title")
        .child(Element::new("h2").attribute("id", "weighting-title").text("How the answers were weighted"))
        .child(Element::new("p").text(&cost(weighting)));
    let targets = weighting.categories.chunk_by(|one, next| one.target == next.target);
    Some(section.children(targets.map(target)))
}

fn number(weighting: &Weighting, wanted: &str) -> f64 {
    weighting.summary.iter().find(|(name, _)| *name == wanted).map_or(0.0, |(_, value)| *value)
}

/// What unequal weights cost, in a sentence.
fn cost(weighting: &Weighting) -> String {
    let number = |name| number(weighting, name);
    let mut words = format!(
        "{} respondents count as much as {} would with equal weights (design effect {:.2}).",
        words::thousands(number("respondents") as u64),
        words::weighted(number("effective respondents")),
        number("design effect of weights"),
    );
    let (least, greatest) = (number("least weight"), number("greatest weight"));
    // Left out where counts are protected.
    if greatest > 0.0 {
        let _ = write!(words, " Weights run from {least:.3} to {greatest:.3}.");
    }
    if number("converged") < 0.5 {
        words.push_str(" Within their limits the weights could not reach every target.");
    }
    words
}

fn target(categories: &[WeightedCategory]) -> Element {
    let total = |of: fn(&WeightedCategory) -> Option<f64>| categories.iter().filter_map(of).sum::<f64>();
    let totals = [total(|one| one.before), total(|one| Some(one.known)), total(|one| Some(one.after))];
    let is_total = categories.iter().all(|one| one.category.is_empty());
    let rows = categories.iter().map(|one| {
        let values = [one.before, Some(one.known), Some(one.after)].into_iter().zip(totals).map(|(value, total)| {
            let share = match value {
                None => HELD_BACK.to_owned(),
                Some(value) if is_total => words::weighted(value),
                Some(value) => format!("{:.1}%", 100.0 * value / total),
            };
            Element::classed("td", "number").text(&share)
        });
        let label = if one.category.is_empty() { "Total" } else { &one.category };
        Element::new("tr")
            .child(row_header(label))
            .child(Element::classed("td", "number").text(&one.n.map_or_else(|| HELD_BACK.to_owned(), words::thousands)))
            .children(values)
    });
    let head = ["Respondents", "Before", "Known", "After"]
        .map(|name| Element::classed("th", "number").attribute("scope", "col").text(name));
    let by = categories.first().map_or("", |one| &one.by);
    let table = Element::new("table")
        .child(Element::new("caption").text(&format!("By {by}")))
        .child(Element::new("thead").child(Element::new("tr").child(column_header("Category")).children(head)))
        .child(Element::new("tbody").children(rows));
    scrolling(&format!("Weights by {by}"), table)
}
