//! What a run came to, in a few lines.

use std::io::{self, Write};

use topline_pipeline::{LastRun, Outcome};
use topline_survey::{Action, FindingKind, Verdict};

use crate::finding_words::counted;
use crate::run_result::FigureCount;

/// Says that a pipeline need not be run.
pub(crate) fn write_up_to_date(name: &str, last: &LastRun, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{name}: up to date, at {}", last.path.display())?;
    match short(last.ledger.unexpected, last.ledger.checks.failed) {
        None => writeln!(out),
        Some(short) => writeln!(out, "; NOT AS EXPECTED: {short}"),
    }
}

/// What a run falls short in: `2 verdicts, 1 check`.
pub(crate) fn short(unexpected: u64, failed: u64) -> Option<String> {
    let parts = [(unexpected, "verdict"), (failed, "check")].into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, of)| number(count, of)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A number of things that take an `s`: `1 verdict`, `2 verdicts`.
pub(crate) fn number(count: u64, of: &str) -> String {
    format!("{count} {of}{}", if count == 1 { "" } else { "s" })
}

/// Writes the summary of a run.
pub(crate) fn write(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}: {}", outcome.survey, outcome.title)?;
    if outcome.reconstructed {
        writeln!(out, "  export     reconstructed from published figures: no row is a real response")?;
    }
    let rows = &outcome.accounting;
    let mut went = vec![format!("{} accepted", rows.accepted)];
    if rows.duplicate > 0 {
        went.push(format!("{} duplicate", rows.duplicate));
    }
    went.extend(rows.excluded.iter().map(|(reason, count)| format!("{count} excluded ({reason})")));
    if rows.quarantined > 0 {
        went.push(format!("{} quarantined", rows.quarantined));
    }
    writeln!(out, "  rows       {} read: {}", rows.read, went.join(", "))?;
    for file in &rows.sources {
        writeln!(out, "    {}: {} read, {} accepted", file.source, file.read, file.accepted)?;
    }
    writeln!(out, "  responses  {} respondents", rows.respondents)?;
    let counted = |(kind, action, count): &(FindingKind, Action, u64)| counted(*kind, *action, *count);
    let findings: Vec<String> = outcome.findings.iter().map(counted).collect();
    let findings = if findings.is_empty() { "none".to_owned() } else { findings.join(", ") };
    writeln!(out, "  findings   {findings}")?;
    let FigureCount { published, held_back, empty } = FigureCount::of(outcome);
    write!(out, "  figures    {published} published, {held_back} held back")?;
    if empty > 0 {
        write!(out, ", {empty} empty")?;
    }
    writeln!(out)?;
    let rulings: Vec<String> =
        outcome.rulings().into_iter().map(|(ruling, count)| format!("{count} {}", ruling.as_str())).collect();
    let rulings = if rulings.is_empty() { "none: no claims".to_owned() } else { rulings.join(", ") };
    writeln!(out, "  verdicts   {rulings}")?;
    let unexpected: Vec<&Verdict> = outcome.unexpected().collect();
    if !unexpected.is_empty() {
        writeln!(
            out,
            "  NOT AS EXPECTED: {} of {} verdicts; `topline verify` lists all",
            unexpected.len(),
            outcome.verdicts.len()
        )?;
        for verdict in unexpected.iter().take(10) {
            writeln!(
                out,
                "    {} {}: {}, expected {}: stated {}, found {}",
                verdict.document,
                verdict.lines,
                verdict.ruling.as_str(),
                verdict.expected.as_str(),
                verdict.stated,
                verdict.found
            )?;
        }
    }
    let held = outcome.checks.iter().filter(|check| check.passed).count();
    if !outcome.checks.is_empty() {
        writeln!(out, "  checks     {held} of {} hold", outcome.checks.len())?;
    }
    for check in outcome.checks.iter().filter(|check| !check.passed) {
        let mark = if check.is_short() { "NOT AS EXPECTED" } else { "warning" };
        writeln!(out, "  {mark}: {}: {}, must be {}", check.name, check.found, check.expected)?;
    }
    match &outcome.path {
        Some(path) => writeln!(out, "  outputs    {}", path.display()),
        None => writeln!(out, "  outputs    not replaced: those of the last run stay"),
    }
}
