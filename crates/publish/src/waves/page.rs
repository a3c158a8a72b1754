//! The page of waves.

use std::collections::BTreeSet;

use topline_survey::Survey;

use crate::element::{Element, anchor};
use crate::report::{body, document, front, scrolling};
use crate::waves::figure::WaveFigure;
use crate::waves::table::table;
use crate::waves::trend_chart::{TimeAxis, ValueAxis, trend_chart};
use crate::words;

/// With more trends, their charts say less than the table.
const MOST_TRENDS: usize = 24;

/// Waves side by side.
#[derive(Debug, Clone, Copy)]
pub struct WavesPage<'w> {
    /// The surveys, the earliest first.
    pub surveys: &'w [&'w Survey],
    /// Where each lies in time.
    pub times: &'w [f64],
    /// The figures that can be compared, those of a table together.
    pub figures: &'w [WaveFigure],
    /// What is not alike, and so not compared, or only with care.
    pub unlike: &'w [String],
    /// How sure a change must be to be marked.
    pub confidence: f64,
}

/// The page, which needs no other.
#[must_use]
pub fn waves_page(page: &WavesPage<'_>) -> Vec<u8> {
    let Some(last) = page.surveys.last() else { return Vec::new() };
    let ids: Vec<&str> = page.surveys.iter().map(|survey| survey.id.as_str()).collect();
    let names = short(&ids);
    let tables: Vec<&[WaveFigure]> = page.figures.chunk_by(|one, next| one.key.table == next.key.table).collect();
    let links = tables.iter().filter_map(|figures| figures.first()).map(|figure| {
        let target = format!("#{}", anchor("table", &figure.key.table));
        Element::new("li").child(Element::new("a").attribute("href", &target).text(&figure.title))
    });
    let contents = Element::classed("nav", "contents columns")
        .attribute("aria-labelledby", "contents-title")
        .child(Element::new("h2").attribute("id", "contents-title").text("Contents"))
        .child(Element::new("ul").children(links));
    // What is said of several waves is said once.
    let mut said = BTreeSet::new();
    let notices = page.surveys.iter().filter(|survey| said.insert((words::notice(survey), survey.reconstructed)));
    let header = Element::classed("header", "masthead")
        .children(notices.filter_map(|survey| front::notice(survey)))
        .child(Element::new("h1").text(&last.title))
        .child(Element::classed("p", "client").text("Changes between waves"))
        .child(particulars(page));
    let sections = tables.iter().map(|figures| section(page, figures, &names));
    let parts = Element::new("section")
        .attribute("id", "tables")
        .attribute("aria-labelledby", "tables-title")
        .child(Element::new("h2").attribute("id", "tables-title").text("Questions"))
        .child(Element::classed("ul", "how").children(reading(page).iter().map(|line| Element::new("li").text(line))))
        .children(sections);
    let main = Element::new("main")
        .attribute("id", "main")
        .child(contents)
        .child(Element::classed("div", "parts").child(parts).children(unlike(page)));
    let footer = Element::new("footer")
        .child(Element::new("p").text("This page holds published figures only. It needs no network."));
    document(&format!("{}: changes between waves", last.title), body().child(header).child(main).child(footer))
        .into_bytes()
}

/// When each wave was in the field.
fn particulars(page: &WavesPage<'_>) -> Element {
    let waves = page.surveys.iter().map(|survey| {
        let when = survey.fieldwork.as_ref().map_or_else(|| survey.title.clone(), words::fieldwork);
        Element::new("div").child(Element::new("dt").text(&survey.id)).child(Element::new("dd").text(&when))
    });
    Element::classed("dl", "particulars").children(waves)
}

/// How the charts and tables are to be read.
fn reading(page: &WavesPage<'_>) -> Vec<String> {
    let mut lines = vec![
        "Answers are compared by their labels. Values are as published; changes are those of exact values, in points where the \
         values are percentages."
            .to_owned(),
        format!("*: significant at {}%.", 100.0 * page.confidence),
    ];
    if page.figures.iter().flat_map(|figure| figure.points.iter().flatten()).any(|point| point.interval.is_some()) {
        lines.push(
            "Upright lines in the charts are the intervals of values, as each wave declares its design.".to_owned(),
        );
    }
    lines.push("The charts of a question have the same scale. That of percentages begins at 0.".to_owned());
    lines
}

/// The trends of a table, and the table.
fn section(page: &WavesPage<'_>, figures: &[WaveFigure], names: &[&str]) -> Element {
    let (id, title) = figures.first().map_or(("", ""), |figure| (&figure.key.table, &figure.title));
    let target = anchor("table", id);
    let title_id = format!("{target}-title");
    let heading = Element::classed("h3", "title")
        .attribute("id", &title_id)
        .text(title)
        .text(" ")
        .child(Element::classed("span", "id").text(id));
    let section = Element::classed("section", "table")
        .attribute("id", &target)
        .attribute("aria-labelledby", &title_id)
        .child(heading);
    let table = scrolling(&format!("Table {id}"), table(figures, names, page.confidence));
    let totals: Vec<&WaveFigure> = figures.iter().filter(|figure| figure.is_total()).collect();
    if totals.is_empty() || totals.len() > MOST_TRENDS {
        return section.child(table);
    }
    let times = TimeAxis { times: page.times, names };
    let values = ValueAxis::of(&totals);
    let charts = totals.iter().map(|figure| trend_chart(figure, &times, values, page.confidence));
    let details = Element::new("details").child(Element::new("summary").text("Table, with all columns")).child(table);
    section.child(Element::classed("div", "trends").children(charts)).child(details)
}

fn unlike(page: &WavesPage<'_>) -> Option<Element> {
    (!page.unlike.is_empty()).then(|| {
        let items = page.unlike.iter().map(|unlike| Element::new("li").text(unlike));
        Element::new("section")
            .attribute("id", "unlike")
            .attribute("aria-labelledby", "unlike-title")
            .child(Element::new("h2").attribute("id", "unlike-title").text("Not compared, or only with care"))
            .child(Element::new("ul").children(items))
    })
}

/// The names of waves without what all of them begin with: `2017` and `2019` of `councillors-2017` and `councillors-2019`.
fn short<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let first = names.first().copied().unwrap_or_default();
    let mut common = first.char_indices().map(|(at, each)| at + each.len_utf8()).filter(|end| {
        let prefix = &first[..*end];
        prefix.ends_with(['-', '_', '.', ' ']) && names.iter().all(|name| name.len() > *end && name.starts_with(prefix))
    });
    let cut = common.next_back().unwrap_or(0);
    names.iter().map(|name| &name[cut..]).collect()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn what_all_names_begin_with_is_left_out() {
        assert_eq!(short(&["lga-councillors-2017", "lga-councillors-2019"]), ["2017", "2019"]);
        assert_eq!(short(&["jan", "june"]), ["jan", "june"]);
        assert_eq!(short(&["a-", "a-b"]), ["a-", "a-b"]);
    }
}
