//! The plain query for one cell of a table, from the conditions of its row and column.

use topline_survey::{Table, TablePart, TableRow};

use crate::condition::{Few, in_row, in_table, weighing, with_value};
use crate::statistics::measure::Score;

/// A cell in plain SQL.
pub(crate) struct CellSql {
    /// The query: `n`, `base`, `base_weighted` and the value `x`.
    pub query: String,
    /// The condition that a respondent is in the base.
    pub base: String,
    /// The condition that a respondent of the base is counted; none for a base or a statistic of values.
    pub counted: Option<String>,
}

/// The conditions of a cell, from which its query is made.
pub(crate) struct CellQuery<'c> {
    pub table: &'c Table,
    pub part: &'c TablePart<'c>,
    pub row: &'c TableRow,
    /// In the base of the whole table.
    pub base: Vec<String>,
    /// In the column.
    pub column: Option<String>,
    pub weight: &'static str,
}

impl CellQuery<'_> {
    /// In the base of the column.
    pub(crate) fn in_base(&self) -> String {
        joined(&self.base, self.column.as_deref())
    }

    /// In the base of the whole table.
    pub(super) fn in_table_base(&self) -> String {
        joined(&self.base, None)
    }

    /// In the column.
    pub(super) fn in_column(&self) -> String {
        self.column.clone().unwrap_or_else(|| "true".to_owned())
    }

    /// In the row.
    pub(super) fn in_row(&self) -> String {
        let counted = in_row(self.table, self.part, &self.row.gathers, &Few::Asked(self.weight));
        counted.unwrap_or_else(|| "true".to_owned())
    }

    /// How many meet a condition.
    pub(super) fn number(condition: &str) -> String {
        format!("count(*) filter (where {condition})")
    }

    /// The weights of those who meet a condition. Nobody counted is 0%; nobody in the base is no percentage.
    pub(super) fn sum(&self, condition: &str) -> String {
        format!("coalesce(sum({}) filter (where {condition}), 0)", self.weight)
    }

    /// Those who meet a condition as a percentage of the base.
    pub(super) fn percent(&self, condition: &str) -> String {
        format!("100.0 * {} / nullif(sum({}), 0)", self.sum(condition), self.weight)
    }

    /// The query of a value `x` of those in `base` who meet `counted`.
    pub(super) fn counting(&self, counted: String, base: String, x: &str) -> CellSql {
        CellSql { query: self.select(&Self::number(&counted), x, &base), base, counted: Some(counted) }
    }

    /// The query of a value of all in the base.
    pub(crate) fn of_base(&self, base: String, x: &str) -> CellSql {
        CellSql { query: self.select("count(*)", x, &base), base, counted: None }
    }

    /// The value of each respondent who has one, and the condition that one has.
    pub(crate) fn with_value(&self, score: Score) -> (String, String) {
        let (has_value, value) = with_value(self.table, self.part, score);
        let base: Vec<String> =
            std::iter::once(has_value).chain(in_table(self.table)).chain(weighing(self.weight)).collect();
        (joined(&base, self.column.as_deref()), value)
    }

    /// The mean of a value.
    pub(super) fn mean(&self, value: &str) -> String {
        format!("sum({value} * {weight}) / nullif(sum({weight}), 0)", weight = self.weight)
    }

    /// The standard deviation of a value.
    pub(super) fn deviation(&self, value: &str) -> String {
        let (weight, mean) = (self.weight, self.mean(value));
        format!(
            "case when sum({weight}) > 0 then\n    sqrt(greatest(sum({value} * {value} * {weight}) / sum({weight}) - power({mean}, 2), 0) * count(*) / nullif(count(*) - 1, 0))\n  end"
        )
    }

    /// A query of values that `x` is made of.
    pub(super) fn of_values(&self, score: Score, x: impl Fn(&str) -> String) -> CellSql {
        let (base, value) = self.with_value(score);
        let x = x(&value);
        self.of_base(base, &x)
    }

    fn select(&self, n: &str, x: &str, condition: &str) -> String {
        let base_weighted =
            if self.weight == "1" { "count(*)".to_owned() } else { format!("coalesce(sum({}), 0)", self.weight) };
        format!(
            "select\n  {n} as n,\n  count(*) as base,\n  {base_weighted} as base_weighted,\n  {x} as x\nfrom responses\nwhere {condition}"
        )
    }
}

/// Conditions that all hold.
pub(super) fn joined(conditions: &[String], also: Option<&str>) -> String {
    let conditions: Vec<&str> = conditions.iter().map(String::as_str).chain(also).collect();
    conditions.join("\n  and ")
}
