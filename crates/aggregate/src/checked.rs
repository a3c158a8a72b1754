//! Whole numbers do not wrap: a sum that is too large for its type is an error, and no small or negative number.
//!
//! The engine computes with whole numbers as processors do. Its plans are gone through once types are known: `+`, `-` and `*`
//! of whole numbers become functions that fail, and `sum` is replaced by one that adds in 128 bits.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::kernels::numeric;
use arrow::datatypes::{DataType, Decimal128Type, Field, FieldRef, Int64Type, UInt64Type};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::common::{DFSchema, Result, ScalarValue, exec_datafusion_err};
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, BinaryExpr, ColumnarValue, Documentation, Expr, ExprSchemable as _,
    GroupsAccumulator, LogicalPlan, Operator, ReversedUDAF, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use datafusion::optimizer::AnalyzerRule;
use datafusion::prelude::SessionContext;

/// Makes arithmetic of whole numbers fail where it would wrap.
pub(crate) fn register(context: &SessionContext) {
    context.register_udaf(sum());
    context.add_analyzer_rule(Arc::new(CheckedArithmetic));
}

/// The sum that fails where it is too large.
pub(crate) fn sum() -> AggregateUDF {
    AggregateUDF::from(CheckedSum { engine: sum_udaf() })
}

/// The functions that take the place of arithmetic.
pub(crate) fn operations() -> Vec<ScalarUDF> {
    let operations = [Operation::Add, Operation::Subtract, Operation::Multiply];
    operations.map(|operation| ScalarUDF::from(Checked::new(operation))).to_vec()
}

#[derive(Debug)]
struct CheckedArithmetic;

impl AnalyzerRule for CheckedArithmetic {
    fn name(&self) -> &'static str {
        "checked_arithmetic"
    }

    fn analyze(&self, plan: LogicalPlan, _config: &ConfigOptions) -> Result<LogicalPlan> {
        let checked = plan.transform_up_with_subqueries(|node| {
            let mut schema = merge_schema(&node.inputs());
            if let LogicalPlan::TableScan(scan) = &node {
                schema = DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?;
            }
            let names = NamePreserver::new(&node);
            node.map_expressions(|expression| {
                let name = names.save(&expression);
                let checked = expression.transform_up(|part| Ok(checked(part, &schema)))?;
                Ok(checked.update_data(|expression| name.restore(expression)))
            })
        })?;
        checked.data.recompute_schema()
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the syntax trees, plans and types of the engine are not ours")]
fn checked(expression: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::BinaryExpr(BinaryExpr { left, op, right }) = expression else { return Transformed::no(expression) };
    let is_whole = |side: &Expr| match side {
        // Long sums are deep, and the type of each would be looked for all the way down.
        Expr::ScalarFunction(call) if call.func.inner().downcast_ref::<Checked>().is_some() => true,
        side => side.get_type(schema).is_ok_and(|found| found.is_integer()),
    };
    let operation = match op {
        Operator::Plus => Some(Operation::Add),
        Operator::Minus => Some(Operation::Subtract),
        Operator::Multiply => Some(Operation::Multiply),
        _ => None,
    };
    match operation.filter(|_| is_whole(&left) && is_whole(&right)) {
        Some(operation) => {
            let func = Arc::new(ScalarUDF::from(Checked::new(operation)));
            Transformed::yes(Expr::ScalarFunction(ScalarFunction { func, args: vec![*left, *right] }))
        }
        None => Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right })),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Operation {
    Add,
    Subtract,
    Multiply,
}

/// An operation of whole numbers of one type that fails where it would wrap.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Checked {
    operation: Operation,
    signature: Signature,
}

impl Checked {
    fn new(operation: Operation) -> Self {
        Self { operation, signature: Signature::any(2, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &'static str {
        match self.operation {
            Operation::Add => "checked_add",
            Operation::Subtract => "checked_subtract",
            Operation::Multiply => "checked_multiply",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        Ok(arguments[0].clone())
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let sides = ColumnarValue::values_to_arrays(&arguments.args)?;
        let found = match self.operation {
            Operation::Add => numeric::add(&sides[0], &sides[1]),
            Operation::Subtract => numeric::sub(&sides[0], &sides[1]),
            Operation::Multiply => numeric::mul(&sides[0], &sides[1]),
        }?;
        let is_scalar = arguments.args.iter().all(|side| matches!(side, ColumnarValue::Scalar(_)));
        if is_scalar && found.len() == 1 {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&found, 0)?));
        }
        Ok(ColumnarValue::Array(found))
    }
}

/// The engine's `sum`, but that sums of whole numbers fail where they are too large for their type.
#[derive(Debug, PartialEq, Eq, Hash)]
struct CheckedSum {
    engine: Arc<AggregateUDF>,
}

/// The type in which sums of whole numbers are kept.
const WIDE: DataType = DataType::Decimal128(38, 0);

fn is_wide(sum: &DataType) -> bool {
    matches!(sum, DataType::Int64 | DataType::UInt64)
}

impl AggregateUDFImpl for CheckedSum {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        self.engine.return_type(arguments)
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        self.engine.coerce_types(arguments)
    }

    fn state_fields(&self, arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        if is_wide(arguments.return_type()) && !arguments.is_distinct {
            return Ok(vec![Arc::new(Field::new("sum", WIDE, true))]);
        }
        self.engine.state_fields(arguments)
    }

    fn accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if is_wide(arguments.return_type()) && !arguments.is_distinct {
            return Ok(Box::new(WideSum { of: arguments.return_type().clone(), sum: 0, count: 0 }));
        }
        self.engine.accumulator(arguments)
    }

    fn groups_accumulator_supported(&self, arguments: AccumulatorArgs) -> bool {
        !is_wide(arguments.return_type()) && self.engine.groups_accumulator_supported(arguments)
    }

    fn create_groups_accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        self.engine.create_groups_accumulator(arguments)
    }

    fn create_sliding_accumulator(&self, arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        if is_wide(arguments.return_type()) && !arguments.is_distinct {
            return self.accumulator(arguments);
        }
        self.engine.create_sliding_accumulator(arguments)
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.engine.documentation()
    }
}

/// A sum of whole numbers; null where there is none.
#[derive(Debug)]
struct WideSum {
    of: DataType,
    sum: i128,
    count: u64,
}

impl WideSum {
    fn add(&mut self, values: &ArrayRef, sign: i128) -> Result<()> {
        let mut each = |value: i128| {
            self.sum = self.sum.checked_add(sign * value).ok_or_else(too_large)?;
            Ok(())
        };
        if self.of == DataType::UInt64 {
            values.as_primitive::<UInt64Type>().iter().flatten().try_for_each(|value| each(i128::from(value)))
        } else {
            values.as_primitive::<Int64Type>().iter().flatten().try_for_each(|value| each(i128::from(value)))
        }
    }
}

impl Accumulator for WideSum {
    fn update_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        self.count += (arguments[0].len() - arguments[0].null_count()) as u64;
        self.add(&arguments[0], 1)
    }

    fn retract_batch(&mut self, arguments: &[ArrayRef]) -> Result<()> {
        self.count -= (arguments[0].len() - arguments[0].null_count()) as u64;
        self.add(&arguments[0], -1)
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for state in states[0].as_primitive::<Decimal128Type>().iter().flatten() {
            self.sum = self.sum.checked_add(state).ok_or_else(too_large)?;
            self.count += 1;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Decimal128((self.count > 0).then_some(self.sum), 38, 0)])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let sum = (self.count > 0).then_some(self.sum);
        Ok(if self.of == DataType::UInt64 {
            ScalarValue::UInt64(sum.map(u64::try_from).transpose().map_err(|_| too_large())?)
        } else {
            ScalarValue::Int64(sum.map(i64::try_from).transpose().map_err(|_| too_large())?)
        })
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}

fn too_large() -> datafusion::common::DataFusionError {
    exec_datafusion_err!("a sum of whole numbers is too large for its type")
}
