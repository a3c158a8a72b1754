//! The cells of one question into its columns of `responses`.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Float64Builder, Int32Array, Int32Builder, NullBufferBuilder, StringBuilder,
};
use arrow::compute::kernels::cast_utils::Parser;
use arrow::datatypes::Date32Type;
use topline_survey::{Absent, Action, AskedIf, Finding, FindingKind, Kind, Opt, Place, Question, Source};

use crate::label::{Labels, Meaning};
use crate::mangled::mangled_code;
use crate::raw::{Meanings, Raw, cell};

/// Texts that tick a box whatever its label.
const TICKS: [&str; 4] = ["1", "true", "yes", "x"];
/// Texts that leave a box empty where the codebook does not know them otherwise.
const UNTICKS: [&str; 3] = ["0", "false", "no"];

/// What is known of the rows of one batch while its questions are read.
pub(crate) struct Rows<'b> {
    pub source: &'b Source,
    pub raw: &'b Raw<'b>,
    /// The row of the file for each row of the batch.
    pub numbers: &'b [u64],
}

/// The question's part of a batch: its columns, and what was wrong.
pub(crate) struct Read<'q> {
    question: &'q Question,
    labels: &'q Labels,
    /// Whether each row was asked, where there is routing.
    asked: Option<Vec<bool>>,
    columns: Vec<ArrayRef>,
    findings: Vec<Finding>,
}

/// Reads a question's columns. `codes` holds the codes of the single questions read before.
pub(crate) fn read(
    question: &Question,
    labels: &Labels,
    rows: &Rows<'_>,
    codes: &HashMap<&str, Int32Array>,
) -> (Vec<ArrayRef>, Vec<Finding>) {
    let asked = question.asked_if.as_ref().map(|routing| who_was_asked(routing, codes, rows.numbers.len()));
    let mut read = Read { question, labels, asked, columns: Vec::new(), findings: Vec::new() };
    match question.kind {
        Kind::Multi if question.separator.is_some() => read.joined(rows),
        Kind::Multi => read.ticks(rows),
        Kind::Single => read.codes(rows, question.column.as_deref().unwrap_or_default()),
        Kind::Grid => question.items.iter().for_each(|item| read.codes(rows, &item.column)),
        Kind::Rank => question.items.iter().for_each(|item| read.ranks(rows, &item.column)),
        Kind::Number => read.numbers(rows),
        Kind::Text => read.texts(rows),
        Kind::Date => read.dates(rows),
    }
    (read.columns, read.findings)
}

fn who_was_asked(routing: &AskedIf, codes: &HashMap<&str, Int32Array>, rows: usize) -> Vec<bool> {
    match codes.get(routing.question.as_str()) {
        Some(codes) => codes.iter().map(|code| code.is_some_and(|code| routing.is.contains(&code))).collect(),
        None => vec![true; rows],
    }
}

impl Read<'_> {
    /// The codes of one column.
    fn codes(&mut self, rows: &Rows<'_>, name: &str) {
        let labels = self.labels;
        let meanings = Meanings::new(rows.raw.column(name), |text| labels.meaning(text));
        let mut codes = Vec::with_capacity(rows.numbers.len());
        let mut answered = NullBufferBuilder::new(rows.numbers.len());
        let mut absent = Reasons::default();
        for index in 0..rows.numbers.len() {
            let answer = match meanings.of(index) {
                Some(Meaning::Code(code)) if self.asked.is_none() => {
                    codes.push(*code);
                    answered.append_non_null();
                    absent.append(None);
                    continue;
                }
                None => Err(self.blank(index)),
                Some(Meaning::Code(code)) => Ok(*code),
                Some(Meaning::Spelled(code)) => {
                    self.spelled(rows, index, name, *code);
                    Ok(*code)
                }
                Some(Meaning::Absent(reason)) => Err(*reason),
                Some(Meaning::Unmapped) => Err(self.unmapped(rows, index, name)),
            };
            self.check_routing(rows, index, name, answer.is_ok());
            codes.push(answer.unwrap_or_default());
            answered.append(answer.is_ok());
            absent.append(answer.err());
        }
        let codes = Int32Array::new(codes.into(), answered.finish());
        self.columns.extend([Arc::new(codes) as ArrayRef, absent.finish()]);
    }

    /// The ranks of one item.
    fn ranks(&mut self, rows: &Rows<'_>, name: &str) {
        let greatest = self.question.items.len() as i32;
        self.values(rows, name, "a rank", Int32Builder::new(), |text| {
            text.parse::<f64>()
                .ok()
                .filter(|rank| rank.fract().abs() < f64::EPSILON && *rank >= 1.0 && *rank <= f64::from(greatest))
                .map(|rank| rank as i32)
        });
    }

    fn numbers(&mut self, rows: &Rows<'_>) {
        let name = self.question.column.clone().unwrap_or_default();
        self.values(rows, &name, "a number", Float64Builder::new(), |text| {
            text.parse::<f64>().ok().filter(|number| number.is_finite())
        });
    }

    fn dates(&mut self, rows: &Rows<'_>) {
        let name = self.question.column.clone().unwrap_or_default();
        self.values(rows, &name, "a day written YYYY-MM-DD", Date32Builder::new(), days);
    }

    /// A column whose cells each parse or are malformed.
    fn values<B: Appends<T>, T: Copy>(
        &mut self,
        rows: &Rows<'_>,
        name: &str,
        expected: &str,
        mut values: B,
        parse: impl Fn(&str) -> Option<T>,
    ) {
        let labels = self.labels;
        let meanings = Meanings::new(rows.raw.column(name), |text| match labels.meaning(text) {
            Meaning::Absent(reason) => Err(Some(reason)),
            _ => parse(text).ok_or(None),
        });
        let mut absent = Reasons::default();
        for index in 0..rows.numbers.len() {
            let answer = match meanings.of(index) {
                None => Err(self.blank(index)),
                Some(Ok(value)) => Ok(*value),
                Some(Err(Some(reason))) => Err(*reason),
                Some(Err(None)) => {
                    let detail = format!("not {expected}");
                    self.finding(rows, index, name, FindingKind::Malformed, detail, Action::MadeInvalid);
                    Err(Absent::Invalid)
                }
            };
            self.check_routing(rows, index, name, answer.is_ok());
            absent.append(answer.as_ref().err().copied());
            values.append(answer.ok());
        }
        self.columns.extend([values.finish_array(), absent.finish()]);
    }

    fn texts(&mut self, rows: &Rows<'_>) {
        let name = self.question.column.clone().unwrap_or_default();
        let labels = self.labels;
        let meanings = Meanings::new(rows.raw.column(&name), |text| match labels.meaning(text) {
            Meaning::Absent(reason) => Err(reason),
            _ => Ok(text),
        });
        let mut texts = StringBuilder::new();
        let mut absent = Reasons::default();
        for index in 0..rows.numbers.len() {
            let answer = meanings.of(index).copied().unwrap_or_else(|| Err(self.blank(index)));
            self.check_routing(rows, index, &name, answer.is_ok());
            texts.append_option(answer.ok());
            absent.append(answer.err());
        }
        self.columns.extend([Arc::new(texts.finish()) as ArrayRef, absent.finish()]);
    }

    /// Tick boxes, a column each.
    fn ticks(&mut self, rows: &Rows<'_>) {
        struct Box<'r> {
            name: &'r str,
            /// Nothing where the text leaves it empty.
            meanings: Meanings<'r, Option<Meaning>>,
        }
        let question = self.question;
        let boxes: Vec<Box<'_>> = question
            .options
            .iter()
            .map(|option| {
                let name = option.column.as_deref().unwrap_or_default();
                let labels = Labels::of_option(option, question);
                let meaning = |text: &str| {
                    if leaves_empty(question, option, text) {
                        return None;
                    }
                    Some(match labels.meaning(text) {
                        Meaning::Unmapped if TICKS.iter().any(|tick| text.eq_ignore_ascii_case(tick)) => {
                            Meaning::Code(option.code)
                        }
                        meaning => meaning,
                    })
                };
                Box { name, meanings: Meanings::new(rows.raw.column(name), meaning) }
            })
            .collect();
        let mut ticked = vec![false; boxes.len()];
        let mut answers = TickColumns::new(boxes.len());
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
                        reason = Some(reason.map_or(absent, |known: Absent| known.min(absent)));
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

    /// Ticked labels in one cell.
    fn joined(&mut self, rows: &Rows<'_>) {
        let question = self.question;
        let name = question.column.as_deref().unwrap_or_default();
        let separator = question.separator.as_deref().unwrap_or_default();
        let labels = self.labels;
        let meanings = Meanings::new(rows.raw.column(name), |text| labels.meanings(text, separator));
        let mut ticked = vec![false; question.options.len()];
        let mut answers = TickColumns::new(question.options.len());
        for index in 0..rows.numbers.len() {
            ticked.fill(false);
            let mut reason = None;
            for meaning in meanings.of(index).into_iter().flatten() {
                match *meaning {
                    Meaning::Code(code) => tick(&question.options, code, &mut ticked),
                    Meaning::Spelled(code) => {
                        self.spelled(rows, index, name, code);
                        tick(&question.options, code, &mut ticked);
                    }
                    Meaning::Absent(absent) => reason = Some(absent),
                    Meaning::Unmapped => reason = Some(self.unmapped(rows, index, name)),
                }
            }
            let answered = ticked.iter().any(|ticked| *ticked);
            self.check_routing(rows, index, name, answered);
            let reason = (!answered).then(|| reason.unwrap_or_else(|| self.blank(index)));
            answers.append(&ticked, reason);
        }
        self.columns.extend(answers.finish());
    }

    /// Why a blank cell is blank.
    fn blank(&self, index: usize) -> Absent {
        match &self.asked {
            Some(asked) if !asked[index] => Absent::NotAsked,
            _ => self.question.blank,
        }
    }

    fn check_routing(&mut self, rows: &Rows<'_>, index: usize, column: &str, answered: bool) {
        if answered && self.asked.as_ref().is_some_and(|asked| !asked[index]) {
            let detail = format!("`{}` is answered although routing passed the respondent by", self.question.id);
            self.finding(rows, index, column, FindingKind::NotRouted, detail, Action::Told);
        }
    }

    fn spelled(&mut self, rows: &Rows<'_>, index: usize, column: &str, code: i32) {
        let detail = format!("another spelling of code {code} of `{}`", self.question.id);
        self.finding(rows, index, column, FindingKind::Spelling, detail, Action::Accepted);
    }

    fn unmapped(&mut self, rows: &Rows<'_>, index: usize, column: &str) -> Absent {
        let text = cell(rows.raw.column(column), index).unwrap_or_default();
        let id = &self.question.id;
        let detail = match mangled_code(self.question, text) {
            None => format!("the answer matches no option of `{id}`"),
            Some(code) => format!(
                "the answer matches no option of `{id}`; a spreadsheet makes such cells of the label of code {code}, \
                 which can have them under `also`"
            ),
        };
        self.finding(rows, index, column, FindingKind::Unmapped, detail, Action::MadeInvalid);
        Absent::Invalid
    }

    fn finding(
        &mut self,
        rows: &Rows<'_>,
        index: usize,
        column: &str,
        kind: FindingKind,
        detail: String,
        action: Action,
    ) {
        let place = Place {
            file: rows.source.name.clone(),
            sheet: rows.source.sheet.clone(),
            row: Some(rows.numbers[index]),
            column: Some(column.to_owned()),
        };
        self.findings.push(Finding { place, kind, detail, action });
    }
}

/// Whether a cell text leaves the tick box of an option empty. What the codebook knows otherwise does not, be it "No".
pub(crate) fn leaves_empty(question: &Question, option: &Opt, text: &str) -> bool {
    let is_known = || {
        let labels = std::iter::once(&option.label).chain(&option.also).map(|label| label.trim());
        labels.chain(question.absent.texts().map(|(absent, _)| absent.trim())).any(|known| known == text)
    };
    question.unticked.iter().any(|unticked| unticked.trim() == text)
        || (UNTICKS.iter().any(|untick| text.eq_ignore_ascii_case(untick)) && !is_known())
}

fn tick(options: &[Opt], code: i32, ticked: &mut [bool]) {
    if let Some(position) = options.iter().position(|option| option.code == code) {
        ticked[position] = true;
    }
}

/// Days since 1970 of `YYYY-MM-DD`, with or without a time after it.
fn days(text: &str) -> Option<i32> {
    let day = text.get(..10)?;
    let rest = text.as_bytes().get(10);
    if !rest.is_none_or(|next| matches!(next, b' ' | b'T')) {
        return None;
    }
    <Date32Type as Parser>::parse(day)
}

/// The reasons of one column.
#[derive(Default)]
pub(crate) struct Reasons {
    texts: StringBuilder,
    /// How many answers there are since the last reason: mostly, there are only answers.
    answered: usize,
}

impl Reasons {
    #[inline]
    pub(crate) fn append(&mut self, reason: Option<Absent>) {
        let Some(reason) = reason else {
            self.answered += 1;
            return;
        };
        self.texts.append_nulls(std::mem::take(&mut self.answered));
        self.texts.append_value(reason.as_str());
    }

    pub(crate) fn finish(mut self) -> ArrayRef {
        self.texts.append_nulls(self.answered);
        Arc::new(self.texts.finish())
    }
}

/// The columns of tick boxes, and the one of reasons after them.
struct TickColumns {
    boxes: Vec<BooleanBuilder>,
    absent: Reasons,
}

impl TickColumns {
    fn new(boxes: usize) -> Self {
        Self { boxes: (0..boxes).map(|_| BooleanBuilder::new()).collect(), absent: Reasons::default() }
    }

    fn append(&mut self, ticked: &[bool], reason: Option<Absent>) {
        for (column, ticked) in self.boxes.iter_mut().zip(ticked) {
            column.append_option(reason.is_none().then_some(*ticked));
        }
        self.absent.append(reason);
    }

    fn finish(self) -> Vec<ArrayRef> {
        let boxes = self.boxes.into_iter().map(|mut column| Arc::new(column.finish()) as ArrayRef);
        boxes.chain([self.absent.finish()]).collect()
    }
}

/// A builder of a column of optional values.
trait Appends<T> {
    fn append(&mut self, value: Option<T>);
    fn finish_array(self) -> ArrayRef;
}

macro_rules! appends {
    ($builder:ty, $value:ty) => {
        impl Appends<$value> for $builder {
            fn append(&mut self, value: Option<$value>) {
                self.append_option(value);
            }

            fn finish_array(mut self) -> ArrayRef {
                Arc::new(self.finish())
            }
        }
    };
}

appends!(Int32Builder, i32);
appends!(Float64Builder, f64);
appends!(Date32Builder, i32);
