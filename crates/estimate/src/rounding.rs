//! Rounding of published figures, decided on exact decimals and fractions.
//!
//! Binary floating point never decides a tie here: a percentage is rounded from its count and base, a weighted value
//! from the shortest decimal that identifies it. Adjusting parts so that they add to 100 is left out on purpose.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use thiserror::Error;

/// The most decimals that a rounded value can carry.
pub const MAX_DECIMALS: u8 = 15;

/// What happens to the part that is rounded away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest, ties away from zero: 17.5 is 18, -17.5 is -18.
    #[default]
    HalfUp,
    /// To the nearest, ties to the even neighbour: 17.5 and 18.5 are both 18.
    HalfEven,
    /// Towards zero: 17.9 is 17.
    Truncate,
}

/// Why a number could not be rounded.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum RoundingError {
    /// A fraction has a denominator of zero: there is no base to take it of.
    #[error("round a fraction of {numerator} over zero")]
    ZeroDenominator {
        /// The fraction's numerator.
        numerator: i128,
    },
    /// More decimals were asked for than [`MAX_DECIMALS`].
    #[error("round to {decimals} decimals: at most {MAX_DECIMALS}")]
    TooManyDecimals {
        /// The decimals asked for.
        decimals: u8,
    },
    /// The rounded value does not fit the 64 bits that hold its units.
    #[error("round a value whose {decimals} decimals need more than 64 bits")]
    OutOfRange {
        /// The decimals asked for.
        decimals: u8,
    },
    /// The value is infinite or not a number.
    #[error("round {value}, which is not finite")]
    NotFinite {
        /// The value given.
        value: f64,
    },
}

/// Why a text is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParseRoundedError {
    /// There is no digit, or something that is neither a digit, a sign at the start nor one decimal point.
    #[error("read a decimal number from something else")]
    NotDecimal,
    /// It has more decimals than [`MAX_DECIMALS`], or more digits than 64 bits hold.
    #[error("read a decimal number with too many digits")]
    TooLong,
}

/// An exact decimal: `units` of `10^-decimals`.
///
/// The decimals are part of the value, as in print: `18` and `18.0` are different by `==`, and equal by
/// [`Rounded::compare`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rounded {
    units: i64,
    decimals: u8,
}

impl Rounded {
    /// The decimal that is `units` times `10^-decimals`: `new(175, 1)` is 17.5.
    pub fn new(units: i64, decimals: u8) -> Result<Self, RoundingError> {
        check_decimals(decimals)?;
        Ok(Self { units, decimals })
    }

    /// How many of the last decimal's units it is: 175 for 17.5.
    #[must_use]
    pub fn units(self) -> i64 {
        self.units
    }

    /// How many decimals it is written with.
    #[must_use]
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The double nearest to it (for units up to 2^53, beyond any published figure).
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Both parts are exact doubles, so the one division is correctly rounded.
        self.units as f64 / ten_to(self.decimals) as f64
    }

    /// Order by value, whatever the number of decimals.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let scale = self.decimals.max(other.decimals);
        let at_scale = |value: Self| i128::from(value.units) * ten_to(scale - value.decimals);
        at_scale(self).cmp(&at_scale(other))
    }
}

impl fmt::Display for Rounded {
    /// Writes every decimal, with a leading zero and without a negative zero: `0.50`, `-3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = ten_to(self.decimals).unsigned_abs();
        let magnitude = u128::from(self.units.unsigned_abs());
        let (whole, part) = (magnitude / scale, magnitude % scale);
        let text = if self.decimals == 0 {
            whole.to_string()
        } else {
            format!("{whole}.{part:0width$}", width = usize::from(self.decimals))
        };
        f.pad_integral(self.units >= 0, "", &text)
    }
}

impl FromStr for Rounded {
    type Err = ParseRoundedError;

    /// Reads `18`, `17.5`, `-0.25`; the decimals are those written. No exponent, spaces or separators.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_decimal(whole) || !is_decimal(part) || whole.is_empty() && part.is_empty() {
            return Err(ParseRoundedError::NotDecimal);
        }
        let decimals = u8::try_from(part.len()).map_err(|_| ParseRoundedError::TooLong)?;
        let units = whole
            .bytes()
            .chain(part.bytes())
            .try_fold(0_i64, |units, byte| units.checked_mul(10)?.checked_add(i64::from(byte - b'0')))
            .ok_or(ParseRoundedError::TooLong)?;
        Self::new(if negative { -units } else { units }, decimals).map_err(|_| ParseRoundedError::TooLong)
    }
}

/// The fraction `numerator / denominator` to `decimals` places, exactly.
///
/// It is the fraction itself, not times 100: for a percentage see [`round_percentage`]. `round_fraction(1400, 80, 0,
/// HalfUp)` is 18.
///
/// # Errors
/// A zero denominator, too many decimals, or a result beyond 64 bits.
pub fn round_fraction(
    numerator: i128,
    denominator: u64,
    decimals: u8,
    rounding: Rounding,
) -> Result<Rounded, RoundingError> {
    check_decimals(decimals)?;
    if denominator == 0 {
        return Err(RoundingError::ZeroDenominator { numerator });
    }
    let out_of_range = RoundingError::OutOfRange { decimals };
    let scaled = numerator.checked_mul(ten_to(decimals)).ok_or(out_of_range)?;
    let units = divide(scaled, i128::from(denominator), rounding);
    let units = i64::try_from(units).map_err(|_| out_of_range)?;
    Ok(Rounded { units, decimals })
}

/// What percentage `count` is of `base`, to `decimals` places, exactly: 14 of 80 is 17.5%, thus 18 at 0 decimals half
/// up.
///
/// `count` may exceed `base` (a change, a ratio) and may be negative (a difference).
///
/// # Errors
/// A zero base, too many decimals, or a result beyond 64 bits.
pub fn round_percentage(count: i64, base: u64, decimals: u8, rounding: Rounding) -> Result<Rounded, RoundingError> {
    round_fraction(i128::from(count) * 100, base, decimals, rounding)
}

/// A double to `decimals` places, as a reader who sees the number printed would round it.
///
/// Ties are decided on the shortest decimal that identifies the double: 0.285 (in binary just below) is 0.29 at two
/// decimals half up. Weighted percentages are given as percentages already (28.5, not 0.285).
///
/// # Errors
/// A value that is not finite, too many decimals, or a result beyond 64 bits.
pub fn round_value(value: f64, decimals: u8, rounding: Rounding) -> Result<Rounded, RoundingError> {
    check_decimals(decimals)?;
    if !value.is_finite() {
        return Err(RoundingError::NotFinite { value });
    }
    let out_of_range = RoundingError::OutOfRange { decimals };
    let (significand, exponent) = shortest_decimal(value);
    let shift = exponent + i32::from(decimals);
    let units = if let Ok(places) = u32::try_from(shift) {
        let factor = 10_i128.checked_pow(places);
        match factor.and_then(|factor| significand.checked_mul(factor)) {
            Some(units) => units,
            None if significand == 0 => 0,
            None => return Err(out_of_range),
        }
    } else {
        // The significand has at most 17 digits, so beyond 18 places nothing is left but the nearest to zero.
        divide(significand, ten_to_power(shift.unsigned_abs().min(19)), rounding)
    };
    let units = i64::try_from(units).map_err(|_| out_of_range)?;
    Ok(Rounded { units, decimals })
}

/// Which counts out of `base` are published as `percent`: the `k` with `round_percentage(k, base) == percent`.
///
/// The counts are consecutive, as rounding keeps order. The range is empty where no count out of this base rounds to
/// that percentage (19% of 10), where the base is zero, and where the percentage is beyond 0 to 100.
#[must_use]
pub fn counts_for(percent: Rounded, base: u64, rounding: Rounding) -> Range<u64> {
    let units_of = |count: u64| {
        let scaled = i128::from(count) * 100 * ten_to(percent.decimals);
        divide(scaled, i128::from(base), rounding)
    };
    if base == 0 {
        return 0..0;
    }
    let target = i128::from(percent.units);
    let end = base.saturating_add(1);
    let first = first_count(end, |count| units_of(count) >= target);
    let last = first_count(end, |count| units_of(count) > target);
    first..last
}

/// The first of `0..end` that is `reached`, which once true stays true; `end` where none is.
fn first_count(end: u64, reached: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// `numerator / denominator` to a whole number; the denominator is positive.
fn divide(numerator: i128, denominator: i128, rounding: Rounding) -> i128 {
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    let rest = remainder.unsigned_abs();
    let away = match (rounding, rest.cmp(&(denominator.unsigned_abs() - rest))) {
        (Rounding::Truncate, _) | (_, Ordering::Less) => false,
        (_, Ordering::Greater) | (Rounding::HalfUp, Ordering::Equal) => true,
        (Rounding::HalfEven, Ordering::Equal) => quotient % 2 != 0,
    };
    if away { quotient + numerator.signum() } else { quotient }
}

/// The shortest decimal that reads back as `value`: `(significand, exponent)` with `value = significand * 10^exponent`.
fn shortest_decimal(value: f64) -> (i128, i32) {
    // Scientific notation of a finite double is digits, perhaps a point, `e` and an exponent, so every parse succeeds.
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let places = mantissa.split_once('.').map_or(0, |(_, part)| part.len());
    let significand = mantissa.replace('.', "").parse().unwrap_or(0);
    let exponent: i32 = exponent.parse().unwrap_or(0);
    (significand, exponent - places as i32)
}

fn check_decimals(decimals: u8) -> Result<(), RoundingError> {
    if decimals > MAX_DECIMALS {
        return Err(RoundingError::TooManyDecimals { decimals });
    }
    Ok(())
}

fn ten_to(decimals: u8) -> i128 {
    ten_to_power(u32::from(decimals))
}

fn ten_to_power(power: u32) -> i128 {
    10_i128.pow(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_percentage(count: i64, base: u64, decimals: u8, rounding: Rounding, expect: &str) {
        let rounded = round_percentage(count, base, decimals, rounding).expect("a base");
        assert_eq!(rounded.to_string(), expect, "{count} of {base}");
    }

    fn check_value(value: f64, decimals: u8, rounding: Rounding, expect: &str) {
        let rounded = round_value(value, decimals, rounding).expect("finite");
        assert_eq!(rounded.to_string(), expect, "{value} at {decimals}");
    }

    #[test]
    fn percentages_are_exact_fractions() {
        check_percentage(14, 80, 0, Rounding::HalfUp, "18");
        check_percentage(14, 80, 0, Rounding::HalfEven, "18");
        check_percentage(14, 80, 0, Rounding::Truncate, "17");
        check_percentage(5, 200, 0, Rounding::HalfUp, "3");
        check_percentage(5, 200, 0, Rounding::HalfEven, "2");
        check_percentage(23, 80, 1, Rounding::HalfUp, "28.8");
        check_percentage(1, 3, 2, Rounding::HalfUp, "33.33");
        check_percentage(0, 7, 1, Rounding::HalfUp, "0.0");
        check_percentage(-14, 80, 0, Rounding::HalfUp, "-18");
        check_percentage(-1, 1000, 0, Rounding::HalfUp, "0");
        // Binary floating point gets these wrong: 100.0 * 1.005 rounds down, 0.575 * 100 is 57.49999999999999.
        check_percentage(201, 200, 0, Rounding::HalfUp, "101");
        check_percentage(115, 200, 0, Rounding::HalfUp, "58");
        check_percentage(i64::MAX, u64::MAX, 3, Rounding::HalfUp, "50.000");
    }

    #[test]
    fn fractions_are_not_percentages() {
        let rounded = round_fraction(7, 2, 0, Rounding::HalfUp).expect("a base");
        assert_eq!(rounded, Rounded::new(4, 0).expect("few decimals"));
        let even = round_fraction(-5, 2, 0, Rounding::HalfEven).expect("a base");
        assert_eq!(even.units(), -2);
    }

    #[test]
    fn values_round_as_printed() {
        check_value(0.285, 2, Rounding::HalfUp, "0.29");
        check_value(1.005, 2, Rounding::HalfUp, "1.01");
        check_value(2.5, 0, Rounding::HalfEven, "2");
        check_value(3.5, 0, Rounding::HalfEven, "4");
        check_value(-0.285, 2, Rounding::HalfUp, "-0.29");
        check_value(-0.004, 2, Rounding::HalfUp, "0.00");
        check_value(1e-300, 3, Rounding::HalfUp, "0.000");
        check_value(9.99, 1, Rounding::Truncate, "9.9");
        check_value(99.95, 1, Rounding::HalfUp, "100.0");
        check_value(1e15, 2, Rounding::HalfUp, "1000000000000000.00");
        check_value(0.0, 15, Rounding::HalfUp, "0.000000000000000");
        check_value(656.585, 1, Rounding::HalfUp, "656.6");
    }

    #[test]
    fn counts_invert_percentages() {
        let whole = |percent| Rounded::new(percent, 0).expect("few decimals");
        assert_eq!(counts_for(whole(18), 80, Rounding::HalfUp), 14..15);
        assert_eq!(counts_for(whole(17), 80, Rounding::HalfUp), 14..14);
        assert_eq!(counts_for(whole(17), 80, Rounding::Truncate), 14..15);
        assert_eq!(counts_for(whole(50), 1000, Rounding::HalfUp), 495..505);
        assert_eq!(counts_for(whole(100), 3, Rounding::HalfUp), 3..4);
        assert!(counts_for(whole(19), 10, Rounding::HalfUp).is_empty());
        assert!(counts_for(whole(101), 10, Rounding::HalfUp).is_empty());
        assert!(counts_for(whole(-1), 10, Rounding::HalfUp).is_empty());
        assert!(counts_for(whole(50), 0, Rounding::HalfUp).is_empty());
        let tenth = "12.5".parse().expect("a decimal");
        assert_eq!(counts_for(tenth, 40, Rounding::HalfUp), 5..6);
    }

    #[test]
    fn counts_are_those_that_round_to_the_percentage() {
        for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Truncate] {
            for base in 1..=130_u64 {
                for percent in 0..=100 {
                    let percent = Rounded::new(percent, 0).expect("few decimals");
                    let listed: Vec<u64> =
                        (0..=base).filter(|&k| round_percentage(k as i64, base, 0, rounding) == Ok(percent)).collect();
                    let range: Vec<u64> = counts_for(percent, base, rounding).collect();
                    assert_eq!(range, listed, "{percent}% of {base}");
                }
            }
        }
    }

    #[test]
    fn decimals_are_read_and_written() {
        for text in ["0", "18", "17.5", "-0.25", "100.00", "-3"] {
            let read: Rounded = text.parse().expect("a decimal");
            assert_eq!(read.to_string(), text);
        }
        assert_eq!("17.50".parse::<Rounded>().map(Rounded::units), Ok(1750));
        assert_eq!(".5".parse::<Rounded>().map(|half| half.to_string()), Ok("0.5".to_owned()));
        for text in ["", "-", ".", "1e3", "1,000", " 1", "--1", "1.2.3"] {
            assert_eq!(text.parse::<Rounded>(), Err(ParseRoundedError::NotDecimal), "{text}");
        }
        for text in ["0.1234567890123456", "99999999999999999999"] {
            assert_eq!(text.parse::<Rounded>(), Err(ParseRoundedError::TooLong), "{text}");
        }
    }

    #[test]
    fn values_compare_whatever_their_decimals() {
        let one: Rounded = "1.0".parse().expect("a decimal");
        let unit: Rounded = "1".parse().expect("a decimal");
        assert_ne!(one, unit);
        assert_eq!(one.compare(unit), Ordering::Equal);
        let less: Rounded = "0.999".parse().expect("a decimal");
        assert_eq!(less.compare(unit), Ordering::Less);
        assert_eq!(less.to_f64().to_bits(), 0.999_f64.to_bits());
    }

    #[test]
    fn what_cannot_be_rounded_says_why() {
        assert_eq!(round_percentage(3, 0, 0, Rounding::HalfUp), Err(RoundingError::ZeroDenominator { numerator: 300 }));
        assert_eq!(round_percentage(3, 4, 16, Rounding::HalfUp), Err(RoundingError::TooManyDecimals { decimals: 16 }));
        assert!(matches!(round_value(f64::NAN, 1, Rounding::HalfUp), Err(RoundingError::NotFinite { .. })));
        for large in [1e300, 1e18, f64::MAX] {
            let rounded = round_value(large, 2, Rounding::HalfUp);
            assert_eq!(rounded, Err(RoundingError::OutOfRange { decimals: 2 }), "{large}");
        }
        let fraction = round_fraction(i128::MAX, 1, 2, Rounding::HalfUp);
        assert_eq!(fraction, Err(RoundingError::OutOfRange { decimals: 2 }));
    }
}
