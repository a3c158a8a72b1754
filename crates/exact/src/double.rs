//! Doubles taken apart and put together.

/// A double as `significand * 2^exponent`, exactly (what it says of infinities and NaN is not used).
#[inline]
pub(crate) fn parts(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let biased = ((bits >> 52) & 0x7FF) as i32;
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let significand = if biased == 0 { fraction } else { fraction | 1 << 52 };
    let signed = if value.is_sign_negative() { -significand } else { significand };
    (signed, biased.max(1) - 1075)
}

/// The double nearest to `magnitude * 2^exponent`, ties to the even one; below the normal range the magnitude must be exact
/// in 53 bits.
pub(crate) fn nearest(negative: bool, magnitude: u128, exponent: i32) -> f64 {
    let mut value = magnitude as f64;
    let mut left = exponent;
    while left != 0 {
        let step = left.clamp(-1000, 1000);
        value *= f64::from_bits(((1023 + step) as u64) << 52);
        left -= step;
    }
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_taken_apart() {
        for (value, expect) in [
            (1.0, (1 << 52, -52)),
            (-1.5, (-(3 << 51), -52)),
            (0.1, (7_205_759_403_792_794, -56)),
            (5e-324, (1, -1074)),
            (f64::MIN_POSITIVE, (1 << 52, -1074)),
            (f64::MAX, ((1 << 53) - 1, 971)),
            (0.0, (0, -1074)),
        ] {
            assert_eq!(parts(value), expect, "{value}");
        }
    }

    #[test]
    fn doubles_are_put_together() {
        for (negative, magnitude, exponent, expect) in [
            (false, 3, 0, 3.0),
            (true, 3, -1, -1.5),
            (false, 1, -1074, 5e-324),
            (false, 1, 1023, 2_f64.powi(1023)),
            (false, (1 << 53) + 1, 0, 9_007_199_254_740_992.0),
            (false, (1 << 53) + 3, 0, 9_007_199_254_740_996.0),
            (false, 1, 1024, f64::INFINITY),
        ] {
            assert_eq!(nearest(negative, magnitude, exponent).to_bits(), expect.to_bits(), "{magnitude} {exponent}");
        }
    }
}
