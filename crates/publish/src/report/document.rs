//! The report of a run.

use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;
use crate::report::page::report_files;

/// `report.html`, with `report-tables/` where it would be too large.
pub(crate) struct ReportHtml;

impl RunDocument for ReportHtml {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        Ok(report_files(publication))
    }
}
