//! Questions whose cells list answers by their labels: boxes that are ticked, or things in the order of their ranks.

use std::sync::Arc;

use arrow::array::Int32Builder;
use topline_survey::{Absent, Action, FindingKind, Item, LabelColumns, Opt};

use super::Read;
use crate::answer_columns::{Reasons, TickColumns, Why};
use crate::batch_rows::Rows;
use crate::label::Meaning;
use crate::raw::{Meanings, cell};

impl<'q> Read<'q> {
    /// The columns that list answers, each with what its cells list.
    fn listed<'r>(&self, rows: &Rows<'r>, columns: &'q LabelColumns) -> Vec<(&'q str, Meanings<'r, Vec<Meaning>>)> {
        let labels = self.labels;
        let meanings = |text: &str| match columns.separator() {
            Some(separator) => labels.meanings(text, separator),
            None => vec![labels.meaning(text)],
        };
        columns.names().into_iter().map(|name| (name, Meanings::new(rows.raw.column(name), meanings))).collect()
    }

    /// Takes note of the parts of a cell that nothing matches, where labels are joined in it.
    fn name_unmapped(&mut self, rows: &Rows<'_>, index: usize, column: &str, meanings: Option<&Vec<Meaning>>) {
        let separator = self.question.answer.label_columns().and_then(LabelColumns::separator);
        let Some(separator) = separator else { return };
        if meanings.is_some_and(|meanings| meanings.contains(&Meaning::Unmapped)) {
            let text = cell(rows.raw.column(column), index).unwrap_or_default();
            for part in self.labels.unmatched(text, Some(separator)) {
                self.unmapped.take(self.question, part);
            }
        }
    }

    /// Ticked labels in one cell, or one in each of several cells.
    pub(super) fn label_lists(&mut self, rows: &Rows<'_>, options: &[Opt], columns: &'q LabelColumns) {
        let columns = self.listed(rows, columns);
        let first = columns.first().map_or("", |(name, _)| name);
        let mut ticked = vec![false; options.len()];
        let mut answers = TickColumns::new(self.question, options.len());
        for index in 0..rows.numbers.len() {
            ticked.fill(false);
            let mut reason = None;
            for (name, meanings) in &columns {
                self.name_unmapped(rows, index, name, meanings.of(index));
                for meaning in meanings.of(index).into_iter().flatten() {
                    match *meaning {
                        Meaning::Code(code) => tick(options, code, &mut ticked),
                        Meaning::Spelled(code) => {
                            self.spelled(rows, index, name, code);
                            tick(options, code, &mut ticked);
                        }
                        Meaning::Absent(absent) => reason = Some(absent),
                        Meaning::Unmapped => reason = Some(self.unmapped(rows, index, name)),
                    }
                }
            }
            let answered = ticked.iter().any(|ticked| *ticked);
            self.check_routing(rows, index, first, answered);
            let reason = (!answered).then(|| reason.unwrap_or_else(|| self.blank(index)));
            answers.append(&ticked, reason);
        }
        self.columns.extend(answers.finish());
    }

    /// What was ranked, in the order of its places: in a column each, or in one cell.
    pub(super) fn places(&mut self, rows: &Rows<'_>, items: &[Item], columns: &'q LabelColumns) {
        let question = self.question;
        let columns = self.listed(rows, columns);
        let mut ranks: Vec<(Int32Builder, Reasons)> =
            items.iter().map(|_| (Int32Builder::new(), Reasons::of(question))).collect();
        let greatest = items.len() as i32;
        for index in 0..rows.numbers.len() {
            let mut places: Vec<Option<i32>> = vec![None; items.len()];
            let (mut place, mut reason): (i32, Option<Why>) = (0, None);
            for (at, (name, meanings)) in columns.iter().enumerate() {
                // A column is a place, be the one before it filled or not.
                place = place.max(at as i32);
                self.name_unmapped(rows, index, name, meanings.of(index));
                for meaning in meanings.of(index).into_iter().flatten() {
                    place += 1;
                    let item = match *meaning {
                        Meaning::Code(item) => item,
                        Meaning::Spelled(item) => {
                            self.spelled(rows, index, name, item);
                            item
                        }
                        Meaning::Absent(absent) => {
                            reason = reason.or(Some(absent));
                            continue;
                        }
                        Meaning::Unmapped => {
                            reason = Some(self.unmapped(rows, index, name));
                            continue;
                        }
                    };
                    let (id, taken) = (&question.id, &mut places[item as usize - 1]);
                    let detail = match taken {
                        Some(first) => format!("item {item} of `{id}` has place {place} and place {first}"),
                        None if place > greatest => format!("place {place} of `{id}`, which has {greatest} items"),
                        None => {
                            *taken = Some(place);
                            continue;
                        }
                    };
                    self.finding(rows, index, name, FindingKind::Conflict, detail, Action::MadeInvalid);
                    reason = Some(Absent::Invalid.into());
                }
            }
            if reason.is_some_and(|why| why.reason == Absent::Invalid) {
                places.fill(None);
            }
            let answered = places.iter().any(Option::is_some);
            self.check_routing(rows, index, columns.first().map_or("", |(name, _)| name), answered);
            let why = reason.filter(|_| !answered).unwrap_or_else(|| self.blank(index));
            for (rank, (ranks, absent)) in places.iter().zip(&mut ranks) {
                ranks.append_option(*rank);
                absent.append(rank.is_none().then_some(why));
            }
        }
        for (mut ranks, absent) in ranks {
            self.columns.push(Arc::new(ranks.finish()));
            self.columns.extend(absent.finish());
        }
    }
}

fn tick(options: &[Opt], code: i32, ticked: &mut [bool]) {
    if let Some(position) = options.iter().position(|option| option.code == code) {
        ticked[position] = true;
    }
}
