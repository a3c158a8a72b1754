//! `codebook.toml`: the questions as asked and where their answers stand in the export.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{
    Absent, AbsentLabels, Answer, AskedIf, Codebook, DateOrder, Item, ItemCells, Kind, LabelColumns, Mark, MultiCells,
    Net, Opt, Origin, Question, RankCells, SingleCells,
};

use crate::checks;
use crate::faults::CodebookFault;
use crate::problem::Problem;
use crate::toml_file::{TomlFile, sql_text};

/// Options and nets that several questions share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleSpec {
    id: Spanned<String>,
    options: Vec<OptionSpec>,
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

/// An offered answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionSpec {
    /// Its number.
    pub code: i32,
    /// Its label as published.
    pub label: String,
    /// Other spellings of the label that exports use.
    #[serde(default)]
    pub also: Vec<String>,
    /// The column of a tick box of its own, for `multi`, and for a `single` that the export spreads over columns.
    pub column: Option<String>,
    /// Any text that nothing else matches is this answer: the "Other (please specify)" whose words stand in the cell.
    #[serde(default)]
    pub open: bool,
    /// What it means beside its label.
    pub mark: Option<Mark>,
    /// The value it counts for in a mean; its code where not given. Marked options never count.
    pub value: Option<f64>,
}

/// A row of a grid, or a thing to rank.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemSpec {
    /// Its name.
    pub id: String,
    /// Its label as published.
    pub label: String,
    /// Other spellings of the label that exports use, where the cells of a ranking hold labels.
    #[serde(default)]
    pub also: Vec<String>,
    /// The column in the export.
    pub column: Option<String>,
    /// Where the export has a column for each option instead, those columns, in the order of the options; an empty name where
    /// there is none.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// A question as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionSpec {
    pub id: Spanned<String>,
    pub kind: Kind,
    text: String,
    title: Option<String>,
    #[serde(default)]
    private: bool,
    pub column: Option<String>,
    #[serde(default)]
    pub columns: Vec<String>,
    columns_under: Option<String>,
    scale: Option<Spanned<String>>,
    #[serde(default)]
    pub options: Vec<OptionSpec>,
    #[serde(default)]
    pub items: Vec<ItemSpec>,
    #[serde(default)]
    pub nets: Vec<Net>,
    pub separator: Option<String>,
    pub decimal: Option<char>,
    pub grouping: Option<char>,
    pub written: Option<DateOrder>,
    unticked: Option<Vec<String>>,
    absent: Option<AbsentLabels>,
    blank: Option<Absent>,
    asked_if: Option<AskedIf>,
}

/// A question that an SQL expression gives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeriveSpec {
    pub id: Spanned<String>,
    pub kind: Kind,
    text: String,
    title: Option<String>,
    #[serde(default)]
    private: bool,
    scale: Option<Spanned<String>>,
    #[serde(default)]
    pub options: Vec<OptionSpec>,
    #[serde(default)]
    pub nets: Vec<Net>,
    sql: Spanned<String>,
}

/// Where each question stands in the file.
type Spans = Vec<Range<usize>>;

/// Reads `codebook.toml`.
///
/// A question that is not whole is read as far as it goes, so that the other checks can go on; its problems say what it lacks.
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
    fn question(&mut self, mut spec: QuestionSpec, defaults: &DefaultSpec) -> Question {
        (spec.options, spec.nets) = self.scale(spec.scale.as_ref(), spec.options, spec.nets);
        if let Some(under) = &spec.columns_under {
            let of_items = spec.items.iter_mut().flat_map(|item| item.column.iter_mut().chain(&mut item.columns));
            let of_options = spec.options.iter_mut().filter_map(|option| option.column.as_mut());
            for column in of_items.chain(of_options).filter(|column| !column.is_empty()) {
                *column = format!("{under} | {column}");
            }
        }
        self.problems.extend(checks::shape(&spec, self.source));
        let unticked = spec.unticked.take().unwrap_or_else(|| defaults.unticked.clone());
        Question {
            id: spec.id.get_ref().clone(),
            text: std::mem::take(&mut spec.text),
            title: spec.title.take(),
            private: spec.private,
            absent: spec.absent.take().unwrap_or_else(|| defaults.absent.clone()),
            blank: spec.blank.or(defaults.blank).unwrap_or(Absent::NoAnswer),
            asked_if: spec.asked_if.take(),
            answer: answer(spec, unticked),
        }
    }

    fn derived(&mut self, mut spec: DeriveSpec) -> Question {
        (spec.options, spec.nets) = self.scale(spec.scale.as_ref(), spec.options, spec.nets);
        self.problems.extend(checks::derived_shape(&spec, self.source));
        let origin = Origin::Sql(sql_text(&spec.sql, self.source));
        let options = spec.options.into_iter().map(OptionSpec::read).collect();
        let answer = match spec.kind {
            Kind::Number => Answer::Number { origin, decimal: None, grouping: None },
            Kind::Text => Answer::Text { origin },
            Kind::Date => Answer::Date { origin, written: None },
            // The last three are refused.
            Kind::Single | Kind::Multi | Kind::Grid | Kind::Rank => {
                Answer::Single { options, nets: spec.nets, cells: SingleCells::One(origin) }
            }
        };
        Question {
            id: spec.id.into_inner(),
            text: spec.text,
            title: spec.title,
            private: spec.private,
            answer,
            absent: AbsentLabels::default(),
            blank: Absent::NotAsked,
            asked_if: None,
        }
    }

    /// The options and nets of a question: its own, else its scale's; nets of both.
    fn scale(
        &mut self,
        scale: Option<&Spanned<String>>,
        mut options: Vec<OptionSpec>,
        mut nets: Vec<Net>,
    ) -> (Vec<OptionSpec>, Vec<Net>) {
        let Some(name) = scale else { return (options, nets) };
        let id = || name.get_ref().clone();
        let Some(found) = self.scales.iter().find(|candidate| candidate.id.get_ref() == name.get_ref()) else {
            let known = self.scales.iter().map(|candidate| candidate.id.get_ref().clone()).collect();
            self.problem(name.span(), CodebookFault::UnknownScale { scale: id(), known });
            return (options, nets);
        };
        if options.is_empty() {
            options.clone_from(&found.options);
        } else {
            self.problem(name.span(), CodebookFault::OptionsAndScale { scale: id() });
        }
        nets.splice(0..0, found.nets.iter().cloned());
        (options, nets)
    }

    fn problem(&mut self, span: Range<usize>, fault: CodebookFault) {
        self.problems.push(Problem::new(self.source, Some(span), fault));
    }
}

impl OptionSpec {
    fn read(self) -> Opt {
        let Self { code, label, also, column: _, open, mark, value } = self;
        Opt { code, label, also, open, mark, value }
    }

    /// Options, and the columns of those that have one.
    fn boxes(specs: Vec<Self>) -> (Vec<Opt>, Vec<String>) {
        let columns = specs.iter().filter_map(|option| option.column.clone()).collect();
        (specs.into_iter().map(Self::read).collect(), columns)
    }
}

impl ItemSpec {
    fn read(self) -> (Item, ItemCells) {
        let Self { id, label, also, column, columns } = self;
        let spread = columns.into_iter().map(|column| Some(column).filter(|column| !column.is_empty()));
        (Item { id, label, also }, column.map_or_else(|| ItemCells::Spread(spread.collect()), ItemCells::Column))
    }
}

/// How a question is answered.
fn answer(spec: QuestionSpec, unticked: Vec<String>) -> Answer {
    // A question without the column that it must have is taken to read the one of its name.
    let origin = |column: Option<String>, id: String| Origin::Column(column.unwrap_or(id));
    let id = spec.id.into_inner();
    let labels = match (spec.column.clone(), spec.separator) {
        (Some(column), Some(separator)) => Some(LabelColumns::Joined { column, separator }),
        (_, _) if spec.columns.is_empty() => None,
        (_, _) => Some(LabelColumns::Each(spec.columns)),
    };
    let nets = spec.nets;
    match spec.kind {
        Kind::Single => {
            let is_spread = spec.column.is_none() && spec.options.iter().any(|option| option.column.is_some());
            let (options, columns) = OptionSpec::boxes(spec.options);
            let cells = if is_spread {
                SingleCells::Spread { columns, unticked }
            } else {
                SingleCells::One(origin(spec.column, id))
            };
            Answer::Single { options, nets, cells }
        }
        Kind::Multi => {
            let (options, columns) = OptionSpec::boxes(spec.options);
            let cells = labels.map_or(MultiCells::Boxes { columns, unticked }, MultiCells::Labels);
            Answer::Multi { options, nets, cells }
        }
        Kind::Grid => {
            let (items, cells) = spec.items.into_iter().map(ItemSpec::read).unzip();
            let options = spec.options.into_iter().map(OptionSpec::read).collect();
            Answer::Grid { items, options, nets, cells, unticked }
        }
        Kind::Rank => {
            let columns = spec.items.iter().filter_map(|item| item.column.clone()).collect();
            let items = spec.items.into_iter().map(|item| item.read().0).collect();
            let ranks = spec.options.into_iter().map(OptionSpec::read).collect();
            Answer::Rank { items, ranks, nets, cells: labels.map_or(RankCells::Ranks(columns), RankCells::Labels) }
        }
        Kind::Number => {
            Answer::Number { origin: origin(spec.column, id), decimal: spec.decimal, grouping: spec.grouping }
        }
        Kind::Text => Answer::Text { origin: origin(spec.column, id) },
        Kind::Date => Answer::Date { origin: origin(spec.column, id), written: spec.written },
    }
}
