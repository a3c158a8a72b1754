//! Whether the questions of a codebook agree with each other.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;
use topline_survey::{Codebook, Kind};

use crate::checks::names::{hinted, is_name};
use crate::problem::Problem;

type File = Arc<NamedSource<String>>;

/// Names are names, given once; columns of the export feed one question; routing leads from a question that is there.
pub(crate) fn codebook(codebook: &Codebook, spans: &[Range<usize>], source: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut columns_of_responses: BTreeMap<String, &str> =
        ["respondent", "row_id", "weight", "weight_before"].map(|name| (name.to_owned(), "the run itself")).into();
    let mut columns_of_export: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, (question, span)) in codebook.questions.iter().zip(spans).enumerate() {
        let mut problem = |message: String| problems.push(Problem::new(source, Some(span.clone()), message));
        let id = question.id.as_str();
        let names = std::iter::once(id)
            .chain(question.items().iter().map(|item| item.id.as_str()))
            .chain(question.nets().iter().map(|net| net.id.as_str()));
        for name in names.filter(|name| !is_name(name)) {
            problem(format!("`{name}` is not a name: letters, digits and `_`, a letter first"));
        }
        let mut taken: Vec<String> =
            question.variables().into_iter().flat_map(|column| [column.name, column.absent]).collect();
        taken.sort();
        taken.dedup();
        for column in taken {
            if let Some(other) = columns_of_responses.insert(column.clone(), id) {
                problem(format!("the column `{column}` of responses is both that of `{other}` and of `{id}`"));
            }
        }
        for column in question.columns() {
            if let Some(other) = columns_of_export.insert(column, id) {
                problem(format!("the column \"{column}\" of the export is both that of `{other}` and of `{id}`"));
            }
        }
        if let Some(routing) = &question.asked_if {
            let known: Vec<&str> = codebook.asked().map(|question| question.id.as_str()).collect();
            match codebook.question(&routing.question) {
                Some(from) if from.kind() == Kind::Single && !from.is_derived() => {
                    for code in routing.is.iter().filter(|code| from.option(**code).is_none()) {
                        problem(format!("routing from the unknown code {code} of `{}`", from.id));
                    }
                    if !codebook.questions[..index].iter().any(|earlier| earlier.id == from.id) {
                        problem(format!("routing from `{}`, which does not come before `{id}`", from.id));
                    }
                }
                Some(from) => {
                    problem(format!("routing from `{}`, which is not a single question of the export", from.id));
                }
                None => {
                    let message = format!("routing from the unknown question `{}`", routing.question);
                    let routed = Problem::new(source, Some(span.clone()), message);
                    problems.push(hinted(routed, &routing.question, &known));
                }
            }
        }
    }
    problems
}
