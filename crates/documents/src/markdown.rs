//! Markdown without its marks: emphasis, links, headings, quotes. A row of a table is a line, its cells between bars; tables of HTML are read
//! as such. Line numbers stay those of the file.

use crate::document_text::{DocumentText, TextLine, numbered};
use crate::html;

/// The text of Markdown. What is in fences of code is left out.
pub(crate) fn read(text: &str) -> DocumentText {
    let marked = numbered(text);
    let mut is_code = false;
    let mut is_front_matter = marked.first().is_some_and(|line| line.text.trim_end() == "---");
    let mut lines: Vec<TextLine> = Vec::new();
    let mut is_ended = true;
    let mut at = 0;
    while let Some(line) = marked.get(at) {
        let trimmed = line.text.trim();
        at += 1;
        if is_front_matter {
            is_front_matter = line.number == 1 || !matches!(trimmed, "---" | "...");
            continue;
        }
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            is_code = !is_code;
            continue;
        }
        if !is_code && let Some(after) = end_of_html_table(&marked, at - 1) {
            lines.extend(html_table(&marked[at - 1..after]));
            (at, is_ended) = (after, true);
            continue;
        }
        if !is_code && is_rule_of_table(trimmed) {
            continue;
        }
        let is_row = !is_code && is_row_of_table(&marked, at - 1);
        let text = if is_code { String::new() } else { unmarked(trimmed) };
        let text = if is_row { without_outer_bars(&text).to_owned() } else { text };
        let is_heading = trimmed.starts_with('#');
        let begins = is_ended || is_heading || is_row || is_item(trimmed);
        lines.push(TextLine { number: line.number, begins, is_row, text });
        // A line of marks alone, such as a picture, is none of the text around it.
        is_ended = is_heading || is_row || lines.last().is_some_and(|line| line.text.trim().is_empty());
    }
    DocumentText { lines, marked }
}

/// Behind the table of HTML that begins in a line.
fn end_of_html_table(lines: &[TextLine], start: usize) -> Option<usize> {
    let has = |at: usize, tag: &str| lines.get(at).is_some_and(|line| line.text.to_lowercase().contains(tag));
    if !has(start, "<table") {
        return None;
    }
    let length = (start..lines.len()).position(|at| has(at, "</table"))?;
    Some(start + length + 1)
}

fn html_table(lines: &[TextLine]) -> Vec<TextLine> {
    let Some(first) = lines.first().map(|line| line.number) else { return Vec::new() };
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let read = html::lines(&texts.join("\n")).into_iter();
    read.map(|line| TextLine { number: line.number + first - 1, ..line }).collect()
}

/// `|---|:--:|`: the line between the head of a table and its rows.
fn is_rule_of_table(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|each| matches!(each, '-' | ':' | '|' | ' '))
}

/// Whether a line is a row of a table: between bars, or with a rule in the lines that follow each other around it.
fn is_row_of_table(lines: &[TextLine], at: usize) -> bool {
    let text = |line: &TextLine| line.text.trim().to_owned();
    let line = text(&lines[at]);
    let is_between_bars = line.len() > 2 && line.starts_with('|') && line.ends_with('|');
    let follows = |line: &&TextLine| line.text.contains('|');
    let before = lines[..at].iter().rev().take_while(follows);
    let mut around = before.chain(lines.get(at + 1));
    line.contains('|') && (is_between_bars || around.any(|line| is_rule_of_table(line.text.trim())))
}

fn without_outer_bars(row: &str) -> &str {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    row.strip_suffix('|').unwrap_or(row).trim_end()
}

/// Whether an item of a list or a row of a table begins with the line.
fn is_item(line: &str) -> bool {
    let behind_number = line.trim_start_matches(|each: char| each.is_ascii_digit());
    ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
        || behind_number.len() < line.len() && (behind_number.starts_with(". ") || behind_number.starts_with(") "))
}

/// A line without its marks.
fn unmarked(line: &str) -> String {
    let body = line.trim_start_matches(['#', '>', ' ']);
    // A heading may be closed too.
    let body = if line.starts_with('#') { body.trim_end_matches(['#', ' ', '\t']) } else { body };
    let body = ["- ", "* ", "+ "].iter().find_map(|bullet| body.strip_prefix(bullet)).unwrap_or(body);
    let is_rule = !body.is_empty() && body.chars().all(|each| matches!(each, '-' | '=' | '*' | '_' | '|' | ':' | ' '));
    if is_rule {
        return String::new();
    }
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(each) = rest.chars().next() {
        let after = &rest[each.len_utf8()..];
        match each {
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                text.extend(after.chars().next());
                rest = &after[1..];
                continue;
            }
            '!' if after.starts_with('[') => {
                rest = link(after).map_or(after, |(_, after)| after);
                continue;
            }
            '[' => {
                if let Some((words, after)) = link(rest) {
                    text.push_str(&unmarked(words));
                    rest = after;
                    continue;
                }
                text.push(each);
            }
            '*' | '`' => {}
            // An underscore within a word is one.
            '_' if !(text.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)) => {}
            '<' => match after.find('>') {
                Some(end) if after.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/') => {
                    rest = &after[end + 1..];
                    continue;
                }
                _ => text.push(each),
            },
            '|' => text.push_str(" | "),
            _ => text.push(each),
        }
        rest = after;
    }
    text
}

/// `[words](address)` at the start: the words, and what comes after.
fn link(text: &str) -> Option<(&str, &str)> {
    let close = text.find(']')?;
    let after = text[close + 1..].strip_prefix('(')?;
    let end = after.find(')')?;
    Some((&text[1..close], &after[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{read, unmarked};

    #[test]
    fn marks_are_no_text() {
        for (marked, text) in [
            ("## **91%** of them", "91% of them"),
            ("> a [quarter](https://a.example/b) of _them_", "a quarter of them"),
            ("![chart](a.png)half", "half"),
            ("- snake_case 10\\%", "snake_case 10%"),
            ("a <b>bold</b> 5 < 6", "a bold 5 < 6"),
            ("|---|---|", ""),
        ] {
            assert_eq!(unmarked(marked).trim(), text);
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let text = read("---\ntitle: 55%\n---\nOne\n```\n40%\n```\nTwo");
        let lines: Vec<(u32, &str)> = text.lines.iter().map(|line| (line.number, line.text.as_str())).collect();
        assert_eq!(lines, [(4, "One"), (6, ""), (8, "Two")]);
    }
}
