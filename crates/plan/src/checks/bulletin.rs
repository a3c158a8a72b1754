//! Whether the bulletin quotes headlines that there are.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{
    BulletinFunction, DocumentFormat, FigureRef, Headline, HeadlinePart, Placeholder, Quotes, Survey,
};

use crate::faults::BulletinFault;
use crate::known::Known;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// The bulletin that `[publish]` asks for has a text.
pub(crate) fn no_bulletin(survey: &Survey, source: &File) -> Option<Problem> {
    let asked = survey.publishing.formats.as_ref()?;
    asked.contains(&DocumentFormat::Bulletin).then(|| Problem::new(source, None, BulletinFault::Missing {}))
}

/// Every `{headline}` of the bulletin is a headline, of which it asks what there is; so are quotes and functions.
pub(crate) fn bulletin(
    text: &str,
    (headlines, quotes): (&[(Headline, FigureRef)], &Quotes),
    source: &File,
) -> Vec<Problem> {
    let names: Vec<&str> = headlines.iter().map(|(headline, _)| headline.id.get_ref().as_str()).collect();
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
        let placeholder = Placeholder::read(&text[open + 1..end - 1], |name| names.contains(&name));
        let faults = faults(&placeholder, &names, quotes);
        problems.extend(faults.into_iter().map(|fault| Problem::new(source, Some(open..end), fault)));
        offset = end;
    }
    problems
}

fn faults(placeholder: &Placeholder<'_>, names: &[&str], quotes: &Quotes) -> Vec<BulletinFault> {
    let no_headline = |name: &str| {
        let fault = || BulletinFault::NoHeadline { headline: name.to_owned(), known: Known::of(name, names) };
        (!names.contains(&name)).then(fault)
    };
    let parts = || HeadlinePart::NAMED.map(|(part, _)| part);
    match placeholder {
        Placeholder::Headline(name, part) => {
            let no_part = |part: &str| BulletinFault::NoPart { part: part.to_owned(), known: Known::of(part, parts()) };
            no_headline(name).or_else(|| part.err().map(no_part)).into_iter().collect()
        }
        Placeholder::Quote(name) => no_quote(name, quotes).into_iter().collect(),
        Placeholder::Call(function, given) => {
            let takes = function.lacks(given.len());
            let arguments = takes.map(|takes| BulletinFault::Arguments { function: function.as_str(), takes });
            arguments.into_iter().chain(given.iter().filter_map(|name| no_headline(name))).collect()
        }
        Placeholder::Unknown(name) => {
            let known = Known::of(name, BulletinFunction::ALL.map(BulletinFunction::as_str));
            vec![BulletinFault::NoFunction { function: (*name).to_owned(), known }]
        }
        Placeholder::Text(_) => Vec::new(),
    }
}

fn no_quote(name: &str, quotes: &Quotes) -> Option<BulletinFault> {
    let known: Vec<&String> = quotes.quotes.iter().map(|quote| quote.id.get_ref()).collect();
    let is_known = known.iter().any(|known| *known == name);
    (!is_known).then(|| BulletinFault::NoQuote { quote: name.to_owned(), known: Known::of(name, known) })
}
