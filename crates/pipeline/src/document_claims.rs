//! A document into a draft of its claims: every statement, and for each the figures that it may be about.

use std::path::{Path, PathBuf};

use topline_claims::{FigureIndex, Found, Query, WantedUnit, describe_sum, wanted_unit};
use topline_documents::{DocumentText, Placement, Statement, find_quote, find_statements, read_document};
use topline_draft::{Candidate, ClaimDraft, ClaimsText, DocumentHead};
use topline_plan::wording::{HouseWords, read_house_words};
use topline_store::{expand, is_file, read_file, write_input};
use topline_survey::{Claim, Claims, Figure, Kind, Plan, RowKind, Side, States};

use crate::error::RunError;
use crate::figure_search::{described, question_texts, tables_of_run};
use crate::load::Pipeline;

/// So many figures are offered for a statement.
const OFFERED: usize = 3;
/// Among the questions of so many figures answers are looked for that are named side by side.
const SUMMED: usize = 10;
/// The least that words count among which answers are named: those of the clause, and those that all values of the sentence share.
const SPOKEN: f64 = 0.45;
/// The least number of respondents that tells of whom it is.
const TELLING: u64 = 100;
/// Among so many figures one is looked for that has the value.
const LOOKED_AT: usize = 50;

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
    for statement in &open {
        claims.add(&draft_of(statement, &index, plan));
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
            letters(&claim.quote).contains(&letters(&statement.words))
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

/// Whether words deny something.
fn denies(words: &str) -> bool {
    let words = words.to_lowercase().replace('\u{2019}', "'");
    let mut each = words.split(|each: char| !each.is_alphanumeric() && each != '\'');
    each.any(|word| matches!(word, "no" | "not" | "none" | "never" | "nothing") || word.ends_with("n't"))
}

/// The figures that a statement may be about.
pub(crate) fn draft_of(statement: &Statement, index: &FigureIndex<'_>, plan: &Plan) -> ClaimDraft {
    let mut query = Query {
        unit: wanted_unit(&statement.stated),
        stated: statement.stated.clone(),
        of: statement.of,
        ..Query::default()
    };
    for (words, weight) in &statement.context {
        query.add(words, *weight);
    }
    query.set_group(&statement.group);
    let near: Vec<&str> =
        statement.context.iter().filter(|(_, weight)| *weight >= 1.0).map(|(words, _)| words.as_str()).collect();
    query.is_denied = denies(&near.join(" "));
    let is_base =
        statement.quote.to_lowercase().contains("base:") || statement.quote.contains(&format!("({})", statement.words));
    if query.unit == WantedUnit::Count && is_base {
        query.unit = WantedUnit::Everybody;
    }
    let found = index.find(&query, &plan.survey.rounding, LOOKED_AT);
    let margin = match found.as_slice() {
        [first, second, ..] if first.score > 0.0 => ((first.score - second.score) / first.score).clamp(0.0, 1.0),
        [first] if first.score > 0.0 => 1.0,
        _ => 0.0,
    };
    let mut candidates: Vec<Candidate> = found.iter().take(OFFERED).map(|found| candidate(found, plan)).collect();
    let spoken = statement.context.iter().filter(|(_, weight)| *weight >= SPOKEN);
    let spoken: Vec<&str> = spoken.map(|(words, _)| words.as_str()).collect();
    offer_by_value(&mut candidates, &spoken, &query, index, (&found, plan));
    let is_denied_by_answer = candidates.first().is_some_and(|first| is_denial(&first.remark));
    let side = if denies_verb(statement) && !is_denied_by_answer { Side::Others } else { Side::Counted };
    ClaimDraft {
        quote: statement.quote.clone(),
        lines: statement.lines,
        is: statement.words.clone(),
        side,
        candidates,
        margin,
    }
}

/// Offers answers taken together first, if the words name them side by side (`very or extremely likely`), or fit each of them about equally
/// well and they have the value that none has. Where none that is offered has it, those that have come last: answers taken together, and the
/// figure whose words fit best.
fn offer_by_value(
    candidates: &mut Vec<Candidate>,
    spoken: &[&str],
    query: &Query,
    index: &FigureIndex<'_>,
    (found, plan): (&[Found<'_>], &Plan),
) {
    // Of a question that takes several answers a respondent may have given both.
    let takes_one = |found: &&Found<'_>| {
        let question = plan.codebook.question(&found.figure.section.question);
        question.is_some_and(|question| question.kind() != Kind::Multi)
    };
    let of_one = |most: usize| -> Vec<Found<'_>> { found.iter().take(most).filter(takes_one).cloned().collect() };
    let rounding = &plan.survey.rounding;
    let sum = |answers: Vec<Figure<'_>>| {
        let (value, labels) = describe_sum(&answers, rounding)?;
        let names: Vec<String> = answers.iter().map(|figure| figure.name().to_string()).collect();
        Some(Candidate { figure: names.join(" + "), remark: format!("{value}: {labels}") })
    };
    let few = of_one(SUMMED);
    let named = spoken.iter().find_map(|clause| index.side_by_side(clause, &few));
    let rest = |clause: &&str| index.rest_of_list(clause, query, &of_one(LOOKED_AT));
    if let Some(named) = named.or_else(|| spoken.iter().find_map(rest)).and_then(sum) {
        candidates.insert(0, named);
        candidates.truncate(OFFERED);
        return;
    }
    if found.iter().take(OFFERED).any(|found| found.has_value == Some(true)) {
        return;
    }
    let adding = index.adding_up(query, rounding, &few);
    let with_value = found.iter().find(|found| found.has_value == Some(true));
    let only = || {
        let figure = index.only_with_value(query, rounding)?;
        Some(Found { figure, score: 0.0, has_value: Some(true) })
    };
    let single = with_value.cloned().or_else(only);
    // Few figures share the number of all who answered.
    let is_base = single.as_ref().is_some_and(|found| {
        found.figure.row.kind == RowKind::Base && found.figure.cell.n >= TELLING && query.unit != WantedUnit::Share
    });
    let is_near = adding.as_ref().is_some_and(|(_, are_near)| *are_near);
    let adding = adding.and_then(|(answers, _)| sum(answers));
    let single = single.map(|found| candidate(&found, plan)).filter(|_| !is_near);
    let offered: Vec<Candidate> = adding.into_iter().chain(single).collect();
    candidates.truncate(OFFERED - offered.len());
    let at = if is_near || is_base { 0 } else { candidates.len() };
    candidates.splice(at..at, offered);
}

fn candidate(found: &Found<'_>, plan: &Plan) -> Candidate {
    let described = described(found, plan);
    Candidate { figure: described.figure, remark: format!("{}: {}", described.value, described.labels) }
}

/// Whether what is said of those who are counted is denied: `most do not believe`, `a third of councils have not been asked`.
fn denies_verb(statement: &Statement) -> bool {
    const VERBS: [&str; 12] = ["do", "does", "did", "are", "is", "were", "was", "have", "has", "had", "would", "will"];
    let Some((_, after)) = statement.quote.split_once(&statement.words) else { return false };
    let after = after.to_lowercase().replace('\u{2019}', "'");
    // `Fit for 83%; 17% say that it is not`: behind the clause others are spoken of.
    let clause =
        after.split(|each: char| matches!(each, ';' | ':') || each.is_ascii_digit()).next().unwrap_or_default();
    let words: Vec<&str> =
        clause.split(|each: char| !each.is_alphanumeric() && each != '\'').filter(|word| !word.is_empty()).collect();
    let near = &words[..words.len().min(6)];
    near.windows(2).any(|pair| VERBS.contains(&pair[0]) && pair[1] == "not")
        || near
            .iter()
            .any(|word| word.strip_suffix("n't").is_some_and(|verb| VERBS.contains(&verb)) || *word == "cannot")
}

/// Whether an answer denies something itself: `No`, `Disagree`, `Not at all`.
fn is_denial(labels: &str) -> bool {
    let words = labels.to_lowercase();
    denies(labels)
        || ["disagree", "dissatisfied", "unlikely", "unaware", "never"].iter().any(|word| words.contains(word))
}
