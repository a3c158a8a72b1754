//! The page as a whole: its head, its landmarks, its contents, and the order of its parts.

use crate::arrangement::laid_out;
use crate::document::DocumentFile;
use crate::element::{Element, anchor};
use crate::layout::Layout;
use crate::publication::{Publication, arrangement};
use crate::questionnaire_section::{sections, sort_by_section};
use crate::report::frame::{body, document};
use crate::report::spread::{Spread, spread};
use crate::report::{front, method, provenance, quotes, table_notes, verdicts, weighting};

/// The release as `report.html`, a page that needs no other; with the tables on pages of their own where they are too many for one.
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

/// The tables under the sections of the questionnaire.
///
/// `written` is what the page has of each table.
pub(crate) fn tables(publication: &Publication<'_>, layouts: &[Layout<'_>], written: Vec<Element>) -> Element {
    let mut written = written.into_iter();
    let section = Element::new("section")
        .attribute("id", "tables")
        .attribute("aria-labelledby", "tables-title")
        .child(Element::new("h2").attribute("id", "tables-title").text("Tables"))
        .child(table_notes::how_to_read(publication, layouts));
    section.children(sections(publication.plan, layouts).iter().enumerate().flat_map(|(place, part)| {
        let tables: Vec<Element> = written.by_ref().take(part.layouts.len()).collect();
        let Some(title) = part.title else { return tables };
        let target = part_target(place);
        let title_id = format!("{target}-title");
        let heading = Element::new("h3").attribute("id", &title_id).text(title);
        let part = Element::classed("section", "part").attribute("id", &target).attribute("aria-labelledby", &title_id);
        vec![part.child(heading).children(tables)]
    }))
}

fn part_target(place: usize) -> String {
    format!("section-{}", place + 1)
}

/// Links to the tables, under those to their sections.
pub(crate) fn links_to_tables(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Element {
    let link = |target: &str| Element::new("a").attribute("href", &format!("#{target}"));
    let item = |layout: &Layout<'_>| {
        Element::new("li").child(link(&anchor("table", &layout.table.id)).text(&layout.table.title))
    };
    let parts = sections(publication.plan, layouts);
    Element::new("ul").children(parts.iter().enumerate().flat_map(|(place, part)| {
        let items = part.layouts.iter().map(item);
        let Some(title) = part.title else { return items.collect() };
        let of_part = Element::classed("li", "part").child(link(&part_target(place)).text(title));
        vec![of_part.child(Element::new("ul").children(items))]
    }))
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
