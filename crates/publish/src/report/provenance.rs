//! Where the figures come from: what became of each row of the export, and the problems met in it.

use topline_survey::{Accounting, CheckSeverity};

use crate::direction::isolated;
use crate::element::Element;
use crate::publication::Publication;
use crate::report::icon::icon;
use crate::report::table_frame::{column_header, row_header, scrolling};
use crate::words;

fn number(number: u64) -> Element {
    Element::classed("td", "number").text(&words::thousands(number))
}

/// Where the rows went.
pub(super) fn accounting(publication: &Publication<'_>) -> Element {
    let section = Element::new("section")
        .attribute("id", "rows")
        .attribute("aria-labelledby", "rows-title")
        .child(Element::new("h2").attribute("id", "rows-title").text("Where the rows went"));
    let rows = publication.accounting;
    let mut went = vec![("Accepted as responses".to_owned(), rows.accepted)];
    went.push(("Duplicates, left out".to_owned(), rows.duplicate));
    went.extend(rows.excluded.iter().map(|(reason, rows)| (format!("Excluded: {}", isolated(reason)), *rows)));
    went.push(("Kept aside: they could not be read".to_owned(), rows.quarantined));
    let label = |label: &str| Element::new("th").attribute("scope", "row").sentence(label);
    let body = went.iter().map(|(what, rows)| Element::new("tr").child(label(what)).child(number(*rows)));
    let table = Element::new("table")
        .child(Element::new("caption").text("Rows of the export below its header, and what became of them"))
        .child(
            Element::new("thead").child(
                Element::new("tr")
                    .child(column_header("What became of them"))
                    .child(Element::classed("th", "number").attribute("scope", "col").text("Rows")),
            ),
        )
        .child(Element::new("tbody").children(body))
        .child(
            Element::new("tfoot")
                .child(Element::classed("tr", "net").child(row_header("Rows read")).child(number(rows.read))),
        );
    let mut section =
        section.child(scrolling("Rows by what became of them", table)).child(Element::new("p").text(&format!(
            "{} came from {}.",
            words::counted(rows.respondents, "respondent", "respondents"),
            words::counted(rows.accepted, "accepted row", "accepted rows")
        )));
    if !rows.sources.is_empty() {
        section = section.child(scrolling("Rows by file", by_source(rows)));
    }
    if !rows.is_whole() {
        section = section.child(
            Element::classed("p", "alert")
                .child(icon("warning"))
                .child(Element::new("strong").text("These do not add up to the rows read: rows are unaccounted for.")),
        );
    }
    section
}

/// Where the rows of each file went.
fn by_source(rows: &Accounting) -> Element {
    let body = rows.sources.iter().map(|rows| {
        let counts = [rows.read, rows.accepted, rows.duplicate, rows.excluded, rows.quarantined];
        Element::new("tr").child(row_header(&rows.source)).children(counts.map(number))
    });
    let heads = ["Rows read", "Accepted", "Duplicates", "Excluded", "Kept aside"];
    let heads = heads.map(|head| Element::classed("th", "number").attribute("scope", "col").text(head));
    Element::new("table")
        .child(Element::new("caption").text("Rows of each file, and what became of them"))
        .child(Element::new("thead").child(Element::new("tr").child(column_header("File")).children(heads)))
        .child(Element::new("tbody").children(body))
}

/// The findings, where there are any.
pub(super) fn findings(publication: &Publication<'_>) -> Option<Element> {
    if publication.findings.is_empty() {
        return None;
    }
    let body = publication.findings.iter().map(|(kind, action, times)| {
        Element::new("tr")
            .child(row_header(words::finding(*kind)))
            .child(Element::new("td").text(words::action(*action)))
            .child(number(*times))
    });
    let table = Element::new("table")
        .child(Element::new("caption").text("Findings by kind, and what was done about each"))
        .child(
            Element::new("thead").child(
                Element::new("tr")
                    .child(column_header("What was found"))
                    .child(column_header("What was done"))
                    .child(Element::classed("th", "number").attribute("scope", "col").text("Times")),
            ),
        )
        .child(Element::new("tbody").children(body));
    let section = Element::new("section")
        .attribute("id", "findings")
        .attribute("aria-labelledby", "findings-title")
        .child(Element::new("h2").attribute("id", "findings-title").text("Problems met in the data"));
    Some(section.child(scrolling("Findings by kind", table)))
}

/// The checks of the survey, where there are any.
pub(super) fn checks(publication: &Publication<'_>) -> Option<Element> {
    if publication.checks.is_empty() {
        return None;
    }
    let body = publication.checks.iter().map(|check| {
        let result = match (check.passed, check.severity) {
            (true, _) => "holds",
            (false, CheckSeverity::Warn) => "warning",
            (false, CheckSeverity::Fail) => "does not hold",
        };
        let cells = [check.expected.as_str(), &check.found, result];
        Element::new("tr").child(row_header(&check.name)).children(cells.map(|cell| Element::new("td").text(cell)))
    });
    let heads = ["Check", "Must be", "Found", "Result"].map(column_header);
    let table = Element::new("table")
        .child(Element::new("caption").text("What must hold of the data, and whether it does"))
        .child(Element::new("thead").child(Element::new("tr").children(heads)))
        .child(Element::new("tbody").children(body));
    let section = Element::new("section")
        .attribute("id", "checks")
        .attribute("aria-labelledby", "checks-title")
        .child(Element::new("h2").attribute("id", "checks-title").text("Checks of the data"));
    Some(section.child(scrolling("Checks of the data", table)))
}
