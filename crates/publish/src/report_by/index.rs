//! The index of the reports by one question.

use topline_survey::Question;

use crate::element::Element;
use crate::publication::Publication;
use crate::report::{body, column_header, document, front, row_header, scrolling};
use crate::report_by::group::ReportGroup;
use crate::words;

/// The page: each group with its report, or why it has none.
pub(super) fn index(
    publication: &Publication<'_>,
    question: &Question,
    groups: &[ReportGroup],
    minimum: u64,
) -> String {
    let title = format!("{}: reports by {}", publication.plan.survey.title, question.title());
    let rows = groups.iter().map(|group| {
        let large = group.respondents.filter(|respondents| *respondents >= minimum);
        let report = match large {
            Some(_) => Element::new("a").attribute("href", &group.file).text("Report of ").text(&group.label),
            None => Element::new("span").text(&format!("None: fewer than {minimum} respondents, or held back")),
        };
        let respondents = large.map_or_else(|| "\u{2013}".to_owned(), words::thousands);
        Element::new("tr")
            .child(row_header(&group.label))
            .child(Element::classed("td", "number").text(&respondents))
            .child(Element::new("td").child(report))
    });
    let head = Element::new("tr")
        .child(column_header(question.title()))
        .child(Element::classed("th", "number").attribute("scope", "col").text("Respondents"))
        .child(column_header("Report"));
    let table = Element::new("table")
        .child(Element::new("caption").text("Reports by ").text(question.title()))
        .child(Element::new("thead").child(head))
        .child(Element::new("tbody").children(rows));
    let what =
        "Each report has the figures of one group next to those of all respondents, and nothing of another group.";
    let header = Element::classed("header", "masthead")
        .children(front::notice(&publication.plan.survey))
        .child(Element::new("h1").text(&title));
    let main = Element::new("main")
        .attribute("id", "main")
        .child(Element::new("p").text(what))
        .children(whole_report(publication))
        .child(scrolling(&format!("Reports by {}", question.title()), table));
    document(&title, body().child(header).child(main).child(front::footer(publication)))
}

/// A link to the report of all, where there is one.
pub(super) fn whole_report(publication: &Publication<'_>) -> Option<Element> {
    let formats = publication.plan.survey.publishing.formats();
    let link = Element::new("a").attribute("href", "../../report.html").text("The report of all respondents");
    formats.contains(&topline_survey::DocumentFormat::Report).then(|| Element::new("p").child(link))
}
