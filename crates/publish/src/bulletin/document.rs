//! The bulletin of a run, if the pipeline has a text for it.

use crate::bulletin::filled::bulletin;
use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;

/// `bulletin.md`.
pub(crate) struct BulletinMarkdown;

impl RunDocument for BulletinMarkdown {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        if publication.plan.bulletin.is_none() {
            return Ok(Vec::new());
        }
        let text = bulletin(publication).map_err(DocumentError::Bulletin)?;
        Ok(vec![DocumentFile { name: "bulletin.md".to_owned(), bytes: text.into_bytes() }])
    }
}
