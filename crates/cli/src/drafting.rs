//! What is said of a pipeline that was drafted, and of an export beside a pipeline.

use std::io::{self, Write};

use topline_pipeline::{Difference, Initiated};

/// Where a draft stands, and what to look at first.
pub(crate) fn write_initiated(initiated: &Initiated, out: &mut impl Write) -> io::Result<()> {
    let folder = initiated.folder.display();
    writeln!(out, "drafted {folder} from an export of {}", initiated.tool)?;
    for note in &initiated.notes {
        writeln!(out, "  {note}")?;
    }
    writeln!(out, "next: topline run {folder}")
}

/// How an export differs.
pub(crate) fn write_difference(difference: &Difference, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} rows, {} respondents", difference.rows, difference.respondents)?;
    if difference.is_none() {
        writeln!(out, "nothing differs")?;
    }
    for (column, spelled) in &difference.spelled {
        writeln!(out, "column \"{column}\" is spelled \"{}\", which a run takes for it", spelled.escape_debug())?;
    }
    for answers in &difference.spellings {
        for (text, count) in &answers.texts {
            let text = text.escape_debug();
            writeln!(out, "answer {}: \"{text}\" of {count} is an option in another spelling", answers.question)?;
        }
        if answers.others > 0 {
            writeln!(out, "answer {}: {} more are options in another spelling", answers.question, answers.others)?;
        }
    }
    for change in &difference.columns {
        let stops = if difference.not_allowed.contains(change) { " (stops a run)" } else { "" };
        writeln!(out, "column {change}{stops}")?;
    }
    for answers in &difference.answers {
        for (text, count) in &answers.texts {
            writeln!(out, "answer {}: \"{text}\" of {count} matches no option", answers.question)?;
        }
        if answers.others > 0 {
            writeln!(out, "answer {}: {} more match no option", answers.question, answers.others)?;
        }
    }
    for (question, count) in &difference.malformed {
        writeln!(out, "answer {question}: {count} cannot be read")?;
    }
    Ok(())
}
