//! Rows of tables: their values, each with the label of its row and the head of its column.

use crate::document_passage::{DocumentPassage, PassageKind, TableValue};
use crate::document_text::TextLine;

/// Words of heads that say that a column has percentages.
const PERCENTAGES: [&str; 7] = ["%", "percent", "percents", "percentage", "percentages", "share", "proportion"];

/// Words of heads that say that a column has counts, and of whom nothing.
const COUNTS: [&str; 12] = [
    "n",
    "count",
    "counts",
    "number",
    "frequency",
    "responses",
    "respondents",
    "total",
    "base",
    "votes",
    "answers",
    "of",
];

/// Heads of columns of labels that say nothing of the question.
const LABELS: [&str; 8] = ["answer", "answers", "option", "response", "label", "category", "item", "method"];

/// The rows of the table that begins at a line, and the line behind them. A table without a value is text.
pub(crate) fn table(lines: &[TextLine], start: usize, heading: &str) -> Option<(Vec<DocumentPassage>, usize)> {
    let width = lines.get(start)?.cells().len();
    let is_row = |line: &TextLine| line.is_row && line.cells().len() == width;
    let mut end = start;
    while let Some(next) = (end..lines.len()).find(|at| !lines[*at].text.trim().is_empty())
        && is_row(&lines[next])
    {
        end = next + 1;
    }
    let rows: Vec<&TextLine> = lines[start..end].iter().filter(|line| is_row(line)).collect();
    let has_value = |row: &&TextLine| row.cells().into_iter().any(is_value);
    if !rows.iter().any(has_value) {
        return None;
    }
    let (heads, rows) = match rows.split_first() {
        Some((first, rest)) if !has_value(first) => (first.cells(), rest),
        Some(_) | None => (vec![""; width], rows.as_slice()),
    };
    let columns: Vec<Column<'_>> = (0..width).map(|at| Column::of(heads[at], at, rows)).collect();
    let is_said = says_percentage(heading) && !columns.iter().any(|column| column.is_percentage);
    let passage = |row: &&TextLine| {
        let values = values(&row.cells(), &columns, is_said);
        let kind = if values.is_empty() { PassageKind::Sentence } else { PassageKind::Row { values } };
        let text = row.text.trim().to_owned();
        DocumentPassage { text, lines: (row.number, row.number), heading: heading.to_owned(), kind }
    };
    Some((rows.iter().map(passage).collect(), end))
}

/// What is known of a column of a table.
struct Column<'t> {
    head: &'t str,
    is_percentage: bool,
    /// Whether its cells are labels: the first column, where it has years, or numbers its rows.
    is_label: bool,
}

impl<'t> Column<'t> {
    fn of(head: &'t str, at: usize, rows: &[&'t TextLine]) -> Self {
        let cells: Vec<&str> = rows.iter().filter_map(|row| row.cells().get(at).copied()).collect();
        let is_whole = |cell: &&str| !cell.is_empty() && cell.chars().all(|each| each.is_ascii_digit());
        Self {
            head,
            is_percentage: says_percentage(head) || cells.iter().any(|cell| cell.ends_with('%')),
            is_label: at == 0 && cells.iter().all(is_whole),
        }
    }
}

/// The values of a row.
fn values(cells: &[&str], columns: &[Column<'_>], is_said: bool) -> Vec<TableValue> {
    let each = || cells.iter().zip(columns);
    let is_of_label = |cell: &str, column: &Column<'_>| column.is_label || !is_value(cell);
    let label: Vec<&str> = each().filter(|(cell, column)| is_of_label(cell, column)).map(|(cell, _)| *cell).collect();
    let label = label.join(" ").trim().to_owned();
    let heads = each().filter(|(cell, column)| is_of_label(cell, column)).map(|(_, column)| column.head);
    let titles: Vec<&str> = heads.filter(|head| !LABELS.contains(&head.to_lowercase().as_str())).collect();
    let title = titles.join(" ").trim().to_owned();
    let value = |(cell, column): (&&str, &Column<'_>)| {
        let is_percentage = column.is_percentage || is_said && !says_count(column.head);
        let unit = if is_percentage && !cell.contains('%') { "%" } else { "" };
        let is_unit = says_percentage(column.head) || says_count(column.head);
        let head = if is_unit { String::new() } else { column.head.to_owned() };
        TableValue { words: format!("{cell}{unit}"), label: label.clone(), head, title: title.clone() }
    };
    each().filter(|(cell, column)| !is_of_label(cell, column)).map(value).collect()
}

/// A number, a percentage, or both, and nothing else.
fn is_value(cell: &str) -> bool {
    cell.starts_with(|first: char| first.is_ascii_digit())
        && cell.chars().all(|each| each.is_ascii_digit() || matches!(each, '.' | ',' | '%' | '(' | ')' | ' '))
}

fn says_percentage(head: &str) -> bool {
    let head = head.to_lowercase();
    head.contains('%') || words(&head).any(|word| PERCENTAGES.contains(&word)) || head.contains("per cent")
}

/// Whether a head says that its column has counts, and nothing else.
fn says_count(head: &str) -> bool {
    let head = head.to_lowercase();
    !head.is_empty() && words(&head).all(|word| COUNTS.contains(&word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|each: char| !each.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::document_file::read_document;
    use crate::document_passage::PassageKind;
    use crate::passage::passages;

    /// The values of the rows of a document: words, label of the row, head of the column, line and heading.
    fn found(name: &str, text: &str) -> Vec<(String, String, String, u32, String)> {
        let document = read_document(name, text.as_bytes()).expect("a text");
        let rows = passages(&document).into_iter().filter_map(|passage| match passage.kind {
            PassageKind::Row { values } => Some((values, passage.lines.0, passage.heading)),
            PassageKind::Sentence | PassageKind::Cell { .. } => None,
        });
        rows.flat_map(|(values, line, heading)| {
            values.into_iter().map(move |value| (value.words, value.label, value.head, line, heading.clone()))
        })
        .collect()
    }

    fn check(name: &str, text: &str, expect: &[(&str, &str, &str, u32)], title: &str) {
        let found = found(name, text);
        let found: Vec<(&str, &str, &str, u32)> = found
            .iter()
            .map(|(words, label, head, line, heading)| {
                assert_eq!(heading, title);
                (words.as_str(), label.as_str(), head.as_str(), *line)
            })
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn values_have_the_label_of_their_row_and_the_head_of_their_column() {
        let counts = [("512", "C++", "", 5), ("37.6%", "C++", "", 5), ("9", "C", "", 6), ("6.6%", "C", "", 6)];
        let table = "## Which do you use?\n\n| Answer | Count | Percent |\n|---|--:|:-:|\n| C++ | 512 | 37.6% |\n| C | 9 | 6.6 |\n";
        check("a.md", table, &counts, "Which do you use?");
        let open = table.replace("| ", "").replace(" |", "").replace("--|", "--").replace("\n|", "\n");
        assert!(!open.contains("| Answer"));
        let html = "<h2>Which do you use?</h2>\n\n<table><tr><th>Answer</th><th>Count</th>\n<th>Percent</th></tr>\n<tr><td><b>C++</b></td><td>512</td><td>37.6%</td></tr>\n<tr>\n<td>C</td><td>9</td><td>6.6</td></tr></table>";
        let of_html: Vec<_> = counts
            .iter()
            .map(|(words, label, head, line)| (*words, *label, *head, line + u32::from(*label == "C")))
            .collect();
        check("a.html", html, &of_html, "Which do you use?");
        check(
            "a.md",
            &html.replace("<h2>Which do you use?</h2>", "## Which do you use?"),
            &of_html,
            "Which do you use?",
        );
    }

    #[test]
    fn columns_are_groups_too() {
        let table = "Agreement, per cent\n\n| | Men | Women | n |\n|---|---|---|---|\n| Agree | 40 | 52.5 | 80 |\n";
        let expect = [("40%", "Agree", "Men", 5), ("52.5%", "Agree", "Women", 5), ("80", "Agree", "", 5)];
        check("a.md", table, &expect, "Agreement, per cent");
        let years = "Use\n\n| Year | Daily |\n|---|---|\n| 2019 | 40% |\n| 2020 | 41% |\n";
        check("a.md", years, &[("40%", "2019", "Daily", 5), ("41%", "2020", "Daily", 6)], "Use");
    }

    #[test]
    fn rows_of_text_are_text() {
        let text = "| Key | Finding |\n|---|---|\n| Trust | Some 54% of them trust it |\n";
        assert!(found("a.md", text).is_empty());
        let document = read_document("a.md", text.as_bytes()).expect("a text");
        assert!(passages(&document).iter().any(|passage| passage.text.contains("Some 54%")));
    }
}
