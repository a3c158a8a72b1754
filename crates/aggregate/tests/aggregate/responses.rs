//! Batches of `responses` from answers, built here rather than by `normalise`, which the aggregate does not know.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int32Array, RecordBatch, StringArray};
use topline_records::wholes;
use topline_survey::{Absent, Kind, Plan, Question, Variable};

/// What one respondent gave to one variable.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// A code or a rank.
    Code(i32),
    /// A box, ticked or not.
    Tick(bool),
    /// A number.
    Number(f64),
    /// None, for this reason.
    None(Absent),
}

/// The batch: for each variable of the plan a column of answers by `answer(respondent, variable)`.
///
/// The variables of a multi must be absent together, as a response's are.
pub fn batch(plan: &Plan, weights: &[f64], mut answer: impl FnMut(usize, &Variable<'_>) -> Answer) -> RecordBatch {
    let n = weights.len();
    let mut columns: Vec<(String, ArrayRef, bool)> = vec![
        ("respondent".into(), Arc::new(StringArray::from_iter_values((1..=n).map(|row| format!("r{row}")))), false),
        ("row_id".into(), wholes(2..n as u64 + 2), false),
    ];
    if plan.survey.weights.is_some() {
        columns.push(("weight".into(), Arc::new(Float64Array::from(weights.to_vec())), false));
    }
    for question in &plan.codebook.questions {
        columns.extend(columns_of(question, n, &mut answer));
    }
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

fn columns_of(
    question: &Question,
    n: usize,
    answer: &mut impl FnMut(usize, &Variable<'_>) -> Answer,
) -> Vec<(String, ArrayRef, bool)> {
    let mut columns: Vec<(String, ArrayRef, bool)> = Vec::new();
    let variables = question.variables();
    for (position, variable) in variables.iter().enumerate() {
        let answers: Vec<Answer> = (0..n).map(|respondent| answer(respondent, variable)).collect();
        let each = || answers.iter();
        let values: ArrayRef = match question.kind() {
            Kind::Multi => Arc::new(
                each()
                    .map(|given| if let Answer::Tick(tick) = given { Some(*tick) } else { None })
                    .collect::<BooleanArray>(),
            ),
            Kind::Number => Arc::new(
                each()
                    .map(|given| if let Answer::Number(number) = given { Some(*number) } else { None })
                    .collect::<Float64Array>(),
            ),
            _ => Arc::new(
                each()
                    .map(|given| if let Answer::Code(code) = given { Some(*code) } else { None })
                    .collect::<Int32Array>(),
            ),
        };
        columns.push((variable.name.clone(), values, true));
        if question.kind() != Kind::Multi || position + 1 == variables.len() {
            let reasons: StringArray = each()
                .map(|given| if let Answer::None(reason) = given { Some(reason.as_str()) } else { None })
                .collect();
            columns.push((variable.absent.clone(), Arc::new(reasons), true));
        }
    }
    columns
}
