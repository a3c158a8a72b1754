//! How the survey was made.

use crate::element::Element;
use crate::method_statement::method_statement;
use crate::publication::Publication;

/// The section.
pub(crate) fn section(publication: &Publication<'_>) -> Element {
    let items = method_statement(publication).into_iter().map(|item| {
        Element::new("div").child(Element::new("dt").text(item.name)).child(Element::new("dd").text(&item.text))
    });
    Element::new("section")
        .attribute("id", "method")
        .attribute("aria-labelledby", "method-title")
        .child(Element::new("h2").attribute("id", "method-title").text("How the survey was made"))
        .child(Element::classed("dl", "method").children(items))
}
