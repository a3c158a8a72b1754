//! Whether the bulletin quotes headlines that there are.

use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{DocumentFormat, FigureRef, Headline, HeadlinePart, Survey};

use crate::checks::names::hinted;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// The bulletin that `[publish]` asks for has a text.
pub(crate) fn no_bulletin(survey: &Survey, source: &File) -> Option<Problem> {
    let asked = survey.publishing.formats.as_ref()?;
    asked.contains(&DocumentFormat::Bulletin).then(|| {
        Problem::new(source, None, "`[publish]` asks for a bulletin, and the pipeline has no `bulletin.md`")
            .with_hint("write `bulletin.md`, or take `bulletin` out of `formats`")
    })
}

/// Every `{headline}` of the bulletin is a headline, of which it asks what there is.
pub(crate) fn bulletin(text: &str, headlines: &[(Headline, FigureRef)], source: &File) -> Vec<Problem> {
    let names: Vec<&str> = headlines.iter().map(|(headline, _)| headline.id.get_ref().as_str()).collect();
    let parts = HeadlinePart::NAMED.map(|(part, _)| part);
    let mut problems = Vec::new();
    let mut offset = 0;
    while let Some(open) = text[offset..].find('{').map(|at| at + offset) {
        if text[open + 1..].starts_with('{') {
            offset = open + 2; // `{{` is a brace.
            continue;
        }
        let behind = &text[open + 1..];
        let Some(length) = behind.find(['{', '}', '\n']).filter(|at| behind[*at..].starts_with('}')) else {
            let problem = Problem::new(source, Some(open..open + 1), "the brace is not closed");
            problems.push(problem.with_hint("write `{{` for a brace that is meant as one"));
            offset = open + 1;
            continue;
        };
        let end = open + length + 2;
        let problem = |message| Problem::new(source, Some(open..end), message);
        let (name, part) = HeadlinePart::quoted(&text[open + 1..end - 1]);
        if !names.contains(&name) {
            problems.push(hinted(problem(format!("there is no headline `{name}`")), name, &names));
        } else if let Err(part) = part {
            problems.push(hinted(problem(format!("a headline has no `{part}`")), part, &parts));
        }
        offset = end;
    }
    problems
}
