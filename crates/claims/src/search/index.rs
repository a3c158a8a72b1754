//! The words of every figure, and how much each word tells.
//!
//! Words have numbers, in the order of the alphabet. The figures of a row share its words, and those of a column theirs: a query scores
//! the rows that have one of its words, each once, and then their figures. It never looks at the words of every figure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use topline_survey::{Figure, RowKind, Statistic, Tabulation, Unit};

use crate::figures::Figures;
use crate::label::fold;
use crate::search::terms::terms;

/// How much the words of each part of a figure count.
const QUESTION: f64 = 1.0;
const ITEM: f64 = 1.4;
const ROW: f64 = 1.6;

/// The figures of a run by their words.
pub struct FigureIndex<'f> {
    /// In the order in which figures that fit equally well are told: totals before columns, then by name.
    pub(super) entries: Vec<IndexedFigure<'f>>,
    pub(super) lines: Vec<LineWords>,
    pub(super) columns: Vec<ColumnWords<'f>>,
    /// The entries of each part of a table in a column, in their order.
    pub(super) sections: HashMap<SectionPlace<'f>, Vec<usize>>,
    /// The same figures by name.
    pub(super) figures: Figures<'f>,
    numbers: HashMap<String, usize>,
    /// By number of word: whether it is a number, or a range of numbers.
    numerals: Vec<bool>,
    /// By number of word: how much it tells. The more, the fewer labels have it.
    weights: Vec<f64>,
    /// By number of word: whether a column has it.
    pub(super) is_of_column: Vec<bool>,
    /// By number of word: the rows that have it, and how much it counts there.
    pub(super) lines_with: Vec<Vec<(usize, f64)>>,
}

/// The table, the item and the column that a figure is in.
pub(super) type SectionPlace<'f> = [&'f str; 3];

/// The part of a table and the column that a figure is in.
pub(super) fn section_place<'f>(figure: &Figure<'f>) -> SectionPlace<'f> {
    [figure.table.id.as_str(), figure.section.item.as_str(), figure.column.key.as_str()]
}

/// A figure, and where its words are.
pub(super) struct IndexedFigure<'f> {
    pub figure: Figure<'f>,
    pub line: usize,
    pub column: usize,
}

/// The words of a row of a table by their numbers, ascending, and its figures.
#[derive(Default)]
pub(super) struct LineWords {
    /// The part of a table that it is in: all rows of one item, or of a question without items, have the same.
    pub part: usize,
    pub question: Vec<usize>,
    pub item: Vec<usize>,
    pub row: Vec<usize>,
    /// Those of each of the names that the item and the row have: `University / Medical Centre` has two.
    pub item_names: Vec<Vec<usize>>,
    pub row_names: Vec<Vec<usize>>,
    /// Of a net, those that all of its answers have.
    pub common: Vec<usize>,
    /// The label of the row, folded.
    pub label: String,
    /// Whether the answer denies.
    pub is_denial: bool,
    pub entries: Vec<usize>,
}

/// The words of a column; none of the total.
#[derive(Default)]
pub(super) struct ColumnWords<'f> {
    pub key: &'f str,
    pub words: Vec<usize>,
    /// Those of the title of the break too.
    pub all_words: Vec<usize>,
    pub entries: Vec<usize>,
}

impl<'f> FigureIndex<'f> {
    /// The figures of a run; `texts` has the text of each question, as asked.
    #[must_use]
    pub fn new(tables: &'f [Tabulation], texts: &BTreeMap<String, String>) -> Self {
        let mut figures: Vec<Figure<'f>> = tables.iter().flat_map(Tabulation::figures).filter(is_quotable).collect();
        figures.sort_by_cached_key(|figure| (!figure.column.key.is_empty(), figure.name()));
        let mut index = Self {
            entries: Vec::new(),
            lines: Vec::new(),
            columns: Vec::new(),
            sections: HashMap::new(),
            figures: figures.iter().map(|figure| (figure.name(), *figure)).collect(),
            numbers: HashMap::new(),
            numerals: Vec::new(),
            weights: Vec::new(),
            is_of_column: Vec::new(),
            lines_with: Vec::new(),
        };
        index.place(&figures);
        let lines: Vec<[Vec<String>; 3]> =
            index.lines.iter().map(|line| words_of_row(&figures[line.entries[0]], texts)).collect();
        let named: Vec<[Vec<Vec<String>>; 2]> =
            index.lines.iter().map(|line| names_of_row(&figures[line.entries[0]])).collect();
        let columns: Vec<[Vec<String>; 2]> =
            index.columns.iter().map(|column| words_of_column(&figures[column.entries[0]])).collect();
        index.number_words(&lines.iter().flatten().chain(columns.iter().flatten()).collect());
        for (number, [question, item, row]) in lines.iter().enumerate() {
            index.add_words(number, [question, item, row].map(|words| index.numbers_of(words)));
            let numbers = |names: &Vec<Vec<String>>| names.iter().map(|words| index.numbers_of(words)).collect();
            let [item, row] = &named[number];
            (index.lines[number].item_names, index.lines[number].row_names) = (numbers(item), numbers(row));
        }
        index.find_common_words();
        for (number, [label, heading]) in columns.iter().enumerate() {
            let words = index.numbers_of(label);
            let mut all_words = [words.clone(), index.numbers_of(heading)].concat();
            all_words.sort_unstable();
            all_words.dedup();
            for word in &all_words {
                index.is_of_column[*word] = true;
            }
            (index.columns[number].words, index.columns[number].all_words) = (words, all_words);
        }
        index
    }

    /// Puts each figure into its row and its column.
    fn place(&mut self, figures: &[Figure<'f>]) {
        let mut lines: HashMap<[&str; 3], usize> = HashMap::new();
        let mut columns: HashMap<[&str; 3], usize> = HashMap::new();
        let mut parts: HashMap<[&str; 2], usize> = HashMap::new();
        for (entry, figure) in figures.iter().enumerate() {
            let row @ [table, item, _] = [&figure.table.id, &figure.section.item, &figure.row.key].map(String::as_str);
            let next = parts.len();
            let part = *parts.entry([table, item]).or_insert(next);
            let line = *lines.entry(row).or_insert_with(|| {
                let (label, is_denial) = (fold(&figure.row.label), is_denial(&figure.row.label));
                self.lines.push(LineWords { part, label, is_denial, ..LineWords::default() });
                self.lines.len() - 1
            });
            let head = [&figure.column.key, &figure.column.label, &figure.column.break_label].map(String::as_str);
            let column = *columns.entry(head).or_insert_with(|| {
                self.columns.push(ColumnWords { key: &figure.column.key, ..ColumnWords::default() });
                self.columns.len() - 1
            });
            self.lines[line].entries.push(entry);
            self.columns[column].entries.push(entry);
            self.sections.entry(section_place(figure)).or_default().push(entry);
            self.entries.push(IndexedFigure { figure: *figure, line, column });
        }
    }

    /// Gives each word a number, and a weight by how many labels have it.
    fn number_words(&mut self, labels: &BTreeSet<&Vec<String>>) {
        let words: BTreeSet<&String> = labels.iter().flat_map(|label| label.iter()).collect();
        self.numbers = words.iter().enumerate().map(|(number, word)| ((*word).clone(), number)).collect();
        self.numerals = words.iter().map(|word| !word.contains(char::is_alphabetic)).collect();
        self.lines_with = vec![Vec::new(); self.numbers.len()];
        self.is_of_column = vec![false; self.numbers.len()];
        let mut labels_with = vec![0.0; self.numbers.len()];
        for number in labels.iter().flat_map(|label| self.numbers_of(label)) {
            labels_with[number] += 1.0;
        }
        let weight = |with: f64| (1.0 + labels.len() as f64 / with).ln();
        self.weights = labels_with.into_iter().map(weight).collect();
    }

    fn numbers_of(&self, words: &[String]) -> Vec<usize> {
        let numbers: BTreeSet<usize> = words.iter().filter_map(|word| self.number(word)).collect();
        numbers.into_iter().collect()
    }

    fn add_words(&mut self, number: usize, [question, item, row]: [Vec<usize>; 3]) {
        for (words, factor) in [(&row, ROW), (&item, ITEM), (&question, QUESTION)] {
            for word in words {
                // A word counts once, in the part where it counts most.
                if self.lines_with[*word].last().is_none_or(|(last, _)| *last != number) {
                    self.lines_with[*word].push((number, factor));
                }
            }
        }
        let line = &mut self.lines[number];
        (line.question, line.item, line.row) = (question, item, row);
    }

    /// The words that all answers of a net have.
    fn find_common_words(&mut self) {
        let place = |figure: &Figure<'f>, row: &str| {
            [figure.table.id.as_str(), figure.section.item.as_str(), row].map(str::to_owned)
        };
        let first = |line: &LineWords| self.entries[line.entries[0]].figure;
        let rows: HashMap<[String; 3], &Vec<usize>> =
            self.lines.iter().map(|line| (place(&first(line), &first(line).row.key), &line.row)).collect();
        let common = |line: &LineWords| {
            let figure = first(line);
            let parts = figure.row.codes.iter().map(|code| rows.get(&place(&figure, &code.to_string())));
            let parts: Option<Vec<&&Vec<usize>>> = parts.filter(|_| figure.row.kind == RowKind::Net).collect();
            let parts = parts.unwrap_or_default();
            let is_common = |word: &usize| !parts.is_empty() && parts.iter().all(|part| part.contains(word));
            line.row.iter().copied().filter(is_common).collect()
        };
        let found: Vec<Vec<usize>> = self.lines.iter().map(common).collect();
        for (line, common) in self.lines.iter_mut().zip(found) {
            line.common = common;
        }
    }

    /// The number of a word; nothing of one that no figure has.
    pub(super) fn number(&self, word: &str) -> Option<usize> {
        self.numbers.get(word).copied()
    }

    /// Whether a word is a number, or a range of numbers.
    pub(super) fn is_numeral(&self, number: usize) -> bool {
        self.numerals[number]
    }

    /// How much a word tells: the more, the fewer labels have it.
    pub(super) fn weight(&self, number: usize) -> f64 {
        self.weights[number]
    }
}

/// The words of the question, the item and the row of a figure.
fn words_of_row(figure: &Figure<'_>, texts: &BTreeMap<String, String>) -> [Vec<String>; 3] {
    let text = without_instructions(texts.get(&figure.section.question).map_or("", String::as_str));
    let title = if figure.section.label == figure.table.title { "" } else { figure.table.title.as_str() };
    [
        terms(&format!("{title} {text}")),
        terms(&figure.section.label),
        terms(&format!("{} {}", figure.row.label, named_key(&figure.row.key))),
    ]
}

/// The words of each of the names that the item and the row of a figure have.
fn names_of_row(figure: &Figure<'_>) -> [Vec<Vec<String>>; 2] {
    let named = |text: &str| -> Vec<Vec<String>> { names(text).iter().map(|name| terms(name)).collect() };
    [named(&figure.section.label), named(&format!("{} {}", figure.row.label, named_key(&figure.row.key)))]
}

/// The names in a label: without what stands in brackets, and each of those that a stroke parts. `Institute (of any kind) / Company` has two.
fn names(label: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut outside = String::new();
    for each in label.chars() {
        match each {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(each),
            _ => {}
        }
    }
    let names: Vec<String> = outside.split(" / ").filter(|name| !terms(name).is_empty()).map(str::to_owned).collect();
    if names.is_empty() { vec![label.to_owned()] } else { names }
}

/// The text of a question without what it tells respondents to do.
fn without_instructions(text: &str) -> String {
    const INSTRUCTIONS: [&str; 6] = [
        "select all that apply",
        "check all that apply",
        "tick all that apply",
        "choose all that apply",
        "select as many as apply",
        "please specify",
    ];
    let without = |text: String, instruction: &&str| {
        // Only ASCII letters change here, so that places stay.
        let at = text.to_ascii_lowercase().find(instruction);
        at.map_or_else(|| text.clone(), |at| format!("{}{}", &text[..at], &text[at + instruction.len()..]))
    };
    INSTRUCTIONS.iter().fold(text.to_owned(), without)
}

/// The words of the column of a figure, and of the title of its break.
fn words_of_column(figure: &Figure<'_>) -> [Vec<String>; 2] {
    let label = if figure.column.key.is_empty() { "" } else { &figure.column.label };
    [terms(label), terms(&figure.column.break_label)]
}

/// Whether a label denies: `No`, `Not at all`, `None of these`.
fn is_denial(label: &str) -> bool {
    let first = label.split(|each: char| !each.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "no" | "not" | "none" | "never" | "nothing" | "nobody")
}

/// The words in the name of a net or of a row made in SQL.
fn named_key(key: &str) -> String {
    if key.chars().any(char::is_alphabetic) && !key.contains(':') { key.replace('_', " ") } else { String::new() }
}

/// Whether documents speak of the figure: not of its standard errors, indices and bare totals.
fn is_quotable(figure: &Figure<'_>) -> bool {
    let is_row = match figure.row.kind {
        // Answers that nobody left out.
        RowKind::Absent => figure.cell.n > 0,
        RowKind::Base
        | RowKind::Net
        | RowKind::Option
        | RowKind::Rest
        | RowKind::Mean
        | RowKind::Sql
        | RowKind::Statistic => true,
        RowKind::Total | RowKind::Missing => false,
    };
    let is_plain = match figure.row.statistic {
        None | Some(Statistic::ColumnPercent | Statistic::Mean | Statistic::Median | Statistic::NetPromoterScore) => {
            true
        }
        Some(
            Statistic::UnweightedPercent
            | Statistic::Count
            | Statistic::UnweightedCount
            | Statistic::RowPercent
            | Statistic::TablePercent
            | Statistic::ResponsePercent
            | Statistic::Index
            | Statistic::StandardDeviation
            | Statistic::StandardError
            | Statistic::Minimum
            | Statistic::Maximum
            | Statistic::MeanAnswers
            | Statistic::RankScore,
        ) => figure.row.kind == RowKind::Base,
    };
    is_row && is_plain && figure.row.unit != Unit::Index
}
