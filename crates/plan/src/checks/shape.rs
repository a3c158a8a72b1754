//! Whether a question has what its kind asks for, and nothing that its kind cannot have.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Kind, Net};

use crate::codebook_file::{DeriveSpec, QuestionSpec};
use crate::faults::CodebookFault as Fault;
use crate::option_spec::{ItemSpec, OptionSpec};
use crate::problem::Problem;

/// What is wrong with a question of the export, its scale filled in.
pub(crate) fn shape(question: &QuestionSpec, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut check = Check { id: question.id.get_ref(), span: question.id.span(), source, problems: Vec::new() };
    check.shape(question);
    check.problems
}

/// What is wrong with a derived question, its scale filled in.
pub(crate) fn derived_shape(question: &DeriveSpec, source: &Arc<NamedSource<String>>) -> Vec<Problem> {
    let mut check = Check { id: question.id.get_ref(), span: question.id.span(), source, problems: Vec::new() };
    check.derived(question);
    check.problems
}

struct Check<'c> {
    id: &'c str,
    span: Range<usize>,
    source: &'c Arc<NamedSource<String>>,
    problems: Vec<Problem>,
}

/// The options before one, by code and by text.
#[derive(Default)]
struct Earlier<'o> {
    codes: HashMap<i32, &'o OptionSpec>,
    texts: HashMap<&'o str, &'o OptionSpec>,
}

impl<'o> Earlier<'o> {
    /// The first option with the same code, and the first of each of its texts; the option is one of them from now on.
    fn alike(&mut self, option: &'o OptionSpec) -> Vec<&'o OptionSpec> {
        let texts = || std::iter::once(&option.label).chain(&option.also).map(String::as_str);
        let mut alike: Vec<&OptionSpec> = self.codes.get(&option.code).copied().into_iter().collect();
        for other in texts().filter_map(|text| self.texts.get(text).copied()) {
            if !alike.iter().any(|found| std::ptr::eq(*found, other)) {
                alike.push(other);
            }
        }
        self.codes.entry(option.code).or_insert(option);
        for text in texts() {
            self.texts.entry(text).or_insert(option);
        }
        alike
    }
}

impl Check<'_> {
    fn derived(&mut self, question: &DeriveSpec) {
        let (id, kind) = (self.id.to_owned(), question.kind);
        match kind {
            Kind::Multi | Kind::Grid | Kind::Rank => self.problem(Fault::DerivedKind { question: id, kind }),
            Kind::Single if question.options.is_empty() => {
                self.problem(Fault::DerivedWithoutOptions { question: id });
            }
            Kind::Single => {}
            Kind::Number | Kind::Text | Kind::Date => self.uncoded(kind, &question.options, &question.nets),
        }
        if question.options.iter().any(|option| option.column.is_some()) {
            self.problem(Fault::DerivedOptionColumns { question: self.id.to_owned() });
        }
        self.codes(kind, &question.options, &[], &question.nets);
    }

    /// Numbers, words and days have no codes.
    fn uncoded(&mut self, kind: Kind, options: &[OptionSpec], nets: &[Net]) {
        let question = || self.id.to_owned();
        let options = (!options.is_empty()).then(|| Fault::UncodedOptions { question: question(), kind });
        let nets = (!nets.is_empty()).then(|| Fault::UncodedNets { question: question(), kind });
        for fault in options.into_iter().chain(nets) {
            self.problem(fault);
        }
    }

    /// What the kind of question asks for must be there, and nothing that it cannot have.
    fn shape(&mut self, spec: &QuestionSpec) {
        let (id, kind) = (self.id, spec.kind);
        let question = || id.to_owned();
        let mentions = !spec.columns.is_empty();
        let split = spec.separator.is_some() && !mentions;
        let has_tick_columns = spec.options.iter().any(|option| option.column.is_some());
        let is_spread = kind == Kind::Single && spec.column.is_none() && has_tick_columns;
        let needs_column = match kind {
            Kind::Single => !is_spread,
            Kind::Number | Kind::Text | Kind::Date => true,
            Kind::Multi | Kind::Rank => split,
            Kind::Grid => false,
        };
        if needs_column && spec.column.is_none() {
            self.problem(Fault::NoColumn { question: question(), kind });
        }
        if !needs_column && spec.column.is_some() {
            self.problem(Fault::OwnColumn { question: question(), kind });
        }
        if matches!(kind, Kind::Single | Kind::Multi | Kind::Grid) && spec.options.is_empty() {
            self.problem(Fault::NoOptions { question: question(), kind });
        }
        if mentions && (!matches!(kind, Kind::Multi | Kind::Rank) || spec.separator.is_some()) {
            self.problem(Fault::LabelColumns { question: question(), kind });
        }
        if (kind == Kind::Multi && !split && !mentions) || is_spread {
            for option in spec.options.iter().filter(|option| option.column.is_none()) {
                self.problem(Fault::OptionWithoutColumn { question: question(), kind, code: option.code });
            }
        } else if has_tick_columns {
            self.problem(Fault::OptionColumns { question: question(), kind });
        }
        if matches!(kind, Kind::Number | Kind::Text | Kind::Date) {
            self.uncoded(kind, &spec.options, &spec.nets);
        }
        self.items(spec);
        self.open(&spec.options);
        let has_signs = spec.decimal.is_some() || spec.grouping.is_some();
        if (has_signs && spec.decimal == spec.grouping)
            || ((has_signs || !spec.units.is_empty()) && kind != Kind::Number)
        {
            self.problem(Fault::NumberSigns { question: question(), kind });
        }
        let numbers = |unit: &&String| unit.contains(|each: char| each.is_ascii_digit());
        if let Some(unit) = spec.units.iter().find(numbers) {
            self.problem(Fault::NumberInUnit { question: question(), unit: unit.clone() });
        }
        if spec.written.is_some() && kind != Kind::Date {
            self.problem(Fault::NotADate { question: question(), kind });
        }
        match (matches!(kind, Kind::Grid | Kind::Rank), spec.items.is_empty()) {
            (true, true) => self.problem(Fault::NoItems { question: question(), kind }),
            (false, false) => self.problem(Fault::Items { question: question(), kind }),
            (true, false) | (false, true) => {}
        }
        self.codes(kind, &spec.options, &spec.items, &spec.nets);
    }

    /// An item has one column, or one for each option of its grid, or none where cells hold what was ranked.
    fn items(&mut self, spec: &QuestionSpec) {
        let by_place = spec.kind == Kind::Rank && (spec.column.is_some() || !spec.columns.is_empty());
        for (index, item) in spec.items.iter().enumerate() {
            let named = || (self.id.to_owned(), item.id.clone());
            if !by_place && !item.also.is_empty() {
                let (question, item) = named();
                self.problem(Fault::ItemAlso { question, item });
            }
            let texts = |item: &ItemSpec| std::iter::once(&item.label).chain(&item.also).cloned().collect::<Vec<_>>();
            let known = |text: &String| spec.items[..index].iter().any(|other| texts(other).contains(text));
            if by_place && let Some(label) = texts(item).into_iter().find(known) {
                self.problem(Fault::ItemLabelTwice { question: self.id.to_owned(), label });
            }
            let (question, name) = (self.id.to_owned(), item.id.clone());
            let (columns, options) = (item.columns.len(), spec.options.len());
            self.problems_of(match (&item.column, columns) {
                (None, 0) if by_place => None,
                (_, _) if by_place => Some(Fault::RankedItemColumn { question, item: name }),
                (Some(_), 0) => None,
                (None, columns) if columns > 0 && spec.kind == Kind::Grid => {
                    (columns != options).then_some(Fault::ItemColumnsCount { question, item: name, columns, options })
                }
                (Some(_), _) => Some(Fault::ItemColumnAndColumns { question, item: name }),
                (None, 0) => Some(Fault::ItemWithoutColumn { question, item: name }),
                (None, _) => Some(Fault::ItemColumns { question, item: name }),
            });
        }
    }

    /// At most one option takes what nothing else matches, unless each has its own column.
    fn open(&mut self, options: &[OptionSpec]) {
        let count = options.iter().filter(|option| option.open && option.column.is_none()).count();
        if count > 1 {
            self.problem(Fault::OpenOptions { question: self.id.to_owned(), count });
        }
    }

    /// Codes, labels and items are each given once, and nets gather known codes.
    fn codes(&mut self, kind: Kind, options: &[OptionSpec], items: &[ItemSpec], nets: &[Net]) {
        let id = self.id;
        let question = || id.to_owned();
        let mut earlier = Earlier::default();
        for option in options {
            let code = option.code;
            for other in earlier.alike(option) {
                if other.code == code {
                    let (first, second) = (other.label.clone(), option.label.clone());
                    self.problem(Fault::CodeTwice { question: question(), code, first, second });
                }
                // What stands in columns of their own is never taken for another option: only labels must differ.
                let apart = option.column.is_some() && other.column.is_some()
                    || items.iter().any(|item| !item.columns.is_empty());
                let spelled = |text: &String| text == &other.label || (!apart && other.also.contains(text));
                let texts = option.also.iter().filter(|_| !apart);
                if let Some(label) = std::iter::once(&option.label).chain(texts).find(|text| spelled(text)) {
                    let (label, first, second) = (label.clone(), other.code, code);
                    self.problem(Fault::LabelTwice { question: question(), label, first, second });
                }
            }
            if code < 0 {
                self.problem(Fault::NegativeCode { question: question(), code });
            }
        }
        for (index, item) in items.iter().enumerate() {
            if items[..index].iter().any(|other| other.id == item.id) {
                self.problem(Fault::ItemTwice { question: question(), item: item.id.clone() });
            }
        }
        let ranks = 1..=items.len() as i32;
        let known: Arc<[i32]> = if kind == Kind::Rank {
            ranks.clone().collect()
        } else {
            options.iter().map(|option| option.code).collect()
        };
        let is_known =
            |code: &i32| if kind == Kind::Rank { ranks.contains(code) } else { earlier.codes.contains_key(code) };
        for (index, net) in nets.iter().enumerate() {
            if nets[..index].iter().any(|other| other.id == net.id) {
                self.problem(Fault::NetTwice { question: question(), net: net.id.clone() });
            }
            for code in net.codes.iter().copied().filter(|code| !is_known(code)) {
                let (net, known) = (net.id.clone(), Arc::clone(&known));
                self.problem(Fault::NetCode { question: question(), net, code, known });
            }
        }
    }

    fn problem(&mut self, fault: Fault) {
        self.problems_of(Some(fault));
    }

    fn problems_of(&mut self, fault: Option<Fault>) {
        self.problems.extend(fault.map(|fault| Problem::new(self.source, Some(self.span.clone()), fault)));
    }
}
