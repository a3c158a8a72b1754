//! The quotes of a pipeline, taken from the responses: each what its respondent wrote, masked, by somebody who cannot be found.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array as _, AsArray as _, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type};
use miette::NamedSource;
use topline_plan::{Problem, ProblemCode, Problems, faults};
use topline_quotes::{MaskRules, excerpt, masks};
use topline_records::{RESPONDENT, ROW_ID};
use topline_store::StoredRows;
use topline_survey::{Kind, Mark, Plan, Quote, Quotes, ShownQuote};

use crate::error::RunError;
use crate::load::Pipeline;

faults! {
    /// What is wrong with a quote, by the answers.
    enum AnswerFault {
        /// No response has this identifier, or this `row_id`.
        ["quote/no-respondent"] NoRespondent {} "no response is from here"
            hint "`responses` has the identifiers, and the `row_id` of each response: rows that were excluded are not in it";
        /// Several responses have this identifier.
        ["quote/several-responses"] SeveralResponses { count: usize } "{count} responses have this identifier"
            hint "give the `row` of the one that is meant: the `row_id` of `responses`";
        /// The respondent gave no answer to the question.
        ["quote/no-answer"] NoAnswer { question: String } "this respondent gave no answer to `{question}`";
        /// These are not the words of the respondent, or they are in another order.
        ["quote/not-said"] NotSaid { part: usize, parts: usize } "part {part} of {parts} is not what the respondent wrote there"
            hint "write `...` for words that are left out, and whole words";
        /// The attribution fits so few respondents that readers may know who speaks.
        ["quote/few"] Few { fits: u64, minimum: u64 }
            "the attribution fits {fits} respondents, and must fit {minimum} or more"
            hint "take a question out of `attribution`, or use one with fewer options; all quotes of one answer count together";
    }
}

/// Every kind of problem that the answers of a quote can have.
pub(crate) fn quote_problem_codes() -> &'static [ProblemCode] {
    AnswerFault::CODES
}

/// What was found of a quote in the responses.
#[derive(Debug, Clone, Default)]
struct QuotedResponse {
    row: Option<i64>,
    count: usize,
    answer: Option<String>,
    /// What else the respondent wrote that is private.
    own: Vec<String>,
    /// The questions that say who speaks, with the code of each that has one to show.
    codes: Vec<(String, i32)>,
}

/// The quotes of a pipeline as their readers see them; every problem with them at once.
pub(crate) fn chosen_quotes(pipeline: &Pipeline, responses: &Path) -> Result<Vec<ShownQuote>, RunError> {
    let plan = &pipeline.plan;
    let quotes = &plan.quotes;
    if quotes.quotes.is_empty() {
        return Ok(Vec::new());
    }
    let found = find_responses(plan, responses)?;
    let conditions: Vec<Vec<(String, i32)>> = quotes
        .quotes
        .iter()
        .zip(&found)
        .map(|(quote, response)| shown_together(quote, response, quotes, &found))
        .collect();
    let fits = count_fitting(&conditions, responses)?;
    let policy = &plan.survey.disclosure;
    let minimum = quotes.minimum.max(policy.minimum_base).max(policy.threshold.unwrap_or(0));
    let mut shown = Vec::new();
    let mut problems = Vec::new();
    let file = pipeline.files.quotes.as_ref().map(|file| NamedSource::new(&file.name, file.text.clone()));
    let source = Arc::new(file.unwrap_or_else(|| NamedSource::new("quotes.toml", String::new())));
    for ((quote, response), fits) in quotes.quotes.iter().zip(&found).zip(fits) {
        match shown_quote(plan, quote, response) {
            Err((span, fault)) => problems.push(Problem::new(&source, Some(span), fault)),
            Ok(_) if fits < minimum => {
                problems.push(Problem::new(&source, Some(quote.id.span()), AnswerFault::Few { fits, minimum }));
            }
            Ok(quote) => shown.push(quote),
        }
    }
    if problems.is_empty() { Ok(shown) } else { Err(RunError::Plan(Problems(problems))) }
}

/// A quote from its response, or what is wrong with it and where.
fn shown_quote(
    plan: &Plan,
    quote: &Quote,
    response: &QuotedResponse,
) -> Result<ShownQuote, (std::ops::Range<usize>, AnswerFault)> {
    match response.count {
        0 => return Err((quote.place_of_respondent(), AnswerFault::NoRespondent {})),
        1 => {}
        count => return Err((quote.place_of_respondent(), AnswerFault::SeveralResponses { count })),
    }
    let question = quote.question.get_ref();
    let no_answer = || (quote.question.span(), AnswerFault::NoAnswer { question: question.clone() });
    let answer = response.answer.as_ref().ok_or_else(no_answer)?;
    let rules = MaskRules { mask: &plan.quotes.mask, keep: &plan.quotes.keep, own: &response.own };
    let text = excerpt(answer, &masks(answer, rules), quote.text.as_ref().map(|text| text.get_ref().as_str()));
    let place = quote.place_of_words();
    let text = text.map_err(|unsaid| (place, AnswerFault::NotSaid { part: unsaid.part, parts: unsaid.parts }))?;
    let label = |(question, code): &(String, i32)| {
        let option = plan.codebook.question(question).and_then(|question| question.option(*code));
        option.map(|option| option.label.clone())
    };
    let labels: Vec<String> = response.codes.iter().filter_map(label).collect();
    Ok(ShownQuote {
        id: quote.id.get_ref().clone(),
        question: question.clone(),
        text,
        attribution: labels.join(", "),
        beside: quote.beside.as_ref().map(|table| table.get_ref().clone()),
    })
}

/// What readers know of a respondent who is quoted: the attributions of all quotes of the same answer.
fn shown_together(
    quote: &Quote,
    response: &QuotedResponse,
    quotes: &Quotes,
    found: &[QuotedResponse],
) -> Vec<(String, i32)> {
    let same = quotes.quotes.iter().zip(found).filter(|(other, of_other)| {
        other.question.get_ref() == quote.question.get_ref() && of_other.row == response.row
    });
    let mut together: Vec<(String, i32)> = same.flat_map(|(_, of_other)| of_other.codes.clone()).collect();
    together.sort_unstable();
    together.dedup();
    together
}

/// The response of each quote.
fn find_responses(plan: &Plan, responses: &Path) -> Result<Vec<QuotedResponse>, RunError> {
    let quotes = &plan.quotes.quotes;
    let asked: BTreeSet<&str> = quotes.iter().map(|quote| quote.question.get_ref().as_str()).collect();
    let is_shown = |id: &str| plan.quotes.private.iter().any(|shown| shown.get_ref() == id) || asked.contains(id);
    // What respondents wrote and nobody may see: their names, for example.
    let secret: Vec<&str> = plan
        .codebook
        .questions
        .iter()
        .filter(|question| question.private && question.kind() == Kind::Text && !is_shown(&question.id))
        .map(|question| question.id.as_str())
        .collect();
    let mut columns: BTreeSet<String> = [RESPONDENT, ROW_ID].map(str::to_owned).into();
    columns.extend(asked.iter().chain(&secret).map(|id| (*id).to_owned()));
    columns.extend(quotes.iter().flat_map(attributed).map(str::to_owned));
    let mut found = vec![QuotedResponse::default(); quotes.len()];
    let mut rows = StoredRows::open_columns(responses, &columns).map_err(RunError::Store)?;
    while let Some(batch) = rows.next(usize::MAX).map_err(RunError::Store)? {
        for row in 0..batch.num_rows() {
            let (respondent, row_id) = (text(&batch, RESPONDENT, row), whole(&batch, row));
            for (quote, response) in quotes.iter().zip(&mut found) {
                let is_it = match &quote.row {
                    Some(wanted) => row_id == Some(*wanted.get_ref()),
                    None => quote
                        .respondent
                        .as_ref()
                        .is_some_and(|wanted| respondent.as_deref() == Some(wanted.get_ref().as_str())),
                };
                if is_it {
                    let count = response.count + 1;
                    *response = response_at(plan, quote, &secret, &batch, row);
                    response.count = count;
                }
            }
        }
    }
    Ok(found)
}

fn attributed(quote: &Quote) -> impl Iterator<Item = &str> {
    quote.attribution.iter().flatten().map(|by| by.get_ref().as_str())
}

fn response_at(plan: &Plan, quote: &Quote, secret: &[&str], batch: &RecordBatch, row: usize) -> QuotedResponse {
    let codes = attributed(quote).filter_map(|by| {
        let code = code(batch, by, row)?;
        let mark = plan.codebook.question(by).and_then(|question| question.option(code)).and_then(|option| option.mark);
        // Who does not know, or is not concerned, is not described by it.
        let is_said = !matches!(mark, Some(Mark::DontKnow | Mark::NotApplicable));
        is_said.then(|| (by.to_owned(), code))
    });
    QuotedResponse {
        row: whole(batch, row),
        count: 0,
        answer: text(batch, quote.question.get_ref(), row),
        own: secret.iter().filter_map(|question| text(batch, question, row)).collect(),
        codes: codes.collect(),
    }
}

/// How many respondents each list of answers fits.
fn count_fitting(conditions: &[Vec<(String, i32)>], responses: &Path) -> Result<Vec<u64>, RunError> {
    let mut columns: BTreeSet<String> = [ROW_ID.to_owned()].into();
    columns.extend(conditions.iter().flatten().map(|(question, _)| question.clone()));
    let mut fits = vec![0; conditions.len()];
    let mut rows = StoredRows::open_columns(responses, &columns).map_err(RunError::Store)?;
    while let Some(batch) = rows.next(usize::MAX).map_err(RunError::Store)? {
        for (conditions, fits) in conditions.iter().zip(&mut fits) {
            let holds =
                |row: &usize| conditions.iter().all(|(question, wanted)| code(&batch, question, *row) == Some(*wanted));
            *fits += (0..batch.num_rows()).filter(holds).count() as u64;
        }
    }
    Ok(fits)
}

fn text(batch: &RecordBatch, column: &str, row: usize) -> Option<String> {
    let cells = batch.column_by_name(column)?.as_string_opt::<i32>()?;
    cells.is_valid(row).then(|| cells.value(row).to_owned())
}

fn code(batch: &RecordBatch, column: &str, row: usize) -> Option<i32> {
    let cells = batch.column_by_name(column)?.as_primitive_opt::<Int32Type>()?;
    cells.is_valid(row).then(|| cells.value(row))
}

fn whole(batch: &RecordBatch, row: usize) -> Option<i64> {
    let cells = batch.column_by_name(ROW_ID)?.as_primitive_opt::<Int64Type>()?;
    cells.is_valid(row).then(|| cells.value(row))
}
