//! What is held back, written out.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;
use tokio::runtime::Runtime;
use topline_pipeline::{DisclosureList, Held, HeldFor, list_disclosure, load};

use crate::failure::Failure;
use crate::format::Format;
use crate::found_pipelines::find;
use crate::listing::{self, Entry, cell};
use crate::requests::DisclosureRequest;

#[derive(Serialize)]
struct HeldLine<'h> {
    figure: String,
    why: &'static str,
    protects: Option<&'h str>,
}

impl Entry for HeldLine<'_> {
    const COLUMNS: &'static [&'static str] = &["figure", "why", "protects"];

    fn cells(&self) -> Vec<String> {
        vec![self.figure.clone(), self.why.to_owned(), cell(self.protects)]
    }
}

/// Lists what is held back: for machines always each figure.
pub(crate) fn write(engine: &Runtime, request: &DisclosureRequest, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let pipeline = load(&find(&request.pipeline)?)?;
    let list = engine.block_on(list_disclosure(&pipeline, &request.out.out))?;
    match request.format {
        Format::Csv => listing::csv(list.held.iter().map(line), out)?,
        Format::Json => listing::json(list.held.iter().map(line), out)?,
        Format::Table if request.figures => {
            out.write_all(text(&list, figures(&list)).as_bytes()).map_err(Failure::Output)?;
        }
        Format::Table => out.write_all(text(&list, tables(&list)).as_bytes()).map_err(Failure::Output)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn line(held: &Held) -> HeldLine<'_> {
    let protects = match &held.why {
        HeldFor::Secondary(count) => Some(count.as_str()),
        HeldFor::SmallBase
        | HeldFor::SmallCount
        | HeldFor::SmallComplement
        | HeldFor::FewSince
        | HeldFor::SmallColumn
        | HeldFor::Statistic
        | HeldFor::OneRespondent
        | HeldFor::Dominance
        | HeldFor::WholeColumn
        | HeldFor::Sql => None,
    };
    HeldLine { figure: held.figure.to_string(), why: held.why.as_str(), protects }
}

fn text(list: &DisclosureList, detail: Vec<String>) -> String {
    if !list.has_policy {
        return format!(
            "{}: nothing is held back: `[disclosure]` has no `threshold`, `round_to`, `profile` or `minimum_base`\n",
            list.survey
        );
    }
    let all = list.figures();
    let secondary: usize = list.tables.iter().map(|table| table.secondary).sum();
    let primary = list.held.len() - secondary;
    let mut lines = vec![
        format!("{}: {} of {all} figures held back ({})", list.survey, list.held.len(), share(list.held.len(), all)),
        format!("  small      {primary} for themselves ({})", share(primary, all)),
        format!("  others     {secondary} because they would tell of those ({})", share(secondary, all)),
        format!(
            "  proof      {} counts protected, each uncertain by {} respondents or the whole of a smaller base",
            list.protected, list.width
        ),
    ];
    if !list.whole_columns.is_empty() {
        let columns = list.whole_columns.join(", ");
        lines.push(format!("  whole      {columns}: most of their figures count too few"));
    }
    lines.extend(detail);
    lines.extend(list.coarser.iter().map(|coarser| {
        let question = &coarser.question;
        coarser.held.map_or_else(
            || format!("  hint: the nets of `{question}` as columns cannot be protected either"),
            |held| {
                let then = share(held, coarser.figures);
                format!(
                    "  hint: with the nets of `{question}` as columns, {held} of {} are held back ({then})",
                    coarser.figures
                )
            },
        )
    }));
    lines.push(String::new());
    lines.join("\n")
}

fn tables(list: &DisclosureList) -> Vec<String> {
    let width = list.tables.iter().map(|table| table.table.chars().count()).max().unwrap_or(0).max("table".len());
    let head = format!("  {:width$}  {:>7}  {:>5}  {:>6}", "table", "figures", "small", "others");
    let with_any = list.tables.iter().filter(|table| table.primary + table.secondary > 0);
    let rows = with_any.map(|table| {
        format!("  {:width$}  {:>7}  {:>5}  {:>6}", table.table, table.figures, table.primary, table.secondary)
    });
    std::iter::once(head).chain(rows).collect()
}

fn figures(list: &DisclosureList) -> Vec<String> {
    let lines = list.held.iter().map(line).map(|line| {
        let protects = line.protects.map(|count| format!(" for {count}")).unwrap_or_default();
        format!("  {}  {}{protects}", line.figure, line.why)
    });
    lines.collect()
}

fn share(part: usize, whole: usize) -> String {
    format!("{:.1}%", 100.0 * part as f64 / whole.max(1) as f64)
}
