//! Lines of text into sentences and the cells of charts, without what respondents and officials are quoted to say, and without axes.

use crate::chart::{chart, is_axis, is_values};
use crate::document_passage::{DocumentPassage, PassageKind};
use crate::document_text::{DocumentText, TextLine};
use crate::stacked_rows::stacked_rows;
use crate::table::table;

/// A quotation of more words than this is speech; a shorter one is a label.
const LONGEST_LABEL: usize = 8;

/// A mark that is closed after more words than this is not the one that was opened.
const LONGEST_SPEECH: usize = 200;

/// The sentences and cells of a document, in order.
#[must_use]
pub fn passages(document: &DocumentText) -> Vec<DocumentPassage> {
    let lines = without_speech(&document.lines);
    let mut passages = Vec::new();
    let mut heading = String::new();
    let mut at = 0;
    while at < lines.len() {
        let text = lines[at].text.trim();
        if text.is_empty() || is_axis(text) {
            at += 1;
        } else if lines[at].is_row {
            let (rows, after) =
                table(&lines, at, &heading).unwrap_or_else(|| (sentences(&lines[at..=at], &heading), at + 1));
            passages.extend(rows);
            at = after;
        } else if let Some((label, value)) = labelled(text) {
            let kind = PassageKind::Cell { label: label.to_owned() };
            let number = lines[at].number;
            let (text, heading) = (value.to_owned(), heading.clone());
            passages.push(DocumentPassage { text, lines: (number, number), heading, kind });
            at += 1;
        } else if is_values(text)
            && let Some((rows, after)) = stacked_rows(&lines, at, &heading)
        {
            passages.extend(rows);
            at = after;
        } else if is_values(text) {
            let (cells, after) = chart(&lines, at, &heading);
            if let Some(title) = cells.first().map(|cell| &cell.heading).filter(|title| !title.is_empty()) {
                heading.clone_from(title);
            }
            passages.extend(cells);
            at = after;
        } else {
            let after = end_of_paragraph(&lines, at);
            let paragraph = &lines[at..after];
            let whole: Vec<&str> =
                paragraph.iter().map(|line| line.text.trim()).filter(|text| !text.is_empty()).collect();
            let whole = whole.join(" ");
            passages.extend(sentences(paragraph, &heading));
            if is_heading(&whole) && !whole.to_lowercase().contains("base:") {
                heading = whole;
            }
            at = after;
        }
    }
    passages
}

/// The lines with spaces for what stands in curly quotation marks and is speech.
fn without_speech(lines: &[TextLine]) -> Vec<TextLine> {
    let mut lines = lines.to_vec();
    let letters: Vec<(usize, usize, char)> = lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| line.text.char_indices().map(move |(offset, each)| (at, offset, each)))
        .collect();
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    for (index, (_, _, each)) in letters.iter().enumerate() {
        match each {
            '\u{201c}' => {
                // Speech of several paragraphs is closed in the last of them alone.
                spans.extend(open.and_then(|start| unclosed(&letters, start)));
                open = Some(index);
            }
            '\u{201d}' => {
                if let Some(start) = open.take() {
                    let words: String = letters[start..index].iter().map(|(_, _, each)| *each).collect();
                    if (LONGEST_LABEL + 1..=LONGEST_SPEECH).contains(&words.split_whitespace().count()) {
                        spans.push(start..=index);
                    }
                }
            }
            _ => {}
        }
    }
    spans.extend(open.and_then(|start| unclosed(&letters, start)));
    for (at, line) in lines.iter_mut().enumerate() {
        let is_spoken = |offset: usize| {
            spans.iter().any(|span| {
                let (start, end) = (letters[*span.start()], letters[*span.end()]);
                (start.0, start.1) <= (at, offset) && (at, offset) <= (end.0, end.1)
            })
        };
        if spans.iter().any(|span| (letters[*span.start()].0..=letters[*span.end()].0).contains(&at)) {
            line.text =
                line.text.char_indices().map(|(offset, each)| if is_spoken(offset) { ' ' } else { each }).collect();
        }
    }
    lines
}

/// A paragraph that begins with a quotation mark and does not close it.
fn unclosed(letters: &[(usize, usize, char)], start: usize) -> Option<std::ops::RangeInclusive<usize>> {
    let line = letters[start].0;
    let is_first =
        letters[..start].iter().rev().take_while(|(at, ..)| *at == line).all(|(_, _, each)| each.is_whitespace());
    let end = letters[start..].iter().take_while(|(at, ..)| *at == line).count() + start - 1;
    is_first.then_some(start..=end)
}

/// `Personal laptop        41%`: a row of a chart or table as a program laid it out, the label and a percentage far behind it.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let (label, value) = text.rsplit_once("   ")?;
    let label = label.trim_end();
    let is_alone =
        !label.contains("   ") && !label.ends_with(['.', ':', ',', '|']) && label.contains(char::is_alphabetic);
    (is_alone && is_values(value.trim()) && !value.trim().contains(' ')).then_some((label, value.trim()))
}

fn is_heading(text: &str) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    let is_open = !text.ends_with(['.', ',', ';', '!']) || text.starts_with(['Q', 'q']) && text.contains('?');
    // A row whose label cannot be told from the others.
    let is_row = text.rsplit_once("   ").is_some_and(|(_, value)| is_values(value));
    !is_row
        && (first.is_uppercase() || first.is_ascii_digit())
        && is_open
        && text.split_whitespace().count() <= 40
        && !text.contains(". ")
}

/// Where the paragraph that begins at a line ends. A blank line ends one, unless a sentence goes on behind it.
fn end_of_paragraph(lines: &[TextLine], start: usize) -> usize {
    let mut last = start;
    for at in start + 1..lines.len() {
        let (before, text) = (lines[last].text.trim(), lines[at].text.trim());
        if text.is_empty() {
            continue;
        }
        if lines[at].begins {
            return at;
        }
        let is_apart = at > last + 1;
        let goes_on = text.starts_with(|first: char| first.is_lowercase() || first == '(' || first == '&')
            || before.ends_with([',', '-', '\u{2013}'])
            || ends_with_joint(before)
            || text.starts_with(|first: char| first.is_ascii_digit())
                && !is_values(text)
                && before.chars().count() > 40;
        let is_new = text.starts_with(['\u{2022}', '\u{b7}', '*', '|', '#'])
            || is_values(text)
            || labelled(text).is_some()
            || is_axis(text)
            || is_question(text);
        let is_ended = before.ends_with(['.', '!', '?', ':']);
        let is_wrapped = before.chars().count() > 60 && !is_ended;
        if is_new || is_apart && (is_ended || !(goes_on || is_wrapped)) || !is_apart && is_short(before) && !goes_on {
            return at;
        }
        last = at;
    }
    lines.len()
}

fn is_short(text: &str) -> bool {
    text.chars().count() < 45 && !text.ends_with([',', ';'])
}

/// `Q2a) Agreement that ...`: the title of a chart.
fn is_question(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['Q', 'q']) else { return false };
    rest.starts_with(|next: char| next.is_ascii_digit())
        && rest.split_whitespace().next().is_some_and(|first| first.ends_with([')', ':', '.']))
}

fn ends_with_joint(text: &str) -> bool {
    const JOINTS: [&str; 16] =
        ["and", "or", "of", "the", "a", "an", "to", "in", "for", "with", "that", "by", "from", "on", "their", "as"];
    text.rsplit(' ').next().is_some_and(|last| JOINTS.contains(&last.to_lowercase().as_str()))
}

/// The sentences of a paragraph.
fn sentences(paragraph: &[TextLine], heading: &str) -> Vec<DocumentPassage> {
    let mut text = String::new();
    let mut starts: Vec<(usize, u32)> = Vec::new();
    for line in paragraph {
        let words = line.text.trim().trim_start_matches(['\u{2022}', '\u{b7}']).trim_start();
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push((text.len(), line.number));
        text.push_str(words);
    }
    let line_at = |offset: usize| {
        let at = starts.partition_point(|(start, _)| *start <= offset).max(1);
        starts.get(at - 1).map_or(1, |(_, number)| *number)
    };
    let (mut passages, mut start) = (Vec::new(), 0);
    for end in ends_of_sentences(&text) {
        let sentence = text[start..end].trim();
        if sentence.chars().any(char::is_alphanumeric) {
            let lines = (line_at(start), line_at(end.saturating_sub(1)));
            let heading = heading.to_owned();
            passages.push(DocumentPassage { text: sentence.to_owned(), lines, heading, kind: PassageKind::Sentence });
        }
        start = end;
        while text[start..].starts_with(' ') {
            start += 1;
        }
    }
    passages
}

/// Behind each point that ends a sentence, and at the end of the text.
fn ends_of_sentences(text: &str) -> Vec<usize> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut ends = Vec::new();
    for (index, (at, each)) in letters.iter().enumerate() {
        if !matches!(each, '.' | '!' | '?') {
            continue;
        }
        let mut after = index + 1;
        while letters.get(after).is_some_and(|(_, next)| matches!(next, ')' | '"' | '\u{201d}' | '\u{2019}' | '\'')) {
            after += 1;
        }
        let is_apart = letters.get(after).is_none_or(|(_, next)| *next == ' ');
        let next = letters[after.min(letters.len())..].iter().map(|(_, next)| *next).find(|next| *next != ' ');
        let word = text[..*at].rsplit([' ', '(']).next().unwrap_or_default().to_lowercase();
        let is_short_form =
            matches!(word.as_str(), "e.g" | "i.e" | "approx" | "c" | "ca" | "vs" | "no" | "mr" | "dr" | "st" | "fig")
                || word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        let begins = next.is_none_or(|next| !next.is_lowercase());
        if is_apart && begins && !is_short_form {
            ends.push(letters.get(after).map_or(text.len(), |(offset, _)| *offset));
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::passages;
    use crate::document_passage::PassageKind;
    use crate::document_text::DocumentText;

    fn texts(text: &str) -> Vec<String> {
        passages(&DocumentText::plain(text)).into_iter().map(|passage| passage.text).collect()
    }

    #[test]
    fn sentences_go_on_over_lines() {
        let text = "\u{2022} The majority of respondents report at least a fair amount of knowledge about their \n\nSTP (91%). However, most perceive there to be low engagement in the STP, with \n\n69% disagreeing that. Approx. 5% do.";
        assert_eq!(
            texts(text),
            [
                "The majority of respondents report at least a fair amount of knowledge about their STP (91%).",
                "However, most perceive there to be low engagement in the STP, with 69% disagreeing that.",
                "Approx. 5% do.",
            ]
        );
    }

    #[test]
    fn speech_and_axes_are_set_aside() {
        let text = "She said: \u{201c}we asked all 40% of the people who were there\nand 10% of the others\u{201d}. Then \u{201c}mostly top down\u{201d} 89%.\n\n0% 10% 20% 30% 40%";
        assert_eq!(texts(text), ["She said:", "Then \u{201c}mostly top down\u{201d} 89%."]);
    }

    #[test]
    fn rows_that_are_laid_out_are_cells() {
        let text = "Q1: Which do you use? (select all)\n\n   Personal laptop        41%\n\n\n Cluster of many machines, or   of few      9.5%\n\n   Large workstation    59%\n\nIn all, it was 59%.";
        let found: Vec<(String, PassageKind, String)> = passages(&DocumentText::plain(text))
            .into_iter()
            .map(|passage| (passage.text, passage.kind, passage.heading))
            .collect();
        let title = "Q1: Which do you use? (select all)";
        let cell = |value: &str, label: &str| {
            (value.to_owned(), PassageKind::Cell { label: label.to_owned() }, title.to_owned())
        };
        assert!(
            found.contains(&cell("41%", "Personal laptop")) && found.contains(&cell("59%", "Large workstation")),
            "{found:?}"
        );
        assert_eq!(found.iter().filter(|(_, kind, _)| *kind != PassageKind::Sentence).count(), 2, "{found:?}");
    }
}
