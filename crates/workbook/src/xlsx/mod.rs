//! A workbook as Office Open XML (ECMA-376), which Excel writes as `.xlsx`.

mod parts;
mod sheet;
mod strings;
mod styles;

pub use parts::xlsx;
