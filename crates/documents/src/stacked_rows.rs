//! Rows of a chart as a web page stacks them: a percentage, maybe a count, and the label below, again and again.

use crate::document_passage::{DocumentPassage, PassageKind, TableValue};
use crate::document_text::TextLine;

/// So many rows in the same order are no accident.
const FEWEST: usize = 2;
/// The most words of a label.
const LONGEST_LABEL: usize = 15;

/// The stacked rows that begin at a line, and the line behind them.
pub(crate) fn stacked_rows(lines: &[TextLine], start: usize, heading: &str) -> Option<(Vec<DocumentPassage>, usize)> {
    let filled: Vec<usize> = (start..lines.len()).filter(|at| !lines[*at].text.trim().is_empty()).collect();
    let text = |place: &usize| lines[*place].text.trim();
    let is_row = |row: &[usize]| match row {
        [percentage, label] => is_percentage(text(percentage)) && is_label(text(label)),
        [percentage, count, label] => is_percentage(text(percentage)) && is_count(text(count)) && is_label(text(label)),
        _ => false,
    };
    [3, 2].into_iter().find_map(|height| {
        let rows: Vec<&[usize]> = filled.chunks(height).take_while(|row| is_row(row)).collect();
        if rows.len() < FEWEST {
            return None;
        }
        let after = rows.last().and_then(|row| row.last()).map_or(start, |last| last + 1);
        let passage = |row: &&[usize]| {
            let texts: Vec<&str> = row.iter().map(text).collect();
            let (label, values) = texts.split_last().unwrap_or((&"", &[]));
            let value = |words: &&str| TableValue {
                words: (*words).to_owned(),
                label: (*label).to_owned(),
                head: String::new(),
                title: String::new(),
            };
            DocumentPassage {
                text: texts.join(" "),
                lines: (lines[row[0]].number, lines[row[height - 1]].number),
                heading: heading.to_owned(),
                kind: PassageKind::Row { values: values.iter().map(value).collect() },
            }
        };
        Some((rows.iter().map(passage).collect(), after))
    })
}

fn is_percentage(text: &str) -> bool {
    text.strip_suffix('%').is_some_and(|number| number.trim_end().parse::<f64>().is_ok())
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|each| each.is_ascii_digit() || each == ',')
}

fn is_label(text: &str) -> bool {
    !is_percentage(text) && text.split_whitespace().count() <= LONGEST_LABEL && !text.ends_with(['.', ':'])
}

#[cfg(test)]
mod tests {
    use crate::document_passage::PassageKind;
    use crate::document_text::DocumentText;
    use crate::passage::passages;

    fn found(text: &str) -> Vec<(String, String, String, (u32, u32))> {
        let rows = passages(&DocumentText::plain(text)).into_iter().filter_map(|passage| match passage.kind {
            PassageKind::Row { values } => Some((values, passage.heading, passage.lines)),
            PassageKind::Sentence | PassageKind::Cell { .. } => None,
        });
        rows.flat_map(|(values, heading, lines)| {
            values.into_iter().map(move |value| (value.words, value.label, heading.clone(), lines))
        })
        .collect()
    }

    #[test]
    fn labels_stand_below_their_values() {
        let title = "How often do you walk?";
        let row = |words: &str, label: &str, lines| (words.to_owned(), label.to_owned(), title.to_owned(), lines);
        assert_eq!(
            found("How often do you walk?\n\n28%\n\nDaily\n\n30%\n\nOnce or twice\n\nWhy do you walk?"),
            [row("28%", "Daily", (3, 5)), row("30%", "Once or twice", (7, 9))]
        );
        let counted = "How often do you walk?\n28%\n326\nDaily\n30%\n350\n2 or 3 times";
        let expect = [
            row("28%", "Daily", (2, 4)),
            row("326", "Daily", (2, 4)),
            row("30%", "2 or 3 times", (5, 7)),
            row("350", "2 or 3 times", (5, 7)),
        ];
        assert_eq!(found(counted), expect);
    }

    #[test]
    fn values_above_their_labels_are_a_chart() {
        assert!(found("4%\n\n18%\n\nQ2a) Agreement\n\nStrongly agree\n\nAgree").is_empty());
        assert!(found("4%\n\nIt was said that they agree, and that they would do so again.").is_empty());
    }
}
