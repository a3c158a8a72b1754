//! What the data say of each claim, by document: what is not as the pipeline expects first, then what does not hold.
//!
//! A ruling is an icon and a word; its colour only repeats them.

use topline_survey::{Document, Ruling, Verdict};

use crate::element::{Element, anchor};
use crate::publication::Publication;
use crate::report::icon::icon;
use crate::report::table_frame::{column_header, row_header, scrolling};
use crate::words;

/// The order in which a document's verdicts are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Unexpected,
    FallsShort,
    CannotBeChecked,
    Holds,
}

impl Standing {
    const ALL: [Self; 4] = [Self::Unexpected, Self::FallsShort, Self::CannotBeChecked, Self::Holds];

    fn of(verdict: &Verdict) -> Self {
        match verdict.ruling {
            _ if !verdict.is_as_expected() => Self::Unexpected,
            Ruling::Holds => Self::Holds,
            Ruling::NotCheckable => Self::CannotBeChecked,
            Ruling::SumOfRoundedParts
            | Ruling::OtherRounding
            | Ruling::Imprecise
            | Ruling::Impossible
            | Ruling::AnotherFigure
            | Ruling::Inconsistent
            | Ruling::Contradicted => Self::FallsShort,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Unexpected => "Not as expected",
            Self::FallsShort => "Known to fall short",
            Self::CannotBeChecked => "Cannot be checked",
            Self::Holds => "Hold",
        }
    }
}

/// The verdicts, where there are any.
pub(super) fn section(publication: &Publication<'_>) -> Option<Element> {
    let verdicts = publication.verdicts;
    if verdicts.is_empty() {
        return None;
    }
    let mut documents: Vec<&str> = Vec::new();
    for verdict in verdicts {
        if !documents.contains(&verdict.document.as_str()) {
            documents.push(&verdict.document);
        }
    }
    let section = Element::new("section")
        .attribute("id", "verdicts")
        .attribute("aria-labelledby", "verdicts-title")
        .child(Element::new("h2").attribute("id", "verdicts-title").text("What documents say of these figures"))
        .child(standing(verdicts))
        .child(summary(verdicts));
    Some(section.children(documents.into_iter().map(|id| document(publication, id))))
}

fn standing(verdicts: &[Verdict]) -> Element {
    let unexpected = verdicts.iter().filter(|verdict| !verdict.is_as_expected()).count() as u64;
    let all = words::counted(verdicts.len() as u64, "claim was checked", "claims were checked");
    if unexpected == 0 {
        let said = format!("{all}; each verdict is the one that the pipeline expects.");
        return Element::classed("p", "standing good").child(icon("holds")).child(Element::new("span").text(&said));
    }
    let said = words::counted(unexpected, "verdict is not as expected.", "verdicts are not as expected.");
    let said = Element::new("span").text(&all).text(". ").child(Element::new("strong").text(&said));
    Element::classed("p", "standing bad").child(icon("warning")).child(said)
}

fn ruling_cell(ruling: Ruling) -> Element {
    Element::classed("span", &format!("ruling {}", ruling.as_str()))
        .child(icon(ruling.as_str()))
        .child(Element::new("span").text(words::ruling(ruling)))
}

/// How many verdicts of each ruling there are, and what each ruling means.
fn summary(verdicts: &[Verdict]) -> Element {
    let rows = Ruling::ALL.into_iter().filter_map(|ruling| {
        let times = verdicts.iter().filter(|verdict| verdict.ruling == ruling).count();
        (times > 0).then(|| {
            Element::new("tr")
                .child(Element::new("th").attribute("scope", "row").child(ruling_cell(ruling)))
                .child(Element::classed("td", "number").text(&words::thousands(times as u64)))
                .child(Element::new("td").text(words::ruling_meaning(ruling)))
        })
    });
    let head = Element::new("tr")
        .child(column_header("Ruling"))
        .child(Element::classed("th", "number").attribute("scope", "col").text("Verdicts"))
        .child(column_header("What it says"));
    let table = Element::new("table")
        .child(Element::new("caption").text("Verdicts by ruling"))
        .child(Element::new("thead").child(head))
        .child(Element::new("tbody").children(rows));
    scrolling("Verdicts by ruling", table)
}

fn document(publication: &Publication<'_>, id: &str) -> Element {
    let known: Option<&Document> =
        publication.plan.claims.iter().map(|claims| &claims.document).find(|document| document.id == id);
    let title = known.map_or(id, |document| document.title.as_str());
    let target = anchor("document", id);
    let title_id = format!("{target}-title");
    let of_document: Vec<&Verdict> = publication.verdicts.iter().filter(|verdict| verdict.document == id).collect();
    let bodies = Standing::ALL.into_iter().filter_map(|standing| {
        let rows: Vec<&Verdict> =
            of_document.iter().copied().filter(|verdict| Standing::of(verdict) == standing).collect();
        (!rows.is_empty()).then(|| body(standing, &rows))
    });
    let columns = ["Lines", "Quote", "Stated", "Found", "Ruling", "Why"];
    let table = Element::classed("table", "verdicts")
        .child(
            Element::new("caption")
                .text(&words::counted(of_document.len() as u64, "claim", "claims"))
                .text(" of this document"),
        )
        .child(Element::new("thead").child(Element::new("tr").children(columns.map(column_header))))
        .children(bodies);
    let mut section = Element::classed("section", "document")
        .attribute("id", &target)
        .attribute("aria-labelledby", &title_id)
        .child(Element::new("h3").attribute("id", &title_id).text(title));
    if let Some(publisher) = known.and_then(|document| document.publisher.as_deref()) {
        section = section.child(Element::classed("p", "asked").text(publisher));
    }
    section.child(scrolling(&format!("Verdicts on {title}"), table))
}

fn body(standing: Standing, verdicts: &[&Verdict]) -> Element {
    let title = format!("{} ({})", standing.title(), words::thousands(verdicts.len() as u64));
    let class = if standing == Standing::Unexpected { "item unexpected" } else { "item" };
    let header = Element::new("th")
        .attribute("scope", "rowgroup")
        .attribute("colspan", "6")
        .child(Element::new("span").text(&title));
    Element::new("tbody")
        .child(Element::classed("tr", class).child(header))
        .children(verdicts.iter().map(|verdict| row(verdict)))
}

fn row(verdict: &Verdict) -> Element {
    let mut quote = Element::classed("td", "quote").child(Element::new("q").text(&verdict.quote));
    for figure in &verdict.figures {
        let name = Element::new("code").text(&figure.to_string());
        let link = Element::new("a").attribute("href", &format!("#{}", anchor("table", &figure.table))).child(name);
        quote = quote.text(" ").child(link);
    }
    let mut ruling = Element::new("td").child(ruling_cell(verdict.ruling));
    if !verdict.is_as_expected() {
        let expected = format!("Expected: {}", words::ruling(verdict.expected));
        ruling = ruling.child(Element::classed("p", "expected").text(&expected));
    }
    let mut why = Element::classed("td", "why").text(&verdict.reason);
    if let Some(because) = &verdict.because {
        why = why.child(Element::classed("p", "because").text("Expected because: ").text(because));
    }
    Element::new("tr")
        .child(row_header(&verdict.lines.to_string()))
        .child(quote)
        .child(Element::new("td").text(&verdict.stated))
        .child(Element::new("td").text(&verdict.found))
        .child(ruling)
        .child(why)
}
