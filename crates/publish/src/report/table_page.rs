//! A page with some tables of a report that has too many for its own page.

use crate::document::DocumentFile;
use crate::element::{Element, anchor};
use crate::layout::Layout;
use crate::publication::Publication;
use crate::report::frame::{body, document};
use crate::report::front;
use crate::report::table::figures_target;
use crate::report::tables::{contents_of_tables, tables};

/// One of the pages of tables.
pub(super) struct TablePage<'l, 'f> {
    /// Which one, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    pub layouts: &'l [Layout<'f>],
}

fn file_name(number: usize) -> String {
    format!("{number}.html")
}

fn path(number: usize) -> String {
    format!("report-tables/{}", file_name(number))
}

/// Where the figures of a table are, as the report links to them. A browser opens what they are folded in.
pub(super) fn address(number: usize, layout: &Layout<'_>) -> String {
    format!("{}#{}", path(number), figures_target(&layout.table.id))
}

impl TablePage<'_, '_> {
    /// The page with its tables as they are `written`.
    pub(super) fn file(&self, publication: &Publication<'_>, written: Vec<Element>, footer: &Element) -> DocumentFile {
        let survey = &publication.plan.survey;
        let place = format!("Tables, page {} of {}", self.number, self.of);
        let header = Element::classed("header", "masthead")
            .children(front::notice(&publication.plan.survey))
            .child(Element::new("h1").text(&survey.title))
            .child(Element::classed("p", "client").text(&place));
        let main = Element::new("main")
            .attribute("id", "main")
            .child(self.ways())
            .child(contents_of_tables(publication, self.layouts))
            .child(Element::classed("div", "parts").child(tables(publication, self.layouts, written)));
        let title = format!("{}: {}", survey.title, place.to_lowercase());
        DocumentFile {
            name: path(self.number),
            bytes: document(&title, body().child(header).child(main).child(footer.clone())).into_bytes(),
        }
    }

    /// Links to the report, where it has the first table of this page, and to the pages before and after.
    fn ways(&self) -> Element {
        let link =
            |target: &str, text: &str| Element::new("li").child(Element::new("a").attribute("href", target).text(text));
        let first = self.layouts.first().map_or_else(String::new, |layout| anchor("table", &layout.table.id));
        let before = (self.number > 1).then(|| link(&file_name(self.number - 1), "Tables before these"));
        let after = (self.number < self.of).then(|| link(&file_name(self.number + 1), "Tables after these"));
        Element::new("nav").attribute("aria-label", "Report").child(
            Element::classed("ul", "ways")
                .child(link(&format!("../report.html#{first}"), "The report of all questions"))
                .children(before)
                .children(after),
        )
    }
}
