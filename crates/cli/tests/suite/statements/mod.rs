//! Statements of which it is known whether they are true: five hundred with an error of nine kinds, and five hundred paraphrases.
//!
//! They are made from the figures of `pipelines/`, always in the same way. Whether one is true is decided here, by whole numbers, from the
//! counts of the figures; what the program says of it must agree, and name the cause.

mod audits;
mod error_kind;
mod errors;
mod facts;
mod labelled;
mod paraphrases;
mod twins;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::topline;
use crate::workspace::{copy, path, root};
use error_kind::ErrorKind;
use errors::errors;
use facts::{Fact, Numbers, facts};
use paraphrases::paraphrases;

const SURVEYS: [&str; 3] = ["lga-councillors-2017", "cipfa-impower-2017", "cfps-interviews-2017"];
/// So many statements of each sort.
const WANTED: usize = 500;

/// A claim as `claims/*.toml` has it.
struct Statement {
    survey: usize,
    /// The lines of the claim, but for its place.
    claim: String,
    /// In words, for whoever reads why a test fails.
    words: String,
}

/// Copies of the surveys whose documents are these statements.
struct Judged {
    _folder: TempDir,
    /// By number of statement: the ruling and the reason; nothing where the wording is refused.
    verdicts: BTreeMap<usize, (String, String)>,
    refused: Vec<usize>,
}

/// What the program says of each statement.
fn judge(statements: &[Statement]) -> Judged {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["pipelines", "data"] {
        fs::create_dir_all(folder.path().join(part)).expect("a folder that can be made");
        copy(&root().join(part), &folder.path().join(part));
    }
    let (mut verdicts, mut refused) = (BTreeMap::new(), Vec::new());
    for (survey, name) in SURVEYS.iter().enumerate() {
        let pipeline = folder.path().join("pipelines").join(name);
        fs::remove_dir_all(pipeline.join("claims")).expect("the claims");
        fs::create_dir_all(pipeline.join("claims")).expect("a folder that can be made");
        // Statements are of respondents here: where data were made to agree with documents, two that differ are inconsistent.
        let text = fs::read_to_string(pipeline.join("survey.toml"))
            .expect("the survey")
            .replace("reconstructed = true", "reconstructed = false");
        fs::write(pipeline.join("survey.toml"), text).expect("a file that can be written");
        let mut left: Vec<usize> =
            (0..statements.len()).filter(|number| statements[*number].survey == survey).collect();
        let problems = checked(folder.path(), name, statements, &left);
        left.retain(|number| !problems.contains(number));
        refused.extend(problems);
        assert!(checked(folder.path(), name, statements, &left).is_empty(), "{name}: what is left can be read");
        let told = topline(folder.path(), &["verify", name, "--out", "out", "--format", "json"]);
        for line in told.stdout.lines() {
            let verdict: Value = serde_json::from_str(line).expect("a verdict as JSON");
            let number: usize = verdict["lines"].as_str().and_then(|lines| lines.parse().ok()).expect("a line");
            let text = |key: &str| verdict[key].as_str().unwrap_or_default().to_owned();
            verdicts.insert(number - 1, (text("ruling"), text("reason")));
        }
        assert!(left.iter().all(|number| verdicts.contains_key(number)), "{name}: {}", told.stderr);
    }
    Judged { _folder: folder, verdicts, refused }
}

/// Writes the claims, and finds those whose wording is refused.
fn checked(folder: &Path, name: &str, statements: &[Statement], wanted: &[usize]) -> Vec<usize> {
    let mut text = String::from("[document]\nid = \"made\"\ntitle = \"Made statements\"\n");
    let mut lines = Vec::new();
    for number in wanted {
        // The line of the document is the number of the statement.
        let _ = write!(text, "\n[[claim]]\nlines = [{}]\n", number + 1);
        lines.push((text.lines().count(), *number));
        text.push_str(&statements[*number].claim);
    }
    fs::write(folder.join("pipelines").join(name).join("claims/made.toml"), text).expect("a file that can be written");
    let told = topline(folder, &["check", name]);
    let places =
        told.stderr.split("made.toml:").skip(1).filter_map(|rest| rest.split(':').next()?.trim().parse::<usize>().ok());
    let of = |line: usize| lines.iter().rfind(|(first, _)| *first <= line).map(|(_, number)| *number);
    let mut found: Vec<usize> = places.filter_map(of).collect();
    found.sort_unstable();
    found.dedup();
    assert!(told.code == Some(0) || !found.is_empty(), "{}", told.stderr);
    found
}

/// The figures of every survey.
fn all_facts() -> Vec<Vec<Fact>> {
    SURVEYS.iter().map(|survey| facts(survey)).collect()
}

#[expect(clippy::print_stderr, reason = "the counts are what the test is for")]
fn say(text: &str) {
    eprintln!("{text}");
}

#[test]
fn five_hundred_errors_are_caught_and_their_cause_named() {
    let facts = all_facts();
    let made = errors(&facts, &mut Numbers(17), WANTED);
    assert_eq!(made.len(), WANTED);
    let statements: Vec<Statement> = made.iter().map(|error| error.statement(&facts)).collect();
    let judged = judge(&statements);
    assert!(
        judged.refused.is_empty(),
        "{:?}",
        judged.refused.iter().map(|number| &statements[*number].words).collect::<Vec<_>>()
    );
    let mut counts: BTreeMap<ErrorKind, (usize, usize, usize)> = BTreeMap::new();
    let (mut missed, mut unnamed) = (Vec::new(), Vec::new());
    for (number, error) in made.iter().enumerate() {
        let (ruling, reason) = &judged.verdicts[&number];
        let told = format!("{:?}: {}: {ruling}: {reason}", error.kind, statements[number].words);
        let is_caught = matches!(ruling.as_str(), "contradicted" | "impossible" | "another_figure")
            || error.kind == ErrorKind::Fraction && ruling == "imprecise";
        let is_named = is_caught && error.kind.is_named(&format!("{ruling}: {reason}"), &error.sources);
        let count = counts.entry(error.kind).or_default();
        *count = (count.0 + 1, count.1 + usize::from(is_caught), count.2 + usize::from(is_named));
        if !is_caught {
            missed.push(told);
        } else if !is_named {
            unnamed.push(told);
        }
    }
    for (kind, (all, caught, named)) in &counts {
        say(&format!("{kind:?}: {all} made, {caught} caught, {named} named"));
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
    let named = WANTED - unnamed.len();
    assert!(named * 100 >= WANTED * 95, "{named} named; not:\n{}", unnamed.join("\n"));
    assert_eq!(counts.len(), ErrorKind::ALL.len());
    assert!(counts.values().all(|(all, ..)| *all >= 50), "{counts:?}");
}

#[test]
fn five_hundred_paraphrases_hold() {
    let facts = all_facts();
    let made = paraphrases(&facts, &mut Numbers(23), WANTED);
    assert_eq!(made.len(), WANTED);
    let judged = judge(&made);
    let alarms: Vec<String> = judged
        .verdicts
        .iter()
        .filter(|(_, (ruling, _))| ruling != "holds")
        .map(|(number, (ruling, reason))| format!("{}: {ruling}: {reason}", made[*number].words))
        .collect();
    let mut refused: Vec<&str> = judged.refused.iter().map(|number| made[*number].words.as_str()).collect();
    refused.sort_unstable();
    say(&format!("{WANTED} paraphrases: {} hold, {} refused", judged.verdicts.len() - alarms.len(), refused.len()));
    assert!(alarms.is_empty(), "{} false alarms:\n{}", alarms.len(), alarms.join("\n"));
    assert!(refused.len() * 100 <= WANTED * 3, "{} refused:\n{}", refused.len(), refused.join("\n"));
}

/// A name that a path can hold.
fn out() -> &'static str {
    path(&crate::workspace::seeds().out)
}
