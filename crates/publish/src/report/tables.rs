//! Tables under the sections of the questionnaire, and links to them.

use crate::element::{Element, anchor};
use crate::layout::Layout;
use crate::publication::Publication;
use crate::questionnaire_section::sections;
use crate::report::table_notes;

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

/// The contents of a page that has tables and little else.
pub(crate) fn contents_of_tables(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Element {
    Element::classed("nav", "contents columns")
        .attribute("aria-labelledby", "contents-title")
        .child(Element::new("h2").attribute("id", "contents-title").text("Contents"))
        .child(links_to_tables(publication, layouts))
}

/// Links to the tables, under those to their sections.
pub(super) fn links_to_tables(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Element {
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
