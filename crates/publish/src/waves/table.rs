//! The values and changes of figures as a table: a row for each figure, a column for each wave.

use crate::element::Element;
use crate::report::{column_header, row_header};
use crate::waves::figure::{WaveChange, WaveFigure};

/// The figures of one table.
pub(super) fn table(figures: &[WaveFigure], names: &[&str], confidence: f64) -> Element {
    let has_trend = names.len() > 2;
    let number = |text: &str| Element::classed("td", "number").text(text);
    let rows = figures.iter().map(|figure| {
        let change = |change: Option<WaveChange>| {
            let text = change.map_or_else(|| "\u{2013}".to_owned(), |own| format!("{:+.1}", own.change));
            let p = change.map_or_else(|| "\u{2013}".to_owned(), |own| own.marked(confidence));
            [number(&text), number(&p)]
        };
        let row = Element::new("tr")
            .child(row_header(&figure.label()))
            .children((0..names.len()).map(|wave| number(&figure.shown(wave))))
            .children(change(figure.whole));
        if has_trend { row.children(change(figure.latest)).children(change(figure.trend)) } else { row }
    });
    let changes: &[&str] =
        if has_trend { &["Change", "p", "On the wave before", "p", "Per wave", "p"] } else { &["Change", "p"] };
    let heads =
        names.iter().chain(changes).map(|name| Element::classed("th", "number").attribute("scope", "col").text(name));
    Element::new("table")
        .child(Element::new("caption").text("Values as published, and changes of exact values"))
        .child(Element::new("thead").child(Element::new("tr").child(column_header("Figure")).children(heads)))
        .child(Element::new("tbody").children(rows))
}
