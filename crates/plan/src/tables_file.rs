//! What `tables.toml` says, with the place of each name in it.

use std::sync::Arc;

use miette::NamedSource;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use topline_survey::{
    Arrangement, BaseRule, Break, BreakColumns, Codebook, Kind, Letters, Net, Order, Question, Sort, Statistic, Table,
    TableNet, Unranked,
};

use crate::named_codes::{NamedCode, codes};
use crate::named_rows::{Names, column_named, excluded_by_all, shown};
use crate::problem::Problem;
use crate::tests_key::TestsKey;
use crate::toml_file::{TomlFile, sql_text};

/// A break as it is written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a break such as `{ question = \"age\" }`")]
pub(crate) struct BreakSpec {
    /// A `single` or `multi` question that splits the table into columns.
    #[schemars(with = "String")]
    pub question: Spanned<String>,
    /// `options`, `nets`, or `both` (nets first).
    #[serde(default)]
    columns: BreakColumns,
    /// Breaks that split each of these columns again: `{ question = "region", by = [{ question = "sex" }] }`.
    #[serde(default)]
    pub by: Vec<BreakSpec>,
}

impl BreakSpec {
    fn read(&self) -> Break {
        Break {
            question: self.question.get_ref().clone(),
            columns: self.columns,
            by: self.by.iter().map(Self::read).collect(),
        }
    }
}

/// A banner that tables can name.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BannerSpec {
    /// A banner that tables can name. `standard` is the one in `[default]`.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// The breaks side by side.
    pub breaks: Vec<BreakSpec>,
}

/// A net as a table writes it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NetSpec {
    /// Its name.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Its label as published.
    label: String,
    /// The codes it counts, or their labels.
    #[schemars(with = "Vec<NamedCode>")]
    pub codes: Spanned<Vec<NamedCode>>,
    /// Show the net instead of its options.
    #[serde(default)]
    replaces: bool,
}

/// A sort as a table writes it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SortSpec {
    /// The column by whose percentages rows are sorted, such as `region.2`. Without this key, the total.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub by: Option<Spanned<String>>,
    /// Which end comes first.
    #[serde(default)]
    order: Order,
    /// Codes that stay at the end, in addition to marked options.
    #[serde(default)]
    #[schemars(with = "Option<Vec<NamedCode>>")]
    pub fixed: Option<Spanned<Vec<NamedCode>>>,
}

/// A table as `tables.toml` asks for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableSpec {
    /// Its name. The name of a question replaces that question's own table.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// Its title.
    title: Option<String>,
    /// The question whose answers are the rows, or a list of questions.
    #[schemars(with = "Names")]
    pub rows: Spanned<Names>,
    /// Its breaks. A table is never broken by its own question.
    pub breaks: Option<Vec<BreakSpec>>,
    /// The name of a banner. Without this key and `breaks`, the standard banner.
    #[schemars(with = "Option<String>")]
    pub banner: Option<Spanned<String>>,
    /// An SQL condition over `responses`: who is in the table.
    #[schemars(with = "Option<String>")]
    filter: Option<Spanned<String>>,
    /// `answered`, `asked` or `all`. For `text` and `date` questions `asked`.
    base: Option<BaseRule>,
    /// Options to take out of the base: codes, labels, names of nets, or marks (`"dont_know"`). Without this key, what the codebook
    /// excludes.
    #[schemars(with = "Option<Vec<NamedCode>>")]
    pub exclude: Option<Spanned<Vec<NamedCode>>>,
    /// Options whose rows are not shown, named in the same way. The base stays the same.
    #[schemars(with = "Option<Vec<NamedCode>>")]
    pub hide: Option<Spanned<Vec<NamedCode>>>,
    /// A row for each reason of absence that the base holds: out of `asked` the rows `no_answer`, `refused`, `invalid`; out of
    /// `all` also `not_asked`; out of `answered` none.
    show_no_answer: Option<bool>,
    /// A row with the count of each excluded option and each missing value, `missing_98:count`. The base stays the same.
    show_missing: Option<bool>,
    /// Rows that count the respondents of other bases: `all` (Total), `asked`, `answered` (Total answering).
    show_bases: Option<Vec<BaseRule>>,
    /// Nets in addition to the codebook's: `{ id, label, codes, replaces = false }`. With `replaces = true` the net is shown
    /// instead of its options.
    #[serde(default)]
    pub nets: Vec<NetSpec>,
    /// A net of the first so many options, without marked ones: the row `top_2`.
    #[schemars(with = "Option<usize>")]
    pub top_boxes: Option<Spanned<usize>>,
    /// A net of the last so many options, without marked ones: the row `bottom_2`.
    #[schemars(with = "Option<usize>")]
    pub bottom_boxes: Option<Spanned<usize>>,
    /// For a `number`: ascending bounds. `[18, 30, 65]` gives the rows `band_1` (below 18), `band_2` (18 to below 30) and so
    /// on.
    #[schemars(with = "Option<Vec<f64>>")]
    pub bands: Option<Spanned<Vec<f64>>>,
    /// Options below this percentage of the total are shown as one row, `others`. For a `multi` the row counts those who
    /// ticked any of them.
    #[schemars(with = "Option<f64>")]
    pub other_below: Option<Spanned<f64>>,
    /// What to show, in this order.
    #[schemars(with = "Option<Vec<Statistic>>")]
    pub statistics: Option<Vec<Spanned<Statistic>>>,
    /// Whole numbers from 1 to 99: rows `p10`, `p90`.
    #[schemars(with = "Option<Vec<u8>>")]
    pub percentiles: Option<Spanned<Vec<u8>>>,
    /// For a `rank`: what an item that was not ranked counts for in means, if others were ranked: nothing (`leave_out`), or
    /// the last rank there is (`last`).
    #[schemars(with = "Option<Unranked>")]
    pub unranked: Option<Spanned<Unranked>>,
    /// The same as `mean` in `statistics`. Default tables of `number` and `rank` questions have a mean.
    #[schemars(with = "Option<bool>")]
    pub mean: Option<Spanned<bool>>,
    /// `{ by = "total", order = "descending", fixed = [98] }`: by the percentage in a column (such as `region.2`). Nets stay
    /// with their options. Marked options and the codes in `fixed` stay at the end.
    pub sort: Option<SortSpec>,
    /// For several items or questions: `blocks` (one below the other), `side_by_side`, or `item_rows` (one row per item,
    /// total column only).
    #[schemars(with = "Option<Arrangement>")]
    pub arrangement: Option<Spanned<Arrangement>>,
    /// `{ confidence = 0.95, correction = "none", base = "effective", minimum_base = 30 }`: letters name the columns of the
    /// same break that a column is significantly higher than. With `lower_confidence = 0.9` letters in lower case are less sure.
    #[schemars(with = "Option<Letters>")]
    pub letters: Option<Spanned<Letters>>,
    /// Whether the columns of a break differ at all, with a p value for each row and for the whole question: `true`, or
    /// `{ correction = "none", base = "effective" }`.
    tests: Option<TestsKey>,
    /// Decimals of percentages, for this table only.
    decimals: Option<u8>,
    /// Decimals of means and other values, for this table only.
    mean_decimals: Option<u8>,
    /// Hold back what has a smaller base, for this table only.
    minimum_base: Option<u64>,
    /// Mark what has a smaller base, for this table only.
    caution_base: Option<u64>,
}

/// What holds for each table that does not say otherwise.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultSpec {
    /// The standard banner: the breaks of each table that has no breaks of its own.
    #[serde(default)]
    pub banner: Vec<BreakSpec>,
    /// For tables without a `base` of their own.
    #[serde(default)]
    base: BaseRule,
    /// For tables that do not set it.
    #[serde(default)]
    show_no_answer: bool,
    /// For tables that do not set it.
    #[serde(default)]
    show_missing: bool,
    #[serde(default)]
    show_bases: Vec<BaseRule>,
    /// For tables that do not set it. Statistics that a question cannot have are left out of its table.
    statistics: Option<Vec<Statistic>>,
    /// For tables that do not set it.
    #[schemars(with = "Option<Letters>")]
    pub letters: Option<Spanned<Letters>>,
    /// For tables that do not set it.
    tests: Option<TestsKey>,
}

/// What `tables.toml` declares.
#[derive(Debug)]
pub(crate) struct Tables {
    /// The file that declares them.
    source: Arc<NamedSource<String>>,
    /// What holds for every table; its banner is the standard one.
    pub default: DefaultSpec,
    /// The banners that tables can name.
    pub banners: Vec<BannerSpec>,
    /// The tables beyond the default.
    pub declared: Vec<Spanned<TableSpec>>,
}

/// The name of the banner under `[default]`.
pub(crate) const STANDARD: &str = "standard";

/// Reads `tables.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Tables, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let default = file.take("default").unwrap_or_default();
    let banners = file.take_each("banner");
    let declared = file.take_each("table");
    (Tables { source: Arc::clone(source), default, banners, declared }, file.finish())
}

impl Tables {
    /// Every table of the run: each coded or numeric question that is not private, as declared or by default, then the others.
    #[must_use]
    pub(crate) fn resolve(&self, codebook: &Codebook) -> Vec<Table> {
        let declared = |id: &str| self.declared.iter().map(Spanned::get_ref).find(|table| table.id.get_ref() == id);
        let is_own = |table: &TableSpec, id: &str| matches!(table.rows.get_ref().0.as_slice(), [only] if only == id);
        let mut tables: Vec<Table> = codebook
            .questions
            .iter()
            .filter(|question| !question.private && (question.kind().is_coded() || question.kind() == Kind::Number))
            .filter(|question| declared(&question.id).is_none_or(|table| is_own(table, &question.id)))
            .map(|question| match declared(&question.id) {
                Some(table) => self.fill(table, codebook),
                None => self.default_table(question),
            })
            .collect();
        let own: Vec<String> = tables.iter().map(|table| table.id.clone()).collect();
        let others = self.declared.iter().map(Spanned::get_ref).filter(|table| !own.contains(table.id.get_ref()));
        tables.extend(others.map(|table| self.fill(table, codebook)));
        tables
    }

    fn default_table(&self, question: &Question) -> Table {
        let mut statistics = self.default_statistics();
        if matches!(question.kind(), Kind::Number | Kind::Rank) && !statistics.contains(&Statistic::Mean) {
            statistics.push(Statistic::Mean);
        }
        Table {
            id: question.id.clone(),
            title: None,
            rows: vec![question.id.clone()],
            items: Vec::new(),
            breaks: without(&self.default.banner, std::slice::from_ref(&question.id)),
            filter: None,
            base: self.default.base,
            exclude: question.exclude.clone(),
            hide: Vec::new(),
            show_no_answer: self.default.show_no_answer,
            show_missing: self.default.show_missing,
            show_bases: self.default.show_bases.clone(),
            nets: Vec::new(),
            top_boxes: None,
            bottom_boxes: None,
            bands: Vec::new(),
            other_below: None,
            statistics,
            percentiles: Vec::new(),
            unranked: Unranked::default(),
            sort: None,
            arrangement: Arrangement::default(),
            letters: self.default.letters.as_ref().map(|letters| *letters.get_ref()),
            tests: self.default.tests.and_then(|tests| tests.0),
            decimals: None,
            mean_decimals: None,
            minimum_base: None,
            caution_base: None,
        }
    }

    fn fill(&self, spec: &TableSpec, codebook: &Codebook) -> Table {
        let (rows, items) = shown(&spec.rows.get_ref().0, codebook);
        let questions: Vec<&Question> = rows.iter().filter_map(|id| codebook.question(id)).collect();
        let mut statistics = match &spec.statistics {
            Some(statistics) => statistics.iter().map(|statistic| *statistic.get_ref()).collect(),
            None => self.default_statistics(),
        };
        if spec.mean.as_ref().is_some_and(|mean| *mean.get_ref()) && !statistics.contains(&Statistic::Mean) {
            statistics.push(Statistic::Mean);
        }
        let listed =
            |named: &Option<Spanned<Vec<NamedCode>>>| named.as_ref().map(|named| codes(named.get_ref(), &questions));
        // Of words, those who answered all did.
        let is_text = questions.iter().any(|question| matches!(question.kind(), Kind::Text | Kind::Date));
        let breaks = self.breaks(spec, &rows);
        let column = |name: &str| column_named(name, &breaks, codebook);
        Table {
            id: spec.id.get_ref().clone(),
            title: spec.title.clone(),
            rows,
            items,
            filter: spec.filter.as_ref().map(|filter| sql_text(filter, &self.source)),
            base: spec.base.unwrap_or(if is_text { BaseRule::Asked } else { self.default.base }),
            exclude: listed(&spec.exclude).unwrap_or_else(|| excluded_by_all(&questions)),
            hide: listed(&spec.hide).unwrap_or_default(),
            show_no_answer: spec.show_no_answer.unwrap_or(self.default.show_no_answer),
            show_missing: spec.show_missing.unwrap_or(self.default.show_missing),
            show_bases: spec.show_bases.clone().unwrap_or_else(|| self.default.show_bases.clone()),
            nets: spec
                .nets
                .iter()
                .map(|net| TableNet {
                    net: Net {
                        id: net.id.get_ref().clone(),
                        label: net.label.clone(),
                        codes: codes(net.codes.get_ref(), &questions),
                    },
                    replaces: net.replaces,
                })
                .collect(),
            top_boxes: spec.top_boxes.as_ref().map(|boxes| *boxes.get_ref()),
            bottom_boxes: spec.bottom_boxes.as_ref().map(|boxes| *boxes.get_ref()),
            bands: spec.bands.as_ref().map(|bands| bands.get_ref().clone()).unwrap_or_default(),
            other_below: spec.other_below.as_ref().map(|percent| *percent.get_ref()),
            statistics,
            percentiles: spec.percentiles.as_ref().map(|percent| percent.get_ref().clone()).unwrap_or_default(),
            unranked: spec.unranked.as_ref().map(|unranked| *unranked.get_ref()).unwrap_or_default(),
            sort: spec.sort.as_ref().map(|sort| Sort {
                by: sort.by.as_ref().map(|by| column(by.get_ref())).filter(|by| by != "total").unwrap_or_default(),
                order: sort.order,
                fixed: listed(&sort.fixed).unwrap_or_default(),
            }),
            arrangement: spec.arrangement.as_ref().map(|arrangement| *arrangement.get_ref()).unwrap_or_default(),
            letters: spec.letters.as_ref().or(self.default.letters.as_ref()).map(|letters| *letters.get_ref()),
            tests: spec.tests.or(self.default.tests).and_then(|tests| tests.0),
            decimals: spec.decimals,
            mean_decimals: spec.mean_decimals,
            minimum_base: spec.minimum_base,
            caution_base: spec.caution_base,
            breaks,
        }
    }

    fn default_statistics(&self) -> Vec<Statistic> {
        self.default.statistics.clone().unwrap_or_else(|| vec![Statistic::ColumnPercent])
    }

    /// Its own breaks, the banner that it names, or the standard one without its own questions.
    fn breaks(&self, spec: &TableSpec, rows: &[String]) -> Vec<Break> {
        if let Some(breaks) = &spec.breaks {
            return breaks.iter().map(BreakSpec::read).collect();
        }
        let named = spec.banner.as_ref().map(|name| name.get_ref().as_str());
        let banner = named.and_then(|name| self.banners.iter().find(|banner| banner.id.get_ref() == name));
        without(banner.map_or(&self.default.banner, |banner| &banner.breaks), rows)
    }
}

fn without(banner: &[BreakSpec], rows: &[String]) -> Vec<Break> {
    banner.iter().map(BreakSpec::read).filter(|by| !rows.iter().any(|question| by.uses(question))).collect()
}
