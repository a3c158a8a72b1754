//! Whether a document says what its claims quote, where its text is at hand.
//!
//! White space is folded, as lines break anywhere. A quote may leave words out: ` … ` stands between its parts.

use std::io::Read as _;
use std::path::Path;

use topline_store::open_input;
use topline_survey::{Claims, Document};

use crate::error::{Misquote, RunError};

/// Holds the quotes of each document against its text. A document whose text is not there is passed over.
pub(crate) fn check_quotes(folder: &Path, documents: &[Claims]) -> Result<(), RunError> {
    for claims in documents {
        let Some(text) = text_of(folder, &claims.document) else { continue };
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
    }
    Ok(())
}

fn text_of(folder: &Path, document: &Document) -> Option<String> {
    let mut input = open_input(folder, document.path.as_deref()?).ok()?;
    let mut bytes = Vec::new();
    input.file.read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
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
