//! The rows of the export: each respondent's answers as cells, and the rows that are no responses among them.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;
use topline_survey::{Kind, LabelColumns, Opt, Plan, Question};

use crate::calendar::{Moment, moments};
use crate::check::slot_name;
use crate::columns::{Column, Content};
use crate::random::Random;
use crate::responses::{Responses, Slot};
use crate::spec::{ExcludedSpec, Gives, Spec, Standing, Style};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'p> {
    Blank,
    Text(String),
    /// The label of an option, as it stands here.
    Label(&'p Opt, String),
    Number(u64),
    Moment(Moment),
}

/// Rows cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinesError {
    /// Not enough labels that have another spelling.
    #[error("respell labels: there are too few, by {spellings} `spellings` and {folded} `folded`")]
    TooFewLabels {
        /// How many of the other spellings are left over.
        spellings: usize,
        /// How many of the folded ones.
        folded: usize,
    },
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LineKind {
    /// A respondent's response, or one passage of it.
    Response(usize),
    /// A row that the survey excludes.
    Excluded,
    /// A response that stops early.
    Abandoned,
    /// A later row of a respondent.
    Duplicate(usize),
    /// Nothing but separators.
    Blank,
}

/// A row of the export.
#[derive(Debug, Clone)]
pub(crate) struct Line<'p> {
    pub kind: LineKind,
    pub cells: Vec<Cell<'p>>,
}

/// What is about to be written of a response or of what looks like one.
#[derive(Clone, Copy)]
struct Entry<'p> {
    kind: LineKind,
    /// Whose answers.
    respondent: usize,
    /// How many questions are answered, from the first.
    answers: usize,
    excluded: Option<&'p ExcludedSpec>,
}

/// What the rows are made from.
pub(crate) struct Written<'p, 'a> {
    pub plan: &'p Plan,
    pub spec: &'p Spec,
    pub slots: &'a [Slot<'p>],
    pub columns: &'a [Column<'p>],
    pub responses: &'a Responses,
    /// The first and the last day.
    pub days: (i64, i64),
}

impl<'p> Written<'p, '_> {
    /// Every row below the header.
    pub(crate) fn lines(&self) -> Result<Vec<Line<'p>>, LinesError> {
        let spec = self.spec;
        let mut random = Random::new(spec.seed, "rows");
        let entries = self.entries(&mut random);
        let moments = moments(&mut random, self.days, entries.len());
        let mut number = spec.id.first;
        let mut numbers: BTreeMap<usize, u64> = BTreeMap::new();
        let mut lines = Vec::new();
        for (nth, (entry, moment)) in entries.iter().zip(moments).enumerate() {
            let id = match entry.kind {
                LineKind::Duplicate(respondent) => numbers.get(&respondent).copied().unwrap_or(number),
                _ if nth == 0 => number,
                _ => {
                    number = number.saturating_add(1 + random.below(spec.id.step) as u64);
                    number
                }
            };
            if let LineKind::Response(respondent) = entry.kind {
                numbers.insert(respondent, id);
            }
            lines.extend(self.rows(&mut random, entry, id, moment));
        }
        self.respell(&mut random, &mut lines)?;
        let blank = Line { kind: LineKind::Blank, cells: vec![Cell::Blank; self.columns.len()] };
        lines.extend(std::iter::repeat_n(blank, spec.mess.blank_rows));
        Ok(lines)
    }

    /// The responses in order, those that stop early and the second rows among them.
    fn entries(&self, random: &mut Random) -> Vec<Entry<'p>> {
        let spec = self.spec;
        let respondents = spec.respondents;
        let all = usize::MAX;
        let response =
            |respondent| Entry { kind: LineKind::Response(respondent), respondent, answers: all, excluded: None };
        let mut entries: Vec<Entry<'p>> = (0..respondents).map(response).collect();
        for abandoned in &spec.mess.abandoned {
            let respondent = random.below(respondents);
            let entry = Entry { kind: LineKind::Abandoned, respondent, answers: abandoned.answers, excluded: None };
            entries.insert(random.below(entries.len() + 1), entry);
        }
        let mut twice: Vec<usize> = (0..respondents).collect();
        random.shuffle(&mut twice);
        for respondent in twice.into_iter().take(spec.mess.duplicates) {
            let first = entries.iter().position(|entry| entry.kind == LineKind::Response(respondent)).unwrap_or(0);
            let place = first + 1 + random.below((entries.len() - first).min(6));
            let kind = LineKind::Duplicate(respondent);
            entries.insert(place.min(entries.len()), Entry { kind, respondent, answers: all, excluded: None });
        }
        let mut first = 0;
        for excluded in &spec.mess.excluded {
            let respondent = random.below(respondents);
            let entry = Entry { kind: LineKind::Excluded, respondent, answers: all, excluded: Some(excluded) };
            if excluded.stands == Standing::First {
                entries.insert(first, entry);
                first += 1;
            } else {
                entries.push(entry);
            }
        }
        entries
    }

    /// The rows of one response: one, or one for each passage.
    fn rows(&self, random: &mut Random, entry: &Entry<'p>, id: u64, moment: (Moment, Moment)) -> Vec<Line<'p>> {
        let passages = match &self.spec.passages {
            Some(passages) if entry.answers > 0 => self.passages(random, entry.respondent, passages.question.get_ref()),
            _ => vec![BTreeSet::new()],
        };
        let by_passage = self.spec.passages.as_ref().map(|passages| passages.question.get_ref().as_str());
        let mut lines = Vec::new();
        for (nth, passage) in (1..).zip(&passages) {
            let cell = |column: &Column<'p>| {
                if let Some(text) = entry.excluded.and_then(|excluded| {
                    excluded.cells.iter().find(|(name, _)| name.get_ref() == column.name).map(|(_, text)| text)
                }) {
                    return if text.is_empty() { Cell::Blank } else { Cell::Text(text.clone()) };
                }
                match column.content {
                    Content::Metadata(metadata) => match metadata.gives {
                        Gives::Id => self.id(id),
                        Gives::Start => Cell::Moment(moment.0),
                        Gives::End => Cell::Moment(moment.1),
                        Gives::Text => Cell::Text(metadata.text.clone()),
                        Gives::Blank => Cell::Blank,
                        Gives::Passage => Cell::Number(nth),
                    },
                    Content::Whole(question) if Some(question.id.as_str()) == by_passage => {
                        self.ticked(question, Some(passage))
                    }
                    _ if !self.reaches(entry, column) => Cell::Blank,
                    _ => self.answer(column, entry.respondent),
                }
            };
            lines.push(Line { kind: entry.kind, cells: self.columns.iter().map(cell).collect() });
        }
        if let (LineKind::Duplicate(_), Some(line)) = (entry.kind, lines.first_mut()) {
            self.change_an_answer(random, line);
        }
        lines
    }

    /// Whether a response that stops early got as far as this column.
    fn reaches(&self, entry: &Entry<'_>, column: &Column<'_>) -> bool {
        let (Content::Whole(question) | Content::Item(question, _) | Content::Tick { question, .. }) = column.content
        else {
            return true;
        };
        self.plan.codebook.asked().take(entry.answers).any(|reached| reached.id == question.id)
    }

    fn id(&self, number: u64) -> Cell<'p> {
        let id = &self.spec.id;
        if id.prefix.is_empty() && id.digits == 0 {
            return Cell::Number(number);
        }
        Cell::Text(format!("{}{number:0digits$}", id.prefix, digits = id.digits))
    }

    /// The codes of each passage: every ticked code at least once, in random order, some two in one.
    fn passages(&self, random: &mut Random, respondent: usize, question: &str) -> Vec<BTreeSet<i32>> {
        let (Some(spec), Some(ticked)) = (&self.spec.passages, self.responses.ticks.get(question)) else {
            return vec![BTreeSet::new()];
        };
        let mut passages = Vec::new();
        for code in ticked[respondent].iter().flatten() {
            passages.extend((0..=random.below(spec.most)).map(|_| BTreeSet::from([*code])));
        }
        random.shuffle(&mut passages);
        // `joined` is spread over all respondents; the first ones take what does not divide evenly.
        let share = spec.joined / self.spec.respondents + usize::from(respondent < spec.joined % self.spec.respondents);
        for _ in 0..share {
            let Some(last) = passages.pop() else { break };
            let from = random.below(passages.len());
            let mut others = (from..passages.len()).chain(0..from);
            match others.find(|at| passages[*at].len() == 1 && passages[*at] != last && last.len() == 1) {
                Some(at) => passages[at].extend(last),
                None => passages.push(last),
            }
        }
        if passages.is_empty() { vec![BTreeSet::new()] } else { passages }
    }

    fn answer(&self, column: &Column<'p>, respondent: usize) -> Cell<'p> {
        let read = |slot: &str| self.responses.codes.get(slot).and_then(|answers| answers[respondent]);
        match column.content {
            Content::Metadata(_) => Cell::Blank,
            Content::Tick { question, option, unticked } => {
                let ticked = self.responses.ticks.get(&question.id).and_then(|ticked| ticked[respondent].as_ref());
                match ticked {
                    Some(ticks) if ticks.contains(&option.code) => self.label(option),
                    Some(_) => unticked.first().map_or(Cell::Blank, |text| Cell::Text(text.clone())),
                    None => Cell::Blank,
                }
            }
            Content::Item(question, item) => match read(&slot_name(&question.id, Some(&item.id))) {
                Some(rank) if question.kind() == Kind::Rank => Cell::Number(rank as u64),
                Some(code) => question.option(code).map_or(Cell::Blank, |option| self.label(option)),
                None => Cell::Blank,
            },
            Content::Whole(question) if question.kind() == Kind::Multi => {
                let ticked = self.responses.ticks.get(&question.id).and_then(|ticked| ticked[respondent].as_ref());
                self.ticked(question, ticked)
            }
            Content::Whole(question) => {
                if let Some(texts) = self.responses.texts.get(&question.id) {
                    return texts[respondent].clone().map_or(Cell::Blank, Cell::Text);
                }
                let Some(code) = read(&question.id) else { return Cell::Blank };
                if let Some(option) = question.option(code) {
                    return self.label(option);
                }
                let slot = self.slots.iter().find(|slot| slot.name == question.id);
                let text = slot.and_then(|slot| slot.texts.get(code as usize - 1));
                text.map_or(Cell::Blank, |text| Cell::Text((*text).to_owned()))
            }
        }
    }

    /// Ticked labels in one cell.
    fn ticked(&self, question: &'p Question, ticked: Option<&BTreeSet<i32>>) -> Cell<'p> {
        let Some(ticked) = ticked.filter(|ticked| !ticked.is_empty()) else { return Cell::Blank };
        let separator = question.answer.label_columns().and_then(LabelColumns::separator).unwrap_or(";");
        let labels: Vec<&str> = question
            .options()
            .iter()
            .filter(|option| ticked.contains(&option.code))
            .map(|option| self.usual(option))
            .collect();
        let after = if self.spec.style == Style::FormsXlsx { separator } else { "" };
        Cell::Text(labels.join(separator) + after)
    }

    /// The label as this export usually spells it.
    fn usual(&self, option: &'p Opt) -> &'p str {
        let usual = self
            .spec
            .usual
            .iter()
            .find(|(label, spelling)| *label.get_ref() == option.label && option.also.contains(spelling));
        usual.map_or(&option.label, |(_, spelling)| spelling)
    }

    fn label(&self, option: &'p Opt) -> Cell<'p> {
        Cell::Label(option, self.usual(option).to_owned())
    }

    /// Whoever answers again does not answer everything as before.
    fn change_an_answer(&self, random: &mut Random, line: &mut Line<'p>) {
        let labelled: Vec<usize> =
            (0..line.cells.len()).filter(|at| matches!(line.cells[*at], Cell::Label(..))).collect();
        if labelled.is_empty() {
            return;
        }
        let at = labelled[random.below(labelled.len())];
        let (Content::Whole(question) | Content::Item(question, _)) = self.columns[at].content else { return };
        line.cells[at] = self.label(&question.options()[random.below(question.options().len())]);
    }

    /// Puts some labels of the responses in another spelling.
    fn respell(&self, random: &mut Random, lines: &mut [Line<'p>]) -> Result<(), LinesError> {
        let mut labels: Vec<(usize, usize)> = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            let places = (0..line.cells.len()).filter(|at| matches!(line.cells[*at], Cell::Label(..)));
            if matches!(line.kind, LineKind::Response(_)) {
                labels.extend(places.map(|at| (row, at)));
            }
        }
        random.shuffle(&mut labels);
        let (mut spellings, mut folded) = (self.spec.mess.spellings, self.spec.mess.folded);
        for (row, at) in labels {
            let Cell::Label(option, text) = &mut lines[row].cells[at] else { continue };
            let others: Vec<&String> = option.also.iter().filter(|other| *other != text).collect();
            if spellings > 0 && !others.is_empty() {
                others[random.below(others.len())].clone_into(text);
                spellings -= 1;
            } else if folded > 0 && *text == option.label && text.contains(' ') {
                *text = if folded % 2 == 0 { text.replacen(' ', "  ", 1) } else { text.to_lowercase() };
                folded -= 1;
            }
        }
        if spellings + folded > 0 {
            return Err(LinesError::TooFewLabels { spellings, folded });
        }
        Ok(())
    }
}
