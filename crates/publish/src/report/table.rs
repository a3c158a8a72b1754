//! One table of the report: the question as asked, its base, its columns by break, and its rows with the total drawn as bars.

use std::borrow::Cow;

use topline_survey::{Figure, Published, RowKind, Statistic, Unit};

use crate::bases::{WEIGHTED_BASES, counts, own_base_label, own_bases};
use crate::chart::chart_of_question;
use crate::direction::isolated;
use crate::element::{Element, anchor};
use crate::layout::{Column, Group, Layout, Row};
use crate::p_values::{p_label, p_once};
use crate::publication::Publication;
use crate::report::chart::chart;
use crate::report::quotes;
use crate::report::table_frame::{column_header, row_header, scrolling};
use crate::report::table_notes;
use crate::shown::{CAUTION, UNPUBLISHED, is_unpublished, needs_caution, with_unit};
use crate::words;

/// How many breaks the link to a table names.
const NAMED_BREAKS: usize = 4;

/// A table with what must be read beside it.
pub(crate) fn section(publication: &Publication<'_>, layout: &Layout<'_>, heading: &'static str) -> Element {
    let id = &layout.table.id;
    let table = if layout.is_sql() { of_sql(publication, layout) } else { of_question(publication, layout) };
    titled(layout, heading)
        .children(table_notes::above(publication, layout))
        .children(folded(
            publication,
            layout,
            scrolling(&format!("Table {id}"), table).attribute("id", &figures_target(id)),
        ))
        .children(quotes::beside(publication, id))
        .children(table_notes::reconstructed(publication))
}

/// The chart of a table, with a link to the page that has the table.
pub(super) fn charted(
    publication: &Publication<'_>,
    layout: &Layout<'_>,
    heading: &'static str,
    page: &str,
) -> Element {
    titled(layout, heading)
        .children(table_notes::above(publication, layout))
        .children(chart_of_question(publication, layout).as_ref().map(chart))
        .child(link(layout, page))
        .children(quotes::beside(publication, &layout.table.id))
        .children(table_notes::reconstructed(publication))
}

/// What a link to the figures of a table names.
pub(super) fn figures_target(table: &str) -> String {
    anchor("figures", table)
}

/// A link to the page that has the table.
pub(super) fn linked(layout: &Layout<'_>, heading: &'static str, page: &str) -> Element {
    titled(layout, heading).child(link(layout, page))
}

fn link(layout: &Layout<'_>, page: &str) -> Element {
    let breaks = breaks(layout);
    let text = match breaks.len() {
        0 => "Table".to_owned(),
        1..=NAMED_BREAKS => format!("Table by {}", words::listed(&breaks)),
        many => format!("Table with {many} breaks"),
    };
    let text = Element::new("span").sentence(&text);
    Element::classed("p", "elsewhere").child(Element::new("a").attribute("href", page).child(text))
}

/// The titles of the breaks of a table.
fn breaks<'l>(layout: &'l Layout<'_>) -> Vec<Cow<'l, str>> {
    let mut breaks: Vec<&str> = layout.columns.iter().map(|column| column.break_label.as_str()).collect();
    breaks.dedup();
    breaks.retain(|label| !label.is_empty());
    breaks.into_iter().map(isolated).collect()
}

/// The frame of a table: its title.
fn titled(layout: &Layout<'_>, heading: &'static str) -> Element {
    let (id, title) = (&layout.table.id, &layout.table.title);
    let target = anchor("table", id);
    let title_id = format!("{target}-title");
    let heading = Element::classed(heading, "title")
        .attribute("id", &title_id)
        .text(title)
        .text(" ")
        .child(Element::classed("span", "id").text(id));
    Element::classed("section", "table").attribute("id", &target).attribute("aria-labelledby", &title_id).child(heading)
}

/// The chart of a table with the table and its notes folded under it; these alone where there is no chart.
fn folded(publication: &Publication<'_>, layout: &Layout<'_>, table: Element) -> Vec<Element> {
    let notes = table_notes::below(publication, layout);
    let Some(drawn) = chart_of_question(publication, layout) else {
        return std::iter::once(table).chain(notes).collect();
    };
    let summary = if layout.columns.len() > 1 { "Table, with all columns" } else { "Table" };
    let details = Element::new("details").child(Element::new("summary").text(summary));
    vec![chart(&drawn), details.child(table).children(notes)]
}

/// A base in a row of its own, with the mark of its figure.
fn marked_base(publication: &Publication<'_>, figure: &Figure<'_>, base: &str, cell: Element) -> Element {
    cell.child(dagger(publication, figure, Element::classed("span", "shown").text(base)))
}

fn dagger(publication: &Publication<'_>, figure: &Figure<'_>, value: Element) -> Element {
    if is_unpublished(figure, &publication.plan.survey) {
        value.child(Element::classed("sup", "mark").text(UNPUBLISHED))
    } else {
        value
    }
}

/// The value of a figure with its marks, in `cell`.
pub(crate) fn marked_value(publication: &Publication<'_>, figure: &Figure<'_>, cell: Element) -> Element {
    let mut value = dagger(publication, figure, Element::classed("span", "shown").text(&with_unit(figure)));
    if needs_caution(figure) {
        value = value.child(Element::classed("span", "mark").text(" ").text(CAUTION));
    }
    cell.child(value)
}

fn caption(layout: &Layout<'_>) -> Element {
    let counted = layout.figures().find(|figure| figure.row.unit == Unit::Percent && figure.row.kind != RowKind::Base);
    let shown = counted.or_else(|| layout.figures().find(|figure| figure.row.kind != RowKind::Base));
    let shown = shown.or_else(|| layout.figures().next());
    let (unit, base_rule) = shown.map_or((Unit::Count, ""), |figure| (figure.row.unit, figure.row.base_rule.as_str()));
    let breaks = breaks(layout);
    let mut text = words::unit(unit).to_owned();
    if !breaks.is_empty() {
        text = format!("{text}, in total and by {}", words::listed(&breaks));
    }
    let mut said = Element::new("span").sentence(&text).text(".");
    if !base_rule.is_empty() {
        said = said.text(" ").child(Element::new("strong").text("Base: ")).text(base_rule).text(".");
    }
    Element::new("caption").child(said)
}

fn of_question(publication: &Publication<'_>, layout: &Layout<'_>) -> Element {
    let class = if layout.columns.len() > 1 { "figures" } else { "figures alone" };
    let groups = layout.groups.iter().map(|group| body(publication, layout, group));
    Element::classed("table", class).child(caption(layout)).children(head(&layout.columns)).children(groups)
}

/// The columns, those of one break under its name.
fn head(columns: &[Column<'_>]) -> Vec<Element> {
    let breaks: Vec<&[Column<'_>]> =
        columns.chunk_by(|one, next| one.break_label == next.break_label && break_of(one) == break_of(next)).collect();
    let is_split = columns.iter().any(|column| !column.break_label.is_empty());
    let mut groups = vec![Element::new("col").attribute("class", "label")];
    let mut upper = Element::new("tr");
    let mut lower = Element::new("tr");
    let corner = Element::classed("th", "label").attribute("scope", "col").text("Answer");
    upper = upper.child(if is_split { corner.attribute("rowspan", "2") } else { corner });
    for columns in breaks {
        let span = columns.len().to_string();
        groups.push(Element::new("colgroup").attribute("span", &span));
        if columns[0].break_label.is_empty() {
            let own = columns.iter().map(|column| {
                let cell = Element::classed("th", "total").attribute("scope", "col");
                let cell = if is_split { cell.attribute("rowspan", "2") } else { cell };
                cell.child(Element::classed("span", "shown").text(&column.heading()))
            });
            upper = upper.children(own);
        } else {
            upper = upper.child(
                Element::classed("th", "break")
                    .attribute("scope", "colgroup")
                    .attribute("colspan", &span)
                    .child(Element::new("span").text(&columns[0].break_label)),
            );
            lower = lower.children(columns.iter().enumerate().map(|(index, column)| {
                Element::classed("th", if index == 0 { "first" } else { "more" })
                    .attribute("scope", "col")
                    .text(&column.heading())
            }));
        }
    }
    let label = Element::new("colgroup").child(groups.remove(0));
    let mut head = vec![label];
    head.extend(groups);
    let rows = Element::new("thead").child(upper);
    head.push(if is_split { rows.child(lower) } else { rows });
    head
}

fn break_of<'c>(column: &Column<'c>) -> &'c str {
    column.key.split_once('.').map_or("", |(question, _)| question)
}

fn body(publication: &Publication<'_>, layout: &Layout<'_>, group: &Group<'_>) -> Element {
    let mut body = Element::new("tbody");
    if !group.label.is_empty() {
        let span = (layout.columns.len() + 1).to_string();
        body = body.child(
            Element::classed("tr", "item").child(
                Element::new("th")
                    .attribute("scope", "rowgroup")
                    .attribute("colspan", &span)
                    .child(Element::new("span").text(group.label)),
            ),
        );
    }
    for row in &group.rows {
        body = body.child(cells(layout, &row_class(row), label(row), |index| {
            let figure = row.cells[index].as_ref()?;
            if let Some(base) = layout.columns[index].base {
                return Some(marked_base(publication, figure, &base(figure), cell(layout, index)));
            }
            let cell = marked_value(publication, figure, cell(layout, index)).children(letters(figure));
            Some(if layout.columns[index].is_total() {
                cell.children(bar(figure)).children(interval(publication, figure))
            } else {
                cell
            })
        }));
        if row.kind == RowKind::Base && layout.is_weighted() {
            for (name, base) in WEIGHTED_BASES {
                body = body.child(cells(layout, "base", row_header(name), |index| {
                    let figure = row.cells[index].as_ref()?;
                    Some(marked_base(publication, figure, &base(figure), cell(layout, index)))
                }));
            }
        } else if let Some(bases) = own_bases(row, group) {
            let header = row_header(&own_base_label(row));
            body = body.child(cells(layout, "base", header, |index| {
                let figure = row.cells[index].as_ref()?;
                Some(marked_base(publication, figure, &bases[index], cell(layout, index)))
            }));
        }
        if let Some(p) = p_once(row) {
            body = body.child(cells(layout, "base", row_header(&p_label(row)), |index| {
                let shown = p[index].as_str();
                (!shown.is_empty()).then(|| cell(layout, index).child(Element::classed("span", "shown").text(shown)))
            }));
        }
    }
    body
}

fn cells(layout: &Layout<'_>, class: &str, header: Element, of: impl Fn(usize) -> Option<Element>) -> Element {
    let cells = (0..layout.columns.len()).map(|index| of(index).unwrap_or_else(|| cell(layout, index)));
    Element::classed("tr", class).child(header).children(cells)
}

fn cell(layout: &Layout<'_>, index: usize) -> Element {
    let column = &layout.columns[index];
    let opens = index > 0
        && (layout.columns[index - 1].break_label != column.break_label
            || break_of(&layout.columns[index - 1]) != break_of(column));
    Element::classed(
        "td",
        if column.is_total() {
            "total"
        } else if opens {
            "first"
        } else {
            "more"
        },
    )
}

fn row_class(row: &Row<'_>) -> String {
    // A cell of the total column has that name too.
    let kind = if row.kind == RowKind::Total { RowKind::Base.as_str() } else { row.kind.as_str() };
    match row.depth {
        0 => kind.to_owned(),
        depth => format!("{kind} depth-{}", depth.min(3)),
    }
}

fn label(row: &Row<'_>) -> Element {
    let header = Element::new("th").attribute("scope", "row");
    match row.kind {
        RowKind::Net => header.child(Element::classed("span", "unseen").text("Net: ")).text(&words::row_label(row)),
        RowKind::Base if row.label.is_empty() => header.text("Unweighted base"),
        RowKind::Base
        | RowKind::Total
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Absent
        | RowKind::Missing
        | RowKind::Mean
        | RowKind::Statistic
        | RowKind::Sql => header.text(&words::row_label(row)),
    }
}

/// The columns that the value's is significantly higher than, below it, and whether it is higher or lower than the rest.
fn letters(figure: &Figure<'_>) -> Option<Element> {
    let letters = figure.cell.letters.as_deref().filter(|letters| !letters.is_empty())?;
    let (marks, columns): (Vec<&str>, Vec<&str>) = letters.split(' ').partition(|letter| letter.contains(['+', '-']));
    let unseen = |words: &str| Element::classed("span", "unseen").text(words);
    let mut said = Element::classed("span", "letters");
    if !columns.is_empty() {
        said = said.child(unseen(" significantly higher than ")).text(&columns.join(" "));
    }
    for (at, mark) in marks.iter().enumerate() {
        let way = if mark.contains('+') { "higher" } else { "lower" };
        if at > 0 || !columns.is_empty() {
            said = said.text(" ");
        }
        said = said.child(unseen(&format!(" significantly {way} than the rest "))).text(mark);
    }
    Some(said)
}

/// The interval of a value, below it.
fn interval(publication: &Publication<'_>, figure: &Figure<'_>) -> Option<Element> {
    let Published::Value(_) = figure.cell.published else { return None };
    let rounding = &publication.plan.survey.rounding;
    let decimals = if figure.row.unit == Unit::Percent { rounding.decimals } else { rounding.mean_decimals };
    let end = |end: f64| format!("{end:.0$}", usize::from(decimals));
    let (low, upp) = figure.cell.error.x_low.zip(figure.cell.error.x_upp)?;
    let words = format!("{} to {}", end(low), end(upp));
    Some(Element::classed("span", "interval").text(&words))
}

/// A bar as long as the percentage. It says nothing that the number beside it does not say.
pub(super) fn bar(figure: &Figure<'_>) -> Option<Element> {
    let Published::Value(value) = figure.cell.published else { return None };
    if figure.row.unit != Unit::Percent || figure.row.statistic.is_some_and(|told| told != Statistic::ColumnPercent) {
        return None;
    }
    let length = format!("width:{}%", value.to_f64().clamp(0.0, 100.0));
    Some(
        Element::classed("span", "track")
            .attribute("aria-hidden", "true")
            .child(Element::classed("span", "bar").attribute("style", &length)),
    )
}

/// A table made in SQL: its values, with the count and base of each percentage.
fn of_sql(publication: &Publication<'_>, layout: &Layout<'_>) -> Element {
    let has_bases = layout.figures().any(|figure| figure.row.unit == Unit::Percent);
    let mut head =
        Element::new("tr").child(Element::classed("th", "label").attribute("scope", "col").text("Row")).child(
            Element::classed("th", "total")
                .attribute("scope", "col")
                .child(Element::classed("span", "shown").text("Value")),
        );
    if has_bases {
        head = head.child(column_header("Count")).child(column_header("Base"));
    }
    let rows = layout.figures().map(|figure| {
        let value = marked_value(publication, &figure, Element::classed("td", "total")).children(bar(&figure));
        let value = value.children(interval(publication, &figure));
        let row = Element::classed("tr", "sql").child(row_header(&figure.row.label)).child(value);
        if !has_bases {
            return row;
        }
        let (count, base) = counts(&figure).unwrap_or_default();
        row.child(Element::classed("td", "first").text(&count)).child(Element::classed("td", "more").text(&base))
    });
    Element::classed("table", "figures")
        .child(caption(layout))
        .child(Element::new("thead").child(head))
        .child(Element::new("tbody").children(rows))
}
