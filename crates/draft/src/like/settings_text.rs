//! What the other files of the earlier pipeline say, for the new export: `survey.toml`, tables, headlines, queries.

use std::collections::HashSet;

use topline_plan::{Problems, read_plan};
use topline_survey::{Plan, PlanFiles, PlanText, Source};

use super::codebook_text::names;
use super::renamed_columns::RenamedColumns;
use super::toml_blocks::{TomlBlock, blocks_of};
use crate::pipeline_texts::NOTICE;
use crate::toml_text::quoted;

/// What `survey.toml` is written from.
pub(super) struct Settings<'s> {
    pub id: &'s str,
    pub source: &'s Source,
    /// The column that identifies respondents by the draft.
    pub respondent: Option<&'s str>,
    pub columns: &'s RenamedColumns,
    /// The path of a file of the earlier pipeline as the new one writes it.
    pub rebase: &'s dyn Fn(&str) -> String,
}

/// `survey.toml`, and what is said of it.
pub(super) fn survey_text(text: &str, plan: &Plan, settings: &Settings<'_>) -> (String, Vec<String>) {
    let mut notes = Vec::new();
    let mut written = String::new();
    for mut block in blocks_of(text) {
        match block.name.as_str() {
            "" => {
                block.set("id", Some(&quoted(settings.id)));
                // A title that was only the name of the folder is that of the new one.
                if plan.survey.title == plan.survey.id {
                    block.set("title", Some(&quoted(settings.id)));
                }
                let earlier = plan.survey.notice.as_deref().filter(|notice| !notice.contains(NOTICE));
                let notice = earlier.map_or_else(|| NOTICE.to_owned(), |earlier| format!("{NOTICE} {earlier}"));
                block.set("notice", Some(&quoted(&notice)));
            }
            "source" => source_block(&mut block, plan, settings, &mut notes),
            "reference" => {
                if let Some(path) = block.string("path") {
                    block.set("path", Some(&quoted(&(settings.rebase)(&path))));
                }
            }
            "fieldwork" => {
                notes.push("fieldwork: the days of the earlier wave are in a comment".to_owned());
                written.push_str(&block.commented("of the earlier wave:"));
                continue;
            }
            _ => {}
        }
        match missing_column(&mut block, settings.columns, plan) {
            Some(column) => {
                let reason = format!("this export has no column {}:", quoted(&column));
                notes.push(format!(
                    "gone: [{}] of survey.toml reads {}: it is in a comment now",
                    block.name,
                    quoted(&column)
                ));
                written.push_str(&block.commented(&reason));
            }
            None => written.push_str(&block.text),
        }
    }
    (written, notes)
}

/// How the new export is read.
fn source_block(block: &mut TomlBlock, plan: &Plan, settings: &Settings<'_>, notes: &mut Vec<String>) {
    let source = settings.source;
    let text = |text: Option<&String>| text.map(|text| quoted(text));
    let delimiter = source.delimiter.map(|delimiter| quoted(&delimiter.to_string()));
    let header_rows = (source.header_rows != 1).then(|| source.header_rows.to_string());
    let keys = [
        ("path", Some(quoted(&source.path))),
        ("format", Some(quoted(source.format.as_str()))),
        ("member", text(source.member.as_ref())),
        ("metadata", text(source.metadata.as_ref())),
        ("encoding", text(source.encoding.as_ref())),
        ("sheet", text(source.sheet.as_ref())),
        ("delimiter", delimiter),
        ("header_rows", header_rows),
        ("name_row", source.name_row.map(|row| row.to_string())),
    ];
    for (key, value) in keys {
        block.set(key, value.as_deref());
    }
    let Some(earlier) = plan.survey.source.respondent.as_deref() else { return };
    match settings.columns.now(earlier) {
        Some(now) if now == earlier => {}
        Some(now) => block.set("respondent", Some(&quoted(now))),
        None => {
            let by_draft = settings.respondent.map(quoted);
            let says = by_draft.clone().unwrap_or_else(|| "the number of the row".to_owned());
            notes.push(format!("gone: the respondent was {}: now {says}", quoted(earlier)));
            block.set("respondent", by_draft.as_deref());
        }
    }
}

/// A column of the earlier export that a table of `survey.toml` reads and that is gone; those that are renamed get their new name.
fn missing_column(block: &mut TomlBlock, columns: &RenamedColumns, plan: &Plan) -> Option<String> {
    if !matches!(block.name.as_str(), "exclude" | "weights" | "design") {
        return None;
    }
    let known: HashSet<&str> = plan
        .columns_of(&plan.survey.source)
        .map_or_else(HashSet::new, |expected| expected.columns.iter().map(String::as_str).collect());
    let own: Vec<String> = plan
        .survey
        .exclusions
        .iter()
        .filter_map(|exclusion| exclusion.column.clone())
        .chain(plan.survey.weights.as_ref().and_then(|weights| weights.column.clone()))
        .collect();
    for (key, value) in block.table() {
        let Some(text) = value.as_str().map(str::to_owned) else { continue };
        let is_column = matches!(key.as_str(), "column" | "strata" | "clusters" | "units" | "population")
            && (known.contains(text.as_str()) || own.contains(&text));
        match columns.now(&text) {
            _ if !is_column => {}
            None => return Some(text),
            Some(now) if now != text => block.set(&key, Some(&quoted(now))),
            Some(_) => {}
        }
    }
    None
}

/// Puts what the checks refuse into comments, table by table, until nothing is refused.
pub(super) fn without_problems(mut files: PlanFiles, notes: &mut Vec<String>) -> Result<(PlanFiles, Plan), Problems> {
    // Each time at least one table becomes a comment.
    loop {
        let problems = match read_plan(&files) {
            Ok(plan) => return Ok((files, plan)),
            Err(problems) => problems,
        };
        let mut is_better = false;
        for problem in &problems.0 {
            let place = problem.place();
            let mut parts = place.split(':');
            let (name, line) = (parts.next().unwrap_or_default(), parts.next().and_then(|line| line.parse().ok()));
            if name == "bulletin.md" {
                is_better |= files.bulletin.take().is_some();
                notes.push(format!("left out: bulletin.md: {problem}"));
                break;
            }
            let file = [Some(&mut files.survey), files.tables.as_mut(), files.headlines.as_mut()]
                .into_iter()
                .flatten()
                .find(|file| file.name == name);
            let (Some(file), Some(line)) = (file, line) else { continue };
            if let Some(text) = without_block(&file.text, line, &problem.to_string()) {
                notes.push(format!("gone: {name}: {problem}: it is in a comment now"));
                file.text = text;
                is_better = true;
                // The lines of the others have moved.
                break;
            }
        }
        if !is_better {
            return Err(problems);
        }
    }
}

/// The text with the table of this line as a comment; nothing where the line is in none.
fn without_block(text: &str, line: usize, reason: &str) -> Option<String> {
    let mut blocks = blocks_of(text);
    let mut end = 0;
    let at = blocks.iter().position(|block| {
        end += block.text.lines().count();
        line <= end
    })?;
    if blocks[at].name.is_empty() || blocks[at].name == "source" {
        return None;
    }
    blocks[at].text = blocks[at].commented(reason);
    Some(blocks.into_iter().map(|block| block.text).collect())
}

/// The queries that read nothing that is gone; the names of the others are told.
pub(super) fn figures(files: &PlanFiles, gone: &[String], notes: &mut Vec<String>) -> Vec<(String, PlanText)> {
    let mut kept = Vec::new();
    for (name, file) in &files.figures {
        match gone.iter().find(|gone| names(&file.text, gone)) {
            Some(lost) => notes.push(format!("left out: figures/{name}.sql: it reads {lost}, which is gone")),
            None => kept.push((name.clone(), file.clone())),
        }
    }
    kept
}
