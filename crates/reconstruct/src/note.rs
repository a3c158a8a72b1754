//! SOURCE.md: what an export was reconstructed from, what of it was published, and what was made up.

use topline_exact::PublishedValue;
use topline_survey::Plan;

use crate::responses::{Responses, Slot};
use crate::spec::{CellSpec, CrosstabSpec, Spec};

/// Where a bound row comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Published,
    Chosen,
}

/// The text of SOURCE.md.
pub(crate) fn source_note(plan: &Plan, spec: &Spec, slots: &[Slot<'_>], solved: &Responses) -> String {
    let (id, title) = (&plan.survey.id, &plan.survey.title);
    let file = plan.survey.source.path.rsplit('/').next().unwrap_or_default();
    let mut lines = vec![
        format!("# {id}: a reconstructed export"),
        String::new(),
        format!(
            "`{file}` is reconstructed. **No row of it is a real respondent**: the answers given to \"{title}\" were never \
             published. Its {} responses were made up so that they agree with the published figures below, which are stated in",
            spec.respondents
        ),
        String::new(),
    ];
    lines.extend(spec.note.documents.iter().map(|document| format!("- {document}")));
    for remark in &spec.note.remarks {
        lines.extend([String::new(), remark.trim().to_owned()]);
    }
    lines.extend([
        String::new(),
        format!(
            "Made by `topline reconstruct pipelines/{id}` from `pipelines/{id}/reconstruct.toml` with the seed {}; the same \
             seed gives the same bytes. Every published figure below was counted again from the finished rows.",
            spec.seed
        ),
        String::new(),
        "## Published".to_owned(),
        String::new(),
    ]);
    lines.extend(published(spec, slots, solved));
    lines.extend([String::new(), "## Made up".to_owned(), String::new()]);
    lines.extend(made_up(spec, slots));
    lines.extend(mess(spec));
    lines.push(String::new());
    lines.join("\n")
}

/// The tables of what was published.
fn published(spec: &Spec, slots: &[Slot<'_>], solved: &Responses) -> Vec<String> {
    let mut lines = vec!["| question | base | rows as published |".to_owned(), "| --- | ---: | --- |".to_owned()];
    for slot in slots {
        let stated = rows(slot, Origin::Published);
        let base = solved.bases.get(&slot.name).copied().unwrap_or_default();
        lines.extend((!stated.is_empty()).then(|| format!("| {} | {base} | {stated} |", slot.name)));
    }
    let crosstabs = || spec.crosstab.iter().filter(|crosstab| !crosstab.chosen);
    if crosstabs().next().is_some() {
        lines.extend(["", "| cells of | base | as published |", "| --- | ---: | --- |"].map(str::to_owned));
    }
    lines.extend(crosstabs().map(|crosstab| {
        let base = crosstab.base.map(|base| base.to_string()).unwrap_or_default();
        format!("| {} | {base} | {} |", named(crosstab), cells(crosstab))
    }));
    lines
}

/// What nobody published.
fn made_up(spec: &Spec, slots: &[Slot<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    for slot in slots {
        let chosen = rows(slot, Origin::Chosen);
        let line = || format!("- chosen within the words of the documents, for {}: {chosen}", slot.name);
        lines.extend((!chosen.is_empty()).then(line));
    }
    let chosen = spec.crosstab.iter().filter(|crosstab| crosstab.chosen);
    lines.extend(chosen.map(|crosstab| format!("- chosen cells of {}: {}", named(crosstab), cells(crosstab))));
    let free = slots.iter().filter(|slot| slot.published.rows.is_empty()).map(|slot| slot.name.as_str());
    let ranked = spec.ranking.iter().map(|ranking| ranking.question.get_ref().as_str());
    let partly = slots.iter().filter(|slot| !slot.published.rows.is_empty() && !slot.spec.weight.is_empty());
    let said =
        spec.comment.iter().filter(|comment| comment.base > 0).map(|comment| comment.question.get_ref().as_str());
    let placed = spec.places.iter().flat_map(|places| places.fill.keys().map(|name| name.get_ref().as_str()));
    let lists: [(&str, Vec<&str>); 4] = [
        ("all of", free.chain(ranked).collect()),
        ("the values that the rows above leave open in", partly.map(|slot| slot.name.as_str()).collect()),
        ("words, all of them generic", said.collect()),
        ("which places were drawn, and who comes from where", placed.collect()),
    ];
    let filled = lists.iter().filter(|(_, names)| !names.is_empty());
    lines.extend(filled.map(|(what, names)| format!("- {what}: {}", names.join(", "))));
    lines.push("- everywhere: who gave which answer, identifiers and times".to_owned());
    lines
}

/// What is wrong with the export on purpose.
fn mess(spec: &Spec) -> Vec<String> {
    let mess = &spec.mess;
    let kinds = [
        (mess.excluded.len(), "look like responses, and the survey excludes them"),
        (mess.abandoned.len(), "stop early"),
        (mess.duplicates, "come from respondents who were there before"),
        (mess.blank_rows, "have nothing but separators"),
    ];
    let there = kinds.iter().filter(|(number, _)| *number > 0);
    let rows: Vec<String> = there.map(|(number, what)| format!("{number} {what}")).collect();
    let mut lines = Vec::new();
    if !rows.is_empty() {
        lines.extend([String::new(), format!("Rows that are no responses: {}.", rows.join("; "))]);
    }
    if mess.spellings + mess.folded > 0 {
        let respelled = mess.spellings + mess.folded;
        lines.extend([
            String::new(),
            format!("{respelled} labels stand in another spelling than the codebook's first."),
        ]);
    }
    lines
}

fn rows(slot: &Slot<'_>, origin: Origin) -> String {
    let is_chosen = |row: &str| slot.spec.chosen.keys().any(|name| name.get_ref() == row);
    let of = slot.published.rows.iter().filter(|row| is_chosen(&row.name) == (origin == Origin::Chosen));
    of.map(|row| format!("{} {}", labelled(slot, &row.name), shown(row.value))).collect::<Vec<_>>().join(", ")
}

/// The label of a code or net; the text itself of a question in words.
fn labelled<'s>(slot: &'s Slot<'_>, row: &'s str) -> &'s str {
    let net = slot.question.net(row).map(|net| net.label.as_str());
    let option = || row.parse().ok().and_then(|code| slot.question.option(code)).map(|option| option.label.as_str());
    net.or_else(option).unwrap_or(row)
}

fn shown(value: PublishedValue) -> String {
    match value {
        PublishedValue::Percent(percent) => format!("{percent}%"),
        PublishedValue::Count(count) => format!("n = {count}"),
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
