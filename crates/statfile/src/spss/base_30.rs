//! Numbers to the base of 30, as portable files write them: `-13A.9+2`.

/// The base.
const BASE: u32 = 30;
/// The most places by which [`ratio`] can divide and still round rightly: its quotient keeps more bits than a double.
const EXACT_PLACES: u32 = 14;
/// From here on, further digits say nothing that a double could hold.
const MOST_DIGITS: u128 = 30_u128.pow(EXACT_PLACES - 1);

/// The number of a sign, digits with or without a point, and an exponent with its sign; nothing where it is none.
///
/// It is the double nearest to what is written, but for exponents that no survey needs; infinite beyond all doubles, as some
/// programs write where a range of missing values ends.
pub(crate) fn parse(text: &[u8]) -> Option<f64> {
    let (negative, text) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let (mut digits, mut places) = (0_u128, 0_i32);
    let (mut any, mut point) = (false, false);
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        match (byte, digit(*byte)) {
            (b'.', _) if !point => point = true,
            (_, Some(value)) => {
                any = true;
                if digits < MOST_DIGITS {
                    digits = digits * u128::from(BASE) + u128::from(value);
                    places -= i32::from(point);
                } else {
                    places += i32::from(!point);
                }
            }
            _ => break,
        }
        rest = tail;
    }
    let exponent = match rest {
        [] => 0,
        [sign @ (b'+' | b'-'), exponent @ ..] if !exponent.is_empty() => {
            let mut value = 0_i32;
            for byte in exponent {
                value = (value * BASE as i32 + digit(*byte)? as i32).min(10_000);
            }
            if *sign == b'-' { -value } else { value }
        }
        _ => return None,
    };
    let number = scaled(digits, places + exponent);
    any.then_some(if negative { -number } else { number })
}

fn digit(byte: u8) -> Option<u32> {
    byte.is_ascii_digit()
        .then(|| u32::from(byte - b'0'))
        .or_else(|| matches!(byte, b'A'..=b'T').then(|| u32::from(byte - b'A') + 10))
}

/// The digits times the base to the power of the places.
fn scaled(digits: u128, places: i32) -> f64 {
    let power = |places| u128::from(BASE).checked_pow(places);
    if places < 0 {
        let exact = places.unsigned_abs().min(EXACT_PLACES);
        let rest = places.unsigned_abs() - exact;
        return ratio(digits, power(exact).unwrap_or(1)) / f64::from(BASE).powi(rest as i32);
    }
    match power(places.unsigned_abs()).and_then(|power| digits.checked_mul(power)) {
        Some(number) => number as f64,
        None if digits == 0 => 0.0,
        None => digits as f64 * f64::from(BASE).powi(places),
    }
}

/// The quotient, rounded once: what is left over is kept as a last bit that decides ties.
fn ratio(digits: u128, by: u128) -> f64 {
    if digits == 0 {
        return 0.0;
    }
    let shift = digits.leading_zeros();
    let shifted = digits << shift;
    let quotient = (shifted / by) | u128::from(!shifted.is_multiple_of(by));
    quotient as f64 * 2_f64.powi(-(shift as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected doubles are Python's: `float(Fraction(int(digits, 30), 30 ** places))`.
    #[test]
    fn a_number_is_the_double_nearest_to_what_is_written() {
        for (text, expected) in [
            ("0", 0.0),
            ("1.3", 1.1),
            ("-13A.9", -1000.3),
            ("IPJ2+3", 13_744_944_000.0),
            (".3KL", 0.123),
            ("-5E0MF-B", -2.5e-10),
            ("-.0", -0.0),
            ("1+2", 900.0),
            ("7.QLR", 7.891),
            (".3KKSO3L2SEJ", 0.122_998_523_598_459_97),
            ("A.EJKSO3L2SE", 10.488_554_079_154_014),
            ("0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 0.344_827_586_206_896_6),
            ("123456789ABCDEFGHIJ", 4.145_998_098_692_033e26),
        ] {
            assert_eq!(parse(text.as_bytes()).map(f64::to_bits), Some(f64::to_bits(expected)), "{text}");
        }
        for text in ["", "-", ".", "1.2.3", "U", "1+", "1+-2", "a", "1 ", "+1", "T+99999U"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
