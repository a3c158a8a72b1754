//! The tally of all tables as one aggregate of the engine, whose partial states merge.
//!
//! What it counts, and how sums stay exact, is the crate `topline-tally`'s. Here it gets its arguments from SQL: columns of
//! `responses`, and the conditions of tables. What is to be counted is its first argument, as JSON: so a process that knows the
//! function by its name alone, as the workers of a cluster do, counts the same.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, ListArray, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::{DataFusionError, Result, ScalarValue, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};
use datafusion::physical_expr::expressions::Literal;
use topline_tally::{Cell, Point, Sums, Tally, TallyError};

use crate::counted::Counted;
use crate::layout::Layout;

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Tallied {
    /// The cells of each pair.
    cells: Vec<Vec<Cell>>,
    /// The points of each column of each distribution.
    distributions: Vec<Vec<Vec<Point>>>,
}

impl Tallied {
    pub(crate) fn of(sums: &mut Sums) -> Result<Self, TallyError> {
        Ok(Self { cells: sums.cells()?, distributions: sums.points()? })
    }

    /// What was counted, with what it means.
    pub(crate) fn counted<'a>(&'a self, layout: &'a Layout) -> Counted<'a> {
        Counted { layout, cells: &self.cells, distributions: &self.distributions }
    }
}

/// The aggregate, as the engine knows it. Its value is its last state.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct TallyFunction {
    /// What is to be counted, where the query is planned. Where a plan comes from elsewhere, its arguments have their types already.
    planned: Option<Arc<Tally>>,
    signature: Signature,
}

impl TallyFunction {
    pub(crate) fn new(planned: Option<Arc<Tally>>) -> Self {
        Self { planned, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

/// What is to be counted, as the literal that the aggregate takes first.
pub(crate) fn literal(tally: &Tally) -> Result<String> {
    let json = serde_json::to_string(tally).map_err(|error| DataFusionError::External(Box::new(error)))?;
    Ok(format!("'{}'", json.replace('\'', "''")))
}

/// The same, read from the arguments of a plan.
fn read_literal(arguments: &AccumulatorArgs) -> Result<Tally> {
    let literal = arguments.exprs.first().and_then(|first| first.downcast_ref::<Literal>());
    let json = literal.and_then(|literal| literal.value().try_as_str().flatten());
    let Some(json) = json else { return plan_err!("a tally takes what it counts as a text that is written out") };
    serde_json::from_str(json).map_err(|error| DataFusionError::External(Box::new(error)))
}

pub(crate) fn external(error: TallyError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

/// Fails where the condition of a table is none.
pub(crate) fn check_condition(found: &DataType) -> Result<()> {
    if matches!(found, DataType::Boolean | DataType::Null) {
        return Ok(());
    }
    plan_err!("a filter is a condition, which is true or false, not {found}")
}

fn state_fields() -> Vec<FieldRef> {
    let list_of = |item: DataType| DataType::List(Arc::new(Field::new_list_field(item, false)));
    Sums::state_types().into_iter().map(|(name, item)| Arc::new(Field::new(name, list_of(item), false))).collect()
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
        let Some(tally) = &self.planned else { return Ok(arguments.to_vec()) };
        let [_, read @ ..] = arguments else { return plan_err!("a tally takes what it counts") };
        let filters = tally.pairs.iter().map(|pair| pair.filter);
        for filter in filters.chain(tally.distributions.iter().map(|of| of.filter)).flatten() {
            check_condition(&read[filter])?;
        }
        let types = tally.argument_types(read.len()).map_err(external)?;
        Ok([DataType::Utf8].into_iter().chain(types).collect())
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(Fields::from(state_fields())))
    }

    fn state_fields(&self, _arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(state_fields())
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let tally = Arc::new(read_literal(&arguments)?);
        Ok(Box::new(TallyAccumulator(Sums::new(tally).map_err(external)?)))
    }
}

/// The sums of a partition.
#[derive(Debug)]
struct TallyAccumulator(Sums);

impl TallyAccumulator {
    fn lists(&mut self) -> Result<Vec<Arc<ListArray>>> {
        Ok(self.0.to_arrays().map_err(external)?.into_iter().map(list).collect())
    }
}

impl Accumulator for TallyAccumulator {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        self.0.add(&arguments[1..]).map_err(external)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for row in 0..states[0].len() {
            let arrays = arrays(states, row);
            let other = Sums::from_arrays(Arc::clone(self.0.tally()), &arrays).map_err(external)?;
            self.0.merge(&other).map_err(external)?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(self.lists()?.into_iter().map(ScalarValue::List).collect())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let columns = self.lists()?.into_iter().map(|list| list as ArrayRef).collect();
        Ok(ScalarValue::Struct(Arc::new(StructArray::try_new(Fields::from(state_fields()), columns, None)?)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.0.size()
    }
}

fn list(values: ArrayRef) -> Arc<ListArray> {
    let field = Arc::new(Field::new_list_field(values.data_type().clone(), false));
    Arc::new(ListArray::new(field, OffsetBuffer::from_lengths([values.len()]), values, None))
}

/// The arrays of one state.
fn arrays(states: &[ArrayRef], row: usize) -> Vec<ArrayRef> {
    states.iter().map(|state| state.as_list::<i32>().value(row)).collect()
}

/// The sums that the aggregate gave.
pub(crate) fn sums_of(tally: &Arc<Tally>, result: &StructArray) -> Result<Sums, TallyError> {
    Sums::from_arrays(Arc::clone(tally), &arrays(result.columns(), 0))
}
