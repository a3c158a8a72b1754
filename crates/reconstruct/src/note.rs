//! SOURCE.md: what an export was reconstructed from, what of it was published, and what was made up.

use std::fmt::Write as _;

use topline_survey::Plan;

use crate::counts::Target;
use crate::responses::{Responses, Slot};
use crate::spec::{CellSpec, CrosstabSpec, Spec};

/// The text of SOURCE.md.
pub(crate) fn source_note(plan: &Plan, spec: &Spec, slots: &[Slot<'_>], solved: &Responses) -> String {
    let survey = &plan.survey;
    let mut note = format!("# {}: a reconstructed export\n\n", survey.id);
    let file = survey.source.path.rsplit('/').next().unwrap_or_default();
    note += &format!(
        "`{file}` is reconstructed. **No row of it is a real respondent**: the answers given to \"{}\" were never published. \
         Its {} responses were made up so that they agree with the published figures below, which are stated in\n\n",
        survey.title, spec.respondents
    );
    for document in &spec.note.documents {
        note += &format!("- {document}\n");
    }
    for remark in &spec.note.remarks {
        note += &format!("\n{}\n", remark.trim());
    }
    let command = format!("topline reconstruct pipelines/{}", survey.id);
    note += &format!(
        "\nMade by `{command}` from `pipelines/{}/reconstruct.toml` with the seed {}; the same seed gives the same bytes. \
         Every published figure below was counted again from the finished rows.\n\n## Published\n\n\
         | question | base | rows as published |\n| --- | ---: | --- |\n",
        survey.id, spec.seed
    );
    let is_chosen = |slot: &Slot<'_>, row: &str| slot.spec.chosen.keys().any(|name| name.get_ref() == row);
    let rows = |slot: &Slot<'_>, chosen: bool| {
        let of = slot.published.rows.iter().filter(|row| is_chosen(slot, &row.name) == chosen);
        of.map(|row| format!("{} {}", labelled(slot, &row.name), shown(row.target))).collect::<Vec<_>>().join(", ")
    };
    for slot in slots {
        let (stated, base) = (rows(slot, false), solved.bases.get(&slot.name).copied().unwrap_or_default());
        if !stated.is_empty() {
            note += &format!("| {} | {base} | {stated} |\n", slot.name);
        }
    }
    let crosstabs = |chosen: bool| spec.crosstab.iter().filter(move |crosstab| crosstab.chosen == chosen);
    if crosstabs(false).next().is_some() {
        note += "\n| cells of | base | as published |\n| --- | ---: | --- |\n";
        for crosstab in crosstabs(false) {
            let base = crosstab.base.map(|base| base.to_string()).unwrap_or_default();
            note += &format!("| {} | {base} | {} |\n", named(crosstab), cells(crosstab));
        }
    }
    note += "\n## Made up\n\n";
    for slot in slots {
        let chosen = rows(slot, true);
        if !chosen.is_empty() {
            note += &format!("- chosen within the words of the documents, for {}: {chosen}\n", slot.name);
        }
    }
    for crosstab in crosstabs(true) {
        note += &format!("- chosen cells of {}: {}\n", named(crosstab), cells(crosstab));
    }
    let free = slots.iter().filter(|slot| slot.published.rows.is_empty()).map(|slot| slot.name.clone());
    let ranked = spec.ranking.iter().map(|ranking| ranking.question.get_ref().clone());
    let said = spec.comment.iter().filter(|comment| comment.base > 0).map(|comment| comment.question.get_ref().clone());
    let placed = spec.places.iter().flat_map(|places| places.fill.keys().map(|name| name.get_ref().clone()));
    let mut list = |title: &str, names: Vec<String>| {
        if !names.is_empty() {
            note += &format!("- {title}: {}\n", names.join(", "));
        }
    };
    list("all of", free.chain(ranked).collect());
    let partly = slots.iter().filter(|slot| !slot.published.rows.is_empty() && !slot.spec.weight.is_empty());
    list("the values that the tables above leave open in", partly.map(|slot| slot.name.clone()).collect());
    list("words, all of them generic", said.collect());
    list("which places were drawn, and who comes from where", placed.collect());
    list("who gave which answer, identifiers and times", vec!["everywhere".to_owned()]);
    let mess = &spec.mess;
    let parts = [
        (mess.excluded.len(), "that the survey excludes"),
        (mess.abandoned.len(), "of responses that stop early"),
        (mess.duplicates, "of respondents who were there before"),
        (mess.blank_rows, "of nothing but separators"),
    ];
    let rows: Vec<String> =
        parts.iter().filter(|(rows, _)| *rows > 0).map(|(rows, what)| format!("{rows} {what}")).collect();
    if !rows.is_empty() {
        let _ = writeln!(note, "\nRows that are no responses, as survey tools leave them: {}.", rows.join(", "));
    }
    if mess.spellings + mess.folded > 0 {
        let _ = writeln!(note, "Labels in another spelling: {}.", mess.spellings + mess.folded);
    }
    note
}

/// The label of a code or net; the text itself of a question in words.
fn labelled<'s>(slot: &'s Slot<'_>, row: &'s str) -> &'s str {
    let net = slot.question.net(row).map(|net| net.label.as_str());
    let option = || row.parse().ok().and_then(|code| slot.question.option(code)).map(|option| option.label.as_str());
    net.or_else(option).unwrap_or(row)
}

fn shown(target: Target) -> String {
    match target {
        Target::Percent(percent) => format!("{percent}%"),
        Target::Count(count) => format!("n = {count}"),
    }
}

fn named(crosstab: &CrosstabSpec) -> String {
    format!("{} by {}", crosstab.row.get_ref(), crosstab.column.get_ref())
}

fn cells(crosstab: &CrosstabSpec) -> String {
    crosstab.cell.iter().map(named_cell).collect::<Vec<_>>().join(", ")
}

fn named_cell(cell: &CellSpec) -> String {
    let side = |side: &Option<toml::Spanned<String>>| side.as_ref().map_or("all", |row| row.get_ref()).to_owned();
    format!("{} by {}: {}", side(&cell.row), side(&cell.column), cell.count)
}
