//! `codebook.toml`: the questions as asked and where their answers stand in the export.

use std::sync::Arc;

use miette::NamedSource;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{Absent, AbsentLabels, AskedIf, Codebook, DateOrder, Item, Kind, Net, Opt, Question, nearest};

use crate::problem::Problem;
use crate::toml_file::TomlFile;

/// Options and nets that several questions share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleSpec {
    id: Spanned<String>,
    options: Vec<Opt>,
    #[serde(default)]
    nets: Vec<Net>,
}

/// What holds for each question that does not say otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultSpec {
    #[serde(default)]
    absent: AbsentLabels,
    blank: Option<Absent>,
    #[serde(default)]
    unticked: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionSpec {
    id: Spanned<String>,
    kind: Kind,
    text: String,
    title: Option<String>,
    #[serde(default)]
    private: bool,
    column: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    columns_under: Option<String>,
    scale: Option<Spanned<String>>,
    #[serde(default)]
    options: Vec<Spanned<Opt>>,
    #[serde(default)]
    items: Vec<Spanned<Item>>,
    #[serde(default)]
    nets: Vec<Spanned<Net>>,
    separator: Option<String>,
    decimal: Option<char>,
    grouping: Option<char>,
    written: Option<DateOrder>,
    unticked: Option<Vec<String>>,
    absent: Option<AbsentLabels>,
    blank: Option<Absent>,
    asked_if: Option<Spanned<AskedIf>>,
}

/// A question that an SQL expression gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeriveSpec {
    id: Spanned<String>,
    kind: Kind,
    text: String,
    title: Option<String>,
    #[serde(default)]
    private: bool,
    scale: Option<Spanned<String>>,
    #[serde(default)]
    options: Vec<Spanned<Opt>>,
    #[serde(default)]
    nets: Vec<Spanned<Net>>,
    sql: String,
}

/// Where each question stands in the file.
type Spans = Vec<std::ops::Range<usize>>;

/// Reads `codebook.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Codebook, Spans, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let scales: Vec<ScaleSpec> = file.take_each("scale");
    let defaults: DefaultSpec = file.take("default").unwrap_or_default();
    let passed_over = file.take("passed_over").unwrap_or_default();
    let asked: Vec<QuestionSpec> = file.take_each("question");
    let derived: Vec<DeriveSpec> = file.take_each("derive");
    let spans = asked.iter().map(|spec| spec.id.span()).chain(derived.iter().map(|spec| spec.id.span())).collect();
    let mut reader = Reader { source, scales: &scales, problems: file.finish() };
    let mut questions: Vec<Question> = asked.into_iter().map(|spec| reader.question(spec, &defaults)).collect();
    questions.extend(derived.into_iter().map(|spec| reader.derived(spec)).collect::<Vec<_>>());
    (Codebook { questions, passed_over }, spans, reader.problems)
}

struct Reader<'s> {
    source: &'s Arc<NamedSource<String>>,
    scales: &'s [ScaleSpec],
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn question(&mut self, spec: QuestionSpec, defaults: &DefaultSpec) -> Question {
        let asked_if = spec.asked_if.map(Spanned::into_inner);
        let (options, nets) = self.scale(spec.scale.as_ref(), spec.options, spec.nets);
        let mut items: Vec<Item> = spec.items.into_iter().map(Spanned::into_inner).collect();
        let mut options = options;
        if let Some(under) = &spec.columns_under {
            let of_items = items.iter_mut().flat_map(|item| item.column.iter_mut().chain(&mut item.columns));
            for column in of_items.filter(|column| !column.is_empty()) {
                *column = format!("{under} | {column}");
            }
            for column in options.iter_mut().filter_map(|option| option.column.as_mut()) {
                *column = format!("{under} | {column}");
            }
        }
        let question = Question {
            id: spec.id.get_ref().clone(),
            kind: spec.kind,
            text: spec.text,
            title: spec.title,
            private: spec.private,
            column: spec.column,
            mentions: spec.columns,
            items,
            options,
            nets,
            separator: spec.separator,
            decimal: spec.decimal,
            grouping: spec.grouping,
            written: spec.written,
            unticked: spec.unticked.unwrap_or_else(|| defaults.unticked.clone()),
            absent: spec.absent.unwrap_or_else(|| defaults.absent.clone()),
            blank: spec.blank.or(defaults.blank).unwrap_or(Absent::NoAnswer),
            asked_if,
            sql: None,
        };
        self.check_shape(&question, spec.id.span());
        question
    }

    fn derived(&mut self, spec: DeriveSpec) -> Question {
        let (options, nets) = self.scale(spec.scale.as_ref(), spec.options, spec.nets);
        let question = Question {
            id: spec.id.get_ref().clone(),
            kind: spec.kind,
            text: spec.text,
            title: spec.title,
            private: spec.private,
            column: None,
            mentions: Vec::new(),
            items: Vec::new(),
            options,
            nets,
            separator: None,
            decimal: None,
            grouping: None,
            written: None,
            unticked: Vec::new(),
            absent: AbsentLabels::default(),
            blank: Absent::NotAsked,
            asked_if: None,
            sql: Some(spec.sql),
        };
        if matches!(question.kind, Kind::Multi | Kind::Grid | Kind::Rank) {
            self.problem(
                spec.id.span(),
                format!("`{}` is derived and cannot be of kind `{}`", question.id, question.kind.as_str()),
                Some("one expression gives one value: derive a `single` or a `number`, one for each item".into()),
            );
        } else if question.kind == Kind::Single && question.options.is_empty() {
            self.problem(spec.id.span(), format!("`{}` has no options", question.id), None);
        }
        self.check_codes(&question, &spec.id.span());
        question
    }

    /// The options and nets of a question: its own, else its scale's; nets of both.
    fn scale(
        &mut self,
        scale: Option<&Spanned<String>>,
        options: Vec<Spanned<Opt>>,
        nets: Vec<Spanned<Net>>,
    ) -> (Vec<Opt>, Vec<Net>) {
        let mut options: Vec<Opt> = options.into_iter().map(Spanned::into_inner).collect();
        let mut nets: Vec<Net> = nets.into_iter().map(Spanned::into_inner).collect();
        let Some(name) = scale else { return (options, nets) };
        let Some(found) = self.scales.iter().find(|candidate| candidate.id.get_ref() == name.get_ref()) else {
            let known = self.scales.iter().map(|candidate| candidate.id.get_ref().as_str());
            let near = nearest(name.get_ref(), known);
            let hint = if near.is_empty() {
                "scales are declared under `[[scale]]`".to_owned()
            } else {
                format!("did you mean {}?", near.join(" or "))
            };
            self.problem(name.span(), format!("unknown scale `{}`", name.get_ref()), Some(hint));
            return (options, nets);
        };
        if options.is_empty() {
            options.clone_from(&found.options);
        } else {
            self.problem(
                name.span(),
                format!("options beside the scale `{}`", name.get_ref()),
                Some("a question takes its options from its scale or lists its own, not both".into()),
            );
        }
        nets.splice(0..0, found.nets.iter().cloned());
        (options, nets)
    }

    /// What the kind of question asks for must be there, and nothing that it cannot have.
    fn check_shape(&mut self, question: &Question, span: std::ops::Range<usize>) {
        let id = &question.id;
        let kind = question.kind.as_str();
        let mentions = !question.mentions.is_empty();
        let split = question.separator.is_some() && !mentions;
        let has_tick_columns = question.options.iter().any(|option| option.column.is_some());
        let needs_column = match question.kind {
            Kind::Single => !question.is_spread(),
            Kind::Number | Kind::Text | Kind::Date => true,
            Kind::Multi | Kind::Rank => split,
            Kind::Grid => false,
        };
        if needs_column && question.column.is_none() {
            self.problem(span.clone(), format!("`{id}` of kind `{kind}` has no `column`"), None);
        }
        if !needs_column && question.column.is_some() {
            self.problem(
                span.clone(),
                format!("`{id}` of kind `{kind}` has a `column` of its own"),
                Some("give each item or option its column; a multi or rank in one column needs a `separator`".into()),
            );
        }
        if matches!(question.kind, Kind::Single | Kind::Multi | Kind::Grid) && question.options.is_empty() {
            self.problem(span.clone(), format!("`{id}` of kind `{kind}` has no options"), None);
        }
        if mentions && (!matches!(question.kind, Kind::Multi | Kind::Rank) || question.separator.is_some()) {
            self.problem(
                span.clone(),
                format!("`{id}` of kind `{kind}` has `columns`"),
                Some("only a multi or rank without `separator` can have columns that each hold one label".into()),
            );
        }
        if (question.kind == Kind::Multi && !split && !mentions) || question.is_spread() {
            for option in question.options.iter().filter(|option| option.column.is_none()) {
                self.problem(
                    span.clone(),
                    format!("option {} of `{id}` has no `column`", option.code),
                    Some(match question.kind {
                        Kind::Single => "a single has one `column`, or a column for each option".into(),
                        _ => "a multi has a column for each option, or one column and a `separator`".into(),
                    }),
                );
            }
        } else if has_tick_columns {
            self.problem(span.clone(), format!("options of `{id}` have columns, and its kind `{kind}` has none"), None);
        }
        self.check_items(question, &span);
        self.check_open(question, &span);
        if (question.decimal.is_some() || question.grouping.is_some())
            && (question.kind != Kind::Number || question.decimal == question.grouping)
        {
            self.problem(
                span.clone(),
                format!("`{id}` of kind `{kind}` has `decimal` or `grouping`"),
                Some("they are two signs within a number".into()),
            );
        }
        if question.written.is_some() && question.kind != Kind::Date {
            self.problem(span.clone(), format!("`{id}` of kind `{kind}` is no date, and has `written`"), None);
        }
        if matches!(question.kind, Kind::Grid | Kind::Rank) == question.items.is_empty() {
            let message = if question.items.is_empty() { "has no items" } else { "has items" };
            self.problem(span.clone(), format!("`{id}` of kind `{kind}` {message}"), None);
        }
        self.check_codes(question, &span);
    }

    /// An item has one column, or one for each option of its grid, or none where cells hold what was ranked.
    fn check_items(&mut self, question: &Question, span: &std::ops::Range<usize>) {
        let by_place = question.is_ranked_by_place();
        for (index, item) in question.items.iter().enumerate() {
            let options = question.options.len();
            if !by_place && !item.also.is_empty() {
                let message = format!("the item `{}` of `{}` has `also`", item.id, question.id);
                let hint = "only where cells hold what was ranked do they spell its label";
                self.problem(span.clone(), message, Some(hint.into()));
            }
            let texts = |item: &Item| std::iter::once(&item.label).chain(&item.also).cloned().collect::<Vec<_>>();
            let known = |text: &String| question.items[..index].iter().any(|other| texts(other).contains(text));
            if by_place && let Some(text) = texts(item).iter().find(|text| known(text)) {
                self.problem(span.clone(), format!("`{}` has the label \"{text}\" twice", question.id), None);
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
            let message = format!("the item `{}` of `{}` {message}", item.id, question.id);
            self.problem(span.clone(), message, Some(hint.into()));
        }
    }

    /// At most one option takes what nothing else matches, unless each has its own column.
    fn check_open(&mut self, question: &Question, span: &std::ops::Range<usize>) {
        let shared = question.options.iter().filter(|option| option.open && option.column.is_none()).count();
        if shared > 1 {
            self.problem(
                span.clone(),
                format!("`{}` has {shared} `open` options for one column", question.id),
                Some("what nothing else matches can only be one answer".into()),
            );
        }
    }

    /// Codes, labels and items are each given once, and nets gather known codes.
    fn check_codes(&mut self, question: &Question, span: &std::ops::Range<usize>) {
        let id = &question.id;
        for (index, option) in question.options.iter().enumerate() {
            for other in &question.options[..index] {
                if other.code == option.code {
                    self.problem(
                        span.clone(),
                        format!("`{id}` has code {} twice", option.code),
                        Some(format!("once for \"{}\" and once for \"{}\"", other.label, option.label)),
                    );
                }
                // What stands in columns of their own is never taken for another option: only labels must differ.
                let apart = option.column.is_some() && other.column.is_some()
                    || question.items.iter().any(|item| !item.columns.is_empty());
                let spelled = |text: &String| text == &other.label || (!apart && other.also.contains(text));
                let texts = option.also.iter().filter(|_| !apart);
                if let Some(text) = std::iter::once(&option.label).chain(texts).find(|text| spelled(text)) {
                    self.problem(
                        span.clone(),
                        format!("`{id}` has the label \"{text}\" twice"),
                        Some(format!("for code {} and for code {}", other.code, option.code)),
                    );
                }
            }
            if option.code < 0 {
                self.problem(
                    span.clone(),
                    format!("`{id}` has the negative code {}", option.code),
                    Some("codes start at 0; absent answers have reasons, not codes".into()),
                );
            }
        }
        for (index, item) in question.items.iter().enumerate() {
            if question.items[..index].iter().any(|other| other.id == item.id) {
                self.problem(span.clone(), format!("`{id}` has the item `{}` twice", item.id), None);
            }
        }
        for (index, net) in question.nets.iter().enumerate() {
            if question.nets[..index].iter().any(|other| other.id == net.id) {
                self.problem(span.clone(), format!("`{id}` has the net `{}` twice", net.id), None);
            }
            let ranks = question.kind == Kind::Rank;
            let known = |code: &i32| {
                if ranks {
                    *code >= 1 && *code <= question.items.len() as i32
                } else {
                    question.option(*code).is_some()
                }
            };
            for code in net.codes.iter().filter(|code| !known(code)) {
                self.problem(
                    span.clone(),
                    format!("net `{}` of `{id}` gathers the unknown code {code}", net.id),
                    Some(format!(
                        "the codes are {}",
                        question.options.iter().map(|option| option.code.to_string()).collect::<Vec<_>>().join(", ")
                    )),
                );
            }
        }
    }

    fn problem(&mut self, span: std::ops::Range<usize>, message: String, hint: Option<String>) {
        let problem = Problem::new(self.source, Some(span), message);
        self.problems.push(match hint {
            Some(hint) => problem.with_hint(hint),
            None => problem,
        });
    }
}
