//! The cells of a batch of responses, one variable after the other.

use arrow::array::{Array, AsArray, BooleanArray, Float64Array, Int32Array, Int64Array, PrimitiveArray, StringArray};
use arrow::datatypes::{Date32Type, Float64Type, Int32Type, Int64Type};
use topline_records::ResponseColumns;
use topline_survey::Absent;

use crate::error::ArchiveError;
use crate::variables::{ArchiveVariable, Content, Described};

/// Why a cell has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// The export has this missing value of the codebook.
    Missing(i32),
    /// There is no answer, for this reason.
    Absent(Absent),
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ArchiveCell<'c> {
    /// A code, a tick, a number, or the days since 1970.
    Number(f64),
    Text(&'c str),
    None(Option<Reason>),
}

/// The values of a column.
enum Values<'b> {
    Codes(&'b Int32Array),
    Ticks(&'b BooleanArray),
    Numbers(&'b Float64Array),
    Wholes(&'b Int64Array),
    Texts(&'b StringArray),
    Days(&'b PrimitiveArray<Date32Type>),
}

/// The cells of a variable in one batch.
pub(crate) struct CellsOf<'b> {
    values: Values<'b>,
    absent: Option<&'b StringArray>,
    missing: Option<&'b Int32Array>,
}

impl<'b> CellsOf<'b> {
    pub(crate) fn of(variable: &ArchiveVariable<'_>, responses: &ResponseColumns<'b>) -> Result<Self, ArchiveError> {
        let array = responses.column(&variable.column).map_err(ArchiveError::Records)?;
        let values = match variable.holds {
            Content::Code => array.as_primitive_opt::<Int32Type>().map(Values::Codes),
            Content::Tick => array.as_boolean_opt().map(Values::Ticks),
            Content::Number => array.as_primitive_opt::<Float64Type>().map(Values::Numbers),
            Content::Whole => array.as_primitive_opt::<Int64Type>().map(Values::Wholes),
            Content::Text => array.as_string_opt::<i32>().map(Values::Texts),
            Content::Day => array.as_primitive_opt::<Date32Type>().map(Values::Days),
        };
        let values = values.ok_or_else(|| ArchiveError::Column { column: variable.column.clone() })?;
        let (absent, missing) = match &variable.of {
            Described::Answer(of) => (
                responses.get(&of.absent).and_then(|absent| absent.as_string_opt::<i32>()),
                of.missing().and_then(|name| responses.get(&name)?.as_primitive_opt::<Int32Type>()),
            ),
            Described::Response(_) | Described::Weight(_) => (None, None),
        };
        Ok(Self { values, absent, missing })
    }

    pub(crate) fn cell(&self, row: usize) -> ArchiveCell<'b> {
        let value = match self.values {
            Values::Codes(array) => array.is_valid(row).then(|| ArchiveCell::Number(array.value(row).into())),
            Values::Ticks(array) => {
                array.is_valid(row).then(|| ArchiveCell::Number(f64::from(u8::from(array.value(row)))))
            }
            Values::Numbers(array) => array.is_valid(row).then(|| ArchiveCell::Number(array.value(row))),
            Values::Wholes(array) => array.is_valid(row).then(|| ArchiveCell::Number(array.value(row) as f64)),
            Values::Texts(array) => array.is_valid(row).then(|| ArchiveCell::Text(array.value(row))),
            Values::Days(array) => array.is_valid(row).then(|| ArchiveCell::Number(array.value(row).into())),
        };
        value.unwrap_or_else(|| ArchiveCell::None(self.reason(row)))
    }

    fn reason(&self, row: usize) -> Option<Reason> {
        let missing = self.missing.filter(|missing| missing.is_valid(row)).map(|missing| missing.value(row));
        missing.map(Reason::Missing).or_else(|| {
            let word = self.absent.filter(|absent| absent.is_valid(row))?.value(row);
            Absent::ALL.into_iter().find(|absent| absent.as_str() == word).map(Reason::Absent)
        })
    }
}
