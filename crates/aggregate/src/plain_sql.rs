//! The plain query that gives a figure.

use topline_survey::{
    BaseRule, FigureRef, Gathers, Item, Kind, Plan, Question, Table, TableColumn, TablePart, TableRow, Variable,
    table_columns,
};

use crate::condition::{Few, base_condition, few, in_column, in_row, in_table, own_base, own_rule, weighing};
use crate::statistics::{CellQuery, DesignError, design_error, of_row};

/// A figure in plain SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSql {
    /// The query: `n`, `base`, `base_weighted` and the value `x`.
    pub query: String,
    /// Who the base is.
    pub rule: BaseRule,
    /// The condition on `responses` that a respondent is in the base.
    pub base: String,
    /// The condition on `responses` that a respondent of the base is counted; none for a base or a statistic of values.
    pub counted: Option<String>,
    /// The columns of `responses` that it is made from.
    pub columns: Vec<String>,
    /// Whether the query's `x` is the figure's.
    pub value: PlainValue,
}

/// Whether plain SQL can give the value of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainValue {
    /// The query's `x` is the figure's value.
    OfQuery,
    /// The value comes from the declared design of the sample, and the query tells what a simple sample would give.
    OfDesign,
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

/// The conditions of a row in the total column.
pub(crate) fn query_of_row<'c>(
    plan: &Plan,
    table: &'c Table,
    part: &'c TablePart<'c>,
    row: &'c TableRow,
) -> CellQuery<'c> {
    let weight = if plan.survey.weights.is_some() { "weight" } else { "1" };
    let base = Some(own_base(part, &row.gathers).unwrap_or_else(|| base_condition(table, part.question, part.item)));
    let base: Vec<String> = base.into_iter().chain(in_table(table)).chain(weighing(weight)).collect();
    CellQuery { table, part, row, base, column: None, weight }
}

fn cell(
    plan: &Plan,
    table: &Table,
    part: &TablePart<'_>,
    row: &TableRow,
    column: Option<&TableColumn<'_>>,
) -> FigureSql {
    let mut columns = columns_of(part.question, part.item);
    for (question, _) in column.iter().flat_map(|column| &column.path) {
        columns.extend(columns_of(question, None));
    }
    if plan.survey.weights.is_some() {
        columns.push("weight".into());
    }
    let rule = own_rule(&row.gathers).unwrap_or(table.base);
    let query = CellQuery { column: column.map(in_column), ..query_of_row(plan, table, part, row) };
    let sql = match of_row(row) {
        Some(statistic) => statistic.cell_sql(&query),
        None => query.of_base(query.in_base(), "count(*)"),
    };
    let text = if let Gathers::FewerThan(_) = row.gathers { joining(&query, &sql.query) } else { sql.query };
    let is_of_design = plan.survey.design.is_some() && design_error(row) == DesignError::IsValue;
    let value = if is_of_design { PlainValue::OfDesign } else { PlainValue::OfQuery };
    FigureSql { query: text, rule, base: sql.base, counted: sql.counted, columns, value }
}

/// The query with what is too few joined to the responses, where it counts that: engines take no subquery within an
/// aggregate.
fn joining(cell: &CellQuery<'_>, query: &str) -> String {
    let in_row = |few| in_row(cell.table, cell.part, &cell.row.gathers, &few);
    let conditions = in_row(Few::Asked(cell.weight)).zip(in_row(Few::Joined("few".into())));
    let Some(((asked, joined), few)) = conditions.zip(few(cell.table, cell.part, cell.weight)) else {
        return query.to_owned();
    };
    let from = format!("from responses cross join (\n  {few}\n) as few\nwhere");
    query.replace(&asked, &joined).replacen("from responses\nwhere", &from, 1)
}

fn columns_of(question: &Question, item: Option<&Item>) -> Vec<String> {
    let of_item = |variable: &Variable<'_>| {
        question.kind() == Kind::Multi || variable.item.map(|item| &item.id) == item.map(|item| &item.id)
    };
    question.variables().iter().filter(|variable| of_item(variable)).map(|variable| variable.name.clone()).collect()
}
