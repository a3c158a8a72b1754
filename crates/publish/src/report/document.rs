//! The report of a run.

use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;
use crate::report::page::report;

/// `report.html`.
pub(crate) struct ReportHtml;

impl RunDocument for ReportHtml {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        Ok(vec![DocumentFile { name: "report.html".to_owned(), bytes: report(publication).into_bytes() }])
    }
}
