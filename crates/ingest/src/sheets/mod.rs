//! Spreadsheets: .xlsx, .xls and .ods.

pub(crate) mod cell_text;
pub(crate) mod compound_file;
pub(crate) mod lost_digits;
pub(crate) mod old_workbook;
pub(crate) mod old_workbook_fault;
pub(crate) mod old_workbook_records;
pub(crate) mod old_workbook_stream;
pub(crate) mod old_workbook_texts;
pub(crate) mod open_document;
pub(crate) mod open_document_fault;
pub(crate) mod open_document_manifest;
pub(crate) mod sheet;
pub(crate) mod sheet_fault;
pub(crate) mod sheet_limits;
pub(crate) mod sheet_notes;
pub(crate) mod sheet_thread;
pub(crate) mod workbook;
pub(crate) mod workbook_fault;
pub(crate) mod workbook_index;
pub(crate) mod workbook_parts;
pub(crate) mod workbook_rows;
pub(crate) mod xml_pieces;
