//! The icons of the page.

use crate::element::Element;

/// An icon of the page's own, which says nothing that is not said in words beside it.
pub(super) fn icon(name: &str) -> Element {
    Element::classed("svg", "icon")
        .attribute("aria-hidden", "true")
        .attribute("focusable", "false")
        .child(Element::new("use").attribute("href", &format!("#icon-{name}")))
}
