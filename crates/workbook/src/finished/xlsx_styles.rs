//! The styles of an `.xlsx`: what the cells of each look like.

use std::collections::HashMap;

use crate::finished::archive::UnreadableWorkbook;
use crate::finished::nodes::{Beginning, Node, Nodes};
use crate::finished::workbook::FinishedLook;

/// The colours of the usual theme, in the order in which styles number them.
const THEME: [[u8; 3]; 12] = [
    [0xff, 0xff, 0xff],
    [0x00, 0x00, 0x00],
    [0xe7, 0xe6, 0xe6],
    [0x44, 0x54, 0x6a],
    [0x44, 0x72, 0xc4],
    [0xed, 0x7d, 0x31],
    [0xa5, 0xa5, 0xa5],
    [0xff, 0xc0, 0x00],
    [0x5b, 0x9b, 0xd5],
    [0x70, 0xad, 0x47],
    [0x05, 0x63, 0xc1],
    [0x95, 0x4f, 0x72],
];

#[derive(Default)]
struct Styles {
    codes: HashMap<usize, String>,
    fonts: Vec<FinishedLook>,
    fills: Vec<Option<[u8; 3]>>,
    /// Font, of each named style by its number.
    bases: Vec<usize>,
    /// The names, by those numbers.
    names: HashMap<usize, String>,
    /// Look, and the number of the named style.
    cells: Vec<(FinishedLook, usize)>,
}

/// The looks that cells number.
pub(super) fn read_looks(part: &str, text: &str) -> Result<Vec<FinishedLook>, UnreadableWorkbook> {
    let mut styles = Styles::default();
    let mut nodes = Nodes::of(part, text);
    let mut section = String::new();
    while let Some(node) = nodes.next()? {
        match node {
            Node::Begin(start) => match start.name.as_str() {
                "numFmts" | "fonts" | "fills" | "cellStyleXfs" | "cellXfs" | "cellStyles" | "dxfs" | "borders" => {
                    section = start.name;
                }
                _ => read_style(&mut styles, &section, &start),
            },
            Node::End(name) if name == section => section.clear(),
            Node::End(_) | Node::Text(_) => {}
        }
    }
    let named = styles.cells.into_iter().map(|(mut look, base)| {
        look.named = styles.names.get(&base).cloned().unwrap_or_default();
        look
    });
    Ok(named.collect())
}

fn read_style(styles: &mut Styles, section: &str, start: &Beginning) {
    match (section, start.name.as_str()) {
        ("numFmts", "numFmt") => {
            let id = start.number("numFmtId").unwrap_or_default();
            styles.codes.insert(id, start.get("formatCode").unwrap_or_default().to_owned());
        }
        ("fonts", "font") => styles.fonts.push(FinishedLook { size: 11.0, ..FinishedLook::default() }),
        ("fonts", _) => {
            if let Some(font) = styles.fonts.last_mut() {
                read_font(font, start);
            }
        }
        ("fills", "fill") => styles.fills.push(None),
        ("fills", "patternFill") => {
            if start.get("patternType") == Some("solid")
                && let Some(fill) = styles.fills.last_mut()
            {
                *fill = Some([0xff; 3]);
            }
        }
        ("fills", "fgColor") => {
            if let Some(Some(fill)) = styles.fills.last_mut() {
                *fill = colour(start).unwrap_or([0x00; 3]);
            }
        }
        ("cellStyleXfs", "xf") => styles.bases.push(start.number("fontId").unwrap_or_default()),
        ("cellStyles", "cellStyle") => {
            let base = start.number("xfId").unwrap_or_default();
            let name = match start.get("builtinId") {
                Some("16") => "Heading 1",
                Some("17") => "Heading 2",
                _ => start.get("name").unwrap_or_default(),
            };
            styles.names.insert(base, name.to_owned());
        }
        ("cellXfs", "xf") => {
            let base = start.number("xfId").unwrap_or_default();
            let own = start.number("fontId");
            let font = own.or_else(|| styles.bases.get(base).copied()).unwrap_or_default();
            let mut look: FinishedLook = styles.fonts.get(font).cloned().unwrap_or_default();
            look.fill = start.number::<usize>("fillId").and_then(|fill| styles.fills.get(fill).copied().flatten());
            let format: usize = start.number("numFmtId").unwrap_or_default();
            let code = styles.codes.get(&format).map_or_else(|| known_code(format), String::as_str);
            read_format(&mut look, code);
            styles.cells.push((look, base));
        }
        ("cellXfs", "alignment") => {
            if let Some((look, _)) = styles.cells.last_mut() {
                look.wraps = start.says("wrapText");
                look.is_turned = start.number::<i32>("textRotation").is_some_and(|angle| angle != 0);
            }
        }
        _ => {}
    }
}

fn read_font(font: &mut FinishedLook, start: &Beginning) {
    let is_on = !matches!(start.get("val"), Some("0" | "false" | "none"));
    match start.name.as_str() {
        "i" => font.is_italic = is_on,
        "u" => font.is_underlined = is_on,
        "vertAlign" => font.is_raised = start.get("val") == Some("superscript"),
        "sz" => font.size = start.number("val").unwrap_or(font.size),
        "name" => start.get("val").unwrap_or_default().clone_into(&mut font.font),
        "color" => font.colour = colour(start).filter(|colour| *colour != [0x00; 3]),
        _ => {}
    }
}

/// A colour; none where it is automatic.
fn colour(start: &Beginning) -> Option<[u8; 3]> {
    if let Some(theme) = start.number::<usize>("theme") {
        return THEME.get(theme).copied();
    }
    let code = start.get("rgb")?;
    let digits = code.get(code.len().checked_sub(6)?..)?;
    let number = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([number[1], number[2], number[3]])
}

/// The codes of the formats that Excel numbers itself, as far as they matter here (ECMA-376, part 1, 18.8.30).
fn known_code(format: usize) -> &'static str {
    match format {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14..=17 | 22 => "dd/mm/yyyy",
        49 => "@",
        _ => "",
    }
}

fn read_format(look: &mut FinishedLook, code: &str) {
    // What is in quotation marks or brackets is text or a condition.
    let mut plain = String::new();
    let mut closing: Option<char> = None;
    for each in code.chars() {
        match closing {
            Some(end) if each == end => closing = None,
            Some(_) => {}
            None if each == '"' => closing = Some('"'),
            None if each == '[' => closing = Some(']'),
            None => plain.push(each),
        }
    }
    let first = plain.split(';').next().unwrap_or_default();
    look.is_text = first == "@";
    look.is_percent = first.contains('%');
    look.separates_thousands = first.contains("#,#") || first.contains("0,0");
    look.is_day = !look.is_text && first.chars().any(|each| matches!(each, 'd' | 'y' | 'D' | 'Y'));
    let decimals = first.split_once('.').map_or(0, |(_, part)| part.chars().take_while(|each| *each == '0').count());
    look.decimals = first.contains(['0', '#']).then_some(decimals);
}
