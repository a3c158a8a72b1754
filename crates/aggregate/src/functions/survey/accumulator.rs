//! Respondents gathered into the state of an estimate, which can be merged.

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array};
use arrow::datatypes::{Float64Type, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, exec_err};
use datafusion::logical_expr::Accumulator;
use topline_estimate::design_sums::DesignSums;
use topline_estimate::proportion_interval::ProportionInterval;
use topline_estimate::quantile_rule::QuantileRule;

use super::estimates::{estimate, quantile};
use super::{Estimand, SampleCell};
use crate::sample::Sample;

fn sample_of(cell: &SampleCell) -> Result<&Sample> {
    cell.get().ok_or_else(|| exec_datafusion_err!("the sample has not been read"))
}

/// The places of respondents in the design, one after the other.
struct Places<'a> {
    sample: &'a Sample,
    rows: &'a Int64Array,
    guess: usize,
}

impl Places<'_> {
    fn at(&mut self, index: usize) -> Result<usize> {
        if self.rows.is_null(index) {
            return exec_err!("a respondent of an estimate has no row");
        }
        let row = self.rows.value(index).cast_unsigned();
        let place = self.sample.place(row, self.guess);
        let place = place.ok_or_else(|| exec_datafusion_err!("row {row} of an estimate is of no respondent"))?;
        self.guess = place + 1;
        Ok(place)
    }
}

/// Sums under the design.
#[derive(Debug)]
pub(crate) struct Gathered {
    sample: SampleCell,
    estimand: Estimand,
    interval: Option<ProportionInterval>,
    sums: DesignSums,
}

impl Gathered {
    pub(crate) fn new(sample: SampleCell, estimand: Estimand, interval: Option<ProportionInterval>) -> Result<Self> {
        let sums = sample_of(&sample)?.summation.sums(columns(estimand));
        Ok(Self { sample, estimand, interval, sums })
    }
}

/// How many sums an estimate needs: `1`, `y` and `y^2`; of a ratio `y`, `x` and the products of both.
fn columns(estimand: Estimand) -> usize {
    if estimand == Estimand::Ratio { 5 } else { 3 }
}

/// A number of a row; nothing where it is null or no number.
enum Values<'a> {
    Ones,
    Numbers(&'a Float64Array),
    Conditions(&'a BooleanArray),
}

impl Values<'_> {
    fn at(&self, index: usize) -> Option<f64> {
        match self {
            Self::Ones => Some(1.0),
            Self::Numbers(numbers) => {
                numbers.is_valid(index).then(|| numbers.value(index)).filter(|value| value.is_finite())
            }
            Self::Conditions(conditions) => {
                conditions.is_valid(index).then(|| f64::from(u8::from(conditions.value(index))))
            }
        }
    }
}

impl Accumulator for Gathered {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let sample = sample_of(&self.sample)?;
        let Some((rows, values)) = arguments.split_last() else { return Ok(()) };
        let mut places = Places { sample, rows: rows.as_primitive::<Int64Type>(), guess: usize::MAX };
        let y = match self.estimand {
            Estimand::N => Values::Ones,
            Estimand::Prop => Values::Conditions(values[0].as_boolean()),
            Estimand::Mean | Estimand::Total | Estimand::Ratio | Estimand::Quantile => {
                Values::Numbers(values[0].as_primitive::<Float64Type>())
            }
        };
        let x = (self.estimand == Estimand::Ratio).then(|| Values::Numbers(values[1].as_primitive::<Float64Type>()));
        for index in 0..rows.len() {
            let Some(y) = y.at(index) else { continue };
            let row: &[(usize, f64)] = match &x {
                None => &[(0, 1.0), (1, y), (2, y * y)],
                Some(x) => match x.at(index) {
                    None => continue,
                    Some(x) => &[(0, y), (1, x), (2, y * y), (3, x * y), (4, x * x)],
                },
            };
            sample.summation.add(&mut self.sums, places.at(index)?, row);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let sample = sample_of(&self.sample)?;
        for state in states[0].as_binary::<i32>().iter().flatten() {
            match sample.summation.from_bytes(columns(self.estimand), state) {
                Some(other) => self.sums.merge(&other),
                None => return exec_err!("a partial state is not of this design"),
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Binary(Some(self.sums.to_bytes()))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        estimate(sample_of(&self.sample)?, self.estimand, &self.sums, self.interval)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.sums.size()
    }
}

/// The values themselves: a quantile needs them in order.
#[derive(Debug)]
pub(crate) struct Quantiles {
    sample: SampleCell,
    part: f64,
    rule: QuantileRule,
    values: Vec<(usize, f64)>,
}

impl Quantiles {
    pub(crate) fn new(sample: SampleCell, part: f64, rule: QuantileRule) -> Self {
        Self { sample, part, rule, values: Vec::new() }
    }
}

impl Accumulator for Quantiles {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let sample = sample_of(&self.sample)?;
        let Some((rows, values)) = arguments.split_last() else { return Ok(()) };
        let mut places = Places { sample, rows: rows.as_primitive::<Int64Type>(), guess: usize::MAX };
        let values = Values::Numbers(values[0].as_primitive::<Float64Type>());
        for index in 0..rows.len() {
            if let Some(value) = values.at(index) {
                self.values.push((places.at(index)?, value));
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for state in states[0].as_binary::<i32>().iter().flatten() {
            for pair in state.chunks_exact(16) {
                let (place, value) = pair.split_at(8);
                let (Ok(place), Ok(value)) = (place.try_into(), value.try_into()) else { continue };
                self.values.push((u64::from_le_bytes(place) as usize, f64::from_le_bytes(value)));
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let bytes = self
            .values
            .iter()
            .flat_map(|(place, value)| (*place as u64).to_le_bytes().into_iter().chain(value.to_le_bytes()));
        Ok(vec![ScalarValue::Binary(Some(bytes.collect()))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        quantile(sample_of(&self.sample)?, &self.values, self.part, self.rule)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.len() * 16
    }
}
