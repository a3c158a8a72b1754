//! What every table of the page has: a region that scrolls, and header cells.

use crate::element::Element;

/// A region of its own that scrolls sideways where its table is wide.
pub(crate) fn scrolling(label: &str, table: Element) -> Element {
    Element::classed("div", "scroll")
        .attribute("role", "region")
        .attribute("aria-label", label)
        .attribute("tabindex", "0")
        .child(table)
}

/// A header cell of a column.
pub(crate) fn column_header(text: &str) -> Element {
    Element::new("th").attribute("scope", "col").text(text)
}

/// A header cell of a row.
pub(crate) fn row_header(text: &str) -> Element {
    Element::new("th").attribute("scope", "row").text(text)
}
