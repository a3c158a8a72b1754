//! Which document each format is.

use topline_survey::DocumentFormat;

use crate::bulletin::{BulletinDocx, BulletinHtml, BulletinMarkdown};
use crate::csv::TablesCsv;
use crate::document::RunDocument;
use crate::machines::{CsvOnTheWeb, DataPackage, FiguresJson};
use crate::report::ReportHtml;
use crate::typst::ReportTypst;
use crate::workbook::{WorkbookOds, WorkbookXlsx};

/// The document of a format; none where it is made of responses, which nothing here sees, or is a table of the run.
#[must_use]
pub fn document(format: DocumentFormat) -> Option<&'static dyn RunDocument> {
    Some(match format {
        DocumentFormat::Report => &ReportHtml,
        DocumentFormat::Typst => &ReportTypst,
        DocumentFormat::Bulletin => &BulletinMarkdown,
        DocumentFormat::BulletinHtml => &BulletinHtml,
        DocumentFormat::Docx => &BulletinDocx,
        DocumentFormat::Csv => &TablesCsv,
        DocumentFormat::Csvw => &CsvOnTheWeb,
        DocumentFormat::Datapackage => &DataPackage,
        DocumentFormat::Json => &FiguresJson,
        DocumentFormat::Xlsx => &WorkbookXlsx,
        DocumentFormat::Ods => &WorkbookOds,
        DocumentFormat::Parquet
        | DocumentFormat::Sav
        | DocumentFormat::Ddi
        | DocumentFormat::TripleS
        | DocumentFormat::Dictionary => {
            return None;
        }
    })
}
