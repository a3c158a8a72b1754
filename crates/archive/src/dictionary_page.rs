//! A data dictionary as a page for people.

use topline_markup::Markup;

use crate::collection::Collection;
use crate::dictionary::Entry;

/// The style of the page: it fetches nothing.
const STYLE: &str = "body{font-family:sans-serif;line-height:1.5;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color-scheme:light dark}table{border-collapse:collapse;margin:.5rem 0 1.5rem}th,td{text-align:left;vertical-align:top;\
padding:.25rem .75rem .25rem 0;border-bottom:1px solid GrayText}h2{margin:2rem 0 .25rem;font-size:1.1rem}\
p{margin:.25rem 0}code{font-size:1em}";

/// The page, as HTML that is XML too.
#[must_use]
pub fn dictionary_page(collection: &Collection<'_>) -> Vec<u8> {
    let survey = &collection.plan().survey;
    let title = format!("Data dictionary: {}", survey.title);
    let mut page = Markup::page();
    page.begin("html", &[("xmlns", "http://www.w3.org/1999/xhtml"), ("lang", "en")]);
    page.begin("head", &[]);
    page.empty("meta", &[("charset", "utf-8")]);
    page.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    page.leaf("title", &[], &title);
    page.leaf("style", &[], STYLE);
    page.end();
    page.begin("body", &[]);
    page.begin("main", &[]);
    page.leaf("h1", &[], &title);
    if survey.reconstructed {
        page.leaf(
            "p",
            &[],
            "The data are reconstructed from published figures. No row is the answer of a real person.",
        );
    }
    if let Some(notice) = &survey.notice {
        page.leaf("p", &[], notice.trim());
    }
    let (cases, variables) = (collection.census.cases, collection.census.variables.len());
    page.leaf("p", &[], &format!("{cases} responses, {variables} variables."));
    for (variable, counts, missing) in collection.variables() {
        let entry = Entry::of(collection.plan(), variable, counts, missing);
        page.begin("section", &[("aria-labelledby", &format!("variable-{}", variable.name))]);
        page.begin("h2", &[("id", &format!("variable-{}", variable.name))]);
        page.leaf("code", &[], &variable.name);
        page.text(&format!(" {}", variable.label()));
        page.end();
        if !entry.text.is_empty() {
            page.leaf("p", &[], &format!("Question {}: {}", entry.question, entry.text));
        }
        if let Some(section) = variable.section() {
            page.leaf("p", &[], &format!("Section: {section}"));
        }
        page.leaf("p", &[], &format!("Type: {}", entry.kind));
        if !entry.asked_of.is_empty() {
            page.leaf("p", &[], &entry.asked_of);
        }
        if !entry.codes.is_empty() {
            codes(&entry, &variable.name, &mut page);
        }
        page.end();
    }
    page.finish()
}

fn codes(entry: &Entry, name: &str, page: &mut Markup) {
    let counts = entry.codes.iter().any(|code| !code.counts_for.is_empty());
    page.begin("table", &[("aria-label", &format!("Codes of {name}"))]);
    page.begin("thead", &[]);
    page.begin("tr", &[]);
    let heads = ["Code", "Label", "Missing", "Counts for"];
    for head in &heads[..if counts { 4 } else { 3 }] {
        page.leaf("th", &[("scope", "col")], head);
    }
    page.end();
    page.end();
    page.begin("tbody", &[]);
    for code in &entry.codes {
        page.begin("tr", &[]);
        page.leaf("td", &[], &code.code);
        page.leaf("td", &[], &code.label);
        page.leaf("td", &[], if code.is_missing { "yes" } else { "no" });
        if counts {
            page.leaf("td", &[], &code.counts_for);
        }
        page.end();
    }
    page.end();
    page.end();
}
