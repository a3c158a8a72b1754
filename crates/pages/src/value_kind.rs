//! What the values of a column are: how the PLAIN encoding writes one, and how they are ordered in statistics.
//!
//! Left out: dates and booleans, which the writer of the `parquet` crate writes.

use std::cmp::Ordering;

use arrow::datatypes::DataType;
use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

/// The longest text that statistics name.
const LONGEST_NAMED: usize = 64;

/// A type of values, each of which comes as its bytes: of a number, the lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Text,
    Int32,
    Int64,
    Float64,
}

impl ValueKind {
    /// That of the values of a type, whether they come as they are, by number or in runs.
    pub(crate) fn of(data_type: &DataType) -> Option<Self> {
        match data_type {
            DataType::Dictionary(_, values) => Self::of(values),
            DataType::RunEndEncoded(_, values) => Self::of(values.data_type()),
            DataType::Utf8 => Some(Self::Text),
            DataType::Int32 => Some(Self::Int32),
            DataType::Int64 => Some(Self::Int64),
            DataType::Float64 => Some(Self::Float64),
            _ => None,
        }
    }

    /// Appends a value as Parquet writes it.
    pub(crate) fn write(self, value: &[u8], into: &mut Vec<u8>) {
        if self == Self::Text {
            into.extend_from_slice(&(value.len() as u32).to_le_bytes());
        }
        into.extend_from_slice(value);
    }

    /// How many bytes of a length come before those of a value.
    pub(crate) fn head(self) -> usize {
        if self == Self::Text { size_of::<u32>() } else { 0 }
    }

    fn order(self, one: &[u8], other: &[u8]) -> Ordering {
        match self {
            Self::Text => one.cmp(other),
            Self::Int32 => int32(one).cmp(&int32(other)),
            Self::Int64 => int64(one).cmp(&int64(other)),
            Self::Float64 => float64(one).total_cmp(&float64(other)),
        }
    }
}

fn int32(value: &[u8]) -> i32 {
    i32::from_le_bytes(value.first_chunk().copied().unwrap_or_default())
}

fn int64(value: &[u8]) -> i64 {
    i64::from_le_bytes(value.first_chunk().copied().unwrap_or_default())
}

fn float64(value: &[u8]) -> f64 {
    f64::from_bits(int64(value).cast_unsigned())
}

/// The least and the greatest of some values.
pub(crate) struct Bounds {
    kind: ValueKind,
    both: Option<(Vec<u8>, Vec<u8>)>,
}

impl Bounds {
    pub(crate) fn new(kind: ValueKind) -> Self {
        Self { kind, both: None }
    }

    pub(crate) fn include(&mut self, value: &[u8]) {
        if self.kind == ValueKind::Float64 && float64(value).is_nan() {
            return;
        }
        let Some((least, greatest)) = &mut self.both else {
            self.both = Some((value.to_owned(), value.to_owned()));
            return;
        };
        if self.kind.order(value, least).is_lt() {
            value.clone_into(least);
        } else if self.kind.order(value, greatest).is_gt() {
            value.clone_into(greatest);
        }
    }

    /// The statistics of a column chunk with these values and so many nulls.
    pub(crate) fn statistics(self, nulls: usize) -> Statistics {
        let nulls = Some(nulls as u64);
        let (least, greatest) = self.both.unzip();
        let (least, greatest) = (least.as_deref(), greatest.as_deref());
        match self.kind {
            ValueKind::Int32 => Statistics::int32(least.map(int32), greatest.map(int32), None, nulls, false),
            ValueKind::Int64 => Statistics::int64(least.map(int64), greatest.map(int64), None, nulls, false),
            ValueKind::Float64 => {
                // Zero of either sign bounds both (Apache Parquet, `ColumnOrder`).
                let signed_zero = |value, sign: f64| if value == 0.0 { 0.0_f64.copysign(sign) } else { value };
                let least = least.map(|value| signed_zero(float64(value), -1.0));
                let greatest = greatest.map(|value| signed_zero(float64(value), 1.0));
                Statistics::double(least, greatest, None, nulls, false)
            }
            ValueKind::Text => {
                let named = |value: &&[u8]| value.len() <= LONGEST_NAMED;
                let named = least.zip(greatest).filter(|(least, greatest)| named(least) && named(greatest));
                let (least, greatest) = named.map(|(least, greatest)| (text(least), text(greatest))).unzip();
                Statistics::byte_array(least, greatest, None, nulls, false)
            }
        }
    }
}

fn text(value: &[u8]) -> ByteArray {
    value.to_vec().into()
}
