//! Whether a document says what its claims quote, where its text is at hand.

use std::io::ErrorKind;
use std::path::Path;

use topline_documents::{Placement, find_quote, read_document};
use topline_store::{Fingerprint, Input, StoreError, read_input};
use topline_survey::{Claims, Document};

use crate::error::{Misquote, RunError};
use crate::missing_document::MissingDocument;

/// What was found of the texts of documents.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadDocuments {
    pub fingerprints: Vec<Fingerprint>,
    pub missing: Vec<MissingDocument>,
}

/// Looks up the quotes of each document in its text. A document whose text is not there is passed over, and told.
pub(crate) fn check_quotes(folder: &Path, documents: &[Claims]) -> Result<ReadDocuments, RunError> {
    let mut read = ReadDocuments::default();
    for claims in documents {
        let Some(path) = &claims.document.path else { continue };
        let Some(input) = text_of(folder, path)? else {
            read.missing.push(MissingDocument { document: claims.document.id.clone(), path: path.clone() });
            continue;
        };
        // A table of published figures quotes nothing.
        let misquotes = if claims.claims.is_empty() { Vec::new() } else { misquotes(claims, &input)? };
        if !misquotes.is_empty() {
            return Err(RunError::Misquoted { document: claims.document.id.clone(), misquotes });
        }
        read.fingerprints.push(input.fingerprint);
    }
    Ok(read)
}

fn misquotes(claims: &Claims, input: &Input) -> Result<Vec<Misquote>, RunError> {
    let text = document_text(&claims.document, input)?;
    let misquote = |claim: &topline_survey::Claim| {
        let (quote, lines) = (claim.quote.clone(), claim.lines);
        match find_quote(&text, lines, &quote) {
            Placement::There => None,
            Placement::Elsewhere(first, last) => Some(Misquote { lines, quote, is_at: Some((first, last)) }),
            Placement::Nowhere => Some(Misquote { lines, quote, is_at: None }),
        }
    };
    Ok(claims.claims.iter().filter_map(misquote).collect())
}

fn document_text(document: &Document, input: &Input) -> Result<topline_documents::DocumentText, RunError> {
    let name = document.path.as_deref().unwrap_or_default();
    read_document(name, &input.bytes).map_err(RunError::DocumentText)
}

/// The text of a document; nothing where there is none, or where the variable is not set that says where it is.
fn text_of(folder: &Path, path: &str) -> Result<Option<Input>, RunError> {
    match read_input(folder, path) {
        Ok(input) => Ok(Some(input)),
        Err(StoreError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(StoreError::Variable { .. }) => Ok(None),
        Err(error) => Err(RunError::Store(error)),
    }
}
