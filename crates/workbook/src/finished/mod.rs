//! A finished workbook of either format, as far as the rules for accessible ones ask.

mod archive;
mod nodes;
mod ods_content;
mod ods_parts;
mod ods_styles;
mod workbook;
mod xlsx_parts;
mod xlsx_relations;
mod xlsx_sheet;
mod xlsx_styles;

use std::io::Cursor;

use zip::ZipArchive;

pub use archive::UnreadableWorkbook;
pub(crate) use workbook::{CellKind, FinishedCell, FinishedLook, FinishedSheet, FinishedTable, FinishedWorkbook};

/// Reads a workbook. Its format is known by the parts of the archive.
pub(crate) fn read(bytes: &[u8]) -> Result<FinishedWorkbook, UnreadableWorkbook> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|source| UnreadableWorkbook::NoArchive { source })?;
    let mut parts = archive::Parts::new(archive);
    if parts.has("content.xml") {
        ods_parts::read(&mut parts)
    } else if parts.has("_rels/.rels") {
        xlsx_parts::read(&mut parts)
    } else {
        Err(UnreadableWorkbook::NoWorkbook)
    }
}
