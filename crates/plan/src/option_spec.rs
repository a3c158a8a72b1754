//! Options and items as `codebook.toml` writes them.

use schemars::JsonSchema;
use serde::Deserialize;
use topline_survey::{Item, ItemCells, Mark, Opt};

/// An offered answer.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionSpec {
    /// Its number, 0 or more.
    pub code: i32,
    /// Its label as published, and as the export spells it.
    pub label: String,
    /// Other spellings in the export. The code itself is always understood.
    #[serde(default)]
    pub also: Vec<String>,
    /// For a `multi` in columns: its tick box, ticked by the label or by `1`, `true`, `yes` or `x`. For a `single` that the
    /// export spreads over one column per option: its column, filled in the same way.
    pub column: Option<String>,
    /// Any text that matches nothing else counts as this answer: "Other (please specify)", where the respondent's words are
    /// in the cell. At most one option where options share a column.
    #[serde(default)]
    pub open: bool,
    /// `dont_know`, `not_applicable` or `other`: an answer that is left out of means.
    pub mark: Option<Mark>,
    /// What it counts for in a mean.
    pub value: Option<f64>,
}

/// A row of a grid, or a thing to rank.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemSpec {
    /// Its name.
    pub id: String,
    /// Its label as published.
    pub label: String,
    /// For a `rank` whose cells hold labels (with `columns` or a `separator`): other spellings. No item has a column then.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its column.
    pub column: Option<String>,
    /// For a grid whose items have one column per option: those columns, in the order of the options; `""` where there is
    /// none.
    #[serde(default)]
    pub columns: Vec<String>,
}

impl OptionSpec {
    /// Its code, and what it is called.
    pub(crate) fn labels(&self) -> (i32, Vec<&str>) {
        (self.code, std::iter::once(&self.label).chain(&self.also).map(String::as_str).collect())
    }

    pub(crate) fn read(self) -> Opt {
        let Self { code, label, also, column: _, open, mark, value } = self;
        Opt { code, label, also, open, mark, value }
    }

    /// Options, and the columns of those that have one.
    pub(crate) fn boxes(specs: Vec<Self>) -> (Vec<Opt>, Vec<String>) {
        let columns = specs.iter().filter_map(|option| option.column.clone()).collect();
        (specs.into_iter().map(Self::read).collect(), columns)
    }
}

impl ItemSpec {
    pub(crate) fn read(self) -> (Item, ItemCells) {
        let Self { id, label, also, column, columns } = self;
        let spread = columns.into_iter().map(|column| Some(column).filter(|column| !column.is_empty()));
        (Item { id, label, also }, column.map_or_else(|| ItemCells::Spread(spread.collect()), ItemCells::Column))
    }
}
