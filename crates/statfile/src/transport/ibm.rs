//! Numbers of IBM's mainframes: a sign, seven bits of an exponent of sixteen, and a fraction.

use crate::sas::Value;

/// The value of a cell of two to eight bytes.
pub(super) fn value(bytes: &[u8]) -> Value {
    let (first, rest) = (bytes[0], &bytes[1..]);
    if rest.iter().all(|byte| *byte == 0) {
        match first {
            b'.' => return Value::Missing,
            b'_' | b'A'..=b'Z' => return Value::Special(first),
            _ => {}
        }
    }
    let fraction = rest.iter().fold(0u64, |fraction, byte| fraction << 8 | u64::from(*byte));
    let exponent = 4 * (i32::from(first & 0x7F) - 64) - 8 * rest.len() as i32;
    // The exponent is within -312 and 244: a power that a double has.
    let number = fraction as f64 * f64::from_bits(((exponent + 1023) as u64) << 52);
    Value::Number(if first & 0x80 == 0 { number } else { -number })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes are those of IBM's manual ("Principles of Operation", hexadecimal floating point) and of TS-140.
    #[test]
    fn bytes_become_numbers() {
        let check = |bytes: &[u8], expect: Value| assert_eq!(value(bytes), expect, "{bytes:02X?}");
        check(&[0x41, 0x10, 0, 0, 0, 0, 0, 0], Value::Number(1.0));
        check(&[0xC1, 0x10, 0, 0, 0, 0, 0, 0], Value::Number(-1.0));
        check(&[0x42, 0x76, 0xA0, 0, 0, 0, 0, 0], Value::Number(118.625));
        check(&[0xC2, 0x76, 0xA0], Value::Number(-118.625));
        check(&[0x40, 0x80, 0], Value::Number(0.5));
        check(&[0, 0, 0, 0, 0, 0, 0, 0], Value::Number(0.0));
        check(b".\0\0\0\0\0\0\0", Value::Missing);
        check(b"_\0\0\0\0\0\0\0", Value::Special(b'_'));
        check(b"Z\0\0", Value::Special(b'Z'));
        check(&[0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], Value::Number(7.237_005_577_332_262e75));
    }
}
