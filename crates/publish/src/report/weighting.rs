//! How the weights came about, where the run made them: each category's share before, as known and after, and what it cost.

use topline_survey::WeightedCategory;

use crate::chart::chart_of_target;
use crate::element::Element;
use crate::publication::Publication;
use crate::report::chart::chart;
use crate::report::table_frame::{column_header, row_header, scrolling};
use crate::shown::HELD_BACK;
use crate::weight_cost::cost_of_weights;
use crate::words;

/// The section; none where weights were not made.
pub(super) fn section(publication: &Publication<'_>) -> Option<Element> {
    let weighting = publication.weighting?;
    let section = Element::new("section")
        .attribute("id", "weighting")
        .attribute("aria-labelledby", "weighting-title")
        .child(Element::new("h2").attribute("id", "weighting-title").text("How the answers were weighted"))
        .child(Element::new("p").text(&cost_of_weights(weighting)));
    let targets = weighting.categories.chunk_by(|one, next| one.target == next.target);
    Some(section.children(targets.flat_map(|categories| {
        let drawn = chart_of_target(categories).as_ref().map(chart);
        drawn.into_iter().chain([target(categories)])
    })))
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
