//! The parts of an `.xlsx`: where its sheets are, and what its properties say.

use crate::finished::archive::{Parts, UnreadableWorkbook};
use crate::finished::nodes::{Node, Nodes};
use crate::finished::workbook::{FinishedTable, FinishedWorkbook, Region};
use crate::finished::xlsx_relations::relations;
use crate::finished::xlsx_sheet::{Text, read_sheet};
use crate::finished::xlsx_styles::read_looks;

pub(super) fn read(parts: &mut Parts<'_>) -> Result<FinishedWorkbook, UnreadableWorkbook> {
    let package = relations(parts, "")?;
    let of_kind = |kind: &str| {
        let found = package.values().find(|(known, _)| known.ends_with(kind));
        found.map(|(_, target)| target.clone())
    };
    let main = of_kind("/officeDocument").ok_or(UnreadableWorkbook::NoWorkbook)?;
    let mut workbook = FinishedWorkbook::default();
    if let Some(core) = of_kind("/core-properties")
        && let Some(text) = parts.text(&core)?
    {
        read_properties(&core, &text, &mut workbook)?;
    }
    let text = parts.text(&main)?.ok_or(UnreadableWorkbook::NoWorkbook)?;
    let related = relations(parts, &main)?;
    workbook.has_macros =
        parts.any(|name| name.ends_with("vbaProject.bin")) || parts.any(|name| name.contains("/macrosheets/"));
    let mut listed = Vec::new();
    let mut nodes = Nodes::of(&main, &text);
    while let Some(node) = nodes.next()? {
        let Node::Begin(start) = node else { continue };
        match start.name.as_str() {
            "workbookView" => workbook.active_sheet = start.number("activeTab").unwrap_or_default(),
            "sheet" => {
                let name = start.get("name").unwrap_or_default().to_owned();
                let is_hidden = start.get("state").is_some_and(|state| state != "visible");
                listed.push((name, is_hidden, start.get("id").unwrap_or_default().to_owned()));
            }
            _ => {}
        }
    }
    let target =
        |kind: &str| related.values().find(|(known, _)| known.ends_with(kind)).map(|(_, target)| target.clone());
    let strings = match target("/sharedStrings") {
        Some(part) => read_strings(parts, &part)?,
        None => Vec::new(),
    };
    if let Some(part) = target("/styles")
        && let Some(text) = parts.text(&part)?
    {
        workbook.looks = read_looks(&part, &text)?;
    }
    for (name, is_hidden, id) in listed {
        let Some((_, part)) = related.get(&id) else { continue };
        let Some(text) = parts.text(part)? else { continue };
        let of_sheet = relations(parts, part)?;
        let mut sheet = read_sheet(part, &text, name, &strings, &of_sheet)?;
        sheet.is_hidden = is_hidden;
        let mut targets: Vec<&String> =
            of_sheet.values().filter(|(kind, _)| kind.ends_with("/table")).map(|(_, target)| target).collect();
        targets.sort();
        for part in targets {
            if let Some(text) = parts.text(part)? {
                sheet.tables.extend(read_table(part, &text)?);
            }
        }
        sheet.tables.sort_by_key(|table| (table.region.top, table.region.left));
        workbook.sheets.push(sheet);
    }
    Ok(workbook)
}

fn read_properties(part: &str, text: &str, workbook: &mut FinishedWorkbook) -> Result<(), UnreadableWorkbook> {
    let mut nodes = Nodes::of(part, text);
    let mut within = String::new();
    while let Some(node) = nodes.next()? {
        match node {
            Node::Begin(start) => within = start.name,
            Node::End(_) => within.clear(),
            Node::Text(text) => match within.as_str() {
                "title" => workbook.title.push_str(text.trim()),
                "language" => workbook.language.push_str(text.trim()),
                _ => {}
            },
        }
    }
    Ok(())
}

fn read_strings(parts: &mut Parts<'_>, part: &str) -> Result<Vec<Text>, UnreadableWorkbook> {
    let Some(text) = parts.text(part)? else { return Ok(Vec::new()) };
    let mut nodes = Nodes::of(part, &text);
    let mut strings = Vec::new();
    while let Some(node) = nodes.next()? {
        if let Node::Begin(start) = node
            && start.name == "si"
        {
            strings.push(Text::read(&mut nodes, "si")?);
        }
    }
    Ok(strings)
}

fn read_table(part: &str, text: &str) -> Result<Option<FinishedTable>, UnreadableWorkbook> {
    let mut table: Option<FinishedTable> = None;
    let mut nodes = Nodes::of(part, text);
    // Buttons can be hidden column by column.
    let (mut columns, mut without_button) = (0_usize, 0_usize);
    while let Some(node) = nodes.next()? {
        let Node::Begin(start) = node else { continue };
        match start.name.as_str() {
            "table" => {
                table = start.get("ref").and_then(Region::of).map(|region| FinishedTable {
                    name: start.get("displayName").or(start.get("name")).unwrap_or_default().to_owned(),
                    region,
                    heads: start.number("headerRowCount").unwrap_or(1),
                    has_filter: false,
                });
            }
            "autoFilter" => {
                if let Some(table) = &mut table {
                    table.has_filter = true;
                }
            }
            "filterColumn" if start.says("hiddenButton") => without_button += 1,
            "tableColumn" => columns += 1,
            _ => {}
        }
    }
    if let Some(table) = &mut table
        && columns > 0
        && columns == without_button
    {
        table.has_filter = false;
    }
    Ok(table)
}
