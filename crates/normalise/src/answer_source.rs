//! A column of `responses`, and which answer each respondent gives in it.

use std::collections::HashMap;
use std::ops::Range;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int32Array, StringArray};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{Float64Type, Int32Type};
use foldhash::fast::FixedState;
use topline_records::{RESPONSES, RecordError, RecordType, ResponseColumns, holds};
use topline_survey::{Absent, Kind, Opt, Question, Variable, VariableKind};

use crate::distinct_answers::{Answer, DistinctAnswers};
use crate::error::NormaliseError;

/// The number of what is no row: a box that is not ticked, or one that leaves it to the last to say why none is.
pub(crate) const NONE: i32 = -1;

/// The values of a column.
enum Values<'p, 'r> {
    Ticks(&'r BooleanArray, Option<&'p Opt>),
    /// Codes of these options, or ranks.
    Codes(&'r Int32Array, HashMap<i32, &'p Opt, FixedState>),
    Numbers(&'r Float64Array),
    /// Not told.
    Words,
}

/// One column of `responses` with its arrays.
pub(crate) struct Source<'p, 'r> {
    values: Values<'p, 'r>,
    absent: &'r StringArray,
    /// Which missing value there is, where the question has some.
    missing: Option<&'r Int32Array>,
    /// The last tick box of its question, or not a tick box: the one that tells of an absent answer.
    tells_absence: bool,
    /// What all its answers have in common.
    common: Answer<'p>,
}

impl<'p, 'r> Source<'p, 'r> {
    /// The columns of `responses` that hold the answers to a question.
    pub(crate) fn all(question: &'p Question, responses: &ResponseColumns<'r>) -> Result<Vec<Self>, NormaliseError> {
        let variables = question.variables();
        let last = variables.len().saturating_sub(1);
        let source = |(position, variable): (usize, &Variable<'p>)| {
            let absent = find(responses, &variable.absent)?;
            Ok(Self {
                values: values(variable, find(responses, &variable.name)?)?,
                absent: absent.as_string_opt().ok_or_else(|| other_type(&variable.absent, RecordType::Text.name()))?,
                missing: missing(variable, responses)?,
                tells_absence: question.kind() != Kind::Multi || position == last,
                common: Answer {
                    question,
                    item: variable.item,
                    code: None,
                    label: None,
                    value: None,
                    absent: None,
                    missing: None,
                },
            })
        };
        variables.iter().enumerate().map(source).collect()
    }

    /// The number of the answer that each of some respondents gives, or [`NONE`].
    pub(crate) fn numbers(&self, some: Range<usize>, distinct: &mut DistinctAnswers<'p>) -> Vec<i32> {
        let common = self.common;
        match &self.values {
            Values::Ticks(ticked, option) => {
                let code = option.map(|option| option.code);
                let label = option.map(|option| option.label.as_str());
                let number = distinct.enter(Answer { code, label, ..common });
                let is_ticked = |row| ticked.is_valid(row) && ticked.value(row);
                self.each(some, distinct, |_, row| if is_ticked(row) { number } else { NONE })
            }
            Values::Codes(codes, options) => {
                let mut known = CodeNumbers::default();
                self.each(some, distinct, |distinct, row| {
                    let code = codes.value(row);
                    known.number(code, || distinct.enter(coded(common, code, options.get(&code).copied())))
                })
            }
            Values::Numbers(numbers) => {
                let mut known: HashMap<u64, i32, FixedState> = HashMap::default();
                self.each(some, distinct, |distinct, row| {
                    let value = numbers.value(row);
                    let enter = || distinct.enter(Answer { value: Some(value), ..common });
                    *known.entry(value.to_bits()).or_insert_with(enter)
                })
            }
            Values::Words => {
                let number = distinct.enter(common);
                self.each(some, distinct, |_, _| number)
            }
        }
    }

    /// For each of some respondents why the answer is absent, or what is told of it.
    fn each(
        &self,
        some: Range<usize>,
        distinct: &mut DistinctAnswers<'p>,
        mut told: impl FnMut(&mut DistinctAnswers<'p>, usize) -> i32,
    ) -> Vec<i32> {
        let mut known: Vec<(&str, Option<i32>, i32)> = Vec::new();
        let mut why = |distinct: &mut DistinctAnswers<'p>, row: usize| {
            let reason = self.absent.value(row);
            let code = self.missing.filter(|missing| missing.is_valid(row)).map(|missing| missing.value(row));
            if let Some((.., number)) = known.iter().find(|(text, value, _)| *text == reason && *value == code) {
                return *number;
            }
            let absent = Absent::ALL.into_iter().find(|absent| absent.as_str() == reason);
            let missing = self.common.question.missing.iter().find(|missing| Some(missing.code) == code);
            let answer = Answer { absent, missing, ..self.common };
            let number = if self.tells_absence { distinct.enter(answer) } else { NONE };
            known.push((reason, code, number));
            number
        };
        let mut numbers = Vec::with_capacity(some.len());
        let nulls = self.absent.nulls().cloned().unwrap_or_else(|| NullBuffer::new_valid(self.absent.len()));
        for at in nulls.slice(some.start, some.len()).valid_indices() {
            numbers.extend((numbers.len()..at).map(|at| told(distinct, some.start + at)));
            numbers.push(why(distinct, some.start + at));
        }
        numbers.extend((numbers.len()..some.len()).map(|at| told(distinct, some.start + at)));
        numbers
    }
}

pub(crate) fn find<'r>(responses: &ResponseColumns<'r>, name: &str) -> Result<&'r ArrayRef, NormaliseError> {
    responses.column(name).map_err(NormaliseError::Records)
}

/// The column that says which missing value there is.
fn missing<'r>(
    variable: &Variable<'_>,
    responses: &ResponseColumns<'r>,
) -> Result<Option<&'r Int32Array>, NormaliseError> {
    let Some(name) = variable.missing() else { return Ok(None) };
    let codes = find(responses, &name)?.as_primitive_opt();
    codes.map(Some).ok_or_else(|| other_type(&name, RecordType::Code.name()))
}

fn other_type(name: &str, data_type: &'static str) -> NormaliseError {
    NormaliseError::Records(RecordError::Column { table: RESPONSES.name, column: name.to_owned(), data_type })
}

fn values<'p, 'r>(variable: &Variable<'p>, array: &'r ArrayRef) -> Result<Values<'p, 'r>, NormaliseError> {
    let values = match variable.kind {
        VariableKind::Tick => array.as_boolean_opt().map(|ticked| Values::Ticks(ticked, variable.option)),
        VariableKind::Code => {
            let options = variable.question.options().iter().rev().map(|option| (option.code, option)).collect();
            array.as_primitive_opt::<Int32Type>().map(|codes| Values::Codes(codes, options))
        }
        VariableKind::Number => array.as_primitive_opt::<Float64Type>().map(Values::Numbers),
        VariableKind::Text | VariableKind::Date => Some(Values::Words),
    };
    values.ok_or_else(|| other_type(&variable.name, holds(variable.kind).name()))
}

/// The answer with a code: an option, or else a rank.
fn coded<'p>(common: Answer<'p>, code: i32, option: Option<&'p Opt>) -> Answer<'p> {
    let value = match option {
        Some(option) => option.mark.is_none().then(|| option.value.unwrap_or(f64::from(code))),
        None => Some(f64::from(code)),
    };
    Answer { code: Some(code), label: option.map(|option| option.label.as_str()), value, ..common }
}

/// The numbers of answers by their codes.
struct CodeNumbers {
    /// Those of codes below [`SMALL`], which are found without hashing, or [`NONE`].
    small: [i32; SMALL],
    others: HashMap<i32, i32, FixedState>,
}

const SMALL: usize = 256;

impl Default for CodeNumbers {
    fn default() -> Self {
        Self { small: [NONE; SMALL], others: HashMap::default() }
    }
}

impl CodeNumbers {
    #[inline]
    fn number(&mut self, code: i32, enter: impl FnOnce() -> i32) -> i32 {
        let Some(number) = self.small.get_mut(code as usize) else {
            return *self.others.entry(code).or_insert_with(enter);
        };
        if *number == NONE {
            *number = enter();
        }
        *number
    }
}
