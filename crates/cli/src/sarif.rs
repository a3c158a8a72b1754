//! Verdicts that are not as expected, as SARIF 2.1.0: what GitHub and editors show in the document itself.

use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};
use topline_pipeline::{Outcome, Pipeline, write_input};
use topline_survey::{Passage, Ruling, Verdict};

use crate::failure::Failure;

/// Writes the file.
pub(crate) fn write(file: &Path, runs: &[(Pipeline, Outcome)]) -> Result<(), Failure> {
    let results = runs.iter().flat_map(|(pipeline, outcome)| {
        outcome.unexpected().map(|verdict| result(pipeline, &outcome.survey, verdict)).collect::<Vec<_>>()
    });
    let rules = Ruling::ALL
        .into_iter()
        .map(|ruling| json!({ "id": ruling.as_str(), "shortDescription": { "text": sentence(ruling.meaning()) } }));
    let sarif = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "topline",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            } },
            "results": results.collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_vec_pretty(&sarif).map_err(Failure::Json)?;
    text.push(b'\n');
    write_input(file, &text).map_err(Failure::Results)
}

fn result(pipeline: &Pipeline, survey: &str, verdict: &Verdict) -> Value {
    let (first, last) = match verdict.lines {
        Passage::Lines(first, last) => (u64::from(first), u64::from(last)),
        // Below the header.
        Passage::Row(row) => (row + 1, row + 1),
    };
    let message = format!(
        "{survey}: \"{}\": stated {}, found {}: {} (expected {})",
        verdict.quote,
        verdict.stated,
        verdict.found,
        verdict.reason.trim_end_matches('.'),
        verdict.expected.as_str()
    );
    json!({
        "ruleId": verdict.ruling.as_str(),
        "level": "error",
        "message": { "text": message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&place(pipeline, verdict)) },
            "region": { "startLine": first, "endLine": last },
        } }],
    })
}

/// The document, or the table of expected figures; the pipeline's `survey.toml` where the text is not at hand.
fn place(pipeline: &Pipeline, verdict: &Verdict) -> PathBuf {
    let claims = pipeline.plan.claims.iter().find(|claims| claims.document.id == verdict.document);
    let path = claims.and_then(|claims| match verdict.lines {
        Passage::Lines(..) => claims.document.path.clone(),
        Passage::Row(_) => claims.expected.as_ref().map(|expected| expected.path.clone()),
    });
    let path = path.filter(|path| !path.contains("${"));
    pipeline.folder.join(path.unwrap_or_else(|| "survey.toml".to_owned()))
}

/// A path without `..`, with the slashes of a URI.
fn uri(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            Component::CurDir => {}
            Component::RootDir => parts.push(String::new()),
            Component::ParentDir | Component::Prefix(_) | Component::Normal(_) => {
                parts.push(part.as_os_str().to_string_lossy().replace(' ', "%20"));
            }
        }
    }
    parts.join("/")
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str() + ".").unwrap_or_default()
}
