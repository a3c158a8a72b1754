//! The file of a document into its text, told by the end of its name.

use crate::document_error::DocumentTextError;
use crate::document_text::DocumentText;
use crate::{html, markdown, word_file};

/// The text of a document: plain text, Markdown, HTML or a Word document, told by the end of its name. Any other name is that of
/// plain text, if the bytes are.
pub fn read_document(name: &str, bytes: &[u8]) -> Result<DocumentText, DocumentTextError> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "docx" => word_file::read(name, bytes),
        "html" | "htm" | "xhtml" => Ok(html::read(&String::from_utf8_lossy(bytes))),
        "md" | "markdown" => Ok(markdown::read(&String::from_utf8_lossy(bytes))),
        // A comma ends a cell, and none is within a number.
        "csv" => Ok(DocumentText::plain(&String::from_utf8_lossy(bytes).replace(',', " , "))),
        _ if bytes.contains(&0) => Err(DocumentTextError::Format { name: name.to_owned() }),
        _ => Ok(DocumentText::plain(&String::from_utf8_lossy(bytes))),
    }
}
