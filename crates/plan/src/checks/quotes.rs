//! Whether quotes are of questions in words, by somebody, and show nothing private unasked.

use std::sync::Arc;

use miette::NamedSource;
use toml::Spanned;
use topline_survey::{Kind, Question, Quote, Quotes};

use crate::checks::figures::KnownFigures;
use crate::faults::QuoteFault;
use crate::known::Known;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// What is wrong with the quotes, as far as it is known without the answers.
pub(crate) fn quotes(quotes: &Quotes, known: &KnownFigures<'_>, source: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    if quotes.minimum == 0 {
        problems.push(Problem::new(source, None, QuoteFault::Minimum {}));
    }
    for private in &quotes.private {
        let fault = match question(private, known) {
            Ok(question) if question.private => None,
            Ok(question) => Some(QuoteFault::NotPrivate { question: question.id.clone() }),
            Err(fault) => Some(fault),
        };
        problems.extend(at(private, fault, source));
    }
    for (index, quote) in quotes.quotes.iter().enumerate() {
        let is_again = quotes.quotes[..index].iter().any(|other| other.id.get_ref() == quote.id.get_ref());
        problems.extend(at(&quote.id, name_fault(quote, is_again), source));
        let is_shown = |question: &Question| {
            !question.private || quotes.private.iter().any(|shown| *shown.get_ref() == question.id)
        };
        problems.extend(at(&quote.question, question_fault(&quote.question, Kind::Text, known, &is_shown), source));
        // An attribution of the whole file is told once.
        for by in quote.attribution.iter().flatten() {
            let is_told = quotes.quotes[..index].iter().flat_map(|other| other.attribution.iter().flatten());
            if is_told.into_iter().all(|told| told.span() != by.span()) {
                problems.extend(at(by, question_fault(by, Kind::Single, known, &is_shown), source));
            }
        }
        if let Some(beside) = &quote.beside {
            problems.extend(at(beside, table_fault(beside, known), source));
        }
    }
    problems
}

fn at(place: &Spanned<String>, fault: Option<QuoteFault>, source: &File) -> Option<Problem> {
    fault.map(|fault| Problem::new(source, Some(place.span()), fault))
}

fn name_fault(quote: &Quote, is_again: bool) -> Option<QuoteFault> {
    let id = quote.id.get_ref();
    let is_name = !id.is_empty() && id.chars().all(|each| each.is_alphanumeric() || each == '_' || each == '-');
    if !is_name {
        Some(QuoteFault::Name { quote: id.clone() })
    } else if is_again {
        Some(QuoteFault::Twice { quote: id.clone() })
    } else if quote.respondent.is_some() == quote.row.is_some() {
        Some(QuoteFault::Whose { quote: id.clone() })
    } else {
        None
    }
}

fn question<'q>(name: &Spanned<String>, known: &KnownFigures<'q>) -> Result<&'q Question, QuoteFault> {
    let name = name.get_ref();
    known.codebook.question(name).ok_or_else(|| {
        let known = Known::of(name, known.codebook.questions.iter().map(|question| &question.id));
        QuoteFault::NoQuestion { question: name.clone(), known }
    })
}

fn question_fault(
    name: &Spanned<String>,
    wanted: Kind,
    known: &KnownFigures<'_>,
    is_shown: &dyn Fn(&Question) -> bool,
) -> Option<QuoteFault> {
    let question = match question(name, known) {
        Ok(question) => question,
        Err(fault) => return Some(fault),
    };
    let (id, kind) = (question.id.clone(), question.kind());
    if kind != wanted {
        let kind = kind.as_str();
        return Some(match wanted {
            Kind::Text => QuoteFault::NotText { question: id, kind },
            _ => QuoteFault::NotSingle { question: id, kind },
        });
    }
    (!is_shown(question)).then_some(QuoteFault::Private { question: id })
}

fn table_fault(table: &Spanned<String>, known: &KnownFigures<'_>) -> Option<QuoteFault> {
    let tables = known.tables.iter().map(|table| &table.id).chain(known.figures.iter().map(|(name, _)| name));
    let tables: Vec<&String> = tables.collect();
    let name = table.get_ref();
    (!tables.contains(&name)).then(|| QuoteFault::NoTable { table: name.clone(), known: Known::of(name, tables) })
}
