//! Respondents gathered into the state of an estimate, which can be merged.

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array};
use arrow::datatypes::{Float64Type, Int64Type};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, exec_err};
use datafusion::logical_expr::Accumulator;
use topline_estimate::design_sums::DesignSums;
use topline_estimate::domain_size::DomainSums;
use topline_estimate::moments::Moments;
use topline_exact::state::StateReader;

use super::estimand::{Estimand, SampleCell, ValueKind};
use super::estimates::{Gatherings, estimate};
use super::options::Options;
use crate::sample::Sample;

pub(super) fn sample_of(cell: &SampleCell) -> Result<&Sample> {
    cell.get().ok_or_else(|| exec_datafusion_err!("the sample has not been read"))
}

/// The places of respondents in the design, one after the other.
pub(super) struct Places<'a> {
    pub sample: &'a Sample,
    pub rows: &'a Int64Array,
    pub guess: usize,
}

impl Places<'_> {
    pub(super) fn at(&mut self, index: usize) -> Result<usize> {
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
    options: Options,
    sums: DesignSums,
    moments: Moments,
    /// Those without an answer too.
    asked: DomainSums,
}

impl Gathered {
    pub(super) fn new(sample: SampleCell, estimand: Estimand, options: Options) -> Result<Self> {
        let sums = sample_of(&sample)?.summation.sums(COLUMNS);
        Ok(Self { sample, estimand, options, sums, moments: Moments::new(), asked: DomainSums::default() })
    }
}

/// How many sums an estimate needs: `1` and `y`; of a ratio `y` and `x`.
const COLUMNS: usize = 2;

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
        let y = match self.estimand.values().first() {
            None => Values::Ones,
            Some(ValueKind::Condition) => Values::Conditions(values[0].as_boolean()),
            Some(ValueKind::Number | ValueKind::Part | ValueKind::Group) => {
                Values::Numbers(values[0].as_primitive::<Float64Type>())
            }
        };
        let x = (self.estimand == Estimand::Ratio).then(|| Values::Numbers(values[1].as_primitive::<Float64Type>()));
        for index in 0..rows.len() {
            let place = places.at(index)?;
            self.asked.add(sample.design().weights()[place]);
            let Some(y) = y.at(index) else { continue };
            let (row, x) = match &x {
                None => ([(0, 1.0), (1, y)], 1.0),
                Some(x) => match x.at(index) {
                    None => continue,
                    Some(x) => ([(0, y), (1, x)], x),
                },
            };
            sample.summation.add(&mut self.sums, place, &row);
            self.moments.add(sample.design().weights()[place], y, x);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let sample = sample_of(&self.sample)?;
        for state in states[0].as_binary::<i32>().iter().flatten() {
            let mut reader = StateReader::new(state);
            let (asked, moments) = (DomainSums::read(&mut reader), Moments::read(&mut reader));
            match (asked, moments, sample.summation.from_bytes(COLUMNS, reader.rest())) {
                (Some(asked), Some(moments), Some(sums)) => {
                    self.asked.merge(&asked);
                    self.moments.merge(&moments);
                    self.sums.merge(&sums);
                }
                _ => return exec_err!("a partial state is not of this design"),
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let mut bytes = Vec::new();
        self.asked.write(&mut bytes);
        self.moments.write(&mut bytes);
        bytes.extend(self.sums.to_bytes());
        Ok(vec![ScalarValue::Binary(Some(bytes))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let state = Gatherings { sums: &self.sums, moments: &self.moments, asked: self.asked.size() };
        estimate(sample_of(&self.sample)?, self.estimand, state, &self.options)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.sums.size()
    }
}
