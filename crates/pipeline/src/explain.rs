//! From a figure back to the rows of the export.

use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, UInt64Type};
use topline_aggregate::{FigureSql, PlainValue, Session, plain_sql};
use topline_disclose::has_policy;
use topline_records::{ROW_ID, SOURCE, SOURCE_ROW};
use topline_survey::{FigureRef, Plan, WeightOrigin, figure_named, nearest};

use crate::error::RunError;
use crate::load::Pipeline;
use crate::open_run::open_run;

/// Where a figure comes from.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The figure.
    pub figure: FigureRef,
    /// What it is, in words.
    pub title: String,
    /// The labels of its item, row and column, those that there are.
    pub labels: Vec<String>,
    /// As published; missing where it is held back.
    pub published: Option<String>,
    /// What the published value counts.
    pub unit: String,
    /// The exact value; missing where the figure is held back.
    pub x: Option<f64>,
    /// Respondents counted; missing where the figure is held back.
    pub n: Option<u64>,
    /// Respondents in the base; missing where the figure is held back with its base.
    pub base: Option<u64>,
    /// Who the base is, in words.
    pub base_rule: String,
    /// Whom the base holds: those who answered, and the reasons of those who did not; nothing of a figure made in SQL.
    pub base_holds: Vec<&'static str>,
    /// The query that gives it.
    pub sql: String,
    /// Whether that query, run on the responses, gives the same counts and the same value as the figure.
    pub agrees: bool,
    /// The columns of `responses` that it is made from, each with the column of the export or the SQL behind it.
    pub columns: Vec<(String, String)>,
    /// The rows of the export that are counted; missing where the query does not tell, and where they are not to be shown.
    pub rows: Option<Vec<u64>>,
    /// The export; of several, those whose rows are responses.
    pub source: String,
    /// Whether there are rows that are not shown, as the survey protects its respondents.
    pub is_protected: bool,
    /// The rows by file, with their numbers there, where there are several.
    pub files: Vec<(String, Vec<u64>)>,
}

/// Whether the rows of respondents are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Microdata {
    /// Those of figures that are published, in surveys that hold back no counts.
    Usual,
    /// All.
    Shown,
}

/// Explains the figure (or headline) `name` from the last run of a pipeline.
pub async fn explain(
    pipeline: &Pipeline,
    out: &Path,
    name: &str,
    microdata: Microdata,
) -> Result<Explanation, RunError> {
    let plan = &pipeline.plan;
    let headline = plan.headlines.iter().find(|(headline, _)| headline.id.get_ref() == name);
    let figure = match headline {
        Some((_, figure)) => figure.clone(),
        None => match figure_named(&plan.tables, &plan.codebook, name) {
            Some(figure) => figure,
            None => name.parse().map_err(|_| no_figure(plan, name, &[]))?,
        },
    };
    let session = open_run(pipeline, out).await?;
    let known = rows(&session, "select figure, title, item_label, row_label, break_label, column_label, published, unit, x, n, base, base_rule from figures order by figure").await?;
    let wanted = figure.to_string();
    let mut names = Vec::new();
    let mut found = None;
    for batch in &known {
        for index in 0..batch.num_rows() {
            if text(batch, "figure", index) == wanted {
                found = Some((batch.clone(), index));
            }
            names.push(text(batch, "figure", index));
        }
    }
    let Some((batch, index)) = found else { return Err(no_figure(plan, name, &names)) };
    let labels = ["item_label", "row_label", "break_label", "column_label"].map(|column| text(&batch, column, index));
    let mut explanation = Explanation {
        title: text(&batch, "title", index),
        labels: labels.into_iter().filter(|label| !label.is_empty()).collect(),
        published: Some(text(&batch, "published", index)).filter(|published| !published.is_empty()),
        unit: text(&batch, "unit", index),
        x: number(&batch, "x", index),
        n: whole(&batch, "n", index),
        base: whole(&batch, "base", index),
        base_rule: text(&batch, "base_rule", index),
        base_holds: Vec::new(),
        sql: String::new(),
        agrees: true,
        columns: Vec::new(),
        rows: None,
        is_protected: false,
        source: plan.survey.stacked().map(|source| source.path.as_str()).collect::<Vec<_>>().join(", "),
        files: Vec::new(),
        figure,
    };
    if let Some((_, sql)) = plan.figures.iter().find(|(id, _)| *id == explanation.figure.table) {
        explanation.sql.clone_from(sql);
        return Ok(explanation);
    }
    if let Some(plain) = plain_sql(plan, &explanation.figure) {
        let is_held_back = explanation.published.is_none() && has_policy(plan);
        let is_protected = is_held_back || plan.survey.disclosure.is_of_counts();
        explanation.is_protected = is_protected && microdata == Microdata::Usual;
        trace(&session, plan, plain, &mut explanation).await?;
    }
    Ok(explanation)
}

/// Adds the plain query of a figure, what it gives on the responses, and the rows of the export behind it.
async fn trace(session: &Session, plan: &Plan, sql: FigureSql, explanation: &mut Explanation) -> Result<(), RunError> {
    let counted = rows(session, &sql.query).await?;
    let policy = &plan.survey.disclosure;
    explanation.agrees = counted.first().is_some_and(|batch| {
        let counts = |name: &str| whole(batch, name, 0).map(|n| policy.rounded(n));
        explanation.n.is_none_or(|n| counts("n") == Some(n))
            && explanation.base.is_none_or(|base| counts("base") == Some(base))
            && (explanation.n.is_none()
                || sql.value == PlainValue::OfDesign
                // The value is made from rounded counts.
                || policy.rounds_to().is_some()
                || is_same_value(explanation.x, number(batch, "x", 0)))
    });
    if !explanation.is_protected {
        find_rows(session, plan, &sql, explanation).await?;
    }
    explanation.columns = sql.columns.iter().map(|column| (column.clone(), origin(plan, column))).collect();
    let reasons = sql.rule.reasons().iter().map(|absent| absent.as_str());
    explanation.base_holds = std::iter::once("answered").chain(reasons).collect();
    explanation.sql = sql.query;
    Ok(())
}

/// Adds the rows of the export behind a figure.
async fn find_rows(
    session: &Session,
    plan: &Plan,
    sql: &FigureSql,
    explanation: &mut Explanation,
) -> Result<(), RunError> {
    let condition = sql.counted.as_ref().map(|counted| format!(" and {counted}")).unwrap_or_default();
    let of_row = if plan.survey.is_stacked() { format!("{ROW_ID}, {SOURCE}, {SOURCE_ROW}") } else { ROW_ID.to_owned() };
    let query = format!("select {of_row} from responses where {}{condition} order by {ROW_ID}", sql.base);
    let behind = rows(session, &query).await?;
    let each = || behind.iter().flat_map(|batch| (0..batch.num_rows()).map(move |index| (batch, index)));
    if plan.survey.is_stacked() {
        for (batch, index) in each() {
            let (file, row) = (text(batch, SOURCE, index), whole(batch, SOURCE_ROW, index).unwrap_or_default());
            match explanation.files.last_mut() {
                Some((last, rows)) if *last == file => rows.push(row),
                _ => explanation.files.push((file, vec![row])),
            }
        }
    }
    explanation.rows = Some(each().filter_map(|(batch, index)| whole(batch, ROW_ID, index)).collect());
    Ok(())
}

/// Whether two ways of adding up doubles come to the same value: a deviation of nearly equal numbers is what is left of two
/// sums that are nearly equal, and keeps half of their digits.
fn is_same_value(figure: Option<f64>, plain: Option<f64>) -> bool {
    match (figure, plain) {
        (Some(figure), Some(plain)) => (figure - plain).abs() <= 1e-7 * figure.abs().max(plain.abs()).max(1.0),
        (figure, plain) => figure.is_none() && plain.is_none(),
    }
}

/// The column of the export, or the SQL, behind a column of `responses`.
fn origin(plan: &Plan, column: &str) -> String {
    if let Some(weight) = plan.survey.weight_columns().into_iter().find(|weight| weight.name == column) {
        return match weight.origin {
            WeightOrigin::Column(column) => column,
            WeightOrigin::Expression(expression) => expression.as_str().to_owned(),
        };
    }
    if column == "weight" {
        return "made in the run, from the targets of `[weights]`".to_owned();
    }
    let variables = plan.codebook.questions.iter().flat_map(topline_survey::Question::variables);
    let Some(variable) = variables.into_iter().find(|variable| variable.name == column) else { return String::new() };
    let question = variable.question;
    match question.sql() {
        Some(sql) => format!("derived: {sql}"),
        None => variable.columns().join(", "),
    }
}

async fn rows(session: &Session, sql: &str) -> Result<Vec<RecordBatch>, RunError> {
    match session.rows("the explanation", sql).await {
        Ok((_, batches)) => Ok(batches),
        Err(error) => Err(RunError::Aggregate { hint: session.hint(&error), error }),
    }
}

fn text(batch: &RecordBatch, column: &str, index: usize) -> String {
    let column = batch.column_by_name(column).and_then(|column| cast(column, &DataType::Utf8).ok());
    let Some(column) = column else { return String::new() };
    let column = column.as_string::<i32>();
    if column.is_valid(index) { column.value(index).to_owned() } else { String::new() }
}

fn number(batch: &RecordBatch, column: &str, index: usize) -> Option<f64> {
    let column = cast(batch.column_by_name(column)?, &DataType::Float64).ok()?;
    let column = column.as_primitive::<Float64Type>();
    column.is_valid(index).then(|| column.value(index))
}

fn whole(batch: &RecordBatch, column: &str, index: usize) -> Option<u64> {
    let column = cast(batch.column_by_name(column)?, &DataType::UInt64).ok()?;
    let column = column.as_primitive::<UInt64Type>();
    column.is_valid(index).then(|| column.value(index))
}

fn no_figure(plan: &Plan, name: &str, known: &[String]) -> RunError {
    let headlines = plan.headlines.iter().map(|(headline, _)| headline.id.get_ref().as_str());
    let near = nearest(name, headlines.chain(known.iter().map(String::as_str)));
    RunError::NoFigure { figure: name.to_owned(), near: near.into_iter().map(str::to_owned).collect() }
}
