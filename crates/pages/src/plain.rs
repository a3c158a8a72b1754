//! Values as they are, one after the other: those of a dictionary, and those of pages without one.

use parquet::basic::Type;

use crate::pages::column::Raw;

/// Takes the next value of some type from the front; `None` where it is cut off, or the type has no plain values here.
#[inline]
pub(crate) fn take<'b>(bytes: &mut &'b [u8], physical: Type) -> Option<Raw<'b>> {
    match physical {
        Type::INT32 => Some(Raw::Whole(i32::from_le_bytes(take_chunk(bytes)?).into())),
        Type::INT64 => Some(Raw::Whole(i64::from_le_bytes(take_chunk(bytes)?))),
        Type::FLOAT => Some(Raw::Number(f32::from_le_bytes(take_chunk(bytes)?).into())),
        Type::DOUBLE => Some(Raw::Number(f64::from_le_bytes(take_chunk(bytes)?))),
        Type::BYTE_ARRAY => {
            let length = u32::from_le_bytes(take_chunk(bytes)?) as usize;
            let (text, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Some(Raw::Text(text))
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
