//! Values of Arrow into the text of cells.
//!
//! Numbers are as short as can be, without an exponent; days, times and moments are spelled as in workbooks, moments with a time
//! zone in UTC with a `Z`. A list of single values has them on lines of their own, so that a line feed separates them; a list of
//! anything else is JSON. Bytes are text where they are UTF-8, and hexadecimal where they are not.

use std::fmt::Write;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Float32Array, Float64Array, Int64Array, LargeStringArray,
    RecordBatch, StringArray, StringViewArray,
};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Fields, Float16Type, Float32Type, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::raw::iso_time::without_final_zeros;
use crate::raw::list_cells::list_cell;

/// How values with a type of time are spelled; a fraction has as many digits as it needs, by threes.
const SPELLING: FormatOptions<'static> = FormatOptions::new()
    .with_date_format(Some("%Y-%m-%d"))
    .with_datetime_format(Some("%Y-%m-%dT%H:%M:%S%.f"))
    .with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.f"))
    .with_time_format(Some("%H:%M:%S%.f"));

/// A column of the export: a field that is no struct, by its place in each struct around it.
pub(crate) struct Leaf {
    pub name: String,
    path: Vec<usize>,
}

/// The columns of a schema, in order.
pub(crate) fn leaves(fields: &Fields) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        match field.data_type() {
            DataType::Struct(inner) if !inner.is_empty() => {
                leaves.extend(self::leaves(inner).into_iter().map(|leaf| Leaf {
                    name: format!("{}.{}", field.name(), leaf.name),
                    path: [vec![at], leaf.path].concat(),
                }));
            }
            _ => leaves.push(Leaf { name: field.name().clone(), path: vec![at] }),
        }
    }
    leaves
}

/// One reader for each column of a batch.
pub(crate) fn readers(leaves: &[Leaf], batch: &RecordBatch) -> Result<Vec<Reader>, ArrowError> {
    leaves
        .iter()
        .map(|leaf| {
            let mut around = Vec::new();
            let (first, rest) = leaf.path.split_first().map_or((0, [].as_slice()), |(first, rest)| (*first, rest));
            let mut array = Arc::clone(batch.column(first));
            for at in rest {
                let inner = Arc::clone(array.as_struct().column(*at));
                around.push(std::mem::replace(&mut array, inner));
            }
            Ok(Reader { around, values: Values::of(&array)? })
        })
        .collect()
}

/// Reads the cells of a column.
pub(crate) struct Reader {
    /// The structs around the column: where one is null, its fields are.
    around: Vec<ArrayRef>,
    values: Values,
}

impl Reader {
    /// The text of a cell, which may be written into `text`; nothing where it is null.
    pub(crate) fn read<'t>(&'t self, row: usize, text: &'t mut String) -> Result<Option<&'t str>, ArrowError> {
        if self.around.iter().any(|array| array.is_null(row)) {
            return Ok(None);
        }
        self.values.read(row, text)
    }
}

/// The values of a column, by how they are spelled.
enum Values {
    Nothing,
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    Bytes(BinaryArray),
    Boolean(BooleanArray),
    Whole(Int64Array),
    Single(Float32Array),
    Double(Float64Array),
    /// Lengths of time: their number, and how many make a second.
    Lengths(Int64Array, i64),
    List(ArrayRef),
    /// As the formatter of Arrow writes them.
    Shown(ArrayRef),
    /// Likewise; a fraction has no final zeros.
    Decimal(ArrayRef),
    /// Likewise, in UTC.
    Utc(ArrayRef),
}

impl Values {
    fn of(array: &ArrayRef) -> Result<Self, ArrowError> {
        let as_type = |kind: &DataType| cast(array, kind);
        Ok(match array.data_type() {
            DataType::Dictionary(_, values) => return Self::of(&as_type(values)?),
            DataType::RunEndEncoded(_, values) => return Self::of(&as_type(values.data_type())?),
            DataType::Null => Self::Nothing,
            DataType::Utf8 => Self::Text(array.as_string().clone()),
            DataType::LargeUtf8 => Self::LargeText(array.as_string().clone()),
            DataType::Utf8View => Self::TextView(array.as_string_view().clone()),
            DataType::Binary => Self::Bytes(array.as_binary().clone()),
            DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
                Self::Bytes(as_type(&DataType::Binary)?.as_binary().clone())
            }
            DataType::Boolean => Self::Boolean(array.as_boolean().clone()),
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32 => Self::Whole(as_type(&DataType::Int64)?.as_primitive().clone()),
            DataType::Float16 => {
                let wide = array.as_primitive::<Float16Type>().unary::<_, Float32Type>(f32::from);
                Self::Single(wide)
            }
            DataType::Float32 => Self::Single(array.as_primitive::<Float32Type>().clone()),
            DataType::Float64 => Self::Double(array.as_primitive::<Float64Type>().clone()),
            DataType::Duration(unit) => {
                let numbers = as_type(&DataType::Int64)?;
                Self::Lengths(numbers.as_primitive::<Int64Type>().clone(), per_second(*unit))
            }
            DataType::Timestamp(unit, Some(_)) => Self::Utc(without_zone(array, *unit)),
            DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
                Self::Decimal(Arc::clone(array))
            }
            DataType::List(_)
            | DataType::LargeList(_)
            | DataType::FixedSizeList(..)
            | DataType::ListView(_)
            | DataType::LargeListView(_)
            | DataType::Map(..)
            | DataType::Struct(_) => Self::List(Arc::clone(array)),
            _ => Self::Shown(Arc::clone(array)),
        })
    }

    /// The array; none where the type has no values.
    fn array(&self) -> Option<&dyn Array> {
        Some(match self {
            Self::Nothing => return None,
            Self::Text(array) => array,
            Self::LargeText(array) => array,
            Self::TextView(array) => array,
            Self::Bytes(array) => array,
            Self::Boolean(array) => array,
            Self::Whole(array) | Self::Lengths(array, _) => array,
            Self::Single(array) => array,
            Self::Double(array) => array,
            Self::List(array) | Self::Shown(array) | Self::Decimal(array) | Self::Utc(array) => array,
        })
    }

    fn read<'t>(&'t self, row: usize, text: &'t mut String) -> Result<Option<&'t str>, ArrowError> {
        if self.array().is_none_or(|array| array.is_null(row)) {
            return Ok(None);
        }
        text.clear();
        let unwritable = |_| ArrowError::CastError("a value cannot be written".to_owned());
        match self {
            Self::Nothing => return Ok(None),
            Self::Text(array) => return Ok(Some(array.value(row))),
            Self::LargeText(array) => return Ok(Some(array.value(row))),
            Self::TextView(array) => return Ok(Some(array.value(row))),
            Self::Bytes(array) => match std::str::from_utf8(array.value(row)) {
                Ok(value) => return Ok(Some(value)),
                Err(_) => array.value(row).iter().try_for_each(|byte| write!(text, "{byte:02x}")),
            },
            Self::Boolean(array) => write!(text, "{}", array.value(row)),
            Self::Whole(array) => write!(text, "{}", array.value(row)),
            Self::Single(array) => write!(text, "{}", array.value(row)),
            Self::Double(array) => write!(text, "{}", array.value(row)),
            Self::Lengths(array, per_second) => write_length(array.value(row), *per_second, text),
            Self::List(array) => write!(text, "{}", list_cell(json(array, row)?)),
            Self::Shown(array) => return shown(array, row, text).map(Some),
            Self::Decimal(array) => {
                let shortest = without_final_zeros(shown(array, row, text)?);
                text.clear();
                text.write_str(&shortest)
            }
            Self::Utc(array) => {
                shown(array, row, text)?;
                text.write_char('Z')
            }
        }
        .map_err(unwritable)?;
        // Not-a-number is how many writers leave a number out.
        let is_number = !matches!(self, Self::Single(_) | Self::Double(_)) || text != "NaN";
        Ok(is_number.then_some(text))
    }
}

/// As the formatter of Arrow writes a value.
fn shown<'t>(array: &ArrayRef, row: usize, text: &'t mut String) -> Result<&'t str, ArrowError> {
    *text = ArrayFormatter::try_new(array, &SPELLING)?.value(row).try_to_string()?;
    Ok(text)
}

fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// A length of time as `36:30:00.5`.
fn write_length(length: i64, per_second: i64, into: &mut String) -> std::fmt::Result {
    let per_second = per_second.unsigned_abs();
    let (seconds, part) = (length.unsigned_abs() / per_second, length.unsigned_abs() % per_second);
    let sign = if length < 0 { "-" } else { "" };
    write!(into, "{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
    if part > 0 {
        let digits = per_second.ilog10() as usize;
        into.write_str(&without_final_zeros(&format!(".{part:0digits$}")))?;
    }
    Ok(())
}

/// Moments with a time zone, which are stored in UTC, without it.
fn without_zone(array: &ArrayRef, unit: TimeUnit) -> ArrayRef {
    let none = None::<Arc<str>>;
    match unit {
        TimeUnit::Second => Arc::new(array.as_primitive::<TimestampSecondType>().clone().with_timezone_opt(none)),
        TimeUnit::Millisecond => {
            Arc::new(array.as_primitive::<TimestampMillisecondType>().clone().with_timezone_opt(none))
        }
        TimeUnit::Microsecond => {
            Arc::new(array.as_primitive::<TimestampMicrosecondType>().clone().with_timezone_opt(none))
        }
        TimeUnit::Nanosecond => {
            Arc::new(array.as_primitive::<TimestampNanosecondType>().clone().with_timezone_opt(none))
        }
    }
}

/// A value as JSON: lists and structs as such, numbers and booleans as they are written, anything else as text.
fn json(array: &ArrayRef, row: usize) -> Result<serde_json::Value, ArrowError> {
    use serde_json::Value;

    if array.is_null(row) {
        return Ok(Value::Null);
    }
    let all = |values: &ArrayRef| (0..values.len()).map(|at| json(values, at)).collect::<Result<Vec<_>, _>>();
    Ok(match array.data_type() {
        DataType::List(_) => Value::Array(all(&array.as_list::<i32>().value(row))?),
        DataType::LargeList(_) => Value::Array(all(&array.as_list::<i64>().value(row))?),
        DataType::FixedSizeList(..) => Value::Array(all(&array.as_fixed_size_list().value(row))?),
        DataType::ListView(_) => Value::Array(all(&array.as_list_view::<i32>().value(row))?),
        DataType::LargeListView(_) => Value::Array(all(&array.as_list_view::<i64>().value(row))?),
        DataType::Map(..) => {
            let entries: ArrayRef = Arc::new(array.as_map().value(row));
            Value::Array(all(&entries)?)
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let values =
                fields.iter().zip(columns).map(|(field, values)| Ok((field.name().clone(), json(values, row)?)));
            Value::Object(values.collect::<Result<_, ArrowError>>()?)
        }
        kind => {
            let mut text = String::new();
            let one = array.slice(row, 1);
            let text = Values::of(&one)?.read(0, &mut text)?.map(str::to_owned);
            match text {
                None => Value::Null,
                Some(text) if kind.is_numeric() || *kind == DataType::Boolean => {
                    serde_json::from_str(&text).unwrap_or(Value::String(text))
                }
                Some(text) => Value::String(text),
            }
        }
    })
}
