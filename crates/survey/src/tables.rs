//! `tables.toml`: the banner, and the tables beyond the default (every question by the standard banner).

use std::sync::Arc;

use miette::NamedSource;
use serde::Deserialize;
use toml::Spanned;

use crate::codebook::Codebook;
use crate::problem::Problem;
use crate::question::{Kind, Question};
use crate::toml_file::TomlFile;

/// Who a percentage is out of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseRule {
    /// Gave an answer to this question or item.
    #[default]
    Answered,
    /// Answered, or was shown it and skipped it.
    Asked,
    /// Every respondent.
    All,
}

impl BaseRule {
    /// The word for it in the pipeline's files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Asked => "asked",
            Self::All => "all",
        }
    }
}

/// Which columns a break gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakColumns {
    /// One for each option.
    #[default]
    Options,
    /// One for each net.
    Nets,
    /// Nets, then options.
    Both,
}

/// A question that splits a table into columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// The question, of kind `single` or `multi`.
    pub question: String,
    /// Which columns it gives.
    #[serde(default)]
    pub columns: BreakColumns,
}

impl Break {
    /// The columns that it gives: name, label, and the codes they gather.
    #[must_use]
    pub fn columns_of<'q>(&self, question: &'q Question) -> Vec<(String, &'q str, Vec<i32>)> {
        let nets = question.nets.iter().map(|net| (net.id.clone(), net.label.as_str(), net.codes.clone()));
        let options =
            question.options.iter().map(|option| (option.code.to_string(), option.label.as_str(), vec![option.code]));
        match self.columns {
            BreakColumns::Options => options.collect(),
            BreakColumns::Nets => nets.collect(),
            BreakColumns::Both => nets.chain(options).collect(),
        }
    }
}

/// A table, everything that was left out of its declaration filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub id: String,
    /// Its title; the question's where not given.
    pub title: Option<String>,
    /// The question whose answers are the rows.
    pub rows: String,
    /// The breaks beside the total.
    pub breaks: Vec<Break>,
    /// An SQL condition over `responses`: who is in the table at all.
    pub filter: Option<String>,
    /// Who a percentage is out of.
    pub base: BaseRule,
    /// Codes taken out of the base.
    pub exclude: Vec<i32>,
    /// Codes whose rows are left out.
    pub hide: Vec<i32>,
    /// Whether a row shows those who gave no answer.
    pub show_no_answer: bool,
    /// Whether a row gives the mean of the values.
    pub mean: bool,
}

/// A table as `tables.toml` asks for it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableSpec {
    id: String,
    title: Option<String>,
    rows: String,
    breaks: Option<Vec<Break>>,
    filter: Option<String>,
    base: Option<BaseRule>,
    #[serde(default)]
    exclude: Vec<i32>,
    #[serde(default)]
    hide: Vec<i32>,
    show_no_answer: Option<bool>,
    #[serde(default)]
    mean: bool,
}

/// What `tables.toml` declares.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// The breaks of every table that has none of its own.
    pub banner: Vec<Break>,
    /// The base of every table that has none of its own.
    pub base: BaseRule,
    /// Whether tables show those who gave no answer.
    pub show_no_answer: bool,
    /// The tables beyond the default, with their places in the file.
    declared: Vec<Spanned<TableSpec>>,
}

impl Tables {
    /// Every table of the run: each coded or numeric question that is not private, as declared or by default, then the others.
    ///
    /// Beside each stands the place of its declaration, where it has one.
    #[must_use]
    pub(crate) fn resolve(&self, codebook: &Codebook) -> Vec<(Table, Option<std::ops::Range<usize>>)> {
        let declared = |id: &str| self.declared.iter().find(|table| table.get_ref().id == id);
        let mut tables: Vec<_> = codebook
            .questions
            .iter()
            .filter(|question| !question.private && (question.kind.is_coded() || question.kind == Kind::Number))
            .filter(|question| declared(&question.id).is_none_or(|table| table.get_ref().rows == question.id))
            .map(|question| match declared(&question.id) {
                Some(table) => (self.fill(table.get_ref()), Some(table.span())),
                None => (self.default_table(question), None),
            })
            .collect();
        let own: Vec<String> = tables.iter().map(|(table, _)| table.id.clone()).collect();
        let others = self.declared.iter().filter(|table| !own.contains(&table.get_ref().id));
        tables.extend(others.map(|table| (self.fill(table.get_ref()), Some(table.span()))));
        tables
    }

    fn default_table(&self, question: &Question) -> Table {
        Table {
            id: question.id.clone(),
            title: None,
            rows: question.id.clone(),
            breaks: self.breaks_for(&question.id),
            filter: None,
            base: self.base,
            exclude: Vec::new(),
            hide: Vec::new(),
            show_no_answer: self.show_no_answer,
            mean: matches!(question.kind, Kind::Number | Kind::Rank),
        }
    }

    fn fill(&self, spec: &TableSpec) -> Table {
        Table {
            id: spec.id.clone(),
            title: spec.title.clone(),
            rows: spec.rows.clone(),
            breaks: spec.breaks.clone().unwrap_or_else(|| self.breaks_for(&spec.rows)),
            filter: spec.filter.clone(),
            base: spec.base.unwrap_or(self.base),
            exclude: spec.exclude.clone(),
            hide: spec.hide.clone(),
            show_no_answer: spec.show_no_answer.unwrap_or(self.show_no_answer),
            mean: spec.mean,
        }
    }

    /// The standard banner, without the question itself.
    fn breaks_for(&self, question: &str) -> Vec<Break> {
        self.banner.iter().filter(|column| column.question != question).cloned().collect()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultSpec {
    #[serde(default)]
    banner: Vec<Break>,
    #[serde(default)]
    base: BaseRule,
    #[serde(default)]
    show_no_answer: bool,
}

/// Reads `tables.toml`.
pub(crate) fn parse(source: &Arc<NamedSource<String>>) -> (Tables, Vec<Problem>) {
    let mut file = TomlFile::parse(source);
    let default: DefaultSpec = file.take("default").unwrap_or_default();
    let declared = file.take_each("table");
    (
        Tables { banner: default.banner, base: default.base, show_no_answer: default.show_no_answer, declared },
        file.finish(),
    )
}
