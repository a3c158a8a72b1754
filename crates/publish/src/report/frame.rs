//! What every page has: its head with style and policy, its icons, the way past its masthead, and its script.

use crate::element::Element;
use crate::report::script::{POLICY, SCRIPT};

/// What each page begins with: its icons, and the way past its head.
pub(crate) fn body() -> Element {
    Element::new("body")
        .markup(include_str!("icons.svg"))
        .child(Element::classed("a", "skip").attribute("href", "#main").text("Skip to the figures"))
}

/// A page with this title.
pub(crate) fn document(title: &str, body: Element) -> String {
    let body = body.child(Element::new("script").markup(SCRIPT));
    let page = Element::new("html").attribute("lang", "en-GB").child(head(title)).child(body);
    format!("<!doctype html>\n{}", page.written())
}

fn head(title: &str) -> Element {
    let meta = |name: &str, content: &str| Element::new("meta").attribute("name", name).attribute("content", content);
    Element::new("head")
        .child(Element::new("meta").attribute("charset", "utf-8"))
        .child(Element::new("meta").attribute("http-equiv", "Content-Security-Policy").attribute("content", POLICY))
        .child(meta("viewport", "width=device-width, initial-scale=1"))
        .child(meta("color-scheme", "light dark"))
        .child(meta("generator", "topline"))
        .child(Element::new("title").text(title))
        .child(Element::new("style").markup(include_str!("report.css")))
}
