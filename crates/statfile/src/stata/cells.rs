//! The text of a number, and the values that stand for missing ones.

use crate::byte_reader::Endian;
use crate::number_text::write_number;
use crate::stata::dates::Counts;
use crate::stata::release::Release;
use crate::stata::schema::Stored;

/// A number, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Number(f64),
    /// `.`
    Missing,
    /// `.a` to `.z`, by the letter.
    Extended(u8),
}

impl Value {
    /// As text; nothing where it is missing.
    pub(super) fn write(self, counts: Counts, into: &mut String) -> Option<&str> {
        into.clear();
        match self {
            Self::Missing => return None,
            Self::Extended(letter) => {
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

/// The value of a cell that is a number.
pub(super) fn value(stored: Stored, bytes: &[u8], endian: Endian, release: Release) -> Value {
    let bits = endian.number(bytes);
    if !release.has_extended_missing() {
        return old_value(stored, bits);
    }
    match stored {
        Stored::Byte => whole(i64::from(bits as u8 as i8), 101),
        Stored::Int => whole(i64::from(bits as u16 as i16), 32_741),
        Stored::Long => long(bits as u32 as i32),
        Stored::Float => {
            let number = f32::from_bits(bits as u32);
            // Missing values are 2^127 and steps above it.
            match (bits as u32).checked_sub(0x7f00_0000) {
                Some(above) if number >= f32::from_bits(0x7f00_0000) || number.is_nan() => missing(above >> 11),
                _ => finite(f64::from(number)),
            }
        }
        Stored::Double | Stored::Text(_) | Stored::LongText => {
            let number = f64::from_bits(bits);
            match bits.checked_sub(0x7fe0_0000_0000_0000) {
                Some(above) if number >= f64::from_bits(0x7fe0_0000_0000_0000) || number.is_nan() => {
                    missing(u32::try_from(above >> 40).unwrap_or(u32::MAX))
                }
                _ => finite(number),
            }
        }
    }
}

/// The value of a code that has a label, or of a cell of type `long`.
pub(super) fn long(number: i32) -> Value {
    whole(i64::from(number), 2_147_483_621)
}

/// A whole number, unless it is `first_missing` or above.
fn whole(number: i64, first_missing: i64) -> Value {
    if number < first_missing { Value::Number(number as f64) } else { missing((number - first_missing) as u32) }
}

/// The missing value so many steps above `.`.
fn missing(steps: u32) -> Value {
    match u8::try_from(steps) {
        Ok(steps @ 1..=26) => Value::Extended(b'a' + steps - 1),
        _ => Value::Missing,
    }
}

/// What is no number at all is missing.
fn finite(number: f64) -> Value {
    if number.is_finite() { Value::Number(number) } else { Value::Missing }
}

/// Before format 113, `.` was the greatest value of each type.
fn old_value(stored: Stored, bits: u64) -> Value {
    let unless =
        |number: i64, missing: i64| if number == missing { Value::Missing } else { Value::Number(number as f64) };
    match stored {
        Stored::Byte => unless(i64::from(bits as u8 as i8), i64::from(i8::MAX)),
        Stored::Int => unless(i64::from(bits as u16 as i16), i64::from(i16::MAX)),
        Stored::Long => unless(i64::from(bits as u32 as i32), i64::from(i32::MAX)),
        Stored::Float => {
            let number = f32::from_bits(bits as u32);
            if number >= f32::from_bits(0x7f00_0000) { Value::Missing } else { finite(f64::from(number)) }
        }
        Stored::Double | Stored::Text(_) | Stored::LongText => {
            let number = f64::from_bits(bits);
            if number >= f64::from_bits(0x7fe0_0000_0000_0000) { Value::Missing } else { finite(number) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bits are those of Stata's specification ("Numeric missing values").
    #[test]
    fn missing_values_are_steps_above_the_greatest() {
        let of = |stored, bits: u64| value(stored, &bits.to_le_bytes(), Endian::Little, Release(118));
        for (stored, first, step) in [
            (Stored::Byte, 101, 1),
            (Stored::Int, 32_741, 1),
            (Stored::Long, 2_147_483_621, 1),
            (Stored::Float, 0x7f00_0000, 0x800),
            (Stored::Double, 0x7fe0_0000_0000_0000, 0x0100_0000_0000),
        ] {
            assert_eq!(of(stored, first), Value::Missing);
            assert_eq!(of(stored, first + step), Value::Extended(b'a'));
            assert_eq!(of(stored, first + 26 * step), Value::Extended(b'z'));
            assert!(matches!(of(stored, first - 1), Value::Number(_)), "{stored:?}");
        }
        assert_eq!(of(Stored::Byte, 0x9C), Value::Number(-100.0));
        assert_eq!(of(Stored::Double, (-1.5f64).to_bits()), Value::Number(-1.5));
        assert_eq!(of(Stored::Double, f64::NEG_INFINITY.to_bits()), Value::Missing);
    }
}
