//! A question of the draft, on its way to the codebook.

use topline_survey::{Absent, AbsentLabels, Folding, Kind, Net, WrittenNumber, as_label};

use crate::absent_labels::list_of;
use crate::codebook_entry::{ItemEntry, OptionEntry, QuestionEntry};
use crate::column::Context;
use crate::html::{has_tags, without_tags};
use crate::marks::{mark_of, stands_last};
use crate::numbered_labels::numbers_before;
use crate::scale::{Ordered, order};
use crate::spreadsheet_dates::restored;
use crate::text::{counted, fold};

/// A question, with what the draft is unsure of.
#[derive(Debug, Clone)]
pub(crate) struct Drafted {
    /// Its name is given when all questions are known.
    pub question: QuestionEntry,
    /// What it is called in the export.
    pub code: Option<String>,
    /// Comments beside it.
    pub notes: Vec<String>,
    /// Cells of its boxes that hold what belongs into another column.
    pub strays: u64,
}

impl Drafted {
    pub(crate) fn new(kind: Kind, text: &str, code: Option<&str>) -> Self {
        let question = QuestionEntry {
            id: String::new(),
            kind,
            text: text.trim().to_owned(),
            private: false,
            column: None,
            mentions: Vec::new(),
            items: Vec::new(),
            options: Vec::new(),
            nets: Vec::new(),
            separator: None,
            number: WrittenNumber::default(),
            written: None,
            unticked: Vec::new(),
            absent: AbsentLabels::default(),
            title: None,
            section: None,
            blank: None,
            asked_if: None,
            missing: Vec::new(),
            exclude: Vec::new(),
            fold: Folding::default(),
        };
        Self { question, code: code.map(str::to_owned), notes: Vec::new(), strays: 0 }
    }

    /// The same with its one column.
    pub(crate) fn column(mut self, name: &str) -> Self {
        self.question.column = Some(name.to_owned());
        self
    }

    /// The same with a comment.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
        self
    }

    /// Says that so many cells of its columns hold what is no answer there.
    pub(crate) fn note_strays(&mut self, cells: u64) {
        if cells > 0 {
            self.strays = cells;
            self.notes.push(format!("in {} stands what is no option of the column: no answer", counted(cells, "cell")));
        }
    }

    /// The same with options in the order of their scale, and their nets.
    pub(crate) fn options(mut self, labels: &[(String, Vec<String>)]) -> Self {
        (self.question.options, self.question.nets) = options_of(labels);
        let spelled: Vec<&str> = labels.iter().map(|(label, _)| label.as_str()).collect();
        let days = spelled.iter().zip(restored(&spelled)).filter_map(|(day, was)| Some(format!("{day} was {}", was?)));
        let days: Vec<String> = days.collect();
        if days.is_empty() {
            return self;
        }
        self.note(format!("guessed: a spreadsheet took labels for days: {}", days.join(", ")))
    }

    /// Words, which may identify a person.
    pub(crate) fn words(text: &str, code: Option<&str>, column: &str) -> Self {
        let mut drafted = Self::new(Kind::Text, text, code).column(column);
        drafted.question.private = true;
        drafted
    }
}

/// An option without a column.
pub(crate) fn option(code: i32, label: &str) -> OptionEntry {
    OptionEntry {
        code,
        label: label.to_owned(),
        also: Vec::new(),
        column: None,
        open: false,
        mark: mark_of(label),
        value: None,
    }
}

/// An item of one column.
pub(crate) fn item(label: &str, column: &str) -> ItemEntry {
    ItemEntry { column: Some(column.to_owned()), ..item_alone(label) }
}

/// An item without a column.
pub(crate) fn item_alone(label: &str) -> ItemEntry {
    ItemEntry { id: String::new(), label: label.trim().to_owned(), also: Vec::new(), column: None, columns: Vec::new() }
}

/// The items of labels that stand in the places of a ranking: codes that end in numbers by these, labels as they first appear.
pub(crate) fn items_of(labels: &[(String, Vec<String>)]) -> Vec<ItemEntry> {
    let number = |label: &str| {
        let digits = label.trim_start_matches(|each: char| each.is_ascii_alphabetic());
        digits.parse::<u64>().ok().filter(|_| label.len() <= 6)
    };
    let mut sorted: Vec<&(String, Vec<String>)> = labels.iter().collect();
    if labels.iter().all(|(label, _)| number(label).is_some()) {
        sorted.sort_by_key(|(label, _)| number(label));
    }
    sorted.into_iter().map(|(label, also)| ItemEntry { also: also.clone(), ..item_alone(label) }).collect()
}

/// The texts for absent answers of one question, beside those that hold everywhere.
pub(crate) fn own_absent<'t>(context: &Context, own: impl Iterator<Item = (&'t str, Absent)>) -> AbsentLabels {
    let mut labels = AbsentLabels::default();
    let known = context.absent.iter().map(|(text, reason)| (text.as_str(), *reason));
    let mut own: Vec<(&str, Absent)> = own.collect();
    own.sort_unstable_by_key(|(text, _)| *text);
    for (text, reason) in known.chain(own) {
        list_of(&mut labels, reason).push(text.to_owned());
    }
    labels
}

/// The options of labels that differ in spelling alone are one: its most frequent spelling, and the others. Of a label that is a
/// piece of HTML the words are the first spelling.
pub(crate) fn spellings<'t>(texts: impl Iterator<Item = (&'t str, u64)>) -> Vec<(String, Vec<String>)> {
    let mut folded: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut labels: Vec<(Vec<(String, u64)>, u64)> = Vec::new();
    for (text, count) in texts {
        let key = if has_tags(text) { fold(&without_tags(text)) } else { fold(text) };
        let at = *folded.entry(key).or_insert_with(|| {
            labels.push((Vec::new(), 0));
            labels.len() - 1
        });
        labels[at].0.push((text.to_owned(), count));
        labels[at].1 += count;
    }
    let spelled = labels.into_iter().map(|(mut spellings, _)| {
        spellings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut texts: Vec<String> = spellings.into_iter().map(|(text, _)| text).collect();
        if has_tags(&texts[0]) {
            let words = without_tags(&texts[0]);
            texts.retain(|text| *text != words);
            texts.insert(0, words);
        }
        let label = as_label(&texts[0]).into_owned();
        if label != texts[0] {
            texts.retain(|text| *text != label);
            texts.insert(0, label);
        }
        let mut texts = texts.into_iter();
        (texts.next().unwrap_or_default(), texts.collect())
    });
    spelled.collect()
}

/// Options in the order of their scale, coded from 1, and their nets.
fn options_of(labels: &[(String, Vec<String>)]) -> (Vec<OptionEntry>, Vec<Net>) {
    let as_spelled: Vec<&str> = labels.iter().map(|(label, _)| label.as_str()).collect();
    let as_was = |((label, also), was): (&(String, Vec<String>), Option<String>)| match was {
        Some(was) => (was, std::iter::once(label).chain(also).cloned().collect()),
        None => (label.clone(), also.clone()),
    };
    let labels: Vec<(String, Vec<String>)> = labels.iter().zip(restored(&as_spelled)).map(as_was).collect();
    let texts: Vec<&str> = labels.iter().map(|(label, _)| label.as_str()).collect();
    let ordered = order(&texts);
    let codes = codes_of(&texts, &ordered.order);
    let nets = nets_of(&texts, &codes, &ordered);
    let options = ordered.order.iter().map(|at| {
        let (label, also) = &labels[*at];
        OptionEntry { also: also.clone(), ..option(codes[*at], label) }
    });
    (options.collect(), nets)
}

/// Codes from 1 in order; a label that is a small number, or begins with one as those at the ends of a scale may, is its own code, so
/// that `3` never means another answer.
fn codes_of(texts: &[&str], order: &[usize]) -> Vec<i32> {
    let own =
        |text: &str| text.parse::<i32>().ok().filter(|code| (0..=9999).contains(code) && code.to_string() == text);
    let numbers = numbers_before(texts, stands_last).unwrap_or_else(|| texts.iter().map(|text| own(text)).collect());
    if numbers.iter().any(Option::is_some) {
        let mut next = numbers.iter().flatten().max().copied().unwrap_or(0);
        let mut codes = vec![0; texts.len()];
        for at in order {
            codes[*at] = numbers[*at].unwrap_or_else(|| {
                next += 1;
                next
            });
        }
        return codes;
    }
    let mut codes = vec![0; texts.len()];
    for (code, at) in order.iter().enumerate() {
        codes[*at] = code as i32 + 1;
    }
    codes
}

/// The nets of an order, named after what they gather.
pub(crate) fn nets_of(texts: &[&str], codes: &[i32], ordered: &Ordered) -> Vec<Net> {
    let net = |gathered: crate::scale::Gathered| {
        let labels: Vec<&str> = gathered.labels.iter().map(|at| texts[*at]).collect();
        let joined = labels.join(" or ");
        let label = if joined.chars().count() <= 80 { joined } else { gathered.id.replace('_', " ") };
        Net { id: gathered.id.to_owned(), label, codes: gathered.labels.iter().map(|at| codes[*at]).collect() }
    };
    ordered.nets().into_iter().map(net).collect()
}
