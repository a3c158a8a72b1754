//! Decimal numbers as they are printed: whole units of a power of ten.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

/// The most decimals that a number can carry.
pub const MAX_DECIMALS: u8 = 15;

/// Why a text is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseDecimalError {
    /// There is no digit, or something that is neither a digit, a sign at the start nor one decimal point.
    NotDecimal,
    /// It has more decimals than [`MAX_DECIMALS`], or more digits than 64 bits hold.
    TooLong,
}

impl Error for ParseDecimalError {}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDecimal => "read a decimal number from something else",
            Self::TooLong => "read a decimal number with too many digits",
        })
    }
}

/// An exact decimal: `units` of `10^-decimals`.
///
/// The decimals are part of the value, as in print: `18` and `18.0` are different by `==`, and equal by
/// [`Decimal::compare`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i64,
    decimals: u8,
}

impl Decimal {
    /// The decimal that is `units` times `10^-decimals`: `new(175, 1)` is 17.5; `None` with more decimals than
    /// [`MAX_DECIMALS`].
    #[must_use]
    pub fn new(units: i64, decimals: u8) -> Option<Self> {
        (decimals <= MAX_DECIMALS).then_some(Self { units, decimals })
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

    /// The number as a count, where it is one.
    #[must_use]
    pub fn whole(self) -> Option<u64> {
        (self.decimals() == 0).then(|| u64::try_from(self.units()).ok()).flatten()
    }

    /// The double nearest to it (for units up to 2^53, beyond any published figure).
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Both parts are exact doubles, so the one division is correctly rounded.
        self.units as f64 / ten_to(self.decimals) as f64
    }

    /// The sum, with as many decimals as the finest of the terms (none where there are no terms); `None` where it does not
    /// fit 64 bits.
    ///
    /// It is what a reader gets who adds published percentages by hand.
    ///
    /// ```
    /// use topline_exact::Decimal;
    ///
    /// let terms = ["33.3", "33.3", "33"].map(|term| term.parse().expect("a decimal"));
    /// assert_eq!(Decimal::sum(&terms).expect("few digits").to_string(), "99.6");
    /// ```
    #[must_use]
    pub fn sum(terms: &[Self]) -> Option<Self> {
        let decimals = terms.iter().map(|term| term.decimals).max().unwrap_or(0);
        let units = |term: &Self| i128::from(term.units) * ten_to(decimals - term.decimals);
        let sum = terms.iter().try_fold(0_i128, |sum, term| sum.checked_add(units(term)))?;
        Some(Self { units: i64::try_from(sum).ok()?, decimals })
    }

    /// Order by value, whatever the number of decimals.
    #[must_use]
    pub fn compare(self, other: Self) -> Ordering {
        let scale = self.decimals.max(other.decimals);
        let at_scale = |value: Self| i128::from(value.units) * ten_to(scale - value.decimals);
        at_scale(self).cmp(&at_scale(other))
    }
}

impl fmt::Display for Decimal {
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

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    /// Reads `18`, `17.5`, `-0.25`; the decimals are those written. No exponent, spaces or separators.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_decimal(whole) || !is_decimal(part) || whole.is_empty() && part.is_empty() {
            return Err(ParseDecimalError::NotDecimal);
        }
        let decimals = u8::try_from(part.len()).map_err(|_| ParseDecimalError::TooLong)?;
        let units = whole
            .bytes()
            .chain(part.bytes())
            .try_fold(0_i64, |units, byte| units.checked_mul(10)?.checked_add(i64::from(byte - b'0')))
            .ok_or(ParseDecimalError::TooLong)?;
        Self::new(if negative { -units } else { units }, decimals).ok_or(ParseDecimalError::TooLong)
    }
}

/// `10^decimals`.
pub(crate) fn ten_to(decimals: u8) -> i128 {
    10_i128.pow(u32::from(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_whole_and_not_below_nought() {
        let whole = |text: &str| text.parse::<Decimal>().expect("a decimal").whole();
        assert_eq!(["17", "0", "17.0", "-3"].map(whole), [Some(17), Some(0), None, None]);
    }

    #[test]
    fn decimals_are_read_and_written() {
        for text in ["0", "18", "17.5", "-0.25", "100.00", "-3"] {
            let read: Decimal = text.parse().expect("a decimal");
            assert_eq!(read.to_string(), text);
        }
        assert_eq!("17.50".parse::<Decimal>().map(Decimal::units), Ok(1750));
        assert_eq!(".5".parse::<Decimal>().map(|half| half.to_string()), Ok("0.5".to_owned()));
        for text in ["", "-", ".", "1e3", "1,000", " 1", "--1", "1.2.3"] {
            assert_eq!(text.parse::<Decimal>(), Err(ParseDecimalError::NotDecimal), "{text}");
        }
        for text in ["0.1234567890123456", "99999999999999999999"] {
            assert_eq!(text.parse::<Decimal>(), Err(ParseDecimalError::TooLong), "{text}");
        }
    }

    #[test]
    fn values_compare_whatever_their_decimals() {
        let one: Decimal = "1.0".parse().expect("a decimal");
        let unit: Decimal = "1".parse().expect("a decimal");
        assert_ne!(one, unit);
        assert_eq!(one.compare(unit), Ordering::Equal);
        let less: Decimal = "0.999".parse().expect("a decimal");
        assert_eq!(less.compare(unit), Ordering::Less);
        assert_eq!(less.to_f64().to_bits(), 0.999_f64.to_bits());
    }

    #[test]
    fn sums_have_the_decimals_of_the_finest_term() {
        let sum = |terms: &[&str]| {
            let terms: Vec<Decimal> = terms.iter().map(|term| term.parse().expect("a decimal")).collect();
            Decimal::sum(&terms).map(|sum| sum.to_string())
        };
        assert_eq!(sum(&["4", "18", "10", "30", "39"]).as_deref(), Some("101"));
        assert_eq!(sum(&["33.3", "33.30", "-0.6"]).as_deref(), Some("66.00"));
        assert_eq!(sum(&[]).as_deref(), Some("0"));
        assert_eq!(sum(&["9223372036854775807", "-1"]).as_deref(), Some("9223372036854775806"));
        assert_eq!(sum(&["9223372036854775807", "1"]), None);
        assert_eq!(sum(&["9223372036854775807", "0.1"]), None);
    }
}
