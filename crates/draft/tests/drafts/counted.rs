//! What the responses of an export count, by its own draft.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Float64Type, Int32Type};
use topline_survey::{Kind, Question};

use crate::reading::Whole;

/// A question or the item of a grid: `q1`, `q1.tea`.
pub fn counts(whole: &Whole, figure: &str) -> (usize, Vec<(String, usize)>) {
    let (id, item) = figure.split_once('.').map_or((figure, None), |(id, item)| (id, Some(item)));
    let question = whole.plan.codebook.question(id).unwrap_or_else(|| panic!("no {id}:\n{}", whole.draft.codebook));
    let column = item.map_or_else(|| id.to_owned(), |item| format!("{id}_{item}"));
    let labels = question.options().iter();
    match question.kind() {
        Kind::Single | Kind::Grid => {
            let codes: Vec<i32> = whole
                .responses
                .iter()
                .flat_map(|batch| {
                    let codes = batch.column_by_name(&column).unwrap_or_else(|| panic!("no {column}"));
                    codes.as_primitive::<Int32Type>().iter().flatten().collect::<Vec<_>>()
                })
                .collect();
            let of = |code: i32| codes.iter().filter(|known| **known == code).count();
            let is_in_base = |code: i32| !question.exclude.contains(&code);
            let base = codes.iter().filter(|code| is_in_base(**code)).count();
            let labels = labels.filter(|option| is_in_base(option.code));
            (base, labels.map(|option| (option.label.clone(), of(option.code))).collect())
        }
        Kind::Multi => {
            let base = ticks(whole, question, question.options()[0].code).1;
            let of = |code: i32| ticks(whole, question, code).0;
            (base, labels.map(|option| (option.label.clone(), of(option.code))).collect())
        }
        other => panic!("{id} is a {other:?}"),
    }
}

/// How many ticked an option, of how many who answered.
fn ticks(whole: &Whole, question: &Question, code: i32) -> (usize, usize) {
    let name = format!("{}_{code}", question.id);
    let each = whole.responses.iter().map(|batch| {
        let ticks = batch.column_by_name(&name).expect("an option").as_boolean();
        (ticks.true_count(), ticks.len() - ticks.null_count())
    });
    each.fold((0, 0), |(ticked, base), (own, answered)| (ticked + own, base + answered))
}

/// The mean of a question, by the values of its options, as a mean counts them.
pub fn mean(whole: &Whole, id: &str) -> (usize, f64) {
    let question = whole.plan.codebook.question(id).unwrap_or_else(|| panic!("no {id}:\n{}", whole.draft.codebook));
    let values: Vec<f64> = if question.kind() == Kind::Number {
        let numbers = whole.responses.iter().flat_map(|batch| {
            let numbers = batch.column_by_name(id).expect("numbers").as_primitive::<Float64Type>();
            numbers.iter().flatten().collect::<Vec<_>>()
        });
        numbers.collect()
    } else {
        let codes = whole.responses.iter().flat_map(|batch| {
            let codes = batch.column_by_name(id).expect("codes").as_primitive::<Int32Type>();
            codes.iter().flatten().collect::<Vec<_>>()
        });
        let value = |code: i32| {
            let option = question.options().iter().find(|option| option.code == code && option.mark.is_none())?;
            Some(option.value.unwrap_or(f64::from(code)))
        };
        codes.filter_map(value).collect()
    };
    (values.len(), values.iter().sum::<f64>() / values.len() as f64)
}
