//! Whether the bulletin quotes headlines that there are.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{DocumentFormat, FigureRef, Headline, HeadlinePart, Quotes, Survey};

use crate::faults::BulletinFault;
use crate::known::Known;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// The bulletin that `[publish]` asks for has a text.
pub(crate) fn no_bulletin(survey: &Survey, source: &File) -> Option<Problem> {
    let asked = survey.publishing.formats.as_ref()?;
    asked.contains(&DocumentFormat::Bulletin).then(|| Problem::new(source, None, BulletinFault::Missing {}))
}

/// Every `{headline}` of the bulletin is a headline, of which it asks what there is.
pub(crate) fn bulletin(
    text: &str,
    (headlines, quotes): (&[(Headline, FigureRef)], &Quotes),
    source: &File,
) -> Vec<Problem> {
    let names: Vec<String> = headlines.iter().map(|(headline, _)| headline.id.get_ref().clone()).collect();
    let parts = || HeadlinePart::NAMED.map(|(part, _)| part);
    let mut problems = Vec::new();
    let mut offset = 0;
    while let Some(open) = text[offset..].find('{').map(|at| at + offset) {
        if text[open + 1..].starts_with('{') {
            offset = open + 2; // `{{` is a brace.
            continue;
        }
        let behind = &text[open + 1..];
        let Some(length) = behind.find(['{', '}', '\n']).filter(|at| behind[*at..].starts_with('}')) else {
            problems.push(Problem::new(source, Some(open..open + 1), BulletinFault::OpenBrace {}));
            offset = open + 1;
            continue;
        };
        let end = open + length + 2;
        let inside = &text[open + 1..end - 1];
        let (name, part) = HeadlinePart::quoted(inside);
        let fault =
            if let Some(quote) = HeadlinePart::quote_named(inside, headlines.iter().map(|(headline, _)| headline)) {
                no_quote(quote, quotes)
            } else if names.iter().any(|known| known == name) {
                part.err().map(|part| BulletinFault::NoPart { part: part.to_owned(), known: Known::of(part, parts()) })
            } else {
                Some(BulletinFault::NoHeadline { headline: name.to_owned(), known: Known::of(name, &names) })
            };
        problems.extend(fault.map(|fault| Problem::new(source, Some(open..end), fault)));
        offset = end;
    }
    problems
}

fn no_quote(name: &str, quotes: &Quotes) -> Option<BulletinFault> {
    let known: Vec<&String> = quotes.quotes.iter().map(|quote| quote.id.get_ref()).collect();
    let is_known = known.iter().any(|known| *known == name);
    (!is_known).then(|| BulletinFault::NoQuote { quote: name.to_owned(), known: Known::of(name, known) })
}
