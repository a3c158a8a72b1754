//! The plain query that gives a figure.

use topline_survey::{
    FigureRef, Gathers, Item, Kind, Plan, Question, RowKind, Statistic, Table, TableColumn, TablePart, TableRow,
    Variable, table_columns,
};

use crate::condition::{Few, base_condition, few, in_column, in_row, in_table, kept, ticks, ticks_in_row, with_value};

/// A figure in plain SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSql {
    /// The query: `n`, `base`, `base_weighted` and the value `x`.
    pub query: String,
    /// The condition on `responses` that a respondent is in the base.
    pub base: String,
    /// The condition on `responses` that a respondent of the base is counted; none for a base or a statistic of values.
    pub counted: Option<String>,
    /// The columns of `responses` that it is made from.
    pub columns: Vec<String>,
}

/// The plain query for a figure of a table (not of `figures/*.sql`), if there is such a figure.
#[must_use]
pub fn plain_sql(plan: &Plan, figure: &FigureRef) -> Option<FigureSql> {
    let table = plan.table(&figure.table)?;
    let part = table.part(&plan.codebook, &figure.item)?;
    let row = part.rows.iter().find(|row| row.key == figure.row)?;
    let columns = table_columns(&table.breaks, &plan.codebook);
    let column = match figure.column.as_str() {
        "" => None,
        key => Some(columns.iter().find(|column| column.key == key)?),
    };
    Some(cell(plan, table, &part, row, column))
}

/// The conditions of a cell, from which its query is made.
struct Scope<'c> {
    table: &'c Table,
    part: &'c TablePart<'c>,
    /// In the base of the whole table.
    base: Vec<String>,
    /// In the column.
    column: Option<String>,
    weight: &'static str,
}

fn cell(
    plan: &Plan,
    table: &Table,
    part: &TablePart<'_>,
    row: &TableRow,
    column: Option<&TableColumn<'_>>,
) -> FigureSql {
    let weighted = plan.survey.weights.is_some();
    let weight = if weighted { "weight" } else { "1" };
    let mut columns = columns_of(part.question, part.item);
    for (question, _) in column.iter().flat_map(|column| &column.path) {
        columns.extend(columns_of(question, None));
    }
    if weighted {
        columns.push("weight".into());
    }
    let base: Vec<String> = match &row.gathers {
        Gathers::Rule(_) => {
            in_row(table, part, &row.gathers, &Few::Asked(weight)).into_iter().chain(in_table(table)).collect()
        }
        _ => std::iter::once(base_condition(table, part.question, part.item)).chain(in_table(table)).collect(),
    };
    let scope = Scope { table, part, base, column: column.map(in_column), weight };
    let (query, base, counted) = scope.query(row);
    let query = if let Gathers::FewerThan(_) = row.gathers { scope.joining(row, query) } else { query };
    FigureSql { query, base, counted, columns }
}

impl Scope<'_> {
    fn query(&self, row: &TableRow) -> (String, String, Option<String>) {
        if matches!(row.kind, RowKind::Base | RowKind::Total) {
            let base = joined(&self.base, self.column.as_deref());
            return (self.select("count(*)", "count(*)", &base), base, None);
        }
        if !row.statistic.is_of_rows() || matches!(row.gathers, Gathers::Percentile(_)) {
            return self.of_values(row);
        }
        let counted = in_row(self.table, self.part, &row.gathers, &Few::Asked(self.weight));
        let counted = counted.unwrap_or_else(|| "true".to_owned());
        let own = joined(&self.base, self.column.as_deref());
        let whole = joined(&self.base, None);
        let n = |counted: &str| format!("count(*) filter (where {counted})");
        let weight = self.weight;
        // Nobody counted is 0%; nobody in the base is no percentage.
        let sum = |counted: &str| format!("coalesce(sum({weight}) filter (where {counted}), 0)");
        let percent = |counted: &str| format!("100.0 * {} / nullif(sum({weight}), 0)", sum(counted));
        let of = |counted: String, base: String, x: String| (self.select(&n(&counted), &x, &base), base, Some(counted));
        let in_column = self.column.clone().unwrap_or_else(|| "true".to_owned());
        match row.statistic {
            Statistic::Count => of(counted.clone(), own, sum(&counted)),
            Statistic::UnweightedCount => of(counted.clone(), own, n(&counted)),
            Statistic::RowPercent => {
                let base = joined(std::slice::from_ref(&whole), Some(&counted));
                of(in_column.clone(), base, percent(&in_column))
            }
            Statistic::TablePercent => {
                let both = format!("({counted}) and {in_column}");
                of(both.clone(), whole, percent(&both))
            }
            Statistic::Index => {
                let column = format!(
                    "1.0 * {} / nullif(sum({weight}) filter (where {in_column}), 0)",
                    sum(&format!("({counted}) and {in_column}"))
                );
                let x = format!("100.0 * ({column}) / nullif(1.0 * {} / nullif(sum({weight}), 0), 0)", sum(&counted));
                let (both, base) = (format!("({counted}) and {in_column}"), own);
                let query = format!(
                    "select\n  {} as n,\n  {} as base,\n  coalesce(sum({weight}) filter (where {in_column}), 0) as base_weighted,\n  {x} as x\n\
                     from responses\nwhere {whole}",
                    n(&both),
                    n(&in_column),
                );
                (query, base, Some(counted))
            }
            Statistic::ResponsePercent => {
                let all = ticks(self.part.question, &kept(self.table, self.part.question));
                let counted_boxes = ticks_in_row(self.table, self.part, &row.gathers, &Few::Joined("few".into()));
                let query = format!(
                    "select\n  coalesce(sum({counted_boxes}), 0) as n,\n  coalesce(sum({all}), 0) as base,\n  \
                     coalesce(sum({all} * {weight}), 0) as base_weighted,\n  100.0 * sum({counted_boxes} * {weight}) / nullif(sum({all} * {weight}), 0) as x\n\
                     from responses\nwhere {own}"
                );
                (query, own, Some(counted))
            }
            _ => of(counted.clone(), own, percent(&counted)),
        }
    }

    /// A statistic of the values of those who have one.
    fn of_values(&self, row: &TableRow) -> (String, String, Option<String>) {
        let weight = self.weight;
        if row.statistic == Statistic::MeanAnswers {
            let base = joined(&self.base, self.column.as_deref());
            let ticks = ticks(self.part.question, &kept(self.table, self.part.question));
            let x = format!("1.0 * sum({ticks} * {weight}) / nullif(sum({weight}), 0)");
            return (self.select("count(*)", &x, &base), base, None);
        }
        let (has_value, value) = with_value(self.table, self.part, row.statistic);
        let filter = in_table(self.table);
        let base: Vec<String> = std::iter::once(has_value).chain(filter).collect();
        let base = joined(&base, self.column.as_deref());
        let mean = format!("sum({value} * {weight}) / nullif(sum({weight}), 0)");
        let spread = format!(
            "case when sum({weight}) > 0 then\n    sqrt(greatest(sum({value} * {value} * {weight}) / sum({weight}) - power({mean}, 2), 0) * count(*) / nullif(count(*) - 1, 0))\n  end"
        );
        let effective = format!("power(sum({weight}), 2) / nullif(sum({weight} * {weight}), 0)");
        let quantile = match (&row.gathers, row.statistic) {
            (Gathers::Percentile(percent), _) => Some(f64::from(*percent) / 100.0),
            (_, Statistic::Median) => Some(0.5),
            _ => None,
        };
        if let Some(p) = quantile {
            // The least value at or below which the part lies, and the next where it is just that part: their middle.
            let query = format!(
                "with by_value as (\n  select {value} as value, count(*) as n, sum({weight}) as weight from responses\n  where {base} group by 1\n),\n\
                 up_to as (\n  select value, n, weight, sum(weight) over (order by value) as below, sum(weight) over () as whole from by_value where weight > 0\n)\n\
                 select\n  coalesce((select sum(n) from by_value), 0) as n,\n  coalesce((select sum(n) from by_value), 0) as base,\n  coalesce((select sum(weight) from by_value), 0) as base_weighted,\n  \
                 (min(value) filter (where below >= {p:?} * whole) + min(value) filter (where below > {p:?} * whole)) / 2.0 as x\n\
                 from up_to"
            );
            return (query, base, None);
        }
        let x = match row.statistic {
            Statistic::StandardDeviation => spread,
            Statistic::StandardError => format!("{spread} / sqrt({effective})"),
            Statistic::Minimum => format!("case when sum({weight}) > 0 then min({value}) end"),
            Statistic::Maximum => format!("case when sum({weight}) > 0 then max({value}) end"),
            _ => mean,
        };
        (self.select("count(*)", &x, &base), base, None)
    }

    /// The query with what is too few joined to the responses, where it counts that: engines take no subquery within an
    /// aggregate.
    fn joining(&self, row: &TableRow, query: String) -> String {
        let in_row = |few| in_row(self.table, self.part, &row.gathers, &few);
        let conditions = in_row(Few::Asked(self.weight)).zip(in_row(Few::Joined("few".into())));
        let Some(((asked, joined), few)) = conditions.zip(few(self.table, self.part, self.weight)) else {
            return query;
        };
        let from = format!("from responses cross join (\n  {few}\n) as few\nwhere");
        query.replace(&asked, &joined).replacen("from responses\nwhere", &from, 1)
    }

    fn select(&self, n: &str, x: &str, condition: &str) -> String {
        let base_weighted =
            if self.weight == "1" { "count(*)".to_owned() } else { format!("coalesce(sum({}), 0)", self.weight) };
        format!(
            "select\n  {n} as n,\n  count(*) as base,\n  {base_weighted} as base_weighted,\n  {x} as x\nfrom responses\nwhere {condition}"
        )
    }
}

fn joined(conditions: &[String], also: Option<&str>) -> String {
    let conditions: Vec<&str> = conditions.iter().map(String::as_str).chain(also).collect();
    conditions.join("\n  and ")
}

fn columns_of(question: &Question, item: Option<&Item>) -> Vec<String> {
    let of_item = |variable: &Variable<'_>| {
        question.kind == Kind::Multi || variable.item.map(|item| &item.id) == item.map(|item| &item.id)
    };
    question.variables().iter().filter(|variable| of_item(variable)).map(|variable| variable.name.clone()).collect()
}
