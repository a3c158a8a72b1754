//! Respondents kept one by one: quantiles and tests need their values in order, or twice.

use std::collections::HashMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{Float64Type, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::Accumulator;
use topline_exact::state::{StateReader, write_f64, write_u64};

use super::accumulator::{Places, sample_of};
use super::called::{Asked, Called, Groups};
use super::estimand::{Estimand, SampleCell, ValueKind};
use super::estimates::of_respondents;
use super::standardised::standardised;

/// What was gathered of respondents.
#[derive(Debug)]
pub(super) struct Respondents {
    sample: SampleCell,
    called: Called,
    /// The place of each respondent in the design.
    places: Vec<usize>,
    /// The values of each, one argument after the other: a number, a condition as 1 and 0, or the place of a group's label.
    values: Vec<Vec<f64>>,
    /// The labels of each argument that is a group.
    labels: Vec<Labels>,
    /// How many the query counts, those without a value too.
    rows: u64,
}

#[derive(Debug, Default, Clone)]
struct Labels {
    known: Vec<String>,
    places: HashMap<String, usize>,
}

impl Labels {
    fn place(&mut self, label: &str) -> usize {
        if let Some(place) = self.places.get(label) {
            return *place;
        }
        self.known.push(label.to_owned());
        self.places.insert(label.to_owned(), self.known.len() - 1);
        self.known.len() - 1
    }

    /// The place of each label in order: of numbers by their size, else as texts.
    fn ranks(&self) -> (Vec<usize>, Vec<String>) {
        let mut order: Vec<usize> = (0..self.known.len()).collect();
        let numbers: Option<Vec<f64>> = self.known.iter().map(|label| label.trim().parse().ok()).collect();
        match numbers {
            Some(numbers) => order.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b])),
            None => order.sort_by(|&a, &b| self.known[a].cmp(&self.known[b])),
        }
        let mut ranks = vec![0; order.len()];
        for (rank, &place) in order.iter().enumerate() {
            ranks[place] = rank;
        }
        (ranks, order.into_iter().map(|place| self.known[place].clone()).collect())
    }
}

impl Respondents {
    pub(super) fn new(sample: SampleCell, called: Called) -> Self {
        let kinds = called.estimand.values().len();
        Self {
            sample,
            called,
            places: Vec::new(),
            values: vec![Vec::new(); kinds],
            labels: vec![Labels::default(); kinds],
            rows: 0,
        }
    }
}

impl Accumulator for Respondents {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let sample = sample_of(&self.sample)?;
        let Some((rows, arguments)) = arguments.split_last() else { return Ok(()) };
        let kinds = self.called.estimand.values();
        let rows = rows.as_primitive::<Int64Type>();
        let mut places = Places { sample, rows, guess: usize::MAX };
        let mut own = vec![0.0; kinds.len()];
        'rows: for index in 0..rows.len() {
            self.rows += 1;
            for (argument, kind) in kinds.iter().enumerate() {
                let array = &arguments[argument];
                let value = match kind {
                    ValueKind::Part => Some(0.0),
                    // Null is not in the base of a proportion, and not among those who meet a condition.
                    ValueKind::Condition if array.is_null(index) && self.called.estimand == Estimand::Prop => None,
                    ValueKind::Condition => {
                        Some(f64::from(u8::from(array.is_valid(index) && array.as_boolean().value(index))))
                    }
                    ValueKind::Number | ValueKind::Group if array.is_null(index) => None,
                    ValueKind::Number => Some(array.as_primitive::<Float64Type>().value(index)),
                    ValueKind::Group => Some(self.labels[argument].place(array.as_string::<i32>().value(index)) as f64),
                };
                match value.filter(|value| value.is_finite()) {
                    Some(value) => own[argument] = value,
                    None => continue 'rows,
                }
            }
            self.places.push(places.at(index)?);
            for (values, value) in self.values.iter_mut().zip(&own) {
                values.push(*value);
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for state in states[0].as_binary::<i32>().iter().flatten() {
            if self.read(state).is_none() {
                return exec_err!("a partial state is not of this call");
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let mut bytes = Vec::new();
        write_u64(&mut bytes, self.rows);
        for labels in &self.labels {
            write_u64(&mut bytes, labels.known.len() as u64);
            for label in &labels.known {
                write_u64(&mut bytes, label.len() as u64);
                bytes.extend_from_slice(label.as_bytes());
            }
        }
        write_u64(&mut bytes, self.places.len() as u64);
        for (row, place) in self.places.iter().enumerate() {
            write_u64(&mut bytes, *place as u64);
            self.values.iter().for_each(|values| write_f64(&mut bytes, values[row]));
        }
        Ok(vec![ScalarValue::Binary(Some(bytes))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let sample = sample_of(&self.sample)?;
        let size = sample.design().rows();
        let mut domain = vec![false; size];
        self.places.iter().for_each(|place| domain[*place] = true);
        let (mut numbers, mut groups) = (Vec::new(), Vec::new());
        for ((kind, values), labels) in self.called.estimand.values().iter().zip(&self.values).zip(&self.labels) {
            match kind {
                ValueKind::Part => {}
                ValueKind::Number | ValueKind::Condition => {
                    let mut column = vec![0.0; size];
                    self.places.iter().zip(values).for_each(|(place, value)| column[*place] = *value);
                    numbers.push(column);
                }
                ValueKind::Group => {
                    let (ranks, labels) = labels.ranks();
                    let mut of_row = vec![usize::MAX; size];
                    self.places.iter().zip(values).for_each(|(place, value)| of_row[*place] = ranks[*value as usize]);
                    groups.push(Groups { of_row, labels });
                }
            }
        }
        let asked = Asked { sample, called: &self.called, domain, numbers, groups, rows: self.rows };
        match &self.called.options.standard {
            Some(standard) => standardised(&asked, standard),
            None => of_respondents(&asked),
        }
    }

    fn size(&self) -> usize {
        let labels = self.labels.iter().flat_map(|labels| &labels.known).map(|label| 2 * (label.len() + 24));
        size_of_val(self) + self.places.len() * 8 * (1 + self.values.len()) + labels.sum::<usize>()
    }
}

impl Respondents {
    /// Takes in the respondents of another state; nothing where the bytes hold none.
    fn read(&mut self, state: &[u8]) -> Option<()> {
        let mut reader = StateReader::new(state);
        self.rows += reader.u64()?;
        let mut own_places: Vec<Vec<usize>> = Vec::new();
        for labels in &mut self.labels {
            let mut places = Vec::new();
            for _ in 0..reader.u64()? {
                let length = reader.u64()?;
                let bytes: Option<Vec<u8>> = (0..length).map(|_| Some(reader.take::<1>()?[0])).collect();
                places.push(labels.place(std::str::from_utf8(&bytes?).ok()?));
            }
            own_places.push(places);
        }
        for _ in 0..reader.u64()? {
            self.places.push(usize::try_from(reader.u64()?).ok()?);
            for (values, places) in self.values.iter_mut().zip(&own_places) {
                let value = reader.f64()?;
                values.push(if places.is_empty() { value } else { *places.get(value as usize)? as f64 });
            }
        }
        Some(())
    }
}
