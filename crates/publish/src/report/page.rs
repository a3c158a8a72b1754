//! The page as a whole: its head, its landmarks, its contents, and the order of its parts.

use crate::arrangement::laid_out;
use crate::document::DocumentFile;
use crate::element::Element;
use crate::layout::Layout;
use crate::publication::{Publication, arrangement};
use crate::questionnaire_section::sort_by_section;
use crate::report::frame::{body, document};
use crate::report::spread::{Spread, spread};
use crate::report::tables::{links_to_tables, tables};
use crate::report::{front, method, provenance, quotes, verdicts, weighting};

/// The release as `report.html`, a page that needs no other; and the pages of its tables where they are too many for one.
pub(crate) fn report_files(publication: &Publication<'_>) -> Vec<DocumentFile> {
    let layouts = publication.tables.iter().filter_map(|table| laid_out(table, arrangement(publication.plan, table)));
    let mut layouts: Vec<Layout<'_>> = layouts.map(Layout::without_empty_columns).collect();
    sort_by_section(publication.plan, &mut layouts);
    let Spread { sections, pages } = spread(publication, &layouts);
    let body = body()
        .child(front::masthead(publication))
        .child(
            Element::new("main").attribute("id", "main").children(front::headlines(publication)).child(
                Element::classed("div", "columns").child(contents(publication, &layouts)).child(
                    Element::classed("div", "parts")
                        .child(tables(publication, &layouts, sections))
                        .children(quotes::section(publication, &layouts))
                        .child(method::section(publication))
                        .children(weighting::section(publication))
                        .children(verdicts::section(publication))
                        .child(provenance::accounting(publication))
                        .children(provenance::findings(publication))
                        .children(provenance::checks(publication)),
                ),
            ),
        )
        .child(front::footer(publication));
    let text = document(&publication.plan.survey.title, body);
    let report = DocumentFile { name: "report.html".to_owned(), bytes: text.into_bytes() };
    std::iter::once(report).chain(pages).collect()
}

fn contents(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Element {
    let link = |target: &str| Element::new("a").attribute("href", &format!("#{target}"));
    let part = |target: &str, title: &str| Element::new("li").child(link(target).text(title));
    let mut list = Element::new("ul");
    if !publication.plan.headlines.is_empty() {
        list = list.child(part("headlines", "Headlines"));
    }
    let of_tables = links_to_tables(publication, layouts);
    list = list.child(Element::new("li").child(link("tables").text("Tables")).child(of_tables));
    if quotes::has_section(publication, layouts) {
        list = list.child(part("quotes", "In respondents\u{2019} own words"));
    }
    list = list.child(part("method", "How the survey was made"));
    if publication.weighting.is_some() {
        list = list.child(part("weighting", "How the answers were weighted"));
    }
    if !publication.verdicts.is_empty() {
        list = list.child(part("verdicts", "What documents say of these figures"));
    }
    list = list.child(part("rows", "Where the rows went"));
    if !publication.findings.is_empty() {
        list = list.child(part("findings", "Problems met in the data"));
    }
    if !publication.checks.is_empty() {
        list = list.child(part("checks", "Checks of the data"));
    }
    for report in &publication.plan.survey.reports {
        let by = publication.plan.codebook.question(report.by.get_ref());
        let link = Element::new("a").attribute("href", &format!("report-by/{}/index.html", report.by.get_ref()));
        list = list.children(by.map(|by| Element::new("li").child(link.text("Reports by ").text(by.title()))));
    }
    Element::classed("nav", "contents")
        .attribute("aria-labelledby", "contents-title")
        .child(Element::new("h2").attribute("id", "contents-title").text("Contents"))
        .child(list)
}
