//! Whether a question has what its kind asks for, and nothing that its kind cannot have.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Kind, Net};

use crate::codebook_file::{DeriveSpec, ItemSpec, OptionSpec, QuestionSpec};
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
        let (id, kind) = (self.id, question.kind);
        match kind {
            Kind::Multi | Kind::Grid | Kind::Rank => self.problem(
                format!("`{id}` is derived and cannot be of kind `{}`", kind.as_str()),
                Some("one expression gives one value: derive a `single` or a `number`, one for each item".into()),
            ),
            Kind::Single if question.options.is_empty() => self.problem(format!("`{id}` has no options"), None),
            Kind::Single => {}
            Kind::Number | Kind::Text | Kind::Date => self.uncoded(kind, &question.options, &question.nets),
        }
        if question.options.iter().any(|option| option.column.is_some()) {
            self.problem(format!("options of `{id}` have columns, and it is derived"), None);
        }
        self.codes(kind, &question.options, &[], &question.nets);
    }

    /// Numbers, words and days have no codes.
    fn uncoded(&mut self, kind: Kind, options: &[OptionSpec], nets: &[Net]) {
        for (what, is_there) in [("options", !options.is_empty()), ("nets", !nets.is_empty())] {
            if is_there {
                self.problem(format!("`{}` of kind `{}` has {what}", self.id, kind.as_str()), None);
            }
        }
    }

    /// What the kind of question asks for must be there, and nothing that it cannot have.
    fn shape(&mut self, question: &QuestionSpec) {
        let id = self.id;
        let kind = question.kind.as_str();
        let mentions = !question.columns.is_empty();
        let split = question.separator.is_some() && !mentions;
        let has_tick_columns = question.options.iter().any(|option| option.column.is_some());
        let is_spread = question.kind == Kind::Single && question.column.is_none() && has_tick_columns;
        let needs_column = match question.kind {
            Kind::Single => !is_spread,
            Kind::Number | Kind::Text | Kind::Date => true,
            Kind::Multi | Kind::Rank => split,
            Kind::Grid => false,
        };
        if needs_column && question.column.is_none() {
            self.problem(format!("`{id}` of kind `{kind}` has no `column`"), None);
        }
        if !needs_column && question.column.is_some() {
            self.problem(
                format!("`{id}` of kind `{kind}` has a `column` of its own"),
                Some("give each item or option its column; a multi or rank in one column needs a `separator`".into()),
            );
        }
        if matches!(question.kind, Kind::Single | Kind::Multi | Kind::Grid) && question.options.is_empty() {
            self.problem(format!("`{id}` of kind `{kind}` has no options"), None);
        }
        if mentions && (!matches!(question.kind, Kind::Multi | Kind::Rank) || question.separator.is_some()) {
            self.problem(
                format!("`{id}` of kind `{kind}` has `columns`"),
                Some("only a multi or rank without `separator` can have columns that each hold one label".into()),
            );
        }
        if (question.kind == Kind::Multi && !split && !mentions) || is_spread {
            for option in question.options.iter().filter(|option| option.column.is_none()) {
                self.problem(
                    format!("option {} of `{id}` has no `column`", option.code),
                    Some(match question.kind {
                        Kind::Single => "a single has one `column`, or a column for each option".into(),
                        _ => "a multi has a column for each option, or one column and a `separator`".into(),
                    }),
                );
            }
        } else if has_tick_columns {
            self.problem(format!("options of `{id}` have columns, and its kind `{kind}` has none"), None);
        }
        if matches!(question.kind, Kind::Number | Kind::Text | Kind::Date) {
            self.uncoded(question.kind, &question.options, &question.nets);
        }
        self.items(question);
        self.open(&question.options);
        if (question.decimal.is_some() || question.grouping.is_some())
            && (question.kind != Kind::Number || question.decimal == question.grouping)
        {
            self.problem(
                format!("`{id}` of kind `{kind}` has `decimal` or `grouping`"),
                Some("they are two signs within a number".into()),
            );
        }
        if question.written.is_some() && question.kind != Kind::Date {
            self.problem(format!("`{id}` of kind `{kind}` is no date, and has `written`"), None);
        }
        if matches!(question.kind, Kind::Grid | Kind::Rank) == question.items.is_empty() {
            let message = if question.items.is_empty() { "has no items" } else { "has items" };
            self.problem(format!("`{id}` of kind `{kind}` {message}"), None);
        }
        self.codes(question.kind, &question.options, &question.items, &question.nets);
    }

    /// An item has one column, or one for each option of its grid, or none where cells hold what was ranked.
    fn items(&mut self, question: &QuestionSpec) {
        let by_place = question.kind == Kind::Rank && (question.column.is_some() || !question.columns.is_empty());
        for (index, item) in question.items.iter().enumerate() {
            let options = question.options.len();
            if !by_place && !item.also.is_empty() {
                let message = format!("the item `{}` of `{}` has `also`", item.id, self.id);
                let hint = "only where cells hold what was ranked do they spell its label";
                self.problem(message, Some(hint.into()));
            }
            let texts = |item: &ItemSpec| std::iter::once(&item.label).chain(&item.also).cloned().collect::<Vec<_>>();
            let known = |text: &String| question.items[..index].iter().any(|other| texts(other).contains(text));
            if by_place && let Some(text) = texts(item).iter().find(|text| known(text)) {
                self.problem(format!("`{}` has the label \"{text}\" twice", self.id), None);
            }
            let (message, hint) = match (&item.column, item.columns.len()) {
                (None, 0) if by_place => continue,
                (_, _) if by_place => {
                    ("has a column".to_owned(), "the ranking has one for each place, or one for all of them")
                }
                (Some(_), 0) => continue,
                (None, columns) if columns > 0 && question.kind == Kind::Grid => {
                    if columns == options {
                        continue;
                    }
                    (format!("has {columns} `columns` for {options} options"), "an empty name stands for no column")
                }
                (Some(_), _) => ("has a `column` and `columns`".to_owned(), "give one of them"),
                (None, 0) => ("has no `column`".to_owned(), "each item has its column in the export"),
                (None, _) => ("has `columns`".to_owned(), "only the items of a grid can have a column for each option"),
            };
            let message = format!("the item `{}` of `{}` {message}", item.id, self.id);
            self.problem(message, Some(hint.into()));
        }
    }

    /// At most one option takes what nothing else matches, unless each has its own column.
    fn open(&mut self, options: &[OptionSpec]) {
        let shared = options.iter().filter(|option| option.open && option.column.is_none()).count();
        if shared > 1 {
            self.problem(
                format!("`{}` has {shared} `open` options for one column", self.id),
                Some("what nothing else matches can only be one answer".into()),
            );
        }
    }

    /// Codes, labels and items are each given once, and nets gather known codes.
    fn codes(&mut self, kind: Kind, options: &[OptionSpec], items: &[ItemSpec], nets: &[Net]) {
        let id = self.id;
        let mut earlier = Earlier::default();
        for option in options {
            for other in earlier.alike(option) {
                if other.code == option.code {
                    self.problem(
                        format!("`{id}` has code {} twice", option.code),
                        Some(format!("once for \"{}\" and once for \"{}\"", other.label, option.label)),
                    );
                }
                // What stands in columns of their own is never taken for another option: only labels must differ.
                let apart = option.column.is_some() && other.column.is_some()
                    || items.iter().any(|item| !item.columns.is_empty());
                let spelled = |text: &String| text == &other.label || (!apart && other.also.contains(text));
                let texts = option.also.iter().filter(|_| !apart);
                if let Some(text) = std::iter::once(&option.label).chain(texts).find(|text| spelled(text)) {
                    self.problem(
                        format!("`{id}` has the label \"{text}\" twice"),
                        Some(format!("for code {} and for code {}", other.code, option.code)),
                    );
                }
            }
            if option.code < 0 {
                self.problem(
                    format!("`{id}` has the negative code {}", option.code),
                    Some("codes start at 0; absent answers have reasons, not codes".into()),
                );
            }
        }
        for (index, item) in items.iter().enumerate() {
            if items[..index].iter().any(|other| other.id == item.id) {
                self.problem(format!("`{id}` has the item `{}` twice", item.id), None);
            }
        }
        for (index, net) in nets.iter().enumerate() {
            if nets[..index].iter().any(|other| other.id == net.id) {
                self.problem(format!("`{id}` has the net `{}` twice", net.id), None);
            }
            let ranks = kind == Kind::Rank;
            let known = |code: &i32| {
                if ranks { *code >= 1 && *code <= items.len() as i32 } else { earlier.codes.contains_key(code) }
            };
            for code in net.codes.iter().filter(|code| !known(code)) {
                self.problem(
                    format!("net `{}` of `{id}` gathers the unknown code {code}", net.id),
                    Some(format!(
                        "the codes are {}",
                        options.iter().map(|option| option.code.to_string()).collect::<Vec<_>>().join(", ")
                    )),
                );
            }
        }
    }

    fn problem(&mut self, message: String, hint: Option<String>) {
        let problem = Problem::new(self.source, Some(self.span.clone()), message);
        self.problems.push(match hint {
            Some(hint) => problem.with_hint(hint),
            None => problem,
        });
    }
}
