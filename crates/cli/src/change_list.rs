//! What changed between two runs, as a list.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;
use topline_pipeline::{
    Alteration, FigureChange, PartChange, RunChanges, RunError, compare_runs, is_file, kept_run_folder, last_run_folder,
};

use crate::arguments::{Diff, Format};
use crate::failure::Failure;
use crate::found_pipelines::one;
use crate::listing::{self, Entry, cell};
use crate::summary::number;

#[derive(Serialize)]
struct Line {
    /// `figure`, `question`, `table` ...
    part: &'static str,
    name: String,
    /// `came`, `went` or `changed`.
    change: &'static str,
    /// What of it changed.
    of: &'static str,
    label: Option<String>,
    unit: Option<String>,
    before: Option<String>,
    after: Option<String>,
    base_before: Option<i64>,
    base_after: Option<i64>,
    difference: Option<f64>,
    p: Option<f64>,
    beyond_rounding: Option<bool>,
    beyond_chance: Option<bool>,
    beyond_tolerance: Option<bool>,
}

impl Entry for Line {
    const COLUMNS: &'static [&'static str] = &[
        "part",
        "name",
        "change",
        "of",
        "label",
        "unit",
        "before",
        "after",
        "base_before",
        "base_after",
        "difference",
        "p",
        "beyond_rounding",
        "beyond_chance",
        "beyond_tolerance",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.part.to_owned(),
            self.name.clone(),
            self.change.to_owned(),
            self.of.to_owned(),
            cell(self.label.as_ref()),
            cell(self.unit.as_ref()),
            cell(self.before.as_ref()),
            cell(self.after.as_ref()),
            cell(self.base_before),
            cell(self.base_after),
            cell(self.difference),
            cell(self.p),
            cell(self.beyond_rounding),
            cell(self.beyond_chance),
            cell(self.beyond_tolerance),
        ]
    }
}

/// Writes what changed. The exit code is 1 where a figure changed by more than is tolerated, or is lost.
pub(crate) fn write(request: &Diff, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let [before, after] = folders(request)?;
    let changes = compare_runs(&before, &after)?;
    let is_beyond = |figure: &FigureChange| {
        request.tolerance.is_some_and(|most| figure.is_lost() || figure.difference.is_some_and(|by| by.abs() > most))
    };
    let parts = changes.parts.iter().map(of_part);
    let figures = changes.figures.iter().map(|figure| {
        let p = figure.p;
        Line {
            part: "figure",
            name: figure.name.clone(),
            change: figure.alteration.as_str(),
            of: if figure.alteration == Alteration::Changed { of_figure(figure) } else { "" },
            label: Some(figure.label.clone()),
            unit: Some(figure.unit.clone()),
            before: figure.published[0].clone(),
            after: figure.published[1].clone(),
            base_before: figure.base[0],
            base_after: figure.base[1],
            difference: figure.difference,
            p,
            beyond_rounding: Some(figure.beyond_rounding),
            beyond_chance: p.map(|p| p < 1.0 - request.confidence),
            beyond_tolerance: request.tolerance.map(|_| is_beyond(figure)),
        }
    });
    match request.format {
        Format::Csv => listing::csv(parts.chain(figures), out)?,
        Format::Json => listing::json(parts.chain(figures), out)?,
        Format::Table => out.write_all(text(&changes, request).as_bytes()).map_err(Failure::Output)?,
    }
    let lost = changes.parts.iter().any(is_lost_part) && request.tolerance.is_some();
    let beyond = changes.figures.iter().any(is_beyond);
    Ok(if lost || beyond { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whether figures went with it.
fn is_lost_part(part: &PartChange) -> bool {
    use topline_pipeline::RunPart::{Claim, Column, Item, Option, Question, Respondents, Row, Table};
    match part.part {
        Question | Item | Option | Table | Row | Column => part.alteration == Alteration::Went,
        Respondents | Claim => false,
    }
}

/// What of a figure changed.
fn of_figure(figure: &FigureChange) -> &'static str {
    if figure.published[0] != figure.published[1] {
        "published"
    } else if figure.base[0] != figure.base[1] {
        "base"
    } else if figure.difference.is_some_and(|difference| difference != 0.0) {
        "value"
    } else {
        "base rule"
    }
}

fn of_part(part: &PartChange) -> Line {
    Line {
        part: part.part.as_str(),
        name: part.name.clone(),
        change: part.alteration.as_str(),
        of: part.of,
        label: None,
        unit: None,
        before: part.before.clone(),
        after: part.after.clone(),
        base_before: None,
        base_after: None,
        difference: None,
        p: None,
        beyond_rounding: None,
        beyond_chance: None,
        beyond_tolerance: None,
    }
}

/// The folders of the two runs.
fn folders(request: &Diff) -> Result<[PathBuf; 2], Failure> {
    let is_run = |run: &str| is_file(&Path::new(run).join("run.json")).map_err(RunError::Store);
    let out = &request.of.out.out;
    let find = |run: Option<&String>| -> Result<Option<PathBuf>, Failure> {
        match run {
            Some(run) if is_run(run)? => Ok(Some(PathBuf::from(run))),
            Some(run) => Ok(Some(kept_run_folder(&one(&request.of)?, out, Some(run))?)),
            None => Ok(None),
        }
    };
    let before = match find(request.earlier.as_ref())? {
        Some(folder) => folder,
        None => kept_run_folder(&one(&request.of)?, out, None)?,
    };
    let after = match find(request.later.as_ref())? {
        Some(folder) => folder,
        None => last_run_folder(&one(&request.of)?, out)?,
    };
    Ok([before, after])
}

/// The changes for a person.
fn text(changes: &RunChanges, request: &Diff) -> String {
    let mut text = String::new();
    for part in &changes.parts {
        let _ = writeln!(text, "{}", of_person(part));
    }
    let (seen, unseen): (Vec<_>, Vec<_>) = changes.figures.iter().partition(|figure| figure.is_published());
    for figure in seen {
        let _ = writeln!(text, "{}", figure_line(figure, request));
    }
    if !unseen.is_empty() {
        let count = number(unseen.len() as u64, "figure");
        let _ = writeln!(text, "{count} more changed by less than is published (`--format csv` lists them)");
    }
    if text.is_empty() { "nothing changed\n".to_owned() } else { text }
}

/// `question Q1 text: "Do you?" -> "Did you?"`
fn of_person(part: &PartChange) -> String {
    let PartChange { part: of, name, alteration, .. } = part;
    let quoted = |text: &Option<String>| format!("\"{}\"", text.as_deref().unwrap_or_default());
    match alteration {
        Alteration::Came => format!("{} {name} came: {}", of.as_str(), quoted(&part.after)),
        Alteration::Went => format!("{} {name} went: {}", of.as_str(), quoted(&part.before)),
        Alteration::Changed => {
            format!("{} {name} {}: {} -> {}", of.as_str(), part.of, quoted(&part.before), quoted(&part.after))
        }
    }
}

/// `figure Q1a.1 "A great deal, Total": 33 -> 34 percent (+1.3, p 0.86), base 79 -> 80`
fn figure_line(figure: &FigureChange, request: &Diff) -> String {
    let side = |at: usize| figure.published[at].as_deref().unwrap_or("none");
    let mut line = format!("figure {} \"{}\"", figure.name, figure.label);
    match figure.alteration {
        Alteration::Came => return format!("{line} came: {}", side(1)),
        Alteration::Went => return format!("{line} went: {}", side(0)),
        Alteration::Changed => {}
    }
    if figure.published[0] == figure.published[1] {
        let _ = write!(line, ": {}", side(1));
    } else {
        let _ = write!(line, ": {} -> {} {}", side(0), side(1), figure.unit);
    }
    let mut notes: Vec<String> = figure.difference.iter().map(|difference| format!("{difference:+.2}")).collect();
    if !figure.beyond_rounding {
        notes.push("rounding".to_owned());
    }
    if let Some(p) = figure.p {
        let mark = if p < 1.0 - request.confidence { " *" } else { "" };
        notes.push(format!("p {p:.3}{mark}"));
    }
    if !notes.is_empty() {
        let _ = write!(line, " ({})", notes.join(", "));
    }
    if let [Some(before), Some(after)] = figure.base
        && before != after
    {
        let _ = write!(line, ", base {before} -> {after}");
    }
    line
}
