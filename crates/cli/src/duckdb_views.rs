//! `topline views --duckdb`: the tables of a run as views, and the commonest questions as macros, for DuckDB.

use std::io::{self, Write};
use std::path::Path;

use topline_pipeline::{Pipeline, last_run_folder, run_tables};
use topline_survey::{Kind, Question, Variable};

use crate::failure::Failure;

/// What percentages are made of, and what is asked most.
const MACROS: &str = include_str!("duckdb_macros.sql");

/// Writes SQL that DuckDB loads: `duckdb -init views.sql`.
pub(crate) fn write(pipeline: &Pipeline, folder: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let run = last_run_folder(pipeline, folder)?;
    let run = std::path::absolute(&run).unwrap_or(run);
    let tables = run_tables(pipeline, folder)?;
    write_all(pipeline, &run, &tables, out).map_err(Failure::Output)
}

fn write_all(pipeline: &Pipeline, run: &Path, tables: &[String], out: &mut impl Write) -> io::Result<()> {
    let survey = &pipeline.plan.survey;
    writeln!(out, "-- The last run of `{}` for DuckDB. Load it with: duckdb -init FILE", survey.id)?;
    writeln!(out, "-- Made by `topline views --duckdb`.\n")?;
    for table in tables {
        let path = text(&run.join(format!("{table}.parquet")).display().to_string());
        writeln!(out, "create or replace view {table} as from read_parquet({path});")?;
    }
    writeln!(out, "\n-- The answers to each question, one a row; `answers` has those of all.")?;
    let weight = if survey.weights.is_some() { "weight" } else { "1.0 as weight" };
    let mut all = Vec::new();
    for question in &pipeline.plan.codebook.questions {
        if tables.contains(&question.id) {
            continue;
        }
        let parts = parts(question, weight);
        if !parts.is_empty() {
            writeln!(out, "create or replace view {} as\n{};", name(&question.id), parts.join("\nunion all "))?;
            all.push(format!("select {} as question, * from {}", text(&question.id), name(&question.id)));
        }
    }
    if !all.is_empty() {
        writeln!(out, "create or replace view answers as\n{};", all.join("\nunion all "))?;
    }
    write!(out, "\n{MACROS}")
}

/// A query for each column of `responses` that holds answers with codes to a question: of boxes, each with a row whether it is ticked
/// or not.
fn parts(question: &Question, weight: &str) -> Vec<String> {
    let is_coded = match question.kind() {
        Kind::Single | Kind::Multi | Kind::Grid | Kind::Rank => true,
        Kind::Number | Kind::Text | Kind::Date => false,
    };
    let variables = question.variables();
    let part = |variable: &Variable<'_>| {
        let column = format!("responses.{}", name(&variable.name));
        let code = match variable.option {
            Some(option) => format!("case when {column} then {} end", option.code),
            None => column,
        };
        let item = variable.item.map_or_else(|| "null::varchar".to_owned(), |item| text(&item.id));
        format!(
            "select row_id, {weight}, {item} as item, code, label, absent, missing\n\
             from (select row_id, {weight}, {code} as code, {absent} as absent, {missing} as missing from responses)\n\
             left join (select code, label from options where question = {id} and options.missing is null) using (code)",
            absent = name(&variable.absent),
            missing = variable.missing().map_or_else(|| "null::integer".to_owned(), |missing| name(&missing)),
            id = text(&question.id),
        )
    };
    variables.iter().filter(|_| is_coded).map(part).collect()
}

fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
