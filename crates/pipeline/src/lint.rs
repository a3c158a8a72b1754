//! Whether a finished workbook, of this program or another, is accessible.

use std::path::Path;

use topline_store::read_file;
use topline_workbook::{Fault, lint};

use crate::error::RunError;

/// What in the workbook breaks the rules for accessible ones.
pub fn lint_workbook(path: &Path) -> Result<Vec<Fault>, RunError> {
    let bytes = read_file(path).map_err(RunError::Store)?;
    lint(&bytes).map_err(|source| RunError::Workbook { path: path.to_owned(), source: Box::new(source) })
}
