//! SQL conditions for the parts of a figure, and the plain query that gives it.

use std::fmt::Write as _;

use topline_survey::{Absent, BaseRule, FigureRef, Item, Kind, Plan, Question, Table};

/// A column or table as SQL names it.
pub(crate) fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL writes it.
pub(crate) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A figure in plain SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSql {
    /// The query: `n`, `base`, `base_weighted` and the value.
    pub query: String,
    /// The condition on `responses` that a respondent is in the base.
    pub base: String,
    /// The condition on `responses` that a respondent of the base is counted; none for a base or a mean.
    pub counted: Option<String>,
    /// The columns of `responses` that it is made from.
    pub columns: Vec<String>,
}

/// The plain query for a figure of a table (not of `figures/*.sql`), if there is such a figure.
#[must_use]
pub fn plain_sql(plan: &Plan, figure: &FigureRef) -> Option<FigureSql> {
    let table = plan.table(&figure.table)?;
    let question = plan.codebook.question(&table.rows)?;
    let item = question.items.iter().find(|item| item.id == figure.item);
    if item.is_some() == figure.item.is_empty() {
        return None;
    }
    let mut columns = columns_of(question, item);
    let mut base = vec![base_condition(table, question, item)];
    if let Some(filter) = &table.filter {
        base.push(format!("({filter})"));
    }
    if !figure.column.is_empty() {
        let (by, column) = figure.column.split_once('.')?;
        let by = plan.codebook.question(by)?;
        let codes = match by.net(column) {
            Some(net) => net.codes.clone(),
            None => vec![column.parse().ok()?],
        };
        base.push(codes_condition(by, None, &codes));
        columns.extend(columns_of(by, None));
    }
    let weighted = plan.survey.weights.is_some();
    if weighted {
        columns.push("weight".into());
    }
    let (counted, value) = value_of(table, question, item, &figure.row, weighted)?;
    if figure.row == "mean" {
        let not_counted: Vec<i32> =
            question.options.iter().filter(|option| option.mark.is_some()).map(|option| option.code).collect();
        base.push(format!("{} is not null", column_of(question, item)));
        if !not_counted.is_empty() {
            base.push(format!("not ({})", codes_condition(question, item, &not_counted)));
        }
    }
    let base = base.join("\n  and ");
    let n =
        counted.as_ref().map_or_else(|| "count(*)".to_owned(), |counted| format!("count(*) filter (where {counted})"));
    let base_weighted = if weighted { "coalesce(sum(weight), 0)" } else { "count(*)" };
    let query = format!(
        "select\n  {n} as n,\n  count(*) as base,\n  {base_weighted} as base_weighted,\n  {value} as x\nfrom responses\nwhere {base}"
    );
    Some(FigureSql { query, base, counted, columns })
}

/// The condition that a row counts a respondent, and the value of the figure.
fn value_of(
    table: &Table,
    question: &Question,
    item: Option<&Item>,
    row: &str,
    weighted: bool,
) -> Option<(Option<String>, String)> {
    match row {
        "base" => return Some((None, "count(*)".into())),
        "mean" => {
            let value = value_expression(question, item);
            let mean = if weighted {
                format!("sum({value} * weight) / nullif(sum(weight), 0)")
            } else {
                format!("avg({value})")
            };
            return Some((None, mean));
        }
        _ => {}
    }
    let kept =
        |codes: &[i32]| -> Vec<i32> { codes.iter().copied().filter(|code| !table.exclude.contains(code)).collect() };
    let counted = if row == Absent::NoAnswer.as_str() {
        format!("{} = 'no_answer'", absent_of(question, item))
    } else if let Some(net) = question.net(row) {
        codes_condition(question, item, &kept(&net.codes))
    } else {
        codes_condition(question, item, &[row.parse().ok()?])
    };
    // Nobody counted is 0%; nobody in the base is no percentage.
    let value = if weighted {
        format!("100.0 * coalesce(sum(weight) filter (where {counted}), 0) / nullif(sum(weight), 0)")
    } else {
        format!("100.0 * count(*) filter (where {counted}) / nullif(count(*), 0)")
    };
    Some((Some(counted), value))
}

/// Those whom a percentage of this table and item is out of, filters and breaks aside.
pub(crate) fn base_condition(table: &Table, question: &Question, item: Option<&Item>) -> String {
    let absent = absent_of(question, item);
    let answered = match table.base {
        BaseRule::Answered => format!("{absent} is null"),
        BaseRule::Asked => format!("({absent} is null or {absent} = 'no_answer')"),
        BaseRule::All => "true".to_owned(),
    };
    if table.exclude.is_empty() {
        return answered;
    }
    format!("{answered} and not coalesce({}, false)", codes_condition(question, item, &table.exclude))
}

/// The condition that an answer is one of these codes.
fn codes_condition(question: &Question, item: Option<&Item>, codes: &[i32]) -> String {
    if question.kind == Kind::Multi {
        let ticked: Vec<String> =
            codes.iter().map(|code| format!("coalesce({}, false)", name(&format!("{}_{code}", question.id)))).collect();
        return if ticked.is_empty() { "false".into() } else { format!("({})", ticked.join(" or ")) };
    }
    let column = column_of(question, item);
    match codes {
        [] => "false".into(),
        [code] => format!("{column} = {code}"),
        codes => format!("{column} in ({})", codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

fn value_expression(question: &Question, item: Option<&Item>) -> String {
    let column = column_of(question, item);
    if question.options.iter().all(|option| option.value.is_none()) {
        return column;
    }
    let mut cases = format!("case {column}");
    for option in &question.options {
        let _ = write!(cases, " when {} then {:?}", option.code, option.value.unwrap_or(f64::from(option.code)));
    }
    // A rank needs no option: it counts for itself.
    format!("{cases} else {column} end")
}

fn column_of(question: &Question, item: Option<&Item>) -> String {
    name(&item.map_or_else(|| question.id.clone(), |item| format!("{}_{}", question.id, item.id)))
}

fn absent_of(question: &Question, item: Option<&Item>) -> String {
    name(&item.map_or_else(|| format!("{}_absent", question.id), |item| format!("{}_{}_absent", question.id, item.id)))
}

fn columns_of(question: &Question, item: Option<&Item>) -> Vec<String> {
    let of_item =
        |variable: &topline_survey::Variable<'_>| variable.item.map(|item| &item.id) == item.map(|item| &item.id);
    question.variables().iter().filter(|variable| of_item(variable)).map(|variable| variable.name.clone()).collect()
}
