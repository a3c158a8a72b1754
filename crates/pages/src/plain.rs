//! The PLAIN encoding: values as they are, one after the other, in dictionary pages and in data pages without a dictionary.

use parquet::basic::Type;

/// A value as a file has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RawValue<'b> {
    /// A whole number.
    Whole(i64),
    /// A floating-point number.
    Number(f64),
    /// A text, as bytes.
    Text(&'b [u8]),
    /// True or false.
    Boolean(bool),
}

/// Takes the next value of some type from the front; `None` where it is cut off, or the type has no plain values here.
#[inline]
pub(crate) fn take<'b>(bytes: &mut &'b [u8], physical: Type) -> Option<RawValue<'b>> {
    match physical {
        Type::INT32 => Some(RawValue::Whole(i32::from_le_bytes(take_chunk(bytes)?).into())),
        Type::INT64 => Some(RawValue::Whole(i64::from_le_bytes(take_chunk(bytes)?))),
        Type::FLOAT => Some(RawValue::Number(f32::from_le_bytes(take_chunk(bytes)?).into())),
        Type::DOUBLE => Some(RawValue::Number(f64::from_le_bytes(take_chunk(bytes)?))),
        Type::BYTE_ARRAY => {
            let length = u32::from_le_bytes(take_chunk(bytes)?) as usize;
            let (text, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Some(RawValue::Text(text))
        }
        Type::BOOLEAN | Type::INT96 | Type::FIXED_LEN_BYTE_ARRAY => None,
    }
}

#[inline]
fn take_chunk<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (chunk, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*chunk)
}
