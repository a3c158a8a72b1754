//! What respondents are quoted with: under the table that a quote is beside, or in a section of its own.

use topline_survey::ShownQuote;

use crate::element::{Element, anchor};
use crate::layout::Layout;
use crate::publication::Publication;
use crate::words::{CHOSEN_QUOTES, MADE_UP_QUOTES};

/// The quotes beside a table.
pub(super) fn beside(publication: &Publication<'_>, table: &str) -> Option<Element> {
    let quotes = publication.quotes.iter().filter(|quote| quote.beside.as_deref() == Some(table));
    let quotes: Vec<Element> = quotes.map(quote).collect();
    if quotes.is_empty() {
        return None;
    }
    let label = format!("Quotes beside table {table}");
    let block = Element::classed("div", "quotes").attribute("role", "group").attribute("aria-label", &label);
    Some(block.children(quotes).child(said(publication)))
}

/// Whether there are quotes beside no table of the page.
pub(super) fn has_section(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> bool {
    apart(publication, layouts).next().is_some()
}

/// The quotes beside no table of the page, by question.
pub(super) fn section(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Option<Element> {
    let quotes: Vec<&ShownQuote> = apart(publication, layouts).collect();
    if quotes.is_empty() {
        return None;
    }
    let mut section = Element::new("section")
        .attribute("id", "quotes")
        .attribute("aria-labelledby", "quotes-title")
        .child(Element::new("h2").attribute("id", "quotes-title").text("In respondents\u{2019} own words"))
        .child(said(publication));
    let questions = &publication.plan.codebook.questions;
    for question in questions.iter().filter(|question| quotes.iter().any(|quote| quote.question == question.id)) {
        let own = quotes.iter().copied().filter(|quote| quote.question == question.id);
        let block = Element::classed("div", "quotes")
            .child(Element::new("h3").attribute("id", &anchor("quotes", &question.id)).text(question.title()))
            .children(own.map(quote));
        section = section.child(block);
    }
    Some(section)
}

fn apart<'p>(publication: &Publication<'p>, layouts: &[Layout<'_>]) -> impl Iterator<Item = &'p ShownQuote> {
    publication.quotes.iter().filter(|quote| {
        quote.beside.as_ref().is_none_or(|table| layouts.iter().all(|layout| layout.table.id != *table))
    })
}

fn quote(quote: &ShownQuote) -> Element {
    let words = Element::new("p").text("\u{201c}").text(&quote.text).text("\u{201d}");
    let figure = Element::classed("figure", "said").child(Element::new("blockquote").child(words));
    if quote.attribution.is_empty() {
        return figure;
    }
    figure.child(Element::new("figcaption").text(&quote.attribution))
}

fn said(publication: &Publication<'_>) -> Element {
    let note = Element::classed("p", "asked");
    if publication.plan.survey.reconstructed {
        return note.child(Element::new("strong").text(MADE_UP_QUOTES)).text(" ").text(CHOSEN_QUOTES);
    }
    note.text(CHOSEN_QUOTES)
}
