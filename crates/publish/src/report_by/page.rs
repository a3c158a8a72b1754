//! The report of one group.

use topline_survey::{ColumnHead, FigureRef, Headline, Published, Question, Section, Tabulation, TabulationRow};

use crate::element::{Element, anchor};
use crate::layout::Layout;
use crate::publication::Publication;
use crate::questionnaire_section::sort_by_section;
use crate::report::{body, contents_of_tables, document, front, marked_value, method_section, tables, whole_tables};
use crate::report_by::group::ReportGroup;
use crate::report_by::index::whole_report;
use crate::shown::with_unit;
use crate::words;

/// The page: the columns of the group, and the total.
pub(super) fn page(publication: &Publication<'_>, question: &Question, group: &ReportGroup) -> String {
    // Quotes may be those of other groups, and claims are of all respondents.
    let publication = &Publication { quotes: &[], verdicts: &[], checks: &[], ..*publication };
    let title = format!("{}: {}", publication.plan.survey.title, group.label);
    let own: Vec<Tabulation> = publication
        .tables
        .iter()
        // Of the question itself all of the group give one answer.
        .filter(|table| table.sections.iter().any(|section| section.question != question.id))
        .filter_map(|table| narrowed(table, &group.key))
        .collect();
    let layouts = own.iter().filter_map(Layout::of).map(Layout::without_empty_columns);
    let mut layouts: Vec<Layout<'_>> = layouts.collect();
    sort_by_section(publication.plan, &mut layouts);
    let respondents = words::thousands(group.respondents.unwrap_or_default());
    let all = words::thousands(publication.accounting.respondents);
    let said = format!("{respondents} of {all} respondents. Their figures are next to those of all respondents.");
    let header = Element::classed("header", "masthead")
        .children(front::notice(&publication.plan.survey))
        .child(Element::new("h1").text(&publication.plan.survey.title))
        .child(Element::classed("p", "client").text(question.title()).text(": ").text(&group.label))
        .child(Element::new("p").text(&said));
    let index = Element::new("a").attribute("href", "index.html").text("All reports by ").text(question.title());
    let links = Element::new("nav").attribute("aria-label", "Other reports").child(Element::new("p").child(index));
    let main = Element::new("main")
        .attribute("id", "main")
        .child(links.children(whole_report(publication)))
        .children(headlines(publication, &group.key))
        .child(contents_of_tables(publication, &layouts))
        .child(
            Element::classed("div", "parts")
                .child(tables(publication, &layouts, whole_tables(publication, &layouts)))
                .child(method_section(publication)),
        );
    document(&title, body().child(header).child(main).child(front::footer(publication)))
}

/// A table with the columns of one group, those that split it again, and the total; none where it has none of the group.
///
/// Letters compare with columns that are not there, and are left out.
fn narrowed(table: &Tabulation, key: &str) -> Option<Tabulation> {
    let is_own =
        |head: &ColumnHead| head.key == key || head.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('/'));
    let own: Vec<usize> = (0..table.columns.len()).filter(|index| is_own(&table.columns[*index])).collect();
    if own.is_empty() {
        return None;
    }
    let total = (0..table.columns.len()).find(|index| table.columns[*index].key.is_empty());
    let kept: Vec<usize> = own.into_iter().chain(total).collect();
    let head = |index: &usize| ColumnHead { letter: None, ..table.columns[*index].clone() };
    let row = |row: &TabulationRow| {
        let cells = kept.iter().filter_map(|index| row.cells.get(*index).cloned());
        let cells = cells.map(|cell| topline_survey::TableCell { letters: None, test: None, ..cell });
        TabulationRow { head: row.head.clone(), cells: cells.collect() }
    };
    let section = |section: &Section| Section { rows: section.rows.iter().map(row).collect(), ..section.clone() };
    Some(Tabulation {
        columns: kept.iter().map(head).collect(),
        sections: table.sections.iter().map(section).collect(),
        ..table.clone()
    })
}

/// The headlines of the total that the group has a figure of.
fn headlines(publication: &Publication<'_>, key: &str) -> Option<Element> {
    let cards: Vec<Element> =
        publication.plan.headlines.iter().filter_map(|(headline, of)| card(publication, headline, of, key)).collect();
    (!cards.is_empty()).then(|| {
        Element::classed("section", "headlines")
            .attribute("id", "headlines")
            .attribute("aria-labelledby", "headlines-title")
            .child(Element::new("h2").attribute("id", "headlines-title").text("Headlines"))
            .child(Element::new("ul").attribute("role", "list").children(cards))
    })
}

fn card(publication: &Publication<'_>, headline: &Headline, of: &FigureRef, key: &str) -> Option<Element> {
    let total = publication.figure(of).filter(|_| of.column.is_empty())?;
    let own = publication.figure(&FigureRef { column: key.to_owned(), ..of.clone() })?;
    let base = match own.cell.published {
        Published::Value(_) => format!("Base {}. ", words::thousands(own.cell.base.n)),
        Published::HeldBack(why) => format!("Held back: {}. ", why.as_str()),
        Published::Empty => "Nobody is in its base. ".to_owned(),
    };
    let said = format!("{base}All respondents: {}.", with_unit(&total));
    let table =
        Element::new("a").attribute("href", &format!("#{}", anchor("table", &of.table))).text("Table ").text(&of.table);
    Some(
        Element::new("li")
            .child(marked_value(publication, &own, Element::classed("p", "value")))
            .child(Element::classed("p", "text").text(&headline.text))
            .child(Element::classed("p", "of").text(&said))
            .child(Element::classed("p", "source").child(table)),
    )
}
