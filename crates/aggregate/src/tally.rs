//! One aggregate that fills the cells of every table in one pass.
//!
//! Each respondent has a place on each *dimension* (a code of a question, a ticked net, a reason for being absent). A *pair*
//! is the joint histogram of a row dimension and a column dimension: in each cell the respondents, the sum of their weights
//! and of the squares of these. Nets, bases and percentages are made from the cells afterwards. Sums are fixed-point
//! ([`crate::fixed`]), so that a merge of partial states gives the same bits as one pass.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal256Array, Float64Array, ListArray, StructArray, UInt64Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Decimal256Type, Field, FieldRef, Fields, Float64Type, UInt64Type, i256};
use datafusion::common::{Result, ScalarValue, internal_err, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};
use topline_survey::Absent;

use crate::fixed::{SUM, add, double, fixed};
use crate::places::places;

/// Places for the reasons of absent answers, after the others of a dimension.
const REASONS: usize = Absent::ALL.len();

/// Where a respondent stands: the places `0..` are codes (or "none ticked" and "ticked"), then come the reasons.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The code in one column.
    Code {
        /// The argument that holds the codes.
        column: usize,
        /// The argument that holds the reasons.
        absent: usize,
        /// The codes, in the order of their places.
        codes: Vec<i32>,
    },
    /// Whether any of several boxes is ticked: place 0 none, 1 any.
    Ticked {
        /// The arguments that hold the ticks.
        columns: Vec<usize>,
        /// The argument that holds the reasons.
        absent: usize,
    },
}

impl Dimension {
    /// How many places it has.
    #[must_use]
    pub fn places(&self) -> usize {
        REASONS
            + match self {
                Self::Code { codes, .. } => codes.len(),
                Self::Ticked { .. } => 2,
            }
    }

    /// The place of a reason.
    #[must_use]
    pub fn place_of(&self, absent: Absent) -> usize {
        self.places() - REASONS + absent as usize
    }
}

/// The joint histogram of two dimensions among those who meet a condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pair {
    /// The dimension of the rows.
    pub rows: usize,
    /// The dimension of the columns; none for a total.
    pub columns: Option<usize>,
    /// The argument that holds the condition; none for everybody.
    pub filter: Option<usize>,
    /// The argument that holds values whose weighted sum is wanted in each cell.
    pub value: Option<usize>,
}

/// What to count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// The histograms.
    pub pairs: Vec<Pair>,
    /// The argument that holds the weights.
    pub weight: Option<usize>,
}

impl Tally {
    /// How many columns a pair has.
    #[must_use]
    pub fn columns_of(&self, pair: &Pair) -> usize {
        pair.columns.map_or(1, |columns| self.dimensions[columns].places())
    }

    /// How many cells a pair has.
    #[must_use]
    pub fn cells_of(&self, pair: &Pair) -> usize {
        self.dimensions[pair.rows].places() * self.columns_of(pair)
    }

    /// The types of the arguments that it reads.
    pub(crate) fn argument_types(&self, arguments: usize) -> Result<Vec<DataType>> {
        let mut types = vec![DataType::Null; arguments];
        let mut read = |argument: usize, as_type: DataType| types[argument] = as_type;
        for dimension in &self.dimensions {
            match dimension {
                Dimension::Code { column, absent, .. } => {
                    read(*column, DataType::Int32);
                    read(*absent, DataType::Utf8);
                }
                Dimension::Ticked { columns, absent } => {
                    for column in columns {
                        read(*column, DataType::Boolean);
                    }
                    read(*absent, DataType::Utf8);
                }
            }
        }
        for pair in &self.pairs {
            pair.filter.iter().for_each(|filter| read(*filter, DataType::Boolean));
            pair.value.iter().for_each(|value| read(*value, DataType::Float64));
        }
        self.weight.iter().for_each(|weight| read(*weight, DataType::Float64));
        match types.iter().position(|as_type| *as_type == DataType::Null) {
            Some(unread) => internal_err!("argument {unread} of the tally is read by nothing"),
            None => Ok(types),
        }
    }

    fn cells(&self) -> usize {
        self.pairs.iter().map(|pair| self.cells_of(pair)).sum()
    }
}

/// The sums of one cell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Cell {
    /// Respondents.
    pub n: u64,
    /// The sum of their weights.
    pub weight: f64,
    /// The sum of the squares of their weights.
    pub weight_squared: f64,
    /// The sum of their values times their weights.
    pub value: f64,
}

/// The aggregate, as DataFusion knows it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct TallyFunction {
    tally: Arc<Tally>,
    signature: Signature,
}

impl TallyFunction {
    pub(crate) fn new(tally: Arc<Tally>) -> Self {
        Self { tally, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

fn list_of(name: &str, item: DataType) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new_list_field(item, false))), false)
}

fn result_fields() -> Fields {
    Fields::from(vec![
        list_of("n", DataType::UInt64),
        list_of("weight", DataType::Float64),
        list_of("weight_squared", DataType::Float64),
        list_of("value", DataType::Float64),
    ])
}

impl AggregateUDFImpl for TallyFunction {
    fn name(&self) -> &'static str {
        "tally"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    /// What each argument must be, so that none is read as what it is not: a filter is written by hand.
    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        for filter in self.tally.pairs.iter().filter_map(|pair| pair.filter) {
            match &arguments[filter] {
                DataType::Boolean | DataType::Null => {}
                other => return plan_err!("a filter is a condition, which is true or false, not {other}"),
            }
        }
        self.tally.argument_types(arguments.len())
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(result_fields()))
    }

    fn state_fields(&self, _arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![
            Arc::new(list_of("n", DataType::UInt64)),
            Arc::new(list_of("weight", SUM)),
            Arc::new(list_of("weight_squared", SUM)),
            Arc::new(list_of("value", SUM)),
        ])
    }

    fn accumulator(&self, _arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Sums::new(Arc::clone(&self.tally))))
    }
}

/// The cells so far.
#[derive(Debug)]
struct Sums {
    tally: Arc<Tally>,
    n: Vec<u64>,
    weight: Vec<i256>,
    weight_squared: Vec<i256>,
    value: Vec<i256>,
}

impl Sums {
    fn new(tally: Arc<Tally>) -> Self {
        let cells = tally.cells();
        let weighted = if tally.weight.is_some() { cells } else { 0 };
        let valued = if tally.pairs.iter().any(|pair| pair.value.is_some()) { cells } else { 0 };
        Self {
            n: vec![0; cells],
            weight: vec![i256::ZERO; weighted],
            weight_squared: vec![i256::ZERO; weighted],
            value: vec![i256::ZERO; valued],
            tally,
        }
    }

    /// Adds the rows of a batch to the cells of one pair, which start at `offset`.
    fn add_pair(&mut self, pair: &Pair, offset: usize, batch: &Batch<'_>) -> Result<()> {
        let width = self.tally.columns_of(pair);
        let rows = &batch.places[pair.rows];
        let columns = pair.columns.map(|columns| &batch.places[columns]);
        let filter = pair.filter.map(|filter| batch.arguments[filter].as_boolean());
        let values = pair.value.map(|value| batch.arguments[value].as_primitive::<Float64Type>());
        for (index, place) in rows.iter().enumerate() {
            if filter.is_some_and(|filter| filter.is_null(index) || !filter.value(index)) {
                continue;
            }
            let cell = offset + usize::from(*place) * width + columns.map_or(0, |columns| usize::from(columns[index]));
            self.n[cell] += 1;
            if let Some(weights) = &batch.weights {
                add(&mut self.weight[cell], weights[index].0)?;
                add(&mut self.weight_squared[cell], weights[index].1)?;
            }
            if let Some(values) = values.filter(|values| values.is_valid(index)) {
                let weight = batch.weights.as_ref().map_or(1.0, |weights| double(weights[index].0));
                add(&mut self.value[cell], fixed(values.value(index) * weight)?)?;
            }
        }
        Ok(())
    }
}

/// The rows of a batch, each with its places.
struct Batch<'b> {
    arguments: &'b [ArrayRef],
    places: Vec<Vec<u16>>,
    weights: Option<Vec<(i256, i256)>>,
}

impl Accumulator for Sums {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        let tally = Arc::clone(&self.tally);
        let places = tally.dimensions.iter().map(|dimension| places(dimension, arguments)).collect::<Result<_>>()?;
        let weights = match tally.weight {
            None => None,
            Some(weight) => {
                let weights = arguments[weight].as_primitive::<Float64Type>().values();
                Some(
                    weights
                        .iter()
                        .map(|weight| Ok((fixed(*weight)?, fixed(weight * weight)?)))
                        .collect::<Result<_>>()?,
                )
            }
        };
        let batch = Batch { arguments, places, weights };
        let mut offset = 0;
        for pair in &tally.pairs {
            self.add_pair(pair, offset, &batch)?;
            offset += tally.cells_of(pair);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for state in 0..states[0].len() {
            let n = states[0].as_list::<i32>().value(state);
            for (sum, other) in self.n.iter_mut().zip(n.as_primitive::<UInt64Type>().values()) {
                *sum += other;
            }
            for (sums, states) in
                [&mut self.weight, &mut self.weight_squared, &mut self.value].into_iter().zip(&states[1..])
            {
                let others = states.as_list::<i32>().value(state);
                for (sum, other) in sums.iter_mut().zip(others.as_primitive::<Decimal256Type>().values()) {
                    add(sum, *other)?;
                }
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let sums = |sums: &Vec<i256>| list(Arc::new(Decimal256Array::from(sums.clone()).with_data_type(SUM)));
        Ok(vec![
            ScalarValue::List(list(Arc::new(UInt64Array::from(self.n.clone())))),
            ScalarValue::List(sums(&self.weight)),
            ScalarValue::List(sums(&self.weight_squared)),
            ScalarValue::List(sums(&self.value)),
        ])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let doubles = |sums: &Vec<i256>| -> ArrayRef {
            list(Arc::new(sums.iter().map(|sum| Some(double(*sum))).collect::<Float64Array>()))
        };
        let n: ArrayRef = list(Arc::new(UInt64Array::from(self.n.clone())));
        let columns = vec![n, doubles(&self.weight), doubles(&self.weight_squared), doubles(&self.value)];
        Ok(ScalarValue::Struct(Arc::new(StructArray::try_new(result_fields(), columns, None)?)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.n.len() * 8 + (self.weight.len() * 2 + self.value.len()) * 32
    }
}

fn list(values: ArrayRef) -> Arc<ListArray> {
    let field = Arc::new(Field::new_list_field(values.data_type().clone(), false));
    Arc::new(ListArray::new(field, OffsetBuffer::from_lengths([values.len()]), values, None))
}

/// The cells of each pair, from what the aggregate gave.
pub(crate) fn cells(tally: &Tally, result: &StructArray) -> Vec<Vec<Cell>> {
    let n = result.column(0).as_list::<i32>().value(0);
    let n = n.as_primitive::<UInt64Type>().values().to_vec();
    let doubles = |column: usize| -> Vec<f64> {
        let values = result.column(column).as_list::<i32>().value(0);
        values.as_primitive::<Float64Type>().values().to_vec()
    };
    let (weight, squared, value) = (doubles(1), doubles(2), doubles(3));
    let mut offset = 0;
    tally
        .pairs
        .iter()
        .map(|pair| {
            let range = offset..offset + tally.cells_of(pair);
            offset = range.end;
            range
                .map(|at| Cell {
                    n: n[at],
                    weight: weight.get(at).copied().unwrap_or(n[at] as f64),
                    weight_squared: squared.get(at).copied().unwrap_or(n[at] as f64),
                    value: value.get(at).copied().unwrap_or(0.0),
                })
                .collect()
        })
        .collect()
}
