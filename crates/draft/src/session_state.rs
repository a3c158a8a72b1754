//! Rows that may be no responses, whatever tool wrote them: previews, tests, sessions that ended early, and rows without an answer.
//! They are proposed, and never left out unasked.

use crate::column::Column;
use crate::excluded::Excluded;
use crate::text::{fold, squeezed};

/// Columns that say what became of a session: letters and digits in lower case.
const STATE: [&str; 26] = [
    "status",
    "state",
    "completionstatus",
    "completed",
    "complete",
    "finished",
    "responsestatus",
    "surveystatus",
    "interviewstatus",
    "disposition",
    "outcome",
    "result",
    "distributionchannel",
    "channel",
    "mode",
    "istest",
    "test",
    "testresponse",
    "testdata",
    "preview",
    "statut",
    "estado",
    "stato",
    "etat",
    "bearbeitungsstatus",
    "resultcode",
];
/// What such a column says of a row that may be no response, and why.
const STATES: [(&str, &[&str]); 4] = [
    (
        "test or preview",
        &["test", "preview", "survey preview", "testing", "spam", "survey test", "test response", "pretest"],
    ),
    (
        "not finished",
        &[
            "partial",
            "incomplete",
            "in progress",
            "not finished",
            "not completed",
            "abandoned",
            "dropped out",
            "dropout",
            "drop-out",
            "break-off",
            "breakoff",
            "started",
            "unfinished",
            "suspended",
            "teilweise",
            "abgebrochen",
            "incomplet",
            "incompleto",
            "parcial",
            "parziale",
        ],
    ),
    (
        "screened out",
        &["screened out", "screenout", "screen out", "disqualified", "terminated", "not eligible", "ineligible"],
    ),
    ("over quota", &["over quota", "overquota", "quota full", "quotafull", "quota"]),
];

/// The rows that a column of the session proposes to leave out. `known` are those of the tool.
pub(crate) fn proposals(columns: &[Column], known: &[Excluded]) -> Vec<Excluded> {
    let mut proposals = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let name = squeezed(&column.heading.name);
        let is_state = STATE.contains(&name.as_str()) && !column.profile.overflows && column.profile.distinct() <= 12;
        if !is_state || known.iter().any(|excluded| excluded.column == at) {
            continue;
        }
        for (reason, words) in STATES {
            let is_one = |text: &str| words.contains(&fold(text).as_str());
            let found = column.profile.texts.iter().filter(|(text, _)| is_one(text));
            let (is, rows) = found.fold((Vec::new(), 0), |(mut is, rows), (text, count)| {
                is.push(text.clone());
                (is, rows + count)
            });
            if !is.is_empty() {
                proposals.push(Excluded { reason, column: at, is, rows, too_many: true });
            }
        }
        // "Is test: Yes", "Finished: False".
        let (reason, answer) = if matches!(name.as_str(), "istest" | "test" | "testresponse" | "testdata" | "preview") {
            ("test or preview", ["yes", "true", "1"])
        } else if matches!(name.as_str(), "finished" | "completed" | "complete") {
            ("not finished", ["no", "false", "0"])
        } else {
            continue;
        };
        let is_one = |text: &str| answer.contains(&fold(text).as_str());
        if let Some((text, count)) = column.profile.texts.iter().find(|(text, _)| is_one(text)) {
            proposals.push(Excluded { reason, column: at, is: vec![text.clone()], rows: *count, too_many: true });
        }
    }
    proposals
}
