//! `codebook.toml`: the questions as asked and where their answers stand in the export.

use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{
    Absent, AbsentLabels, Answer, Codebook, DateOrder, Folding, Kind, LabelColumns, MissingValue, MultiCells, Net,
    Origin, Question, RankCells, SingleCells, WrittenNumber,
};

use crate::checks;
use crate::faults::CodebookFault;
use crate::known::Known;
use crate::named_codes::NamedCode;
use crate::named_options::{self, AskedIfSpec, NetSpec};
use crate::option_spec::{ItemSpec, OptionSpec};
use crate::problem::Problem;
use crate::toml_file::{TomlFile, sql_text};

/// Options and nets that several questions share.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScaleSpec {
    /// The name that questions call it by.
    #[schemars(with = "String")]
    id: Spanned<String>,
    /// Options that several questions share.
    options: Vec<OptionSpec>,
    /// Nets that these questions share.
    #[serde(default)]
    nets: Vec<NetSpec>,
}

/// What holds for each question that does not say otherwise.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultSpec {
    /// For questions without an `absent` of their own.
    #[serde(default)]
    absent: AbsentLabels,
    /// For questions without a `missing` of their own.
    #[serde(default)]
    missing: Vec<MissingValue>,
    /// For questions without a `fold` of their own.
    #[serde(default)]
    fold: Folding,
    /// For questions without a `blank` of their own.
    blank: Option<Absent>,
    /// For questions without an `unticked` of their own.
    #[serde(default)]
    unticked: Vec<String>,
}

/// A question as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionSpec {
    /// Its name: letters, digits and `_`, a letter first.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// `single`, `multi`, `grid`, `rank`, `number`, `text`, `date`.
    pub kind: Kind,
    /// The question as it was asked.
    text: String,
    /// A shorter title for tables.
    title: Option<String>,
    /// The part of the questionnaire that it is in, as its heading has it: documents list questions under it. The order of sections
    /// is that of their first questions.
    section: Option<String>,
    /// Answers may identify a person, so the question has no table by default.
    #[serde(default)]
    private: bool,
    /// Its column. For `single`, `number`, `text`, `date`, and for a `multi` or `rank` with a `separator`.
    pub column: Option<String>,
    /// Several columns that each hold one label. For a `multi`: the options chosen (first mention, second mention and so on).
    /// For a `rank`: the item in each place.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The first part of the names of the columns of its items or options: `<columns_under> | <column>`.
    columns_under: Option<String>,
    /// Takes its options and nets from this scale. Its own nets are added.
    #[schemars(with = "Option<String>")]
    scale: Option<Spanned<String>>,
    /// For `single`, `multi`, `grid`.
    #[serde(default)]
    pub options: Vec<OptionSpec>,
    /// For `grid` and `rank`.
    #[serde(default)]
    pub items: Vec<ItemSpec>,
    /// Several codes counted once. For a `rank`: several ranks.
    #[serde(default, rename = "nets")]
    named_nets: Vec<NetSpec>,
    #[serde(skip)]
    pub nets: Vec<Net>,
    /// For a `multi` or `rank` in one column: the text between the labels. Without it, each option or item has its own
    /// `column`. In a ranking the first label is the first place.
    pub separator: Option<String>,
    /// For a `number`: the sign before the decimals, if it is not a point.
    pub decimal: Option<char>,
    /// For a `number`: the sign between thousands. A space stands for any white space.
    pub grouping: Option<char>,
    /// For a `number`: what stands before or behind it, such as `£` or `%`. Each cell has one of them; `""` lets cells without one
    /// pass. `45%` is 45.
    #[serde(default)]
    pub units: Vec<String>,
    /// For a `date`: the order of its parts, if it is not `YYYY-MM-DD`: `day_month_year`, `month_day_year` or
    /// `year_month_day`, separated by `/`, `.`, `-` or a space. Two-digit years are those from 1970 to 2069.
    /// `spreadsheet_serial` is the number of a day in a spreadsheet: 46023 is 2026-01-01.
    pub written: Option<DateOrder>,
    /// For a `multi` in columns: texts that mean "not ticked", in addition to blank, `0`, `false` and `no`.
    unticked: Option<Vec<String>>,
    /// Texts that stand for an absent answer: lists under `not_asked`, `no_answer`, `refused`, `invalid`.
    absent: Option<AbsentLabels>,
    /// Values that the export calls missing, with their codes and labels.
    missing: Option<Vec<MissingValue>>,
    /// Codes or labels of options that are answers and out of the base: the `exclude` of each table of the question that has none
    /// of its own.
    #[serde(default)]
    exclude: Vec<NamedCode>,
    /// `none`: a label matches only as it is written.
    fold: Option<Folding>,
    /// Why a blank cell is blank: `not_asked`, `no_answer`, `refused` or `invalid`.
    blank: Option<Absent>,
    /// Routing: `{ question = "visited", is = [1] }` with codes or labels of an earlier `single` question. For everybody else a blank
    /// is `not_asked`, and an answer is a finding.
    asked_if: Option<AskedIfSpec>,
}

/// A question that an SQL expression gives.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeriveSpec {
    /// Its name: letters, digits and `_`, a letter first.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// `single`, `number`, `text` or `date`.
    pub kind: Kind,
    /// The question, as tables show it.
    text: String,
    /// A shorter title for tables.
    title: Option<String>,
    /// The part of the questionnaire that it is in, as its heading has it: documents list questions under it. The order of sections
    /// is that of their first questions.
    section: Option<String>,
    /// Answers may identify a person, so the question has no table by default.
    #[serde(default)]
    private: bool,
    /// Takes its options and nets from this scale. Its own nets are added.
    #[schemars(with = "Option<String>")]
    scale: Option<Spanned<String>>,
    /// For a `single`: its options.
    #[serde(default)]
    pub options: Vec<OptionSpec>,
    /// Several codes counted once.
    #[serde(default, rename = "nets")]
    named_nets: Vec<NetSpec>,
    #[serde(skip)]
    pub nets: Vec<Net>,
    /// An SQL expression over `responses` and the joined reference tables, such as `councils.region`. For a `single` it gives
    /// a label or a code. Null means `not_asked`.
    #[schemars(with = "String")]
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
    let spans: Spans =
        asked.iter().map(|spec| spec.id.span()).chain(derived.iter().map(|spec| spec.id.span())).collect();
    let routings: Vec<(usize, AskedIfSpec)> =
        asked.iter().enumerate().filter_map(|(at, spec)| Some((at, spec.asked_if.clone()?))).collect();
    let mut reader = Reader { source, scales: &scales, problems: file.finish() };
    let mut questions: Vec<Question> = asked.into_iter().map(|spec| reader.question(spec, &defaults)).collect();
    questions.extend(derived.into_iter().map(|spec| reader.derived(spec)).collect::<Vec<_>>());
    reader.problems.extend(named_options::route(&mut questions, routings, &spans, source));
    (Codebook::new(questions, passed_over), spans, reader.problems)
}

struct Reader<'s> {
    source: &'s Arc<NamedSource<String>>,
    scales: &'s [ScaleSpec],
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn question(&mut self, mut spec: QuestionSpec, defaults: &DefaultSpec) -> Question {
        let (options, nets) = self.scale(spec.scale.as_ref(), spec.options, spec.named_nets);
        spec.named_nets = Vec::new();
        let labels = options.iter().map(OptionSpec::labels).collect::<Vec<_>>();
        let problems = &mut self.problems;
        spec.nets = nets.into_iter().map(|net| net.read(&labels, &spec.id, self.source, problems)).collect();
        spec.options = options;
        if let Some(under) = &spec.columns_under {
            let of_items = spec.items.iter_mut().flat_map(|item| item.column.iter_mut().chain(&mut item.columns));
            let of_options = spec.options.iter_mut().filter_map(|option| option.column.as_mut());
            for column in of_items.chain(of_options).filter(|column| !column.is_empty()) {
                *column = format!("{under} | {column}");
            }
        }
        self.problems.extend(checks::shape(&spec, self.source));
        let unticked = spec.unticked.take().unwrap_or_else(|| defaults.unticked.clone());
        let (exclude, span) = (std::mem::take(&mut spec.exclude), spec.id.span());
        let mut question = Question {
            id: spec.id.get_ref().clone(),
            text: std::mem::take(&mut spec.text),
            title: spec.title.take(),
            section: spec.section.take().as_deref().and_then(heading),
            private: spec.private,
            absent: spec.absent.take().unwrap_or_else(|| defaults.absent.clone()),
            missing: spec.missing.take().unwrap_or_else(|| defaults.missing.clone()),
            exclude: Vec::new(),
            fold: spec.fold.unwrap_or(defaults.fold),
            blank: spec.blank.or(defaults.blank).unwrap_or(Absent::NoAnswer),
            asked_if: None,
            answer: answer(spec, unticked),
        };
        self.problems.extend(named_options::exclude(&mut question, &exclude, &span, self.source));
        question
    }

    fn derived(&mut self, mut spec: DeriveSpec) -> Question {
        let (options, nets) = self.scale(spec.scale.as_ref(), spec.options, spec.named_nets);
        spec.named_nets = Vec::new();
        let labels = options.iter().map(OptionSpec::labels).collect::<Vec<_>>();
        let problems = &mut self.problems;
        spec.nets = nets.into_iter().map(|net| net.read(&labels, &spec.id, self.source, problems)).collect();
        spec.options = options;
        self.problems.extend(checks::derived_shape(&spec, self.source));
        let origin = Origin::Sql(sql_text(&spec.sql, self.source));
        let options = spec.options.into_iter().map(OptionSpec::read).collect();
        let answer = match spec.kind {
            Kind::Number => Answer::Number { origin, written: WrittenNumber::default() },
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
            section: spec.section.as_deref().and_then(heading),
            private: spec.private,
            answer,
            absent: AbsentLabels::default(),
            missing: Vec::new(),
            exclude: Vec::new(),
            fold: Folding::default(),
            blank: Absent::NotAsked,
            asked_if: None,
        }
    }

    /// The options and nets of a question: its own, else its scale's; nets of both.
    fn scale(
        &mut self,
        scale: Option<&Spanned<String>>,
        mut options: Vec<OptionSpec>,
        mut nets: Vec<NetSpec>,
    ) -> (Vec<OptionSpec>, Vec<NetSpec>) {
        let Some(name) = scale else { return (options, nets) };
        let id = || name.get_ref().clone();
        let Some(found) = self.scales.iter().find(|candidate| candidate.id.get_ref() == name.get_ref()) else {
            let known = Known::of(name.get_ref(), self.scales.iter().map(|candidate| candidate.id.get_ref()));
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

/// A heading without blanks around it; none where nothing is left.
fn heading(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
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
            let written = WrittenNumber { decimal: spec.decimal, grouping: spec.grouping, units: spec.units };
            Answer::Number { origin: origin(spec.column, id), written }
        }
        Kind::Text => Answer::Text { origin: origin(spec.column, id) },
        Kind::Date => Answer::Date { origin: origin(spec.column, id), written: spec.written },
    }
}
