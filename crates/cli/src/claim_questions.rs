//! Drafted claims, asked one by one in the terminal.

use std::io::{BufRead, Write};

use topline_pipeline::{ClaimReview, Decision, DraftedClaim};

use crate::failure::Failure;

/// What each key does.
const KEYS: &str = "1, 2, 3: about this figure; n: no statement about the survey; s: skip; q: quit";

/// Asks of each claim that waits which figure it is about, and writes each answer into the file at once.
pub(crate) fn ask(review: &mut ClaimReview, answers: &mut impl BufRead, out: &mut impl Write) -> Result<(), Failure> {
    let waiting = review.waiting();
    let mut decided = 0_usize;
    if !waiting.is_empty() {
        writeln!(out, "{KEYS}").map_err(Failure::Output)?;
    }
    for (number, claim) in (1..).zip(&waiting) {
        show(claim, number, waiting.len(), out)?;
        match answer(claim, answers, out)? {
            Answer::Figure(figure) => {
                review.decide(claim, Decision::Accept(figure))?;
                decided += 1;
            }
            Answer::SetAside => {
                review.decide(claim, Decision::SetAside)?;
                decided += 1;
            }
            Answer::Skip => {}
            Answer::Quit => break,
        }
    }
    writeln!(out, "{decided} decided, {} still wait", waiting.len() - decided).map_err(Failure::Output)
}

enum Answer<'c> {
    Figure(&'c str),
    SetAside,
    Skip,
    Quit,
}

fn show(claim: &DraftedClaim, number: usize, all: usize, out: &mut impl Write) -> Result<(), Failure> {
    let head = format!("\n{number} of {all}: {}\n  \"{}\"\n", claim.is, claim.quote);
    let candidates = (1..).zip(&claim.candidates);
    let lines = candidates.map(|(place, candidate)| format!("  {place}  {}: {}\n", candidate.figure, candidate.remark));
    let lines: String = lines.collect();
    let none = match (claim.candidates.is_empty(), claim.is_elsewhere) {
        (false, _) => "",
        (true, true) => "  of an earlier time or another survey, by its words\n",
        (true, false) => "  no figure fits its words\n",
    };
    write!(out, "{head}{lines}{none}").map_err(Failure::Output)
}

/// The next answer that is one; the end of the input is the end of the review.
fn answer<'c>(
    claim: &'c DraftedClaim,
    answers: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<Answer<'c>, Failure> {
    loop {
        write!(out, "? ").and_then(|()| out.flush()).map_err(Failure::Output)?;
        let mut line = String::new();
        if answers.read_line(&mut line).map_err(Failure::Input)? == 0 {
            return Ok(Answer::Quit);
        }
        match line.trim() {
            "q" => return Ok(Answer::Quit),
            "s" | "" => return Ok(Answer::Skip),
            "n" => return Ok(Answer::SetAside),
            key => {
                let place = key.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
                match place.and_then(|place| claim.candidates.get(place)) {
                    Some(candidate) => return Ok(Answer::Figure(&candidate.figure)),
                    None => writeln!(out, "{KEYS}").map_err(Failure::Output)?,
                }
            }
        }
    }
}
