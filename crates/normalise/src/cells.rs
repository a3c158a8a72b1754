//! The cells of one question into its columns of `responses`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Date32Builder, Float64Builder, Int32Array, Int32Builder, NullBufferBuilder, StringBuilder,
};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use topline_survey::{
    Absent, Action, Answer, AskedIf, DateOrder, Finding, FindingKind, ItemCells, LabelColumns, MultiCells, Origin,
    Question, RankCells, SingleCells, WrittenNumber, is_cell_error,
};

use crate::answer_columns::{Appends, Reasons, Why};
use crate::batch_rows::Rows;
use crate::label::{Labels, Meaning};
use crate::raw::{Meanings, cell};
use crate::spreadsheet_damage::mangled_code;
use crate::unmapped_answers::Unmapped;
use crate::written::{day_in, days, number_in, printable};

mod label_lists;
mod tick_boxes;

/// The question's part of a batch: its columns, and what was wrong.
pub(crate) struct Read<'q> {
    question: &'q Question,
    labels: &'q Labels,
    /// Whether each row was asked, where there is routing.
    asked: Option<Vec<bool>>,
    columns: Vec<ArrayRef>,
    findings: Vec<Finding>,
    unmapped: &'q mut Unmapped,
}

/// Reads a question's columns. `codes` holds the codes of the single questions read before.
pub(crate) fn read(
    question: &Question,
    labels: &Labels,
    rows: &Rows<'_>,
    codes: &HashMap<&str, Int32Array>,
    unmapped: &mut Unmapped,
) -> (Vec<ArrayRef>, Vec<Finding>) {
    let routed = question.asked_if.as_ref().map(|routing| who_was_asked(routing, codes, rows.numbers.len()));
    let asked = match (routed, rows.who_could(question)) {
        (Some(mut asked), Some(could)) => {
            asked.iter_mut().zip(could).for_each(|(asked, could)| *asked &= could);
            Some(asked)
        }
        (routed, could) => routed.or(could),
    };
    let mut read = Read { question, labels, asked, columns: Vec::new(), findings: Vec::new(), unmapped };
    match &question.answer {
        Answer::Single { cells: SingleCells::One(Origin::Column(column)), .. } => read.codes(rows, column),
        Answer::Single { options, cells: SingleCells::Spread { columns, unticked }, .. } => {
            read.spread(rows, options.iter().zip(columns.iter().map(String::as_str)), unticked);
        }
        Answer::Multi { options, cells: MultiCells::Boxes { columns, unticked }, .. } => {
            read.ticks(rows, options.iter().zip(columns.iter().map(String::as_str)), unticked);
        }
        Answer::Multi { options, cells: MultiCells::Labels(columns), .. } => read.label_lists(rows, options, columns),
        Answer::Grid { options, cells, unticked, .. } => cells.iter().for_each(|item| match item {
            ItemCells::Column(column) => read.codes(rows, column),
            ItemCells::Spread(columns) => {
                let boxes = options.iter().zip(columns).filter_map(|(option, name)| Some((option, name.as_deref()?)));
                read.spread(rows, boxes, unticked);
            }
        }),
        Answer::Rank { items, cells: RankCells::Ranks(columns), .. } => {
            for column in columns {
                read.ranks(rows, column, items.len());
            }
        }
        Answer::Rank { items, cells: RankCells::Labels(columns), .. } => read.places(rows, items, columns),
        Answer::Number { origin: Origin::Column(column), written } => read.numbers(rows, column, written),
        Answer::Text { origin: Origin::Column(column) } => read.texts(rows, column),
        Answer::Date { origin: Origin::Column(column), written } => read.dates(rows, column, *written),
        // Derived questions have no cells: `derived` reads what their SQL gives.
        Answer::Single { cells: SingleCells::One(Origin::Sql(_)), .. }
        | Answer::Number { origin: Origin::Sql(_), .. }
        | Answer::Text { origin: Origin::Sql(_) }
        | Answer::Date { origin: Origin::Sql(_), .. } => {}
    }
    (read.columns, read.findings)
}

fn who_was_asked(routing: &AskedIf, codes: &HashMap<&str, Int32Array>, rows: usize) -> Vec<bool> {
    match codes.get(routing.question.as_str()) {
        Some(codes) => codes.iter().map(|code| code.is_some_and(|code| routing.is.contains(&code))).collect(),
        None => vec![true; rows],
    }
}

/// Makes an answer with white space around it another spelling, where the column has the same answer without it too.
fn tell_padded<'m>(texts: impl Iterator<Item = (bool, &'m mut Meaning)>) {
    let (padded, plain): (Vec<_>, Vec<_>) = texts.partition(|(is_padded, _)| *is_padded);
    if padded.is_empty() {
        return;
    }
    let plain: HashSet<i32> = plain
        .into_iter()
        .filter_map(|(_, meaning)| if let Meaning::Code(code) = meaning { Some(*code) } else { None })
        .collect();
    for (_, meaning) in padded {
        if let Meaning::Code(code) = *meaning
            && plain.contains(&code)
        {
            *meaning = Meaning::Spelled(code);
        }
    }
}

/// Whether a cell is that of no respondent: the error of a spreadsheet, or declared to be missing.
fn is_no_answer(rows: &Rows<'_>, column: &str, index: usize) -> bool {
    let text = cell(rows.raw.column(column), index).unwrap_or_default();
    is_cell_error(text) || rows.declared.has(column, text)
}

impl Read<'_> {
    /// The codes of one column.
    fn codes(&mut self, rows: &Rows<'_>, name: &str) {
        let labels = self.labels;
        let mut meanings = Meanings::new(rows.raw.column(name), |text| labels.meaning(text));
        tell_padded(meanings.of_texts());
        if self.asked.is_none()
            && let Some(columns) = self.codes_of_known(&meanings)
        {
            return self.columns.extend(columns);
        }
        let mut codes = Vec::with_capacity(rows.numbers.len());
        let mut answered = NullBufferBuilder::new(rows.numbers.len());
        let mut absent = Reasons::of(self.question);
        for index in 0..rows.numbers.len() {
            let answer = match meanings.of(index) {
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
        self.columns.push(Arc::new(codes));
        self.columns.extend(absent.finish());
    }

    /// The codes of one column whose texts are all known, as they mostly are: nothing is to be told of any row.
    fn codes_of_known(&self, meanings: &Meanings<'_, Meaning>) -> Option<Vec<ArrayRef>> {
        let (keys, of_texts) = meanings.by_key()?;
        let code = |meaning: &Option<Meaning>| match meaning {
            Some(Meaning::Code(code)) => Some((*code, true)),
            Some(Meaning::Absent(_)) | None => Some((0, false)),
            Some(Meaning::Spelled(_) | Meaning::Unmapped) => None,
        };
        let mut of_codes = of_texts.iter().map(code).collect::<Option<Vec<_>>>()?;
        // A missing cell has the number of some text, and there may be none.
        of_codes.push((0, false));
        let (codes, answers): (Vec<i32>, Vec<bool>) = of_codes.into_iter().unzip();
        let values = keys.values();
        let codes: Vec<i32> = values.iter().map(|key| codes[*key as usize]).collect();
        let mut answered = BooleanBuffer::collect_bool(values.len(), |row| answers[values[row] as usize]);
        if let Some(present) = keys.nulls() {
            answered = &answered & present.inner();
        }
        let mut absent = Reasons::of(self.question);
        let mut next = 0;
        for row in (!&answered).set_indices() {
            absent.append_answers(row - next);
            let meaning = if keys.is_valid(row) { of_texts[values[row] as usize] } else { None };
            absent.append(Some(match meaning {
                Some(Meaning::Absent(why)) => why,
                Some(Meaning::Code(_) | Meaning::Spelled(_) | Meaning::Unmapped) | None => self.question.blank.into(),
            }));
            next = row + 1;
        }
        absent.append_answers(values.len() - next);
        let answered = Some(NullBuffer::new(answered)).filter(|answered| answered.null_count() > 0);
        let codes: ArrayRef = Arc::new(Int32Array::new(codes.into(), answered));
        Some(std::iter::once(codes).chain(absent.finish()).collect())
    }

    /// The ranks of one item.
    fn ranks(&mut self, rows: &Rows<'_>, name: &str, items: usize) {
        let greatest = items as i32;
        self.values(rows, name, "a rank", Int32Builder::new(), |text| {
            text.parse::<f64>()
                .ok()
                .filter(|rank| rank.fract().abs() < f64::EPSILON && *rank >= 1.0 && *rank <= f64::from(greatest))
                .map(|rank| rank as i32)
        });
    }

    fn numbers(&mut self, rows: &Rows<'_>, name: &str, written: &WrittenNumber) {
        let expected = match written.units.as_slice() {
            [] => "a number".to_owned(),
            units => format!("a number with its unit ({})", units.join(", ")),
        };
        self.values(rows, name, &expected, Float64Builder::new(), |text| number_in(text, written));
    }

    fn dates(&mut self, rows: &Rows<'_>, name: &str, written: Option<DateOrder>) {
        let expected = match written {
            None => "a day written YYYY-MM-DD",
            Some(DateOrder::DayMonthYear) => "a day written as day, month, year",
            Some(DateOrder::MonthDayYear) => "a day written as month, day, year",
            Some(DateOrder::YearMonthDay) => "a day written as year, month, day",
            Some(DateOrder::SpreadsheetSerial) => "the number of a day in a spreadsheet",
        };
        self.values(rows, name, expected, Date32Builder::new(), |text| match written {
            None => days(text),
            Some(order) => day_in(order, text),
        });
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
            _ if rows.declared.has(name, text) => Err(None),
            _ => parse(text).ok_or(None),
        });
        let mut absent = Reasons::of(self.question);
        for index in 0..rows.numbers.len() {
            let answer = match meanings.of(index) {
                None => Err(self.blank(index)),
                Some(Ok(value)) => Ok(*value),
                Some(Err(Some(reason))) => Err(*reason),
                Some(Err(None)) if is_no_answer(rows, name, index) => Err(self.unmapped(rows, index, name)),
                Some(Err(None)) => {
                    let detail = format!("not {expected}");
                    self.finding(rows, index, name, FindingKind::Malformed, detail, Action::MadeInvalid);
                    Err(Absent::Invalid.into())
                }
            };
            self.check_routing(rows, index, name, answer.is_ok());
            absent.append(answer.as_ref().err().copied());
            values.append(answer.ok());
        }
        self.columns.push(values.finish_array());
        self.columns.extend(absent.finish());
    }

    fn texts(&mut self, rows: &Rows<'_>, name: &str) {
        let labels = self.labels;
        let meanings = Meanings::new(rows.raw.column(name), |text| match labels.meaning(text) {
            Meaning::Absent(reason) => Err(Some(reason)),
            _ if is_cell_error(text) => Err(None),
            _ => Ok(text),
        });
        let mut texts = StringBuilder::new();
        let mut absent = Reasons::of(self.question);
        for index in 0..rows.numbers.len() {
            let answer = match meanings.of(index).copied() {
                None => Err(self.blank(index)),
                Some(Err(Some(reason))) => Err(reason),
                Some(Err(None)) => Err(self.unmapped(rows, index, name)),
                Some(Ok(text)) => Ok(printable(text)),
            };
            self.check_routing(rows, index, name, answer.is_ok());
            texts.append_option(answer.as_ref().ok());
            absent.append(answer.err());
        }
        self.columns.push(Arc::new(texts.finish()));
        self.columns.extend(absent.finish());
    }

    /// Why a blank cell is blank.
    fn blank(&self, index: usize) -> Why {
        match &self.asked {
            Some(asked) if !asked[index] => Absent::NotAsked.into(),
            Some(_) | None => self.question.blank.into(),
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

    /// A cell that the export declares to be missing, and the codebook does not name.
    fn declared_missing(&mut self, rows: &Rows<'_>, index: usize, column: &str) -> Why {
        let detail = format!("the export declares the cell to be missing, and `{}` does not name it", self.question.id);
        self.finding(rows, index, column, FindingKind::DeclaredMissing, detail, Action::MadeAbsent);
        Absent::NoAnswer.into()
    }

    fn unmapped(&mut self, rows: &Rows<'_>, index: usize, column: &str) -> Why {
        let text = cell(rows.raw.column(column), index).unwrap_or_default();
        let id = &self.question.id;
        if rows.declared.has(column, text) {
            return self.declared_missing(rows, index, column);
        }
        if is_cell_error(text) {
            let detail = "a spreadsheet could not work the cell out".to_owned();
            self.finding(rows, index, column, FindingKind::CellError, detail, Action::MadeInvalid);
            return Absent::Invalid.into();
        }
        // Cells in which labels are joined come here once for each part that nothing matches.
        let is_list = self.question.answer.label_columns().and_then(LabelColumns::separator).is_some();
        if !is_list && self.labels.meaning(text) == Meaning::Unmapped {
            self.unmapped.take(self.question, text);
        }
        let detail = match mangled_code(self.question, text) {
            None => format!("the answer matches no option of `{id}`"),
            Some(code) => format!(
                "the answer matches no option of `{id}`; a spreadsheet makes such cells of the label of code {code}, \
                 which can have them under `also`"
            ),
        };
        self.finding(rows, index, column, FindingKind::Unmapped, detail, Action::MadeInvalid);
        Absent::Invalid.into()
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
        self.findings.push(Finding { place: rows.place(index, column), kind, detail, action });
    }
}
