//! A bare list of published figures: a label and a value a line, with a header or without, as a publisher's page or a spreadsheet has it.
//!
//! A line without a value is a heading: the question of the lines below it. Which table a label is of is found from the headings
//! and from the labels around it, never from the value: that is what is to be tested.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord};
use topline_plan::wording::parse_stated;
use topline_survey::{Quantity, RowKind, Section, Stated, Tabulation};

use crate::label::fold;
use crate::published::{ExpectedError, PublishedCell};

/// The words by which the header of a list names its columns.
const TABLE: &[&str] = &["table", "question", "item", "variable", "heading"];
const ROW: &[&str] = &["label", "row", "option", "answer", "response", "figure", "category", "statement", "name"];
const COLUMN: &[&str] = &["column", "break", "group", "subgroup", "segment", "breakdown"];
const VALUE: &[&str] =
    &["value", "percent", "percentage", "%", "pct", "share", "published", "expected", "result", "mean"];
const COUNT: &[&str] = &["count", "frequency", "freq", "respondents"];
const BASE: &[&str] = &["base", "n", "sample", "base_n", "total_n"];
/// What stands between a question and an answer in one label.
const BETWEEN: [&str; 7] = [": ", " - ", " – ", " — ", " | ", " / ", "."];

/// A list that has been read.
#[derive(Debug, Clone, Default)]
pub struct PublishedList {
    lines: Vec<ListLine>,
}

#[derive(Debug, Clone)]
struct ListLine {
    heading: String,
    row: PublishedCell,
}

/// Where the columns of a list are.
#[derive(Debug, Default)]
struct ListColumns {
    table: Option<usize>,
    row: Option<usize>,
    column: Option<usize>,
    value: Option<usize>,
    count: Option<usize>,
    base: Option<usize>,
}

/// Reads a list of published figures.
pub fn read_published_list(csv_text: &str) -> Result<PublishedList, ExpectedError> {
    let text = csv_text.strip_prefix('\u{feff}').unwrap_or(csv_text);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records: Result<Vec<StringRecord>, csv::Error> = reader.records().collect();
    let records = records.map_err(|source| ExpectedError::NotCsv { source })?;
    let cell = |record: &StringRecord, at: Option<usize>| {
        at.and_then(|at| record.get(at)).map(str::trim).unwrap_or_default().to_owned()
    };
    let Some(first) = records.first() else { return Err(ExpectedError::Empty) };
    let named = columns_of_header(first);
    // A header has a word in each cell; a heading stands alone.
    let is_header = first.len() > 1 && !first.iter().any(|cell| is_value(cell) || cell.trim().is_empty());
    let begin = usize::from(named.is_some() || is_header);
    let columns = named.unwrap_or_else(|| columns_by_content(&records[begin.min(records.len())..]));
    let mut list = PublishedList::default();
    let mut heading = String::new();
    for (record, number) in records.iter().zip(1..).skip(begin) {
        let (label, value) = (cell(record, columns.row), cell(record, columns.value));
        let filled = |at| Some(cell(record, at)).filter(|cell| !cell.is_empty());
        let count = filled(columns.count);
        if value.is_empty() && count.is_none() {
            // The text of a heading may stand in any cell.
            let first = record.iter().map(str::trim).find(|cell| !cell.is_empty());
            first.unwrap_or_default().clone_into(&mut heading);
            continue;
        }
        let row = PublishedCell {
            number,
            table: cell(record, columns.table),
            option: label,
            column: cell(record, columns.column),
            value: Some(value).filter(|value| !value.is_empty()),
            count,
            base: filled(columns.base).map(|base| base.trim_start_matches(['n', 'N', '=', ' ']).to_owned()),
        };
        list.lines.push(ListLine { heading: heading.clone(), row });
    }
    if list.lines.is_empty() { Err(ExpectedError::Empty) } else { Ok(list) }
}

/// Whether a cell is a value: a number, a percentage, `<1%`.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim().trim_start_matches(['<', ' ']);
    cell.starts_with(|each: char| each.is_ascii_digit() || matches!(each, '-' | '.'))
        && (cell.parse::<f64>().is_ok()
            || matches!(parse_stated(cell), Ok(Stated::Exactly(Quantity::Number(_) | Quantity::Percentage(_)))))
}

/// The columns by the words of the header, if the first line is one.
fn columns_of_header(first: &StringRecord) -> Option<ListColumns> {
    let named = |words: &[&str]| first.iter().position(|cell| words.contains(&cell.trim().to_lowercase().as_str()));
    let columns = ListColumns {
        table: named(TABLE),
        row: named(ROW),
        column: named(COLUMN),
        value: named(VALUE),
        count: named(COUNT),
        base: named(BASE),
    };
    (columns.row.is_some() && (columns.value.is_some() || columns.count.is_some())).then_some(columns)
}

/// The columns by what stands in them: the value is the last column of numbers, the label the last of words before it, and what comes
/// before the label is the question.
fn columns_by_content(records: &[StringRecord]) -> ListColumns {
    let wide = records.iter().map(StringRecord::len).max().unwrap_or_default();
    let share = |at: usize| {
        let filled: Vec<&str> =
            records.iter().filter_map(|record| record.get(at)).filter(|cell| !cell.trim().is_empty()).collect();
        let values = filled.iter().filter(|cell| is_value(cell)).count();
        if filled.is_empty() { 0.0 } else { values as f64 / filled.len() as f64 }
    };
    let value = (1..wide).rev().find(|at| share(*at) > 0.5);
    let row = (0..value.unwrap_or(wide)).rev().find(|at| share(*at) <= 0.5).or(Some(0));
    let table = row.and_then(|row| row.checked_sub(1));
    ListColumns { table, row, value, ..ListColumns::default() }
}

impl PublishedList {
    /// The rows, each with the table and the row that its label is of. A label that names nothing, or several figures, stays as it is.
    #[must_use]
    pub fn rows(&self, tables: &[Tabulation]) -> Vec<PublishedCell> {
        let names: Vec<TableNames> = tables.iter().flat_map(names_of).collect();
        let mut rows: Vec<PublishedCell> = Vec::new();
        let mut last: Option<usize> = None;
        for (place, line) in self.lines.iter().enumerate() {
            let mut row = line.row.clone();
            if let Some((table, label)) = self.meant(place, &names, last) {
                row.table.clone_from(&names[table].id);
                row.option = label;
                last = Some(table);
            }
            rows.push(row);
        }
        rows
    }

    /// The table, and the label of the row in it.
    fn meant(&self, place: usize, names: &[TableNames], last: Option<usize>) -> Option<(usize, String)> {
        let line = &self.lines[place];
        let mut readings = vec![(line.row.table.as_str(), line.row.option.as_str())];
        for between in BETWEEN {
            readings.extend(line.row.option.split_once(between));
            readings.extend(line.row.option.rsplit_once(between));
        }
        for (question, label) in readings {
            let is_row = |names: &TableNames| names.rows.contains(&fold(label));
            let mut likely: Vec<usize> = (0..names.len()).filter(|at| is_row(&names[*at])).collect();
            for title in [question, line.heading.as_str()].into_iter().filter(|title| !title.is_empty()) {
                let titled: Vec<usize> = likely.iter().copied().filter(|at| names[*at].is_called(title)).collect();
                if !titled.is_empty() {
                    likely = titled;
                } else if title == question {
                    likely.clear();
                }
            }
            match likely.as_slice() {
                [] => {}
                [only] => return Some((*only, label.to_owned())),
                several => {
                    if let Some(table) = self.nearest(place, several, names, last) {
                        return Some((table, label.to_owned()));
                    }
                }
            }
        }
        None
    }

    /// Of several tables that have a label, the one that has the most of the labels around it; the last one if it is among these.
    fn nearest(&self, place: usize, several: &[usize], names: &[TableNames], last: Option<usize>) -> Option<usize> {
        let around = |at: usize| {
            let has = |line: &&ListLine| names[at].rows.contains(&fold(&line.row.option));
            let before = self.lines[..place].iter().rev().take_while(has).count();
            before + self.lines[place..].iter().take_while(has).count()
        };
        let most = several.iter().map(|at| around(*at)).max()?;
        let best: Vec<usize> = several.iter().copied().filter(|at| around(*at) == most).collect();
        match best.as_slice() {
            [only] => Some(*only),
            _ => last.filter(|last| best.contains(last)),
        }
    }
}

/// What a table, or an item of it, is called, and what its rows are.
struct TableNames {
    /// By this name rows are looked up.
    id: String,
    titles: BTreeSet<String>,
    rows: BTreeSet<String>,
}

impl TableNames {
    fn is_called(&self, title: &str) -> bool {
        let title = fold(title);
        let starts = |known: &String| {
            known.len() >= 8 && title.len() >= 8 && (known.starts_with(&title) || title.starts_with(known.as_str()))
        };
        self.titles.contains(&title) || self.titles.iter().any(starts)
    }
}

fn names_of(table: &Tabulation) -> Vec<TableNames> {
    let has_items = table.sections.iter().any(|section| !section.item.is_empty());
    let of = |section: &Section| {
        let labels = section.rows.iter().filter(|row| row.head.kind != RowKind::Base);
        let rows = labels.flat_map(|row| [fold(&row.head.label), fold(&row.head.key)]).collect();
        let whole = format!("{}.{}", table.id, section.item);
        let titles = [&table.id, &table.title, &section.question, &section.item, &section.label, &whole];
        let titles = titles.into_iter().filter(|title| !title.is_empty()).map(|title| fold(title)).collect();
        let id = if has_items { section.item.clone() } else { table.id.clone() };
        TableNames { id, titles, rows }
    };
    table.sections.iter().map(of).collect()
}
