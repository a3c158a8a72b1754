//! Questions whose answers are tick boxes, a column for each option.

use std::sync::Arc;

use arrow::array::Int32Builder;
use topline_survey::{Absent, Action, FindingKind, Opt, Question};

use super::{Read, tell_padded};
use crate::answer_columns::{Reasons, TickColumns, Why};
use crate::batch_rows::Rows;
use crate::label::{Labels, Meaning, is_alike};
use crate::raw::Meanings;
use crate::tick_rule::TickRule;

/// Texts that tick a box whatever its label.
const TICKS: [&str; 4] = ["1", "true", "yes", "x"];
/// The column of an option, and what its cells mean: nothing where the text leaves it empty.
struct TickBox<'r> {
    name: &'r str,
    meanings: Meanings<'r, Option<Meaning>>,
}

impl<'r> TickBox<'r> {
    fn new(rule: TickRule<'_>, name: &'r str, rows: &Rows<'r>) -> Self {
        let TickRule { question, option, .. } = rule;
        let labels = Labels::of_option(option, question);
        let meaning = |text: &str| {
            if rule.leaves_empty(text) {
                return None;
            }
            Some(match labels.meaning(text) {
                Meaning::Unmapped if TICKS.iter().any(|tick| is_alike(text, tick)) => Meaning::Code(option.code),
                meaning => meaning,
            })
        };
        let mut meanings = Meanings::new(rows.raw.column(name), meaning);
        tell_padded(meanings.of_texts().filter_map(|(is_padded, meaning)| Some((is_padded, meaning.as_mut()?))));
        Self { name, meanings }
    }
}

/// The boxes of a question, each with the option that it ticks.
fn tick_boxes<'r>(
    question: &Question,
    rows: &Rows<'r>,
    columns: impl Iterator<Item = (&'r Opt, &'r str)>,
    unticked: &[String],
) -> Vec<TickBox<'r>> {
    columns.map(|(option, name)| TickBox::new(TickRule { question, option, unticked }, name, rows)).collect()
}

impl Read<'_> {
    /// One code that is spread over a column for each option.
    pub(super) fn spread<'r>(
        &mut self,
        rows: &Rows<'r>,
        columns: impl Iterator<Item = (&'r Opt, &'r str)>,
        unticked: &[String],
    ) {
        let question = self.question;
        let boxes = tick_boxes(question, rows, columns, unticked);
        let first = boxes.first().map_or("", |first| first.name);
        let mut codes = Int32Builder::with_capacity(rows.numbers.len());
        let mut absent = Reasons::of(self.question);
        for index in 0..rows.numbers.len() {
            let mut code: Option<i32> = None;
            let mut reason: Option<Why> = None;
            for each in &boxes {
                let Some(meaning) = each.meanings.of(index).copied().flatten() else { continue };
                let ticked = match meaning {
                    Meaning::Code(ticked) => ticked,
                    Meaning::Spelled(ticked) => {
                        self.spelled(rows, index, each.name, ticked);
                        ticked
                    }
                    Meaning::Absent(absent) => {
                        reason = Some(reason.map_or(absent, |known| known.min(absent)));
                        continue;
                    }
                    Meaning::Unmapped => {
                        reason = Some(self.unmapped(rows, index, each.name));
                        continue;
                    }
                };
                match code {
                    Some(other) => {
                        let id = &question.id;
                        let detail = format!("code {ticked} beside code {other} of `{id}`, which has one answer");
                        self.finding(rows, index, each.name, FindingKind::Conflict, detail, Action::MadeInvalid);
                        reason = Some(Absent::Invalid.into());
                    }
                    None => code = Some(ticked),
                }
            }
            if reason.is_some_and(|why| why.reason == Absent::Invalid) {
                code = None;
            }
            self.check_routing(rows, index, first, code.is_some());
            absent.append(code.is_none().then(|| reason.unwrap_or_else(|| self.blank(index))));
            codes.append_option(code);
        }
        self.columns.push(Arc::new(codes.finish()));
        self.columns.extend(absent.finish());
    }

    /// Tick boxes, a column each.
    pub(super) fn ticks<'r>(
        &mut self,
        rows: &Rows<'r>,
        columns: impl Iterator<Item = (&'r Opt, &'r str)>,
        unticked: &[String],
    ) {
        let boxes = tick_boxes(self.question, rows, columns, unticked);
        let mut ticked = vec![false; boxes.len()];
        let mut answers = TickColumns::new(self.question, boxes.len());
        for index in 0..rows.numbers.len() {
            let mut reason = None;
            for (position, each) in boxes.iter().enumerate() {
                ticked[position] = match each.meanings.of(index).copied().flatten() {
                    None => false,
                    Some(Meaning::Code(_)) => true,
                    Some(Meaning::Spelled(code)) => {
                        self.spelled(rows, index, each.name, code);
                        true
                    }
                    Some(Meaning::Absent(absent)) => {
                        reason = Some(reason.map_or(absent, |known: Why| known.min(absent)));
                        false
                    }
                    Some(Meaning::Unmapped) => {
                        reason = Some(self.unmapped(rows, index, each.name));
                        false
                    }
                };
            }
            let answered = ticked.iter().any(|ticked| *ticked);
            self.check_routing(rows, index, boxes.first().map_or("", |first| first.name), answered);
            let reason = (!answered).then(|| reason.unwrap_or_else(|| self.blank(index)));
            answers.append(&ticked, reason);
        }
        self.columns.extend(answers.finish());
    }
}
