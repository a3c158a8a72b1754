//! Sums that travel: as arrays, from one partition or machine to another.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal256Array, Float64Array, UInt32Array, UInt64Array};
use arrow::datatypes::{DataType, Decimal256Type, Float64Type, UInt32Type, UInt64Type};
use topline_exact::FixedPoint;

use crate::error::TallyError;
use crate::fixed::{SUM, from_decimal, to_decimal};
use crate::sums::Sums;
use crate::tally::Tally;
use crate::totals::{Holders, Totals, ordered, unordered};

impl Sums {
    /// The names and types of the arrays that a state consists of.
    #[must_use]
    pub fn state_types() -> [(&'static str, DataType); 12] {
        [
            ("n", DataType::UInt64),
            ("weight", SUM),
            ("weight_squared", SUM),
            ("valued_n", DataType::UInt64),
            ("valued_weight", SUM),
            ("value", SUM),
            ("value_squared", SUM),
            ("point_distribution", DataType::UInt32),
            ("point_column", DataType::UInt32),
            ("point_value", DataType::Float64),
            ("point_n", DataType::UInt64),
            ("point_weight", SUM),
        ]
    }

    /// The sums as arrays of these types. Their lengths differ from each other.
    pub fn to_arrays(&mut self) -> Result<Vec<ArrayRef>, TallyError> {
        self.settle()?;
        let totals = &self.totals;
        let points = || {
            let distributions = totals.distributions.iter().zip(0_u32..);
            distributions.flat_map(|(points, of)| points.iter().map(move |(at, holders)| (of, at, holders)))
        };
        Ok(vec![
            Arc::new(UInt64Array::from(totals.n.clone())),
            sums(totals.weight.iter().copied()),
            sums(totals.weight_squared.iter().copied()),
            Arc::new(UInt64Array::from(totals.valued_n.clone())),
            sums(totals.valued_weight.iter().copied()),
            sums(totals.value.iter().copied()),
            sums(totals.value_squared.iter().copied()),
            Arc::new(points().map(|(of, ..)| of).collect::<UInt32Array>()),
            Arc::new(points().map(|(_, (column, _), _)| *column).collect::<UInt32Array>()),
            Arc::new(points().map(|(_, (_, value), _)| Some(unordered(*value))).collect::<Float64Array>()),
            Arc::new(points().map(|(.., holders)| holders.n).collect::<UInt64Array>()),
            sums(points().map(|(.., holders)| holders.weight)),
        ])
    }

    /// The sums of such arrays.
    pub fn from_arrays(tally: Arc<Tally>, arrays: &[ArrayRef]) -> Result<Self, TallyError> {
        let mut sums = Self::new(tally)?;
        let totals = Totals::from_arrays(&sums.totals, arrays).ok_or(TallyError::State)?;
        let columns: Vec<usize> =
            sums.tally.distributions.iter().map(|of| sums.tally.columns_of(&of.columns)).collect();
        for (points, columns) in totals.distributions.iter().zip(columns) {
            if points.keys().next_back().is_some_and(|(column, _)| *column as usize >= columns) {
                return Err(TallyError::State);
            }
        }
        sums.totals = totals;
        Ok(sums)
    }
}

impl Totals {
    /// The totals of arrays, which have as many cells as `like` has.
    fn from_arrays(like: &Self, arrays: &[ArrayRef]) -> Option<Self> {
        let array = |at: usize| arrays.get(at).filter(|array| array.null_count() == 0);
        let counts = |at: usize| Some(array(at)?.as_primitive_opt::<UInt64Type>()?.values().to_vec());
        let sums = |at: usize| {
            let decimals = array(at)?.as_primitive_opt::<Decimal256Type>()?.values();
            Some(decimals.iter().copied().map(from_decimal).collect::<Vec<_>>())
        };
        let mut totals = Self {
            n: counts(0)?,
            weight: sums(1)?,
            weight_squared: sums(2)?,
            valued_n: counts(3)?,
            valued_weight: sums(4)?,
            value: sums(5)?,
            value_squared: sums(6)?,
            distributions: vec![BTreeMap::new(); like.distributions.len()],
        };
        let of = array(7)?.as_primitive_opt::<UInt32Type>()?.values();
        let column = array(8)?.as_primitive_opt::<UInt32Type>()?.values();
        let value = array(9)?.as_primitive_opt::<Float64Type>()?.values();
        let (n, weight) = (counts(10)?, sums(11)?);
        let lengths = |totals: &Self| {
            [
                [totals.n.len(), totals.valued_n.len(), totals.valued_weight.len()],
                [totals.weight.len(), totals.weight_squared.len(), 0],
                [totals.value.len(), totals.value_squared.len(), 0],
            ]
        };
        if lengths(&totals) != lengths(like) || [column.len(), value.len(), n.len(), weight.len()] != [of.len(); 4] {
            return None;
        }
        for point in 0..of.len() {
            let points = totals.distributions.get_mut(of[point] as usize)?;
            points.insert((column[point], ordered(value[point])), Holders { n: n[point], weight: weight[point] });
        }
        Some(totals)
    }
}

fn sums(sums: impl Iterator<Item = FixedPoint>) -> ArrayRef {
    // Precision is how a sum is called while it travels: it is never printed or cast.
    Arc::new(Decimal256Array::from_iter_values(sums.map(to_decimal)).with_data_type(SUM))
}
