//! A respondent's words in the Markdown of a bulletin.

use topline_survey::ShownQuote;

use crate::bulletin::markdown::markdown_text;

const MADE_UP: &str = "made up: a reconstructed survey";

/// Words that stand alone in their line: a block with who speaks below.
pub(super) fn quote_block(quote: &ShownQuote, reconstructed: bool) -> String {
    let words = format!("> \u{201c}{}\u{201d}", markdown_text(&quote.text));
    match who(quote, reconstructed) {
        Some(who) => format!("{words}\n>\n> \u{2014} {who}"),
        None => words,
    }
}

/// Words within a line.
pub(super) fn quote_inline(quote: &ShownQuote, reconstructed: bool) -> String {
    let words = format!("\u{201c}{}\u{201d}", markdown_text(&quote.text));
    match who(quote, reconstructed) {
        Some(who) => format!("{words} ({who})"),
        None => words,
    }
}

fn who(quote: &ShownQuote, reconstructed: bool) -> Option<String> {
    let said = (!quote.attribution.is_empty()).then(|| markdown_text(&quote.attribution));
    let made_up = reconstructed.then(|| MADE_UP.to_owned());
    let all: Vec<String> = said.into_iter().chain(made_up).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
