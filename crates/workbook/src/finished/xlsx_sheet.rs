//! A sheet of an `.xlsx`.

use crate::finished::archive::UnreadableWorkbook;
use crate::finished::nodes::{Beginning, Node, Nodes};
use crate::finished::workbook::{CellKind, FinishedCell, FinishedSheet, Region, cell_place};
use crate::finished::xlsx_relations::Relations;

/// The width of a column that nothing says, in characters.
const USUAL_WIDTH: f64 = 8.43;

/// The text of a cell, which may be in several runs.
#[derive(Debug, Default, Clone)]
pub(super) struct Text {
    pub text: String,
    pub is_raised: bool,
}

impl Text {
    /// The text up to the end of the element that is open. How it is spoken (`rPh`) is left out.
    pub(super) fn read(nodes: &mut Nodes<'_>, element: &str) -> Result<Self, UnreadableWorkbook> {
        let mut text = Self::default();
        let (mut is_text, mut is_spoken) = (false, false);
        while let Some(node) = nodes.next()? {
            match node {
                Node::Begin(start) => match start.name.as_str() {
                    "t" => is_text = true,
                    "rPh" => is_spoken = true,
                    "vertAlign" => text.is_raised |= start.get("val") == Some("superscript"),
                    _ => {}
                },
                Node::End(name) if name == element => break,
                Node::End(name) => match name.as_str() {
                    "t" => is_text = false,
                    "rPh" => is_spoken = false,
                    _ => {}
                },
                Node::Text(words) if is_text && !is_spoken => text.text.push_str(&words),
                Node::Text(_) => {}
            }
        }
        text.text = unescaped(&text.text);
        Ok(text)
    }
}

/// Text with each `_x0041_` as the character that it stands for.
fn unescaped(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        if let Some(character) = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            plain.push(character);
            rest = &escape[7..];
        } else {
            plain.push_str("_x");
            rest = &escape[2..];
        }
    }
    plain + rest
}

pub(super) fn read_sheet(
    part: &str,
    text: &str,
    name: String,
    strings: &[Text],
    related: &Relations,
) -> Result<FinishedSheet, UnreadableWorkbook> {
    let mut sheet = FinishedSheet { name, usual_width: USUAL_WIDTH, ..FinishedSheet::default() };
    let mut nodes = Nodes::of(part, text);
    let (mut row, mut column) = (0, 0);
    let mut is_footer = false;
    while let Some(node) = nodes.next()? {
        let start = match node {
            Node::Begin(start) => start,
            Node::End(name) => {
                is_footer &= name != "headerFooter";
                continue;
            }
            Node::Text(text) => {
                sheet.has_header_or_footer |= is_footer && !text.trim().is_empty();
                continue;
            }
        };
        match start.name.as_str() {
            "row" => {
                row = start.number::<usize>("r").map_or(row, |row| row.saturating_sub(1));
                column = 0;
                if start.says("hidden") {
                    sheet.hidden_rows.push(row);
                }
            }
            "c" => {
                if let Some(place) = start.get("r").and_then(cell_place) {
                    (row, column) = place;
                }
                if let Some(cell) = read_cell(&mut nodes, &start, strings)? {
                    sheet.cells.insert((row, column), cell);
                }
                column += 1;
            }
            "headerFooter" => is_footer = true,
            _ => read_property(&mut sheet, &start, related),
        }
    }
    Ok(sheet)
}

/// What is said of a sheet as a whole.
fn read_property(sheet: &mut FinishedSheet, start: &Beginning, related: &Relations) {
    match start.name.as_str() {
        "pane" => sheet.is_frozen |= start.get("state").is_some_and(|state| state.starts_with("frozen")),
        "selection" => sheet.cursor = start.get("activeCell").and_then(cell_place).unwrap_or_default(),
        "sheetFormatPr" => {
            let width = start.number("defaultColWidth").or_else(|| start.number("baseColWidth"));
            sheet.usual_width = width.unwrap_or(USUAL_WIDTH);
        }
        "col" => {
            let (first, last): (usize, usize) =
                (start.number("min").unwrap_or(1), start.number("max").unwrap_or_default());
            // What is beyond the last column of Excel cannot be seen.
            for column in first.saturating_sub(1)..last.min(16_384) {
                if let Some(width) = start.number("width") {
                    sheet.widths.insert(column, width);
                }
                if start.says("hidden") {
                    sheet.hidden_columns.push(column);
                }
            }
        }
        "mergeCell" => sheet.merged.extend(start.get("ref").and_then(Region::of)),
        "autoFilter" => sheet.has_filter = true,
        "drawing" | "picture" | "legacyDrawing" | "oleObject" | "control" => sheet.objects += 1,
        "hyperlink" => {
            let outside = start.get("id").and_then(|id| related.get(id)).map(|(_, target)| target.clone());
            let target = outside.or_else(|| start.get("location").map(str::to_owned)).unwrap_or_default();
            if let Some(region) = start.get("ref").and_then(Region::of)
                && let Some(cell) = sheet.cells.get_mut(&(region.top, region.left))
            {
                cell.link = Some(target);
            }
        }
        _ => {}
    }
}

/// A cell; none where it has no content.
fn read_cell(
    nodes: &mut Nodes<'_>,
    start: &Beginning,
    strings: &[Text],
) -> Result<Option<FinishedCell>, UnreadableWorkbook> {
    let kind = start.get("t").unwrap_or("n").to_owned();
    let mut cell = FinishedCell { look: start.number("s").unwrap_or_default(), ..FinishedCell::default() };
    let mut value: Option<String> = None;
    let mut within = String::new();
    while let Some(node) = nodes.next()? {
        match node {
            Node::Begin(start) if start.name == "is" => {
                let text = Text::read(nodes, "is")?;
                (cell.text, cell.is_raised) = (text.text, text.is_raised);
            }
            Node::Begin(start) => {
                cell.is_formula |= start.name == "f";
                within = start.name;
            }
            Node::End(name) if name == "c" => break,
            Node::End(_) => within.clear(),
            Node::Text(text) if within == "v" => value.get_or_insert_default().push_str(&text),
            Node::Text(_) => {}
        }
    }
    if let Some(value) = value {
        match kind.as_str() {
            "s" => {
                let text = value.trim().parse::<usize>().ok().and_then(|number| strings.get(number));
                let text = text.cloned().unwrap_or_default();
                (cell.text, cell.is_raised) = (text.text, text.is_raised);
            }
            "b" => (cell.text, cell.kind) = (value, CellKind::Truth),
            "d" => (cell.text, cell.kind) = (value, CellKind::Day),
            "n" => {
                cell.kind = value.trim().parse().map_or(CellKind::Text, CellKind::Number);
                cell.text = value;
            }
            _ => cell.text = unescaped(&value),
        }
    }
    Ok((!cell.text.is_empty() || cell.is_formula).then_some(cell))
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_are_characters() {
        assert_eq!(unescaped("a_x000D_b_x005F_x0041_ _xyz_ _x00"), "a\rb_x0041_ _xyz_ _x00");
        assert_eq!(unescaped("_x00é1_ _x"), "_x00é1_ _x");
    }
}
