//! Numbers of SAS, which are doubles cut to fewer bytes, and its special missing values.

use crate::byte_reader::Endian;
use crate::number_text::write_number;
use crate::sas::formats::Counts;

/// A number, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value {
    Number(f64),
    /// `.`
    Missing,
    /// `._`, `.A` to `.Z`, by the letter.
    Special(u8),
}

impl Value {
    /// As text; nothing where it is missing.
    pub(crate) fn write(self, counts: Counts, into: &mut String) -> Option<&str> {
        into.clear();
        match self {
            Self::Missing => return None,
            Self::Special(letter) => {
                into.push('.');
                into.push(char::from(letter));
            }
            Self::Number(number) => {
                if !counts.write(number, into) {
                    write_number(number, into);
                }
            }
        }
        Some(into)
    }
}

/// The letters of the special missing values.
pub(crate) fn special() -> impl Iterator<Item = u8> {
    std::iter::once(b'_').chain(b'A'..=b'Z')
}

/// The value of a cell of at most eight bytes: what was cut off are the last of a big-endian double.
pub(super) fn value(bytes: &[u8], endian: Endian) -> Value {
    let bits = endian.number(bytes).checked_shl(64 - 8 * bytes.len().min(8) as u32).unwrap_or(0);
    let number = f64::from_bits(bits);
    if number.is_nan() {
        missing(!(bits >> 40) as u8)
    } else if number.is_finite() {
        Value::Number(number)
    } else {
        Value::Missing
    }
}

/// The missing value of a tag: an ASCII letter, or nought for `_`, one for `.`, two for `A` and so on.
pub(super) fn missing(tag: u8) -> Value {
    match tag {
        0 | b'_' => Value::Special(b'_'),
        2..=27 => Value::Special(b'A' + tag - 2),
        b'A'..=b'Z' => Value::Special(tag),
        _ => Value::Missing,
    }
}
