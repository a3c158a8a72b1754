//! The texts of a pipeline's files, with comments where the draft is unsure.

use std::fmt::Write;

use topline_survey::{Absent, AbsentLabels, DateOrder, Folding, Kind, Mark, MissingValue, Net, WrittenNumber};

use crate::absent_labels::list_of;
use crate::codebook_entry::{ItemEntry, OptionEntry, QuestionEntry};
use crate::metadata::Metadata;
use crate::question_draft::Drafted;

/// The longest line of options that stands in one line.
const WIDTH: usize = 110;

/// A string of TOML in one line. What JSON escapes, TOML escapes alike, but for DEL.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

/// A comment, a line of `#` for each line.
pub(crate) fn comment(into: &mut String, text: &str) {
    for line in text.lines() {
        let line: String = line.chars().map(|each| if each.is_control() { ' ' } else { each }).collect();
        let _ = writeln!(into, "# {}", line.trim());
    }
}

/// A key and its string.
pub(crate) fn string(into: &mut String, key: &str, text: &str) {
    let _ = writeln!(into, "{key} = {}", quoted(text));
}

fn strings(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// A list, in one line where it fits.
fn list(into: &mut String, key: &str, elements: &[String]) {
    let line = elements.join(", ");
    if line.len() + key.len() <= WIDTH && elements.len() <= 3 {
        let _ = writeln!(into, "{key} = [{line}]");
        return;
    }
    let _ = writeln!(into, "{key} = [");
    for element in elements {
        let _ = writeln!(into, "  {element},");
    }
    into.push_str("]\n");
}

/// `codebook.toml`.
pub(crate) fn codebook(
    opening: &str,
    passed_over: &[(String, Metadata)],
    absent: &[(String, Absent)],
    questions: &[Drafted],
) -> String {
    let mut text = String::new();
    comment(&mut text, opening);
    text.push('\n');
    if !passed_over.is_empty() {
        text.push_str("passed_over = [\n");
        let mut whys: Vec<Metadata> = passed_over.iter().map(|(_, why)| *why).collect();
        whys.sort();
        whys.dedup();
        for why in whys {
            let _ = writeln!(text, "  # {}", why.says());
            for (column, _) in passed_over.iter().filter(|(_, other)| *other == why) {
                let _ = writeln!(text, "  {},", quoted(column));
            }
        }
        text.push_str("]\n\n");
    }
    if !absent.is_empty() {
        text.push_str("[default]\n");
        comment(&mut text, "guessed: texts that stand for no answer wherever they occur");
        let mut labels = AbsentLabels::default();
        for (label, reason) in absent {
            list_of(&mut labels, *reason).push(label.clone());
        }
        let _ = writeln!(text, "absent = {}\n", absent_table(&labels));
    }
    let scales = shared_scales(questions);
    for (id, question) in &scales {
        let _ = writeln!(text, "[[scale]]\nid = {}", quoted(id));
        list(&mut text, "options", &question.options.iter().map(option).collect::<Vec<_>>());
        if !question.nets.is_empty() {
            list(&mut text, "nets", &question.nets.iter().map(net).collect::<Vec<_>>());
        }
        text.push('\n');
    }
    for drafted in questions {
        let scale = scales.iter().find(|(_, of)| shares(of, &drafted.question)).map(|(id, _)| id.as_str());
        write_question(&mut text, drafted, scale);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn absent_table(labels: &AbsentLabels) -> String {
    let reasons = [
        ("not_asked", &labels.not_asked),
        ("no_answer", &labels.no_answer),
        ("refused", &labels.refused),
        ("invalid", &labels.invalid),
    ];
    let parts: Vec<String> = reasons
        .iter()
        .filter(|(_, texts)| !texts.is_empty())
        .map(|(reason, texts)| format!("{reason} = {}", strings(texts)))
        .collect();
    format!("{{ {} }}", parts.join(", "))
}

/// Options that several questions share word for word, named after the first of them.
fn shared_scales(questions: &[Drafted]) -> Vec<(String, &QuestionEntry)> {
    let mut scales: Vec<(String, &QuestionEntry)> = Vec::new();
    let candidates: Vec<&QuestionEntry> =
        questions.iter().map(|drafted| &drafted.question).filter(|question| has_scale(question)).collect();
    for (at, question) in candidates.iter().enumerate() {
        let again = candidates[at + 1..].iter().any(|other| shares(question, other));
        if again && !scales.iter().any(|(_, known)| shares(known, question)) {
            scales.push((format!("of_{}", question.id), question));
        }
    }
    scales
}

fn has_scale(question: &QuestionEntry) -> bool {
    matches!(question.kind, Kind::Single | Kind::Grid)
        && question.options.len() >= 2
        && question.options.iter().all(|option| option.column.is_none() && !option.open)
}

fn shares(one: &QuestionEntry, other: &QuestionEntry) -> bool {
    has_scale(one) && has_scale(other) && one.options == other.options && one.nets == other.nets
}

/// How a number is written.
fn write_number(text: &mut String, number: &WrittenNumber) {
    for (key, sign) in [("decimal", number.decimal), ("grouping", number.grouping)] {
        if let Some(sign) = sign {
            string(text, key, &sign.to_string());
        }
    }
    if !number.units.is_empty() {
        list(text, "units", &number.units.iter().map(|unit| quoted(unit)).collect::<Vec<_>>());
    }
}

/// A question, with its comments.
pub(crate) fn write_question(text: &mut String, drafted: &Drafted, scale: Option<&str>) {
    let question = &drafted.question;
    text.push_str("[[question]]\n");
    for note in &drafted.notes {
        comment(text, note);
    }
    string(text, "id", &question.id);
    string(text, "kind", question.kind.as_str());
    string(text, "text", &question.text);
    if let Some(title) = &question.title {
        string(text, "title", title);
    }
    if let Some(section) = &question.section {
        string(text, "section", section);
    }
    if question.private {
        text.push_str("private = true\n");
    }
    if let Some(column) = &question.column {
        string(text, "column", column);
    }
    if let Some(separator) = &question.separator {
        string(text, "separator", separator);
    }
    if !question.mentions.is_empty() {
        list(text, "columns", &question.mentions.iter().map(|column| quoted(column)).collect::<Vec<_>>());
    }
    write_number(text, &question.number);
    if let Some(written) = question.written {
        string(
            text,
            "written",
            match written {
                DateOrder::DayMonthYear => "day_month_year",
                DateOrder::MonthDayYear => "month_day_year",
                DateOrder::YearMonthDay => "year_month_day",
                DateOrder::SpreadsheetSerial => "spreadsheet_serial",
            },
        );
    }
    if !question.unticked.is_empty() {
        let _ = writeln!(text, "unticked = {}", strings(&question.unticked));
    }
    if question.absent != AbsentLabels::default() {
        let _ = writeln!(text, "absent = {}", absent_table(&question.absent));
    }
    if let Some(blank) = question.blank {
        string(text, "blank", blank.as_str());
    }
    if let Some(asked) = &question.asked_if {
        let codes: Vec<String> = asked.is.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "asked_if = {{ question = {}, is = [{}] }}", quoted(&asked.question), codes.join(", "));
    }
    if !question.missing.is_empty() {
        list(text, "missing", &question.missing.iter().map(missing).collect::<Vec<_>>());
    }
    if question.fold == Folding::None {
        string(text, "fold", "none");
    }
    if !question.exclude.is_empty() {
        let codes: Vec<String> = question.exclude.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "exclude = [{}]", codes.join(", "));
    }
    if let Some(scale) = scale {
        string(text, "scale", scale);
    } else if !question.options.is_empty() {
        list(text, "options", &question.options.iter().map(option).collect::<Vec<_>>());
    }
    if !question.items.is_empty() {
        list(text, "items", &question.items.iter().map(item).collect::<Vec<_>>());
    }
    if scale.is_none() && !question.nets.is_empty() {
        list(text, "nets", &question.nets.iter().map(net).collect::<Vec<_>>());
    }
    text.push('\n');
}

fn missing(value: &MissingValue) -> String {
    let mut text = format!("{{ code = {}, label = {}", value.code, quoted(&value.label));
    if value.reason != Absent::NoAnswer {
        let _ = write!(text, ", reason = \"{}\"", value.reason.as_str());
    }
    if !value.also.is_empty() {
        let _ = write!(text, ", also = {}", strings(&value.also));
    }
    for (key, bound) in [("from", value.from), ("to", value.to)] {
        if let Some(bound) = bound {
            let is_whole = bound.fract() == 0.0 && bound.abs() < 1e15;
            let _ = if is_whole { write!(text, ", {key} = {bound}") } else { write!(text, ", {key} = {bound:?}") };
        }
    }
    text.push_str(" }");
    text
}

/// An option, in one line.
pub(crate) fn option(option: &OptionEntry) -> String {
    let mut text = format!("{{ code = {}, label = {}", option.code, quoted(&option.label));
    if !option.also.is_empty() {
        let _ = write!(text, ", also = {}", strings(&option.also));
    }
    if let Some(column) = &option.column {
        let _ = write!(text, ", column = {}", quoted(column));
    }
    if option.open {
        text.push_str(", open = true");
    }
    if let Some(mark) = option.mark {
        let mark = match mark {
            Mark::DontKnow => "dont_know",
            Mark::NotApplicable => "not_applicable",
            Mark::Other => "other",
        };
        let _ = write!(text, ", mark = \"{mark}\"");
    }
    if let Some(value) = option.value {
        let _ = write!(text, ", value = {value:?}");
    }
    text.push_str(" }");
    text
}

fn item(item: &ItemEntry) -> String {
    let mut text = format!("{{ id = {}, label = {}", quoted(&item.id), quoted(&item.label));
    if !item.also.is_empty() {
        let _ = write!(text, ", also = {}", strings(&item.also));
    }
    if let Some(column) = &item.column {
        let _ = write!(text, ", column = {}", quoted(column));
    }
    if !item.columns.is_empty() {
        let _ = write!(text, ", columns = {}", strings(&item.columns));
    }
    text.push_str(" }");
    text
}

fn net(net: &Net) -> String {
    let codes: Vec<String> = net.codes.iter().map(ToString::to_string).collect();
    format!("{{ id = {}, label = {}, codes = [{}] }}", quoted(&net.id), quoted(&net.label), codes.join(", "))
}

/// `columns.toml`.
pub(crate) fn columns(names: &[String]) -> String {
    let mut text = String::new();
    comment(
        &mut text,
        "The columns of the export that the codebook was written for. A run of an export that differs fails and says how.\n\
         `allow` lets changes pass: \"added\", \"dropped\", \"renamed\", \"moved\".",
    );
    text.push_str("allow = []\ncolumns = [\n");
    for name in names {
        let _ = writeln!(text, "  {},", quoted(name));
    }
    text.push_str("]\n");
    text
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn any_text_is_a_string_of_toml() {
        for text in ["plain", "a \"b\" \\ c", "two\nlines\ttab", "\u{7f}\u{1}\u{fffd}é", "#no comment"] {
            let read: toml::Table = format!("a = {}", quoted(text)).parse().expect("TOML");
            assert_eq!(read["a"].as_str(), Some(text));
        }
    }
}
