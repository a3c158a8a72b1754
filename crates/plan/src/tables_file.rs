//! What `tables.toml` says, with the place of each name in it.

use std::fmt;
use std::sync::Arc;

use miette::NamedSource;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use toml::Spanned;
use topline_survey::{
    Arrangement, BaseRule, Break, BreakColumns, Codebook, Kind, Letters, Net, Order, Question, Sort, Statistic, Table,
    TableNet, Unranked,
};

use crate::problem::Problem;
use crate::toml_file::{TomlFile, sql_text};

/// A break as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a break such as `{ question = \"age\" }`")]
pub(crate) struct BreakSpec {
    pub question: Spanned<String>,
    #[serde(default)]
    columns: BreakColumns,
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
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BannerSpec {
    pub id: Spanned<String>,
    pub breaks: Vec<BreakSpec>,
}

/// One name, or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Names(pub Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor;
        impl<'de> Visitor<'de> for NamesVisitor {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a question, or a list of them")
            }

            fn visit_str<E>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names, A::Error> {
                let mut read = Vec::new();
                while let Some(name) = names.next_element()? {
                    read.push(name);
                }
                Ok(Names(read))
            }
        }
        deserializer.deserialize_any(NamesVisitor)
    }
}

/// A net as a table writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NetSpec {
    pub id: Spanned<String>,
    label: String,
    pub codes: Spanned<Vec<i32>>,
    #[serde(default)]
    replaces: bool,
}

/// A sort as a table writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SortSpec {
    #[serde(default)]
    pub by: Option<Spanned<String>>,
    #[serde(default)]
    order: Order,
    #[serde(default)]
    pub fixed: Option<Spanned<Vec<i32>>>,
}

/// A table as `tables.toml` asks for it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableSpec {
    pub id: Spanned<String>,
    title: Option<String>,
    pub rows: Spanned<Names>,
    pub breaks: Option<Vec<BreakSpec>>,
    pub banner: Option<Spanned<String>>,
    filter: Option<Spanned<String>>,
    base: Option<BaseRule>,
    pub exclude: Option<Spanned<Vec<i32>>>,
    pub hide: Option<Spanned<Vec<i32>>>,
    show_no_answer: Option<bool>,
    show_bases: Option<Vec<BaseRule>>,
    #[serde(default)]
    pub nets: Vec<NetSpec>,
    pub top_boxes: Option<Spanned<usize>>,
    pub bottom_boxes: Option<Spanned<usize>>,
    pub bands: Option<Spanned<Vec<f64>>>,
    pub other_below: Option<Spanned<f64>>,
    pub statistics: Option<Vec<Spanned<Statistic>>>,
    pub percentiles: Option<Spanned<Vec<u8>>>,
    pub unranked: Option<Spanned<Unranked>>,
    pub mean: Option<Spanned<bool>>,
    pub sort: Option<SortSpec>,
    pub arrangement: Option<Spanned<Arrangement>>,
    pub letters: Option<Spanned<Letters>>,
    decimals: Option<u8>,
    mean_decimals: Option<u8>,
    minimum_base: Option<u64>,
    caution_base: Option<u64>,
}

/// What holds for each table that does not say otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultSpec {
    #[serde(default)]
    pub banner: Vec<BreakSpec>,
    #[serde(default)]
    base: BaseRule,
    #[serde(default)]
    show_no_answer: bool,
    #[serde(default)]
    show_bases: Vec<BaseRule>,
    statistics: Option<Vec<Statistic>>,
    pub letters: Option<Spanned<Letters>>,
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
            breaks: without(&self.default.banner, std::slice::from_ref(&question.id)),
            filter: None,
            base: self.default.base,
            exclude: Vec::new(),
            hide: Vec::new(),
            show_no_answer: self.default.show_no_answer,
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
            decimals: None,
            mean_decimals: None,
            minimum_base: None,
            caution_base: None,
        }
    }

    fn fill(&self, spec: &TableSpec, codebook: &Codebook) -> Table {
        let rows = spec.rows.get_ref().0.clone();
        let mut statistics = match &spec.statistics {
            Some(statistics) => statistics.iter().map(|statistic| *statistic.get_ref()).collect(),
            None => self.default_statistics(),
        };
        if spec.mean.as_ref().is_some_and(|mean| *mean.get_ref()) && !statistics.contains(&Statistic::Mean) {
            statistics.push(Statistic::Mean);
        }
        let listed = |codes: &Option<Spanned<Vec<i32>>>| codes.as_ref().map(|codes| codes.get_ref().clone());
        // Of words, those who answered all did.
        let is_text = rows
            .iter()
            .filter_map(|id| codebook.question(id))
            .any(|question| matches!(question.kind(), Kind::Text | Kind::Date));
        Table {
            id: spec.id.get_ref().clone(),
            title: spec.title.clone(),
            breaks: self.breaks(spec, &rows),
            rows,
            filter: spec.filter.as_ref().map(|filter| sql_text(filter, &self.source)),
            base: spec.base.unwrap_or(if is_text { BaseRule::Asked } else { self.default.base }),
            exclude: listed(&spec.exclude).unwrap_or_default(),
            hide: listed(&spec.hide).unwrap_or_default(),
            show_no_answer: spec.show_no_answer.unwrap_or(self.default.show_no_answer),
            show_bases: spec.show_bases.clone().unwrap_or_else(|| self.default.show_bases.clone()),
            nets: spec
                .nets
                .iter()
                .map(|net| TableNet {
                    net: Net {
                        id: net.id.get_ref().clone(),
                        label: net.label.clone(),
                        codes: net.codes.get_ref().clone(),
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
                by: sort.by.as_ref().map(|by| by.get_ref().clone()).filter(|by| by != "total").unwrap_or_default(),
                order: sort.order,
                fixed: listed(&sort.fixed).unwrap_or_default(),
            }),
            arrangement: spec.arrangement.as_ref().map(|arrangement| *arrangement.get_ref()).unwrap_or_default(),
            letters: spec.letters.as_ref().or(self.default.letters.as_ref()).map(|letters| *letters.get_ref()),
            decimals: spec.decimals,
            mean_decimals: spec.mean_decimals,
            minimum_base: spec.minimum_base,
            caution_base: spec.caution_base,
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
