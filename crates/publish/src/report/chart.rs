//! Charts drawn by elements.
//!
//! Lengths are shares of the parent, and fills come from the style sheet: it needs no script, and follows dark, printed and forced colours.
//! Values are on the bars, bases in the labels, and all of it in the text alternative.

use crate::chart::{Bar, BarGroup, Chart, Scale, ScaleLine, Shape};
use crate::element::Element;

/// A chart with its text alternative.
pub(super) fn chart(chart: &Chart) -> Element {
    match &chart.shape {
        Shape::Bars { groups, base } => {
            let lines = groups.iter().flat_map(bar_group);
            let base = base.as_ref().map(|base| Element::classed("p", "base-of").text(&format!("Base: {base}")));
            figure("bars", chart).children(lines).children(base)
        }
        Shape::Scale(scale) => figure("scale", chart).child(keys(scale)).children(scale.lines.iter().map(scale_line)),
    }
}

/// A figure with its text alternative, and above its bars whose answers are drawn.
fn figure(class: &str, chart: &Chart) -> Element {
    let of = (!chart.of.is_empty()).then(|| Element::classed("div", "of-item").text(&chart.of));
    Element::classed("figure", &format!("chart {class}"))
        .attribute("role", "img")
        .attribute("aria-label", &chart.alternative)
        .children(of)
}

fn bar_group(group: &BarGroup) -> impl Iterator<Item = Element> {
    let heading = (!group.heading.is_empty()).then(|| Element::classed("div", "of-item").text(&group.heading));
    heading.into_iter().chain(group.bars.iter().map(bar_line))
}

fn bar_line(bar: &Bar) -> Element {
    let mut rail = Element::classed("span", "rail");
    if let Some(length) = bar.length {
        let length = format!("inline-size:{length}%");
        rail = rail.child(Element::classed("span", "fill").attribute("style", &length));
    }
    if let Some((low, upp)) = bar.interval {
        let place = format!("inset-inline-start:{low:.1}%;inline-size:{:.1}%", upp - low);
        rail = rail.child(Element::classed("span", "whisker").attribute("style", &place));
    }
    Element::classed("div", if bar.is_aside { "line aside" } else { "line" })
        .child(Element::classed("span", "who").text(&bar.label))
        .child(rail)
        .child(Element::classed("span", "amount").text(&bar.shown))
}

fn keys(scale: &Scale) -> Element {
    let keys = scale.keys.iter().map(|key| {
        Element::classed("span", "key")
            .child(Element::classed("span", &format!("swatch {}", key.tone)))
            .child(Element::new("span").text(&key.label))
    });
    Element::classed("div", "keys").children(keys)
}

fn scale_line(line: &ScaleLine) -> Element {
    let width = |length: f64| format!("inline-size:{length:.2}%");
    let gap = Element::classed("span", "gap").attribute("style", &width(line.gap));
    let parts = line.parts.iter().map(|part| {
        Element::classed("span", &format!("part {}", part.tone))
            .attribute("style", &width(part.length))
            .text(part.shown.as_deref().unwrap_or_default())
    });
    let base = Element::classed("span", "of-base").text(&format!("({})", line.base));
    Element::classed("div", "line")
        .child(Element::classed("span", "who").text(&line.label).text(" ").child(base))
        .child(Element::classed("span", "stack").child(gap).children(parts))
        .child(Element::classed("span", "amount").text(&line.aside))
}
