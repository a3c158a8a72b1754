//! Charts as programs extract them: the values, then the title, then the labels in the same order.

use crate::document_passage::{DocumentPassage, PassageKind};
use crate::document_text::TextLine;

/// The values of a chart with their labels, which stand in the same order below a title. A line that begins with a small letter goes on
/// with the label before.
pub(crate) fn chart(lines: &[TextLine], start: usize, heading: &str) -> (Vec<DocumentPassage>, usize) {
    let mut values: Vec<(u32, String)> = Vec::new();
    let mut at = start;
    while at < lines.len() && (lines[at].text.trim().is_empty() || is_values(lines[at].text.trim())) {
        values.extend(lines[at].text.split_whitespace().map(|value| (lines[at].number, value.to_owned())));
        at += 1;
    }
    let after_values = at;
    let (mut labels, mut title): (Vec<String>, String) = (Vec::new(), String::new());
    let mut is_apart = true;
    while at < lines.len() && labels.len() <= values.len() {
        let text = lines[at].text.trim();
        let ends = text.ends_with('.') || text.starts_with('\u{2022}') || is_values(text) || is_axis(text);
        if ends || text.to_lowercase().starts_with("respondent base") || text.to_lowercase().starts_with("base:") {
            break;
        }
        if text.is_empty() {
            is_apart = true;
        } else if title.is_empty() {
            text.clone_into(&mut title);
            is_apart = false;
        } else if labels.is_empty() && (!is_apart || text.starts_with(char::is_lowercase)) {
            title = format!("{title} {text}");
        } else if let Some(last) = labels.last_mut().filter(|_| !is_apart || text.starts_with(char::is_lowercase)) {
            *last = format!("{last} {text}");
            is_apart = false;
        } else {
            labels.push(text.to_owned());
            is_apart = false;
        }
        at += 1;
    }
    let is_whole = labels.len() >= values.len() || values.len() > 1 && labels.len() + 1 == values.len();
    if !is_whole {
        // No chart that can be read: each value stands for itself.
        heading.clone_into(&mut title);
        labels.clear();
        at = after_values;
    }
    let cell = |(place, (number, value)): (usize, (u32, String))| DocumentPassage {
        text: value,
        lines: (number, number),
        heading: title.clone(),
        kind: PassageKind::Cell { label: labels.get(place).cloned().unwrap_or_default() },
    };
    (values.into_iter().enumerate().map(cell).collect(), at.max(after_values))
}

/// `0% 10% 20% 30%`: the scale of a chart.
pub(crate) fn is_axis(text: &str) -> bool {
    let values: Vec<f64> = text.split_whitespace().filter_map(|word| word.trim_end_matches('%').parse().ok()).collect();
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    values.len() >= 4
        && values.len() == text.split_whitespace().count()
        && steps.iter().all(|step| (step - steps[0]).abs() < 1e-9 && *step > 0.0)
}

/// Percentages and nothing else.
pub(crate) fn is_values(text: &str) -> bool {
    let is_value = |word: &str| word.strip_suffix('%').is_some_and(|number| number.parse::<f64>().is_ok());
    !text.is_empty() && text.split_whitespace().all(is_value)
}

#[cfg(test)]
mod tests {
    use crate::document_passage::PassageKind;
    use crate::document_text::DocumentText;
    use crate::passage::passages;

    #[test]
    fn values_of_a_chart_have_labels() {
        let text = "4%\n\n18%\n\n39%\n\nQ2a) Agreement that councillors\nhave been engaged\n\nStrongly agree\n\nTend to\nagree\n\nDisagree\n\nRespondent base: 80";
        let cells: Vec<(String, String, String)> = passages(&DocumentText::plain(text))
            .into_iter()
            .filter_map(|passage| match passage.kind {
                PassageKind::Cell { label } => Some((passage.text, label, passage.heading)),
                PassageKind::Sentence | PassageKind::Row { .. } => None,
            })
            .collect();
        let title = "Q2a) Agreement that councillors have been engaged";
        let cell = |value: &str, label: &str| (value.to_owned(), label.to_owned(), title.to_owned());
        assert_eq!(cells, [cell("4%", "Strongly agree"), cell("18%", "Tend to agree"), cell("39%", "Disagree")]);
    }
}
