//! The bulletin as a page.

use topline_survey::Survey;

use crate::bulletin::prose::{Block, Span};
use crate::element::Element;

const STYLE: &str = ":root{color-scheme:light dark}body{font-family:system-ui,sans-serif;line-height:1.6;max-width:45rem;margin:2rem \
auto;padding:0 1rem}h1,h2,h3{line-height:1.25}blockquote{margin:1rem 0;padding:.5rem 1rem;border-left:.25rem solid}table{border-collapse:\
collapse}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid}@media print{body{max-width:none}}";

/// The page.
pub(super) fn page(survey: &Survey, blocks: &[Block]) -> String {
    let meta = |name: &str, content: &str| Element::new("meta").attribute("name", name).attribute("content", content);
    let head = Element::new("head")
        .child(Element::new("meta").attribute("charset", "utf-8"))
        .child(
            Element::new("meta")
                .attribute("http-equiv", "Content-Security-Policy")
                .attribute("content", "default-src 'none'; style-src 'unsafe-inline'"),
        )
        .child(meta("viewport", "width=device-width, initial-scale=1"))
        .child(meta("generator", "topline"))
        .child(Element::new("title").text(&survey.title))
        .child(Element::new("style").markup(STYLE));
    let main = Element::new("main").children(blocks.iter().map(element));
    let page = Element::new("html").attribute("lang", "en-GB").child(head).child(Element::new("body").child(main));
    format!("<!doctype html>\n{}", page.written())
}

fn element(block: &Block) -> Element {
    match block {
        Block::Heading(level, spans) => {
            let name = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(&1, &6) - 1)];
            with_spans(Element::new(name), spans)
        }
        Block::Paragraph(spans) => with_spans(Element::new("p"), spans),
        Block::Quote(blocks) => Element::new("blockquote").children(blocks.iter().map(element)),
        Block::List(first, items) => {
            let list = match first {
                Some(first) => Element::new("ol").attribute("start", &first.to_string()),
                None => Element::new("ul"),
            };
            list.children(items.iter().map(|blocks| item(blocks)))
        }
        Block::Table(head, rows) => {
            let heads = head.iter().map(|cell| with_spans(Element::new("th").attribute("scope", "col"), cell));
            let rows = rows
                .iter()
                .map(|row| Element::new("tr").children(row.iter().map(|cell| with_spans(Element::new("td"), cell))));
            Element::new("table")
                .child(Element::new("thead").child(Element::new("tr").children(heads)))
                .child(Element::new("tbody").children(rows))
        }
        Block::Code(text) => Element::new("pre").child(Element::new("code").text(text)),
        Block::Rule => Element::new("hr"),
    }
}

/// An item of one paragraph has no paragraph of its own.
fn item(blocks: &[Block]) -> Element {
    match blocks {
        [Block::Paragraph(spans), rest @ ..] => {
            with_spans(Element::new("li"), spans).children(rest.iter().map(element))
        }
        blocks => Element::new("li").children(blocks.iter().map(element)),
    }
}

fn with_spans(whole: Element, spans: &[Span]) -> Element {
    spans.iter().fold(whole, |whole, span| {
        let text = |name| Element::new(name).text(&span.text);
        let looked = match (span.look.code, span.look.strong, span.look.emphasis) {
            (true, _, _) => Some(text("code")),
            (false, true, true) => Some(Element::new("strong").child(text("em"))),
            (false, true, false) => Some(text("strong")),
            (false, false, true) => Some(text("em")),
            (false, false, false) => None,
        };
        match (&span.link, looked) {
            (Some(link), Some(looked)) => whole.child(Element::new("a").attribute("href", link).child(looked)),
            (Some(link), None) => whole.child(Element::new("a").attribute("href", link).text(&span.text)),
            (None, Some(looked)) => whole.child(looked),
            (None, None) => whole.text(&span.text),
        }
    })
}
