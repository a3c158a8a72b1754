//! Whether a document says what its claims quote, where its text is at hand.
//!
//! White space is folded, as lines break anywhere. A quote may leave words out: ` … ` stands between its parts.

use std::io::ErrorKind;
use std::path::Path;

use topline_store::{Fingerprint, Input, StoreError, read_input};
use topline_survey::{Claims, Document};

use crate::error::{Misquote, RunError};

/// Holds the quotes of each document against its text, and gives the fingerprints of the texts. A document whose text is not
/// there is passed over.
pub(crate) fn check_quotes(folder: &Path, documents: &[Claims]) -> Result<Vec<Fingerprint>, RunError> {
    let mut fingerprints = Vec::new();
    for claims in documents {
        let Some(input) = text_of(folder, &claims.document)? else { continue };
        let text = String::from_utf8_lossy(&input.bytes);
        let lines: Vec<&str> = text.lines().collect();
        let misquotes: Vec<Misquote> = claims
            .claims
            .iter()
            .filter(|claim| !says(&lines, claim.lines, &claim.quote))
            .map(|claim| Misquote { lines: claim.lines, quote: claim.quote.clone() })
            .collect();
        if !misquotes.is_empty() {
            return Err(RunError::Misquoted { document: claims.document.id.clone(), misquotes });
        }
        fingerprints.push(input.fingerprint);
    }
    Ok(fingerprints)
}

/// The text of a document; nothing where there is none, or where the variable is not set that says where it is.
fn text_of(folder: &Path, document: &Document) -> Result<Option<Input>, RunError> {
    let Some(path) = &document.path else { return Ok(None) };
    match read_input(folder, path) {
        Ok(input) => Ok(Some(input)),
        Err(StoreError::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(StoreError::Variable { .. }) => Ok(None),
        Err(error) => Err(RunError::Store(error)),
    }
}

fn says(lines: &[&str], (first, last): (u32, u32), quote: &str) -> bool {
    let quoted = lines.get(first.saturating_sub(1) as usize..lines.len().min(last as usize)).unwrap_or_default();
    let text = folded(&quoted.join(" "));
    let mut rest = text.as_str();
    quote.split(" \u{2026} ").all(|part| match rest.split_once(&folded(part)) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
