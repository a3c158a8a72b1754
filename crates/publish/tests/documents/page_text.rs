//! The text of `report.html`, as its reader sees it.

use topline_survey::Tabulation;

use crate::fixture::{plan, report, rest};

pub fn written(survey: &str, tables: &[Tabulation]) -> String {
    let plan = plan(survey, "");
    report(&rest().with(&plan, tables))
}

/// What stands between two marks, the first time that both are there.
pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    let rest = &text[from..];
    &rest[..rest.find(end).unwrap_or_else(|| panic!("no {end} after {start}"))]
}

/// The text of a piece of HTML as a reader sees it, with one space between its parts.
pub fn read(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = parts.collect::<Vec<_>>().join(" ");
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (escaped, plain)| text.replace(escaped, plain));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of one table, each as its reader sees it.
pub fn rows(page: &str, table: &str) -> Vec<String> {
    let table = between(page, &format!("<section class=\"table\" id=\"table-{table}\""), "</section>");
    table.split("<tr").skip(1).map(|row| read(&format!("<tr{}", between(row, "", "</tr>")))).collect()
}
