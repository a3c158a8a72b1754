//! The bulletin of a run, if the pipeline has a text for it.

use crate::bulletin::docx::docx;
use crate::bulletin::filled::bulletin;
use crate::bulletin::page::page;
use crate::bulletin::prose::prose;
use crate::document::{DocumentError, DocumentFile, RunDocument};
use crate::publication::Publication;

/// `bulletin.md`.
pub(crate) struct BulletinMarkdown;
/// `bulletin.html`.
pub(crate) struct BulletinHtml;
/// `bulletin.docx`.
pub(crate) struct BulletinDocx;

impl RunDocument for BulletinMarkdown {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        let bytes = |text: String| Ok(text.into_bytes());
        file("bulletin.md", publication, bytes)
    }
}

impl RunDocument for BulletinHtml {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        let bytes = |text: String| Ok(page(&publication.plan.survey, &prose(&text)).into_bytes());
        file("bulletin.html", publication, bytes)
    }
}

impl RunDocument for BulletinDocx {
    fn files(&self, publication: &Publication<'_>) -> Result<Vec<DocumentFile>, DocumentError> {
        let name = "bulletin.docx";
        let bytes = |text: String| {
            docx(&publication.plan.survey, &prose(&text)).map_err(|source| DocumentError::Package { name, source })
        };
        file(name, publication, bytes)
    }
}

/// One file of the filled text; none where the pipeline has no text.
fn file(
    name: &str,
    publication: &Publication<'_>,
    bytes: impl Fn(String) -> Result<Vec<u8>, DocumentError>,
) -> Result<Vec<DocumentFile>, DocumentError> {
    if publication.plan.bulletin.is_none() {
        return Ok(Vec::new());
    }
    let text = bulletin(publication).map_err(DocumentError::Bulletin)?;
    Ok(vec![DocumentFile { name: name.to_owned(), bytes: bytes(text)? }])
}
