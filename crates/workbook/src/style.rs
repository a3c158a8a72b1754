//! The styles that the cells of a workbook need, numbered in the order of their first use.

use crate::cell::{CellContent, CellLook, NumberLook, SheetCell};
use crate::sheet::{WorkSheet, Workbook};

/// What a cell holds, as far as its style is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StyleOf {
    /// Text, or nothing.
    Words,
    /// Text that a program could take for a formula: its style says that it is text.
    Guarded,
    /// A number.
    Number(NumberLook),
    /// A link.
    Link,
}

/// The style of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellStyle {
    pub look: CellLook,
    pub of: StyleOf,
}

/// Every style of a workbook. The first is that of a plain cell.
pub(crate) struct CellStyles {
    pub styles: Vec<CellStyle>,
}

impl CellStyles {
    pub(crate) fn of(workbook: &Workbook) -> Self {
        let mut styles = vec![CellStyle { look: CellLook::Plain, of: StyleOf::Words }];
        for cell in workbook.sheets.iter().flat_map(WorkSheet::rows).flatten() {
            let style = style(cell);
            if !styles.contains(&style) {
                styles.push(style);
            }
        }
        Self { styles }
    }

    /// The number of the style of a cell.
    pub(crate) fn number(&self, cell: &SheetCell) -> usize {
        let style = style(cell);
        self.styles.iter().position(|known| *known == style).unwrap_or_default()
    }
}

fn style(cell: &SheetCell) -> CellStyle {
    let of = match &cell.content {
        CellContent::Text(text) if looks_like_formula(text) => StyleOf::Guarded,
        CellContent::Text(_) | CellContent::Empty => StyleOf::Words,
        CellContent::Number(_, look) => StyleOf::Number(*look),
        CellContent::Link(..) => StyleOf::Link,
    };
    CellStyle { look: cell.look, of }
}

/// Whether a program could take text for a formula when someone edits it, or when it is pasted.
pub(crate) fn looks_like_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@'])
}

/// The format of a number, in the code that both Excel and OpenDocument programs show.
pub(crate) fn number_code(look: NumberLook) -> String {
    let decimals =
        |places: u8| if places == 0 { String::new() } else { format!(".{}", "0".repeat(usize::from(places))) };
    match look {
        NumberLook::Decimals(places) => format!("#,##0{}", decimals(places)),
        NumberLook::Percent(places) => format!("0{}%", decimals(places)),
    }
}
