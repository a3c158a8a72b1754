//! What a run came to, in a few lines.

use std::io::{self, Write};

use topline_pipeline::{LastRun, Outcome};
use topline_survey::{Action, FindingKind, Published, Tabulation, Verdict};

use crate::finding_words::counted;

/// Says that a pipeline need not be run.
pub(crate) fn write_up_to_date(name: &str, last: &LastRun, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{name}: up to date, at {}", last.path.display())?;
    match last.ledger.unexpected {
        0 => writeln!(out),
        unexpected => writeln!(out, "; NOT AS EXPECTED: {}", number(unexpected, "verdict")),
    }
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
    let count = |is: fn(&Published) -> bool| {
        outcome.tables.iter().flat_map(Tabulation::figures).filter(|figure| is(&figure.cell.published)).count()
    };
    let published = count(|published| matches!(published, Published::Value(_)));
    let held_back = count(|published| matches!(published, Published::HeldBack(_)));
    let empty = count(|published| matches!(published, Published::Empty));
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
    if let Some(path) = &outcome.path {
        writeln!(out, "  outputs    {}", path.display())?;
    }
    Ok(())
}
