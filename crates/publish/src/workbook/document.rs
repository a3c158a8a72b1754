//! The workbooks of a run.

use topline_survey::WorkbookStyle;
use topline_workbook::{PackageError, Workbook, ods, xlsx};

use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;
use crate::workbook::{accessible, banner};

/// `tables.xlsx`.
pub(crate) struct WorkbookXlsx;

/// `tables.ods`.
pub(crate) struct WorkbookOds;

impl RunDocument for WorkbookXlsx {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        written("tables.xlsx", publication, xlsx)
    }
}

impl RunDocument for WorkbookOds {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        written("tables.ods", publication, ods)
    }
}

fn written(
    name: &'static str,
    publication: &Publication<'_>,
    write: fn(&Workbook) -> Result<Vec<u8>, PackageError>,
) -> Result<Vec<DocumentFile>, DocumentError> {
    let workbook = match publication.plan.survey.publishing.workbook {
        WorkbookStyle::Accessible => accessible::workbook(publication),
        WorkbookStyle::Banner => banner::workbook(publication),
    };
    let bytes = write(&workbook).map_err(|source| DocumentError::Package { name, source })?;
    Ok(vec![DocumentFile { name: name.to_owned(), bytes }])
}
