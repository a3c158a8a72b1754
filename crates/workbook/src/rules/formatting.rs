//! Rules of what cells look like.

use crate::finished::{CellKind, FinishedCell, FinishedLook, FinishedSheet, FinishedWorkbook};
use crate::rules::fault::Fault;
use crate::rules::lint_rule::LintRule;

/// Fonts with serifs, or of one width.
const SERIFS: [&str; 15] = [
    "times",
    "times new roman",
    "cambria",
    "georgia",
    "garamond",
    "liberation serif",
    "dejavu serif",
    "book antiqua",
    "bookman old style",
    "century",
    "palatino linotype",
    "courier",
    "courier new",
    "liberation mono",
    "consolas",
];
/// The smallest size of a font, in points.
const SMALLEST: f64 = 10.0;
/// The least contrast of text and background.
const CONTRAST: f64 = 4.5;

/// Texts of links that say nothing of where these lead.
const EMPTY_WORDS: [&str; 7] = ["here", "click here", "link", "more", "read more", "this link", "website"];

/// A cell's breaches are told once for each rule and look, so that a sheet in a small font is one fault and not a thousand.
pub(super) fn faults(workbook: &FinishedWorkbook, sheet: &FinishedSheet) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut told: Vec<(LintRule, usize)> = Vec::new();
    for (place, cell) in &sheet.cells {
        let look = workbook.look(cell);
        for (rule, said) in of_look(cell, &look) {
            if !told.contains(&(rule, cell.look)) {
                told.push((rule, cell.look));
                faults.push(Fault::of_cell(rule, sheet, *place, said));
            }
        }
        if let Some(said) = of_link(cell) {
            faults.push(Fault::of_cell(LintRule::LinkText, sheet, *place, said));
        }
        let in_table = sheet.tables.iter().any(|table| table.region.contains(place.0, place.1));
        let longest = cell.text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        if in_table && cell.kind == CellKind::Text && !look.wraps && longest as f64 > sheet.width(place.1) + 1.0 {
            faults.push(Fault::of_cell(
                LintRule::TextWrap,
                sheet,
                *place,
                "the text is longer than its column, and not wrapped",
            ));
        }
    }
    faults
}

fn of_look(cell: &FinishedCell, look: &FinishedLook) -> Vec<(LintRule, String)> {
    let mut faults = Vec::new();
    let is_link = cell.link.is_some() || look.named == "Hyperlink";
    if SERIFS.contains(&look.font.to_lowercase().as_str()) {
        faults.push((LintRule::Font, format!("the font `{}` is not sans serif", look.font)));
    }
    if look.size < SMALLEST {
        faults.push((LintRule::Font, format!("the text has {} points", look.size)));
    }
    if look.is_italic {
        faults.push((LintRule::Emphasis, "the text is italic".to_owned()));
    }
    if look.is_underlined && !is_link {
        faults.push((LintRule::Emphasis, "the text is underlined and no link".to_owned()));
    }
    if look.is_turned {
        faults.push((LintRule::TextDirection, "the text is turned".to_owned()));
    }
    if look.colour.is_some() && !is_link {
        faults.push((LintRule::TextColour, "the text has a colour of its own".to_owned()));
    }
    if look.fill.is_some_and(|fill| fill != [0xff; 3]) {
        faults.push((LintRule::Fill, "the cell has a background colour".to_owned()));
    }
    let contrast = contrast(look.colour.unwrap_or([0; 3]), look.fill.unwrap_or([0xff; 3]));
    if contrast < CONTRAST {
        faults.push((LintRule::Contrast, format!("text and background have a contrast of {contrast:.1} to 1")));
    }
    faults
}

fn of_link(cell: &FinishedCell) -> Option<&'static str> {
    let text = cell.text.trim().to_lowercase();
    let is_address = ["http://", "https://", "www."].iter().any(|start| text.starts_with(start));
    if is_address && !text.contains(char::is_whitespace) {
        return Some("the text is an address");
    }
    (cell.link.is_some() && EMPTY_WORDS.contains(&text.as_str()))
        .then_some("the text does not say where the link leads")
}

/// The contrast of two colours (WCAG 2.2, "contrast ratio").
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// How light a colour is (WCAG 2.2, "relative luminance").
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::contrast;

    #[test]
    fn contrasts_are_those_of_the_guidelines() {
        assert!((contrast([0; 3], [0xff; 3]) - 21.0).abs() < 0.01);
        // #777 on white is the grey that just fails, #767676 the one that passes.
        assert!(contrast([0x77; 3], [0xff; 3]) < 4.5 && contrast([0x76; 3], [0xff; 3]) > 4.5);
    }
}
