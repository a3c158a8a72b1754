//! Whether the files of a pipeline agree with each other.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;

use crate::check_source;
use crate::claim::Referred;
use crate::codebook::Codebook;
use crate::declaration::Survey;
use crate::headline::{Headline, HeadlinePart};
use crate::nearest::nearest;
use crate::plan_files::PlanText;
use crate::problem::Problem;
use crate::question::Kind;
use crate::reference::FigureRef;
use crate::tables::{Table, columns};

/// The tables that SQL can read of a run, beside the reference tables and a view for each question.
pub const RUN_TABLES: [&str; 9] = [
    "responses",
    "answers",
    "questions",
    "options",
    "figures",
    "findings",
    "verdicts",
    "weighting",
    "weighting_summary",
];

type File = Arc<NamedSource<String>>;

/// What can be named as a figure.
pub(crate) struct KnownFigures<'p> {
    pub codebook: &'p Codebook,
    pub tables: &'p [Table],
    pub figures: &'p [(String, PlanText)],
}

pub(crate) fn hinted(problem: Problem, name: &str, known: &[&str]) -> Problem {
    let near = nearest(name, known.iter().copied());
    if near.is_empty() {
        if known.is_empty() || known.len() > 30 {
            return problem;
        }
        return problem.with_hint(format!("known: {}", known.join(", ")));
    }
    problem.with_hint(format!(
        "did you mean {}?",
        near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
    ))
}

pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|other| other.is_ascii_alphanumeric() || other == '_')
}

/// Names are names, given once; columns of the export feed one question; routing leads from a question that is there.
pub(crate) fn codebook(codebook: &Codebook, source: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut columns_of_responses: BTreeMap<String, &str> =
        ["respondent", "row", "weight", "weight_before"].map(|name| (name.to_owned(), "the run itself")).into();
    let mut columns_of_export: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, (question, span)) in codebook.questions.iter().zip(&codebook.spans).enumerate() {
        let mut problem = |message: String| problems.push(Problem::new(source, Some(span.clone()), message));
        let id = question.id.as_str();
        let names = std::iter::once(id)
            .chain(question.items.iter().map(|item| item.id.as_str()))
            .chain(question.nets.iter().map(|net| net.id.as_str()));
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
                Some(from) if from.kind == Kind::Single && !from.is_derived() => {
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

/// Joins go from known questions to known tables.
pub(crate) fn survey(survey: &Survey, codebook: &Codebook, source: &File) -> Vec<Problem> {
    let mut problems = Vec::new();
    let can_be_file = |name: &str| {
        name.chars().all(|each| each.is_ascii_alphanumeric() || "-_.".contains(each))
            && !name.is_empty()
            && !name.starts_with('.')
    };
    if !can_be_file(&survey.id) {
        problems.push(
            Problem::new(source, None, format!("the id `{}` cannot name a folder", survey.id))
                .with_hint("use letters, digits, `-`, `_` and `.`"),
        );
    }
    problems.extend(check_source::sources(survey, source));
    for name in
        survey.references.iter().map(|reference| &reference.name).filter(|name| RUN_TABLES.contains(&name.as_str()))
    {
        problems.push(Problem::new(
            source,
            None,
            format!("the reference table `{name}` has the name of a table of the run"),
        ));
    }
    let references: Vec<&str> = survey.references.iter().map(|reference| reference.name.as_str()).collect();
    let questions: Vec<&str> = codebook.asked().map(|question| question.id.as_str()).collect();
    for join in &survey.joins {
        if !references.contains(&join.reference.as_str()) {
            let problem =
                Problem::new(source, None, format!("a join to the unknown reference table `{}`", join.reference));
            problems.push(hinted(problem, &join.reference, &references));
        }
        match codebook.question(&join.question) {
            Some(question) if !question.is_derived() && matches!(question.kind, Kind::Text | Kind::Single) => {}
            Some(_) => problems.push(Problem::new(
                source,
                None,
                format!("a join on `{}`, which is neither a text nor a single question", join.question),
            )),
            None => {
                let problem = Problem::new(source, None, format!("a join on the unknown question `{}`", join.question));
                problems.push(hinted(problem, &join.question, &questions));
            }
        }
    }
    for exclusion in &survey.exclusions {
        if exclusion.column.is_some() == exclusion.is.is_empty()
            || (exclusion.column.is_none() && exclusion.answers_fewer_than.is_none())
        {
            problems.push(
                Problem::new(source, None, format!("the exclusion \"{}\" has no whole condition", exclusion.reason))
                    .with_hint("give `column` and `is`, or `answers_fewer_than`"),
            );
        }
    }
    problems
}

/// The figure of each headline, and what is wrong with it.
pub(crate) fn headlines(
    headlines: Vec<Headline>,
    known: &KnownFigures<'_>,
    source: &File,
) -> (Vec<(Headline, FigureRef)>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut read: Vec<(Headline, FigureRef)> = Vec::new();
    for headline in headlines {
        if read.iter().any(|(other, _)| other.id.get_ref() == headline.id.get_ref()) {
            problems.push(Problem::new(
                source,
                Some(headline.id.span()),
                format!("there are two headlines `{}`", headline.id.get_ref()),
            ));
        }
        match headline.figure.get_ref().parse::<FigureRef>() {
            Ok(figure) => {
                problems.extend(references(&[(figure.clone(), headline.figure.span())], known, source));
                read.push((headline, figure));
            }
            Err(error) => problems.push(Problem::new(source, Some(headline.figure.span()), error.to_string())),
        }
    }
    (read, problems)
}

/// Every figure that is named can be there.
pub(crate) fn references(referred: &[Referred], known: &KnownFigures<'_>, source: &File) -> Vec<Problem> {
    referred.iter().filter_map(|(figure, span)| reference(figure, known, source, span)).collect()
}

fn reference(figure: &FigureRef, known: &KnownFigures<'_>, source: &File, span: &Range<usize>) -> Option<Problem> {
    if known.figures.iter().any(|(name, _)| *name == figure.table) {
        return None; // Its rows are known when the query has run.
    }
    let problem = |message: String| Problem::new(source, Some(span.clone()), message);
    let Some(table) = known.tables.iter().find(|table| table.id == figure.table) else {
        let mut names: Vec<&str> = known.tables.iter().map(|table| table.id.as_str()).collect();
        names.extend(known.figures.iter().map(|(name, _)| name.as_str()));
        return Some(hinted(problem(format!("there is no table `{}`", figure.table)), &figure.table, &names));
    };
    let parts = table.parts(known.codebook);
    let Some(part) = parts.iter().find(|part| part.key == figure.item) else {
        let items: Vec<&str> = parts.iter().map(|part| part.key.as_str()).filter(|key| !key.is_empty()).collect();
        let message = if items.is_empty() {
            format!("`{}` has no items", table.id)
        } else {
            format!("`{}` has no item `{}`", table.id, figure.item)
        };
        // Where no question of the table is known, that is told of the table.
        return (!parts.is_empty()).then(|| hinted(problem(message), &figure.item, &items));
    };
    let rows: Vec<&str> = part.rows.iter().map(|row| row.key.as_str()).collect();
    if !rows.contains(&figure.row.as_str()) {
        return Some(hinted(
            problem(format!("the table `{}` has no row `{}`", table.id, figure.row)),
            &figure.row,
            &rows,
        ));
    }
    if figure.column.is_empty() {
        return None;
    }
    let columns: Vec<String> = columns(&table.breaks, known.codebook).into_iter().map(|column| column.key).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    (!columns.contains(&figure.column.as_str())).then(|| {
        hinted(problem(format!("the table `{}` has no column `{}`", table.id, figure.column)), &figure.column, &columns)
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
