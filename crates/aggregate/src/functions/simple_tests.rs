//! Scalar functions of simple samples: intervals of counts, z tests of two proportions, and corrections of p values.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, ListArray, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields, Float64Type};
use datafusion::common::{Result, ScalarValue, exec_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::prelude::SessionContext;
use topline_estimate::binomial_interval::{BinomialInterval, binomial_interval};
use topline_estimate::column_proportion::{Column, PairError, compare_columns};
use topline_estimate::estimate::Confidence;
use topline_estimate::multiple_comparison::{Correction, correct};

use super::section::SECTION;

/// A function of numbers that were counted elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SimpleTest {
    BinomialInterval,
    CompareShares,
    AdjustP,
}

impl SimpleTest {
    pub(crate) const ALL: [Self; 3] = [Self::BinomialInterval, Self::CompareShares, Self::AdjustP];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BinomialInterval => "binomial_interval",
            Self::CompareShares => "compare_shares",
            Self::AdjustP => "adjust_p",
        }
    }

    pub(crate) fn usage(self) -> &'static str {
        match self {
            Self::BinomialInterval => "binomial_interval(count, base, method, confidence)",
            Self::CompareShares => "compare_shares(x, base, other_x, other_base)",
            Self::AdjustP => "adjust_p(list_of_p, method)",
        }
    }

    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::BinomialInterval => {
                "the interval of a count out of a base, as a struct of low and upp (parts of 1), by clopper_pearson, wilson, wilson_cc, agresti_coull or jeffreys, as R's binom package names them"
            }
            Self::CompareShares => {
                "the z test of two shares (parts of 1) with a pooled variance and without continuity correction, as a struct of z and p; bases may be unweighted, weighted or effective. Null where nothing varies"
            }
            Self::AdjustP => {
                "a list of p values corrected for their number by none, bonferroni, holm or benjamini_hochberg, as R's p.adjust"
            }
        }
    }

    fn fields(self) -> Fields {
        let names: &[&str] = match self {
            Self::BinomialInterval => &["low", "upp"],
            Self::CompareShares => &["z", "p"],
            Self::AdjustP => &[],
        };
        names.iter().map(|name| Field::new(*name, DataType::Float64, true)).collect()
    }

    fn arguments(self) -> Vec<DataType> {
        match self {
            Self::BinomialInterval => vec![DataType::Int64, DataType::Int64, DataType::Utf8, DataType::Float64],
            Self::CompareShares => vec![DataType::Float64; 4],
            Self::AdjustP => vec![list_type(), DataType::Utf8],
        }
    }

    fn gives(self) -> DataType {
        match self {
            Self::BinomialInterval | Self::CompareShares => DataType::Struct(self.fields()),
            Self::AdjustP => list_type(),
        }
    }
}

fn list_type() -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Float64, true)))
}

/// Makes the functions known.
pub(super) fn register(context: &SessionContext) {
    for test in SimpleTest::ALL {
        let builder = Documentation::builder(SECTION, format!("Gives {}.", test.meaning()), test.usage());
        let signature = Signature::exact(test.arguments(), Volatility::Immutable);
        context.register_udf(ScalarUDF::from(SimpleFunction { test, signature, documentation: builder.build() }));
    }
}

#[derive(Debug)]
struct SimpleFunction {
    test: SimpleTest,
    signature: Signature,
    documentation: Documentation,
}

impl PartialEq for SimpleFunction {
    fn eq(&self, other: &Self) -> bool {
        self.test == other.test
    }
}

impl Eq for SimpleFunction {}

impl std::hash::Hash for SimpleFunction {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.test.hash(state);
    }
}

impl ScalarUDFImpl for SimpleFunction {
    fn name(&self) -> &str {
        self.test.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        if arguments.len() == self.test.arguments().len() {
            Ok(self.test.gives())
        } else {
            plan_err!("{} is used as {}", self.name(), self.test.usage())
        }
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let found: ArrayRef = match self.test {
            SimpleTest::BinomialInterval => self.pairs(&intervals(&arrays)?)?,
            SimpleTest::CompareShares => self.pairs(&comparisons(&arrays))?,
            SimpleTest::AdjustP => Arc::new(adjusted(&arrays)?),
        };
        if arguments.args.iter().all(|argument| matches!(argument, ColumnarValue::Scalar(_))) {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&found, 0)?));
        }
        Ok(ColumnarValue::Array(found))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&self.documentation)
    }
}

impl SimpleFunction {
    fn pairs(&self, found: &[Option<[f64; 2]>]) -> Result<ArrayRef> {
        let column = |place: usize| -> ArrayRef {
            Arc::new(found.iter().map(|pair| pair.map(|pair| pair[place])).collect::<Float64Array>())
        };
        Ok(Arc::new(StructArray::try_new(self.test.fields(), vec![column(0), column(1)], None)?))
    }
}

fn intervals(arrays: &[ArrayRef]) -> Result<Vec<Option<[f64; 2]>>> {
    let counts = arrays[0].as_primitive::<arrow::datatypes::Int64Type>();
    let bases = arrays[1].as_primitive::<arrow::datatypes::Int64Type>();
    let (methods, levels) = (arrays[2].as_string::<i32>(), arrays[3].as_primitive::<Float64Type>());
    let mut found = Vec::with_capacity(counts.len());
    for row in 0..counts.len() {
        if arrays.iter().any(|array| array.is_null(row)) {
            found.push(None);
            continue;
        }
        let method = match methods.value(row) {
            "clopper_pearson" => BinomialInterval::ClopperPearson,
            "wilson" => BinomialInterval::Wilson,
            "wilson_cc" => BinomialInterval::WilsonContinuity,
            "agresti_coull" => BinomialInterval::AgrestiCoull,
            "jeffreys" => BinomialInterval::Jeffreys,
            other => {
                return exec_err!(
                    "binomial_interval knows clopper_pearson, wilson, wilson_cc, agresti_coull and jeffreys, not {other}"
                );
            }
        };
        let Some(confidence) = Confidence::new(levels.value(row)) else {
            return exec_err!("the confidence of binomial_interval is a number between 0 and 1");
        };
        let numbers = u64::try_from(counts.value(row)).ok().zip(u64::try_from(bases.value(row)).ok());
        let interval = numbers.and_then(|(count, base)| binomial_interval(count, base, method, confidence).ok());
        found.push(interval.map(|interval| [interval.x_low, interval.x_upp]));
    }
    Ok(found)
}

fn comparisons(arrays: &[ArrayRef]) -> Vec<Option<[f64; 2]>> {
    let numbers: Vec<&Float64Array> = arrays.iter().map(AsArray::as_primitive::<Float64Type>).collect();
    let pair = |row: usize| {
        if numbers.iter().any(|column| column.is_null(row)) {
            return None;
        }
        let column = |place: usize| Column { x: numbers[place].value(row), base: numbers[place + 1].value(row) };
        match compare_columns(column(0), column(2)) {
            Ok(test) => Some([test.z, test.p]),
            Err(PairError::Unusable { .. } | PairError::NoVariance { .. } | PairError::Overlap { .. }) => None,
        }
    };
    (0..numbers[0].len()).map(pair).collect()
}

fn adjusted(arrays: &[ArrayRef]) -> Result<ListArray> {
    let (lists, methods) = (arrays[0].as_list::<i32>(), arrays[1].as_string::<i32>());
    let (mut values, mut lengths) = (Vec::new(), Vec::new());
    for row in 0..lists.len() {
        if lists.is_null(row) || methods.is_null(row) {
            lengths.push(0);
            continue;
        }
        let correction = match methods.value(row).to_lowercase().as_str() {
            "none" => Correction::None,
            "bonferroni" => Correction::Bonferroni,
            "holm" => Correction::Holm,
            "benjamini_hochberg" | "bh" | "fdr" => Correction::BenjaminiHochberg,
            other => {
                return exec_err!("adjust_p knows none, bonferroni, holm and benjamini_hochberg, not {other}");
            }
        };
        let list = lists.value(row);
        let list = list.as_primitive::<Float64Type>();
        let known: Vec<f64> = list.iter().flatten().collect();
        let mut corrected = correct(&known, correction).into_iter();
        values.extend(list.iter().map(|p| p.and_then(|_| corrected.next())));
        lengths.push(list.len());
    }
    let item = Arc::new(Field::new("item", DataType::Float64, true));
    Ok(ListArray::try_new(item, OffsetBuffer::from_lengths(lengths), Arc::new(Float64Array::from(values)), None)?)
}
