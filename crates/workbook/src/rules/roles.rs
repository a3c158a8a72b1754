//! What a sheet is for, by its name.

use crate::finished::FinishedSheet;

/// What a sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It says what the workbook is.
    Cover,
    /// It lists the other sheets.
    Contents,
    /// It has the notes.
    Notes,
    /// It has figures.
    Figures,
}

/// The role that a sheet's name gives it.
pub(super) fn role(sheet: &FinishedSheet) -> Role {
    let name: String =
        sheet.name.to_lowercase().chars().map(|each| if each.is_alphanumeric() { each } else { ' ' }).collect();
    match name.trim() {
        "cover" | "cover sheet" | "coversheet" | "cover page" | "title page" => Role::Cover,
        "contents" | "table of contents" | "contents page" | "index" | "contents list" => Role::Contents,
        "notes" | "note" | "footnotes" | "notes page" => Role::Notes,
        _ => Role::Figures,
    }
}
