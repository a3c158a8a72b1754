//! A document into a draft of its claims: every statement, and for each the figures that it may be about.

use std::path::{Path, PathBuf};

use topline_claims::FigureIndex;
use topline_documents::{DocumentText, Placement, Statement, find_quote, find_statements, read_document};
use topline_draft::{ClaimsText, DocumentHead};
use topline_plan::wording::{HouseWords, read_house_words};
use topline_store::{expand, is_file, read_file, write_input};
use topline_survey::{Claim, Claims, Plan, States};

use crate::claim_drafts::drafts_of;
use crate::error::RunError;
use crate::figure_search::{question_texts, tables_of_run};
use crate::load::Pipeline;

/// What came of reading a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDocument {
    /// The file of claims.
    pub file: PathBuf,
    /// How many statements the document has.
    pub statements: usize,
    /// How many of them are proposed as claims.
    pub drafted: usize,
    /// How many an accepted claim covers.
    pub covered: usize,
    /// Accepted claims whose quote moved: from the first line to the second.
    pub moved: Vec<(u32, u32)>,
    /// Quotes of accepted claims that the document no longer has.
    pub gone: Vec<String>,
}

/// Everything that a document states.
pub fn statements_of(document: &Path) -> Result<Vec<Statement>, RunError> {
    Ok(find_statements(&text_of(document)?, &HouseWords::default()))
}

/// The text of a document.
pub(crate) fn text_of(document: &Path) -> Result<DocumentText, RunError> {
    let bytes = read_file(document).map_err(RunError::Store)?;
    let name = document.file_name().unwrap_or_default().to_string_lossy();
    read_document(&name, &bytes).map_err(RunError::DocumentText)
}

/// Drafts the claims of a document into the pipeline's folder. What was accepted is kept, and found again by its quote.
pub async fn read_claims(pipeline: &Pipeline, out: &Path, document: &Path) -> Result<ReadDocument, RunError> {
    let plan = &pipeline.plan;
    let text = text_of(document)?;
    let (house, _) = read_house_words(&plan.survey.claims.words);
    let statements = find_statements(&text, &house);
    let file = claims_file(pipeline, document);
    let mut claims = if is_file(&file).map_err(RunError::Store)? {
        ClaimsText::read(&String::from_utf8_lossy(&read_file(&file).map_err(RunError::Store)?))
    } else {
        let id = file.file_stem().unwrap_or_default().to_string_lossy();
        let path = path_from(&pipeline.folder, document);
        ClaimsText::new(&DocumentHead { id: &id, title: title(&text).unwrap_or(&id), path: &path })
    };
    claims.drop_drafts();
    let (moved, gone) = find_again(&mut claims, &text);
    let known = claims_of(plan, &file);
    let open: Vec<&Statement> = statements.iter().filter(|statement| !is_covered(statement, known)).collect();
    let tables = tables_of_run(pipeline, out).await?;
    let index = FigureIndex::new(&tables, &question_texts(plan));
    for sentence in open.chunk_by(|one, other| (&one.quote, one.lines) == (&other.quote, other.lines)) {
        for draft in drafts_of(sentence, &index, plan) {
            claims.add(&draft);
        }
    }
    write_input(&file, claims.text().as_bytes()).map_err(RunError::Store)?;
    let (drafted, covered) = (open.len(), statements.len() - open.len());
    Ok(ReadDocument { file, statements: statements.len(), drafted, covered, moved, gone })
}

/// The file of claims of a document: the one that names it, else one named after it.
pub(crate) fn claims_file(pipeline: &Pipeline, document: &Path) -> PathBuf {
    let folder = pipeline.folder.join("claims");
    let stem = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let named = pipeline.plan.claims.iter().find(|claims| {
        let path = claims.document.path.as_deref().and_then(|path| expand(path).ok());
        path.is_some_and(|path| is_same(&pipeline.folder.join(path), document))
    });
    match named {
        Some(claims) => pipeline.folder.join(&claims.file),
        None => folder.join(format!("{stem}.toml")),
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (std::path::absolute(one), std::path::absolute(other)) {
        (Ok(one), Ok(other)) => plain(&one) == plain(&other),
        _ => false,
    }
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// The path of a document as a pipeline in a folder names it.
fn path_from(folder: &Path, document: &Path) -> String {
    let (Ok(folder), Ok(document)) = (std::path::absolute(folder), std::path::absolute(document)) else {
        return document.display().to_string();
    };
    let (folder, document) = (plain(&folder), plain(&document));
    let shared = folder.components().zip(document.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().count() - shared;
    let rest: PathBuf = document.components().skip(shared).collect();
    format!("{}{}", "../".repeat(up), rest.display())
}

fn title(text: &DocumentText) -> Option<&str> {
    let line = text.lines.iter().map(|line| line.text.trim()).find(|line| !line.is_empty());
    line.filter(|line| line.chars().count() <= 200)
}

/// Moves accepted claims to where their quotes are now; which moved, and the quotes that are gone.
fn find_again(claims: &mut ClaimsText, text: &DocumentText) -> (Vec<(u32, u32)>, Vec<String>) {
    let (mut moved, mut gone) = (Vec::new(), Vec::new());
    for (place, quote, lines) in claims.quotes() {
        match find_quote(text, lines, &quote) {
            Placement::There => {}
            Placement::Elsewhere(first, last) => {
                claims.set_lines(place, (first, last));
                moved.push((lines.0, first));
            }
            Placement::Nowhere => gone.push(quote),
        }
    }
    (moved, gone)
}

/// The accepted claims of a document.
pub(crate) fn claims_of<'p>(plan: &'p Plan, file: &Path) -> Option<&'p Claims> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("claims/{stem}.toml");
    plan.claims.iter().find(|claims| claims.file == name)
}

/// Whether an accepted claim is about a statement: its quote has the words, and it says the same value or is set aside.
pub(crate) fn is_covered(statement: &Statement, claims: Option<&Claims>) -> bool {
    let accepted = claims.into_iter().flat_map(|claims| &claims.claims).filter(|claim| claim.is_accepted);
    let mut accepted = accepted.filter(|claim| is_at(claim, statement));
    accepted.any(|claim| match &claim.states {
        States::Value { is, .. } => is.iter().any(|stated| statement.stated.contains(stated)),
        States::Unchecked { .. } | States::Highest { .. } | States::Lowest { .. } | States::Compared { .. } => {
            // A column of a table may say alone that its values are percentages.
            letters(&claim.quote).contains(letters(&statement.words).trim_end_matches('%'))
        }
    })
}

/// Whether a claim and a statement are of the same words: one quote is in the other, and so are the lines.
fn is_at(claim: &Claim, statement: &Statement) -> bool {
    let (one, other) = (letters(&claim.quote), letters(&statement.quote));
    let parts = claim.quote.split(" \u{2026} ").map(letters).all(|part| other.contains(&part));
    let near = claim.lines.0 <= statement.lines.1 + 3 && statement.lines.0 <= claim.lines.1 + 3;
    parts && near || one.contains(&other)
}

fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|each| each.is_alphanumeric() || *each == '%').collect()
}
