//! Whether the questions of a codebook agree with each other.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Codebook, Kind};

use crate::checks::names::is_name;
use crate::faults::CodebookFault;
use crate::known::Known;
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// Names are names, given once; columns of the export feed one question; routing leads from a question that is there.
pub(crate) fn codebook(codebook: &Codebook, spans: &[Range<usize>], source: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut columns_of_responses: BTreeMap<String, &str> =
        ["respondent", "row_id", "weight", "weight_before"].map(|name| (name.to_owned(), "the run itself")).into();
    let mut columns_of_export: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, (question, span)) in codebook.questions.iter().zip(spans).enumerate() {
        let mut problem = |fault: CodebookFault| problems.push(Problem::new(source, Some(span.clone()), fault));
        let id = question.id.as_str();
        let names = std::iter::once(id)
            .chain(question.items().iter().map(|item| item.id.as_str()))
            .chain(question.nets().iter().map(|net| net.id.as_str()));
        for name in names.filter(|name| !is_name(name)) {
            problem(CodebookFault::NotAName { name: name.to_owned() });
        }
        let mut taken: Vec<String> = question
            .variables()
            .into_iter()
            .flat_map(|column| [Some(column.name.clone()), column.missing(), Some(column.absent)])
            .flatten()
            .collect();
        taken.sort();
        taken.dedup();
        for column in taken {
            if let Some(other) = columns_of_responses.insert(column.clone(), id) {
                let (first, second) = (other.to_owned(), id.to_owned());
                problem(CodebookFault::ResponseColumnTwice { column, first, second });
            }
        }
        for column in question.columns() {
            if let Some(other) = columns_of_export.insert(column, id) {
                let (column, first, second) = (column.to_owned(), other.to_owned(), id.to_owned());
                problem(CodebookFault::ExportColumnTwice { column, first, second });
            }
        }
        for (at, missing) in question.missing.iter().enumerate() {
            let code = missing.code;
            if question.option(code).is_some() || question.missing[..at].iter().any(|other| other.code == code) {
                let label = missing.label.clone();
                problem(CodebookFault::MissingCode { question: question.id.clone(), code, label });
            }
            if missing.range().is_some_and(|(from, to)| (from..=to).is_empty()) {
                let label = missing.label.clone();
                problem(CodebookFault::MissingRange { question: question.id.clone(), label });
            }
        }
        if let Some(routing) = &question.asked_if {
            match codebook.question(&routing.question) {
                Some(from) if from.kind() == Kind::Single && !from.is_derived() => {
                    for code in routing.is.iter().filter(|code| from.option(**code).is_none()) {
                        problem(CodebookFault::RoutingCode { code: *code, from: from.id.clone() });
                    }
                    if !codebook.questions[..index].iter().any(|earlier| earlier.id == from.id) {
                        problem(CodebookFault::RoutingOrder { from: from.id.clone(), question: id.to_owned() });
                    }
                }
                Some(from) => problem(CodebookFault::RoutingKind { from: from.id.clone() }),
                None => {
                    let known = Known::of(&routing.question, codebook.asked().map(|question| &question.id));
                    problem(CodebookFault::RoutingQuestion { from: routing.question.clone(), known });
                }
            }
        }
    }
    problems
}
