//! A figure counted respondent by respondent, from what the words mean and with nothing of the aggregate's own.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int32Type};
use topline_survey::{BaseRule, FigureRef, Kind, Plan, Question, Table};

/// What a figure should be.
#[derive(Debug)]
pub struct Counted {
    pub n: u64,
    pub n_weighted: f64,
    pub base: u64,
    pub base_weighted: f64,
    pub base_effective: Option<f64>,
    pub x: Option<f64>,
}

/// The responses, and who meets the filter of each table that has one.
pub struct ByHand<'s> {
    pub plan: &'s Plan,
    pub responses: &'s RecordBatch,
    pub filters: BTreeMap<String, Vec<bool>>,
}

/// What one respondent gave to a question, or to an item of it.
#[derive(Default)]
struct Given {
    codes: Vec<i32>,
    number: Option<f64>,
    absent: Option<String>,
}

impl ByHand<'_> {
    pub fn count(&self, figure: &FigureRef) -> Counted {
        let table = self.plan.table(&figure.table).expect("a table");
        let question = self.plan.codebook.question(&table.rows[0]).expect("a question");
        let weighted = self.plan.survey.weights.is_some();
        let (mut base, mut counted, mut total) = (Vec::new(), Vec::new(), 0.0);
        for row in 0..self.responses.num_rows() {
            let given = self.given(question, &figure.item, row);
            if !self.is_in_column(&figure.column, row)
                || self.filters.get(&table.id).is_some_and(|meets| !meets[row])
                || !is_in_base(table, &given)
            {
                continue;
            }
            let weight = if weighted { self.weight(row) } else { 1.0 };
            if weight <= 0.0 {
                continue;
            }
            if figure.row == "mean" {
                let Some(value) = value(question, &given) else { continue };
                total += value * weight;
            }
            base.push(weight);
            if counts(table, question, &figure.row, &given) {
                counted.push(weight);
            }
        }
        let sum = |weights: &[f64]| weights.iter().sum::<f64>();
        let squares: f64 = base.iter().map(|weight| weight * weight).sum();
        let base_weighted = sum(&base);
        let some = base_weighted > 0.0;
        Counted {
            n: counted.len() as u64,
            n_weighted: sum(&counted),
            base: base.len() as u64,
            base_weighted,
            base_effective: (weighted && some).then(|| base_weighted * base_weighted / squares),
            x: match figure.row.as_str() {
                "base" => Some(base.len() as f64),
                "mean" => some.then(|| total / base_weighted),
                _ => some.then(|| 100.0 * sum(&counted) / base_weighted),
            },
        }
    }

    fn given(&self, question: &Question, item: &str, row: usize) -> Given {
        let mut given = Given::default();
        for variable in question.variables() {
            if variable.item.is_some_and(|other| other.id != item) {
                continue;
            }
            let values = self.responses.column_by_name(&variable.name).expect("a column");
            let reasons = self.responses.column_by_name(&variable.absent).expect("a column").as_string::<i32>();
            given.absent = reasons.is_valid(row).then(|| reasons.value(row).to_owned());
            if values.is_null(row) {
                continue;
            }
            match question.kind() {
                Kind::Multi if values.as_boolean().value(row) => {
                    given.codes.push(variable.option.expect("a box is that of an option").code);
                }
                Kind::Multi => {}
                Kind::Number => given.number = Some(values.as_primitive::<Float64Type>().value(row)),
                _ => given.codes.push(values.as_primitive::<Int32Type>().value(row)),
            }
        }
        given
    }

    fn is_in_column(&self, column: &str, row: usize) -> bool {
        let Some((by, name)) = column.split_once('.') else { return true };
        let by = self.plan.codebook.question(by).expect("a break");
        let given = self.given(by, "", row);
        let wanted = by.net(name).map_or_else(|| vec![name.parse().expect("a code")], |net| net.codes.clone());
        given.codes.iter().any(|code| wanted.contains(code))
    }

    fn weight(&self, row: usize) -> f64 {
        self.responses.column_by_name("weight").expect("weights").as_primitive::<Float64Type>().value(row)
    }
}

fn is_in_base(table: &Table, given: &Given) -> bool {
    let answered = given.absent.is_none();
    let in_rule = match table.base {
        BaseRule::Answered => answered,
        BaseRule::Asked => answered || given.absent.as_deref() != Some("not_asked"),
        BaseRule::All => true,
    };
    in_rule && !given.codes.iter().any(|code| table.exclude.contains(code))
}

/// Whether the respondent of a base counts in a row.
fn counts(table: &Table, question: &Question, row: &str, given: &Given) -> bool {
    match row {
        "base" | "mean" => true,
        "no_answer" | "refused" | "invalid" | "not_asked" => given.absent.as_deref() == Some(row),
        _ => {
            let wanted = question.net(row).map_or_else(|| vec![row.parse().expect("a code")], |net| net.codes.clone());
            given.codes.iter().any(|code| wanted.contains(code) && !table.exclude.contains(code))
        }
    }
}

/// What the answer counts for in a mean: marked options and absent answers for nothing.
fn value(question: &Question, given: &Given) -> Option<f64> {
    if question.kind() == Kind::Number {
        return given.number;
    }
    let code = *given.codes.first()?;
    match question.option(code) {
        Some(option) if option.mark.is_some() => None,
        Some(option) => Some(option.value.unwrap_or(f64::from(code))),
        None => Some(f64::from(code)),
    }
}
