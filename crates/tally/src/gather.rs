//! Rows that come as Arrow arrays, into a block.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array};
use arrow::datatypes::{DataType, Float64Type, Int32Type};
use topline_survey::Absent;

use crate::block::Block;
use crate::dimension::{Dimension, REASONS};
use crate::error::TallyError;
use crate::place_of_code::PlaceOfCode;
use crate::tally::Tally;

/// What is known of the arguments before the first row.
#[derive(Debug, Clone)]
pub(crate) struct Gathering {
    /// The arguments of conditions and of values, in the order of the block's.
    pub filters: Vec<usize>,
    pub values: Vec<usize>,
    /// The place of each code, of the dimensions that have codes.
    place_of_code: Vec<Option<PlaceOfCode>>,
}

/// The position of each row's reason among [`Absent::ALL`].
type Reasons = Vec<Option<u8>>;

impl Gathering {
    pub(crate) fn new(tally: &Tally) -> Self {
        let place_of_code = |dimension: &Dimension| match dimension {
            Dimension::Code { codes, .. } => Some(PlaceOfCode::of(codes)),
            _ => None,
        };
        Self {
            filters: tally.filters(),
            values: tally.values(),
            place_of_code: tally.dimensions.iter().map(place_of_code).collect(),
        }
    }

    pub(crate) fn block(&self, tally: &Tally) -> Block {
        Block::new(tally.dimensions.iter().map(Dimension::places), self.filters.len(), self.values.len())
    }

    /// Appends rows to a block.
    pub(crate) fn append(&self, tally: &Tally, arguments: &[ArrayRef], block: &mut Block) -> Result<(), TallyError> {
        let arguments = Arguments { arrays: arguments };
        let mut reasons: BTreeMap<usize, Reasons> = BTreeMap::new();
        for absent in tally.dimensions.iter().filter_map(Dimension::absent) {
            if let std::collections::btree_map::Entry::Vacant(entry) = reasons.entry(absent) {
                entry.insert(arguments.reasons(absent)?);
            }
        }
        let columns = block.places.iter_mut().zip(&mut block.used);
        for ((dimension, place_of_code), (places, used)) in
            tally.dimensions.iter().zip(&self.place_of_code).zip(columns)
        {
            let before = places.len();
            let reasons = dimension.absent().and_then(|absent| reasons.get(&absent)).map(Vec::as_slice);
            arguments.places(dimension, place_of_code.as_ref(), reasons, places)?;
            places[before..].iter().for_each(|place| used.mark(*place));
        }
        for (filter, meets) in self.filters.iter().zip(&mut block.filters) {
            meets.extend(arguments.ticks(*filter)?.iter().map(|meets| meets == Some(true)));
        }
        for (value, values) in self.values.iter().zip(&mut block.values) {
            for value in arguments.numbers(*value)? {
                values.push(number(value)?.unwrap_or(f64::NAN));
            }
        }
        if let Some(weight) = tally.weight {
            for weight in arguments.numbers(weight)? {
                block.weights.push(weight_of(weight)?);
            }
        }
        block.rows += arguments.arrays.first().map_or(0, Array::len);
        Ok(())
    }
}

/// A number that can be counted.
pub(crate) fn number(value: Option<f64>) -> Result<Option<f64>, TallyError> {
    match value {
        Some(value) if !value.is_finite() => Err(TallyError::NotFinite(value)),
        value => Ok(value),
    }
}

/// The weight itself, if it is one.
pub(crate) fn weight_of(value: Option<f64>) -> Result<f64, TallyError> {
    match value {
        None => Err(TallyError::WeightMissing),
        Some(value) if value >= 0.0 && value.is_finite() => Ok(value),
        Some(value) => Err(TallyError::NotAWeight(value)),
    }
}

/// The position of a reason among [`Absent::ALL`].
pub(crate) fn reason_of(text: &[u8]) -> Result<u8, TallyError> {
    let position = Absent::ALL.iter().position(|absent| absent.as_str().as_bytes() == text);
    position.map(|position| position as u8).ok_or(TallyError::UnknownReason)
}

/// The arrays, each as what it is read as.
struct Arguments<'a> {
    arrays: &'a [ArrayRef],
}

impl Arguments<'_> {
    fn array(&self, argument: usize) -> Result<&ArrayRef, TallyError> {
        let array = self.arrays.get(argument).ok_or(TallyError::ArgumentMissing(argument))?;
        if array.len() == self.arrays[0].len() { Ok(array) } else { Err(TallyError::ArgumentLength(argument)) }
    }

    fn numbers(&self, argument: usize) -> Result<&Float64Array, TallyError> {
        let array = self.array(argument)?;
        array.as_primitive_opt::<Float64Type>().ok_or_else(|| wrong(argument, DataType::Float64, array))
    }

    fn ticks(&self, argument: usize) -> Result<&BooleanArray, TallyError> {
        let array = self.array(argument)?;
        array.as_boolean_opt().ok_or_else(|| wrong(argument, DataType::Boolean, array))
    }

    fn reasons(&self, argument: usize) -> Result<Reasons, TallyError> {
        let array = self.array(argument)?;
        let of = |text: Option<&str>| text.map(|text| reason_of(text.as_bytes())).transpose();
        match array.data_type() {
            DataType::Utf8 => array.as_string::<i32>().iter().map(of).collect(),
            DataType::LargeUtf8 => array.as_string::<i64>().iter().map(of).collect(),
            DataType::Utf8View => array.as_string_view().iter().map(of).collect(),
            DataType::Null => Ok(vec![None; array.len()]),
            DataType::Dictionary(key, _) if **key == DataType::Int32 => {
                let coded = array.as_dictionary::<Int32Type>();
                let texts = coded.values().as_string_opt::<i32>();
                let texts = texts.ok_or_else(|| wrong(argument, DataType::Utf8, array))?;
                // A dictionary may hold texts that no row has.
                let known: Vec<Option<Result<u8, TallyError>>> =
                    texts.iter().map(|text| text.map(|text| reason_of(text.as_bytes()))).collect();
                let of = |key: Option<i32>| match key.and_then(|key| known[key as usize].as_ref()) {
                    None => Ok(None),
                    Some(Ok(reason)) => Ok(Some(*reason)),
                    Some(Err(_)) => Err(TallyError::UnknownReason),
                };
                coded.keys().iter().map(of).collect()
            }
            _ => Err(wrong(argument, DataType::Utf8, array)),
        }
    }

    /// Appends the place of each row on a dimension.
    fn places(
        &self,
        dimension: &Dimension,
        place_of_code: Option<&PlaceOfCode>,
        reasons: Option<&[Option<u8>]>,
        places: &mut Vec<u16>,
    ) -> Result<(), TallyError> {
        let first = (dimension.places() - REASONS) as u16;
        let absent = |row: usize| match reasons {
            None => Ok(first + Absent::NoAnswer as u16),
            Some(reasons) => reasons[row].map(|reason| first + u16::from(reason)).ok_or(TallyError::UnknownReason),
        };
        match dimension {
            Dimension::Code { column, codes, .. } => {
                let array = self.array(*column)?;
                let values = array.as_primitive_opt::<Int32Type>();
                let values = values.ok_or_else(|| wrong(*column, DataType::Int32, array))?;
                let known = place_of_code.map_or_else(|| PlaceOfCode::of(codes), Clone::clone);
                for (row, code) in values.iter().enumerate() {
                    places.push(match code {
                        Some(code) => known.find(code).ok_or(TallyError::UnknownCode(code.into()))?,
                        None => absent(row)?,
                    });
                }
            }
            Dimension::Ticked { columns, .. } => {
                let boxes: Vec<&BooleanArray> =
                    columns.iter().map(|column| self.ticks(*column)).collect::<Result<_, _>>()?;
                for row in 0..self.arrays.first().map_or(0, Array::len) {
                    let ticked = || u16::from(boxes.iter().any(|ticks| ticks.is_valid(row) && ticks.value(row)));
                    let answered = match reasons {
                        Some(reasons) => reasons[row].is_none(),
                        None => boxes.iter().any(|ticks| ticks.is_valid(row)),
                    };
                    places.push(if answered { ticked() } else { absent(row)? });
                }
            }
            Dimension::Band { column, bounds, .. } => {
                for (row, value) in self.numbers(*column)?.iter().enumerate() {
                    places.push(match number(value)? {
                        Some(value) => bounds.band_of(value) as u16,
                        None => absent(row)?,
                    });
                }
            }
        }
        Ok(())
    }
}

fn wrong(argument: usize, expected: DataType, found: &ArrayRef) -> TallyError {
    TallyError::ArgumentType { argument, expected, found: found.data_type().clone() }
}
