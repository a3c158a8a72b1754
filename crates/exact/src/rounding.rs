//! Rounding of published figures, decided on exact decimals and fractions.
//!
//! Binary floating point never decides a tie here: a percentage is rounded from its count and base, a weighted value
//! from the shortest decimal that identifies it. Adjusting parts so that they add to 100 is left out on purpose.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;

use crate::decimal::{Decimal, MAX_DECIMALS, ten_to};

/// What happens to the part that is rounded away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RoundingMode {
    /// To the nearest, ties away from zero: 17.5 is 18, -17.5 is -18.
    #[default]
    HalfUp,
    /// To the nearest, ties to the even neighbour: 17.5 and 18.5 are both 18.
    HalfEven,
    /// Towards zero: 17.9 is 17.
    Truncate,
}

impl RoundingMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::HalfUp, Self::HalfEven, Self::Truncate];
}

/// Why a number could not be rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RoundingError {
    /// A fraction has a denominator of zero: there is no base to take it of.
    ZeroDenominator {
        /// The fraction's numerator.
        numerator: i128,
    },
    /// More decimals were asked for than [`MAX_DECIMALS`].
    TooManyDecimals {
        /// The decimals asked for.
        decimals: u8,
    },
    /// The rounded value does not fit the 64 bits that hold its units.
    OutOfRange {
        /// The decimals asked for.
        decimals: u8,
    },
    /// The value is infinite or not a number.
    NotFinite {
        /// The value given.
        value: f64,
    },
}

impl Error for RoundingError {}

impl fmt::Display for RoundingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroDenominator { numerator } => write!(f, "round a fraction of {numerator} over zero"),
            Self::TooManyDecimals { decimals } => write!(f, "round to {decimals} decimals: at most {MAX_DECIMALS}"),
            Self::OutOfRange { decimals } => {
                write!(f, "round a value whose {decimals} decimals need more than 64 bits")
            }
            Self::NotFinite { value } => write!(f, "round {value}, which is not finite"),
        }
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
    mode: RoundingMode,
) -> Result<Decimal, RoundingError> {
    check_decimals(decimals)?;
    if denominator == 0 {
        return Err(RoundingError::ZeroDenominator { numerator });
    }
    let out_of_range = RoundingError::OutOfRange { decimals };
    let scaled = numerator.checked_mul(ten_to(decimals)).ok_or(out_of_range)?;
    let units = divide(scaled, i128::from(denominator), mode);
    let units = i64::try_from(units).map_err(|_| out_of_range)?;
    Decimal::new(units, decimals).ok_or(RoundingError::TooManyDecimals { decimals })
}

/// What percentage `count` is of `base`, to `decimals` places, exactly: 14 of 80 is 17.5%, thus 18 at 0 decimals half
/// up.
///
/// `count` may exceed `base` (a change, a ratio) and may be negative (a difference).
///
/// # Errors
/// A zero base, too many decimals, or a result beyond 64 bits.
pub fn round_percentage(count: i64, base: u64, decimals: u8, mode: RoundingMode) -> Result<Decimal, RoundingError> {
    round_fraction(i128::from(count) * 100, base, decimals, mode)
}

/// A double to `decimals` places, as a reader who sees the number printed would round it.
///
/// Ties are decided on the shortest decimal that identifies the double: 0.285 (in binary just below) is 0.29 at two
/// decimals half up. Weighted percentages are given as percentages already (28.5, not 0.285).
///
/// # Errors
/// A value that is not finite, too many decimals, or a result beyond 64 bits.
pub fn round_value(value: f64, decimals: u8, mode: RoundingMode) -> Result<Decimal, RoundingError> {
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
        divide(significand, 10_i128.pow(shift.unsigned_abs().min(19)), mode)
    };
    let units = i64::try_from(units).map_err(|_| out_of_range)?;
    Decimal::new(units, decimals).ok_or(RoundingError::TooManyDecimals { decimals })
}

fn check_decimals(decimals: u8) -> Result<(), RoundingError> {
    if decimals > MAX_DECIMALS {
        return Err(RoundingError::TooManyDecimals { decimals });
    }
    Ok(())
}

/// `numerator / denominator` to a whole number; the denominator is positive.
pub(crate) fn divide(numerator: i128, denominator: i128, mode: RoundingMode) -> i128 {
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    let rest = remainder.unsigned_abs();
    let away = match (mode, rest.cmp(&(denominator.unsigned_abs() - rest))) {
        (RoundingMode::Truncate, _) | (_, Ordering::Less) => false,
        (_, Ordering::Greater) | (RoundingMode::HalfUp, Ordering::Equal) => true,
        (RoundingMode::HalfEven, Ordering::Equal) => quotient % 2 != 0,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check_percentage(count: i64, base: u64, decimals: u8, mode: RoundingMode, expect: &str) {
        let rounded = round_percentage(count, base, decimals, mode).expect("a base");
        assert_eq!(rounded.to_string(), expect, "{count} of {base}");
    }

    fn check_value(value: f64, decimals: u8, mode: RoundingMode, expect: &str) {
        let rounded = round_value(value, decimals, mode).expect("finite");
        assert_eq!(rounded.to_string(), expect, "{value} at {decimals}");
    }

    #[test]
    fn percentages_are_exact_fractions() {
        check_percentage(14, 80, 0, RoundingMode::HalfUp, "18");
        check_percentage(14, 80, 0, RoundingMode::HalfEven, "18");
        check_percentage(14, 80, 0, RoundingMode::Truncate, "17");
        check_percentage(5, 200, 0, RoundingMode::HalfUp, "3");
        check_percentage(5, 200, 0, RoundingMode::HalfEven, "2");
        check_percentage(23, 80, 1, RoundingMode::HalfUp, "28.8");
        check_percentage(1, 3, 2, RoundingMode::HalfUp, "33.33");
        check_percentage(0, 7, 1, RoundingMode::HalfUp, "0.0");
        check_percentage(-14, 80, 0, RoundingMode::HalfUp, "-18");
        check_percentage(-1, 1000, 0, RoundingMode::HalfUp, "0");
        // Binary floating point gets these wrong: 100.0 * 1.005 rounds down, 0.575 * 100 is 57.49999999999999.
        check_percentage(201, 200, 0, RoundingMode::HalfUp, "101");
        check_percentage(115, 200, 0, RoundingMode::HalfUp, "58");
        check_percentage(i64::MAX, u64::MAX, 3, RoundingMode::HalfUp, "50.000");
    }

    #[test]
    fn fractions_are_not_percentages() {
        let rounded = round_fraction(7, 2, 0, RoundingMode::HalfUp).expect("a base");
        assert_eq!(Some(rounded), Decimal::new(4, 0));
        let even = round_fraction(-5, 2, 0, RoundingMode::HalfEven).expect("a base");
        assert_eq!(even.units(), -2);
    }

    #[test]
    fn values_round_as_printed() {
        check_value(0.285, 2, RoundingMode::HalfUp, "0.29");
        check_value(1.005, 2, RoundingMode::HalfUp, "1.01");
        check_value(2.5, 0, RoundingMode::HalfEven, "2");
        check_value(3.5, 0, RoundingMode::HalfEven, "4");
        check_value(-0.285, 2, RoundingMode::HalfUp, "-0.29");
        check_value(-0.004, 2, RoundingMode::HalfUp, "0.00");
        check_value(1e-300, 3, RoundingMode::HalfUp, "0.000");
        check_value(9.99, 1, RoundingMode::Truncate, "9.9");
        check_value(99.95, 1, RoundingMode::HalfUp, "100.0");
        check_value(1e15, 2, RoundingMode::HalfUp, "1000000000000000.00");
        check_value(0.0, 15, RoundingMode::HalfUp, "0.000000000000000");
        check_value(656.585, 1, RoundingMode::HalfUp, "656.6");
    }

    #[test]
    fn what_cannot_be_rounded_says_why() {
        assert_eq!(
            round_percentage(3, 0, 0, RoundingMode::HalfUp),
            Err(RoundingError::ZeroDenominator { numerator: 300 })
        );
        assert_eq!(
            round_percentage(3, 4, 16, RoundingMode::HalfUp),
            Err(RoundingError::TooManyDecimals { decimals: 16 })
        );
        // Of as many decimals not even the power of ten fits.
        for found in
            [round_fraction(3, 4, u8::MAX, RoundingMode::HalfUp), round_value(0.75, u8::MAX, RoundingMode::HalfUp)]
        {
            assert_eq!(found, Err(RoundingError::TooManyDecimals { decimals: 255 }));
        }
        assert!(matches!(round_value(f64::NAN, 1, RoundingMode::HalfUp), Err(RoundingError::NotFinite { .. })));
        for large in [1e300, 1e18, f64::MAX] {
            let rounded = round_value(large, 2, RoundingMode::HalfUp);
            assert_eq!(rounded, Err(RoundingError::OutOfRange { decimals: 2 }), "{large}");
        }
        let fraction = round_fraction(i128::MAX, 1, 2, RoundingMode::HalfUp);
        assert_eq!(fraction, Err(RoundingError::OutOfRange { decimals: 2 }));
        let told = |found: Result<Decimal, RoundingError>| found.expect_err("an error").to_string();
        assert_eq!(told(round_percentage(3, 0, 0, RoundingMode::HalfUp)), "round a fraction of 300 over zero");
        assert_eq!(told(round_value(1.0, 16, RoundingMode::HalfUp)), "round to 16 decimals: at most 15");
        assert_eq!(told(fraction), "round a value whose 2 decimals need more than 64 bits");
        assert_eq!(told(round_value(f64::INFINITY, 2, RoundingMode::HalfUp)), "round inf, which is not finite");
    }
}
