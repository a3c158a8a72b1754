//! The parts of an `.ods`: its properties, its pages, and where its cursor is.

use std::collections::{BTreeSet, HashMap};

use crate::finished::archive::{Parts, UnreadableWorkbook};
use crate::finished::nodes::{Node, Nodes};
use crate::finished::ods_content::read_content;
use crate::finished::ods_styles::OdsStyles;
use crate::finished::workbook::FinishedWorkbook;

pub(super) fn read(parts: &mut Parts<'_>) -> Result<FinishedWorkbook, UnreadableWorkbook> {
    let manifest = parts.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(UnreadableWorkbook::Locked);
    }
    let mut styles = OdsStyles::default();
    let mut pages = BTreeSet::new();
    if let Some(text) = parts.text("styles.xml")? {
        read_styles("styles.xml", &text, &mut styles, &mut pages)?;
    }
    let content = parts.text("content.xml")?.ok_or(UnreadableWorkbook::NoWorkbook)?;
    read_styles("content.xml", &content, &mut styles, &mut BTreeSet::new())?;
    let mut workbook = read_content("content.xml", &content, &styles, &pages)?;
    workbook.has_macros = parts.any(|name| {
        let in_folder =
            |folder: &str| name.starts_with(folder) && !name.ends_with("-lc.xml") && name.len() > folder.len();
        in_folder("Basic/") && !name.ends_with("script-lb.xml") || in_folder("Scripts/")
    });
    if let Some(text) = parts.text("meta.xml")? {
        let mut nodes = Nodes::of("meta.xml", &text);
        let mut within = String::new();
        while let Some(node) = nodes.next()? {
            match node {
                Node::Begin(start) => within = start.name,
                Node::End(_) => within.clear(),
                Node::Text(text) if within == "title" => workbook.title.push_str(text.trim()),
                Node::Text(text) if within == "language" => workbook.language.push_str(text.trim()),
                Node::Text(_) => {}
            }
        }
    }
    if let Some(text) = parts.text("settings.xml")? {
        read_settings("settings.xml", &text, &mut workbook)?;
    }
    Ok(workbook)
}

/// Takes in the styles of a part, and the names of the pages that have a header or footer.
fn read_styles(
    part: &str,
    text: &str,
    styles: &mut OdsStyles,
    pages: &mut BTreeSet<String>,
) -> Result<(), UnreadableWorkbook> {
    let mut nodes = Nodes::of(part, text);
    let (mut page, mut is_margin) = (String::new(), false);
    while let Some(node) = nodes.next()? {
        match node {
            Node::Begin(start) => match start.name.as_str() {
                // The styles come before the sheets.
                "body" => break,
                "master-page" => start.get("name").unwrap_or_default().clone_into(&mut page),
                "header" | "footer" => is_margin = start.get("display") != Some("false"),
                _ => styles.begin(&start),
            },
            Node::End(name) => {
                is_margin &= !matches!(name.as_str(), "header" | "footer");
                styles.end(&name);
            }
            Node::Text(text) => {
                if is_margin && !text.trim().is_empty() {
                    pages.insert(page.clone());
                }
            }
        }
    }
    Ok(())
}

/// Where the cursor of each sheet is, which is shown first, and which is frozen.
fn read_settings(part: &str, text: &str, workbook: &mut FinishedWorkbook) -> Result<(), UnreadableWorkbook> {
    let mut nodes = Nodes::of(part, text);
    let (mut item, mut is_tables) = (String::new(), false);
    let mut sheet = String::new();
    let mut values: HashMap<(String, String), String> = HashMap::new();
    while let Some(node) = nodes.next()? {
        match node {
            Node::Begin(start) => {
                let name = start.get("name").unwrap_or_default().to_owned();
                match start.name.as_str() {
                    "config-item-map-named" => is_tables = name == "Tables",
                    "config-item-map-entry" if is_tables => sheet = name,
                    "config-item" => item = name,
                    _ => {}
                }
            }
            Node::End(name) => match name.as_str() {
                "config-item-map-named" => is_tables = false,
                "config-item-map-entry" => sheet.clear(),
                "config-item" => item.clear(),
                _ => {}
            },
            Node::Text(text) if !item.is_empty() => {
                values.entry((sheet.clone(), item.clone())).or_insert_with(|| text.trim().to_owned());
            }
            Node::Text(_) => {}
        }
    }
    let value = |sheet: &str, item: &str| values.get(&(sheet.to_owned(), item.to_owned())).map(String::as_str);
    let active = value("", "ActiveTable").unwrap_or_default();
    workbook.active_sheet = workbook.sheets.iter().position(|sheet| sheet.name == active).unwrap_or_default();
    for sheet in &mut workbook.sheets {
        let number = |item: &str| value(&sheet.name, item).and_then(|text| text.parse::<usize>().ok());
        sheet.cursor = (number("CursorPositionY").unwrap_or_default(), number("CursorPositionX").unwrap_or_default());
        // 2 is frozen, 1 is split.
        sheet.is_frozen = ["HorizontalSplitMode", "VerticalSplitMode"].iter().any(|item| number(item) == Some(2));
    }
    Ok(())
}
