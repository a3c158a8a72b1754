//! How the tables of a report are spread over pages: all on one while that stays small, else each on a page of its own.
//!
//! A page of many megabytes takes a telephone longer to show than its reader waits. So when the tables are too much for one page, the report
//! keeps a chart of each, and a link to the page that has the table with all its breaks; when charts are too much as well, the link.

use crate::document::DocumentFile;
use crate::element::{Element, anchor};
use crate::layout::Layout;
use crate::publication::Publication;
use crate::questionnaire_section::sections;
use crate::report::frame::{body, document};
use crate::report::{front, table, table_notes};

/// The most bytes of tables on the page of the report. With what else it holds, it stays below two megabytes.
const MOST_BYTES: usize = 1_500_000;

/// The folder of tables on pages of their own.
const FOLDER: &str = "report-tables";

/// The tables of a report.
pub(super) struct Spread {
    /// What the report has of each table.
    pub sections: Vec<Element>,
    /// The pages beside it.
    pub pages: Vec<DocumentFile>,
}

/// The tables, on as many pages as they need.
pub(super) fn spread(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Spread {
    let whole = whole(publication, layouts);
    if bytes(&whole) <= MOST_BYTES {
        return Spread { sections: whole, pages: Vec::new() };
    }
    drop(whole);
    let headings = headings(publication, layouts);
    let all = || layouts.iter().zip(headings.iter().copied());
    // It looks at all figures, and is the same on all pages.
    let footer = front::footer(publication);
    let pages = layouts.iter().map(|layout| page(publication, layout, &footer)).collect();
    let charts: Vec<Element> =
        all().map(|(layout, heading)| table::charted(publication, layout, heading, &address(layout))).collect();
    if bytes(&charts) <= MOST_BYTES {
        return Spread { sections: charts, pages };
    }
    let links = all().map(|(layout, heading)| table::linked(layout, heading, &address(layout)));
    Spread { sections: links.collect(), pages }
}

/// Each table whole.
pub(crate) fn whole(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Vec<Element> {
    let headings = headings(publication, layouts);
    layouts.iter().zip(headings).map(|(layout, heading)| table::section(publication, layout, heading)).collect()
}

/// The element of each table's heading.
fn headings(publication: &Publication<'_>, layouts: &[Layout<'_>]) -> Vec<&'static str> {
    let parts = sections(publication.plan, layouts);
    parts.iter().flat_map(|part| part.layouts.iter().map(|_| part.table_heading())).collect()
}

fn bytes(sections: &[Element]) -> usize {
    sections.iter().map(Element::length).sum()
}

fn address(layout: &Layout<'_>) -> String {
    format!("{FOLDER}/{}.html", layout.table.id)
}

/// A page with one table.
fn page(publication: &Publication<'_>, layout: &Layout<'_>, footer: &Element) -> DocumentFile {
    let survey = &publication.plan.survey;
    let back = format!("../report.html#{}", anchor("table", &layout.table.id));
    let back = Element::new("a").attribute("href", &back).text("The report of all questions");
    let header = Element::classed("header", "masthead")
        .children(front::notice(publication))
        .child(Element::new("h1").text(&survey.title));
    let main = Element::new("main")
        .attribute("id", "main")
        .child(Element::new("nav").attribute("aria-label", "Report").child(Element::new("p").child(back)))
        .child(table::section(publication, layout, "h2"))
        .child(table_notes::how_to_read(publication, std::slice::from_ref(layout)));
    let title = format!("{}: {}", survey.title, layout.table.title);
    DocumentFile {
        name: address(layout),
        bytes: document(&title, body().child(header).child(main).child(footer.clone())).into_bytes(),
    }
}
