//! The texts of numbers that were seen lately: the cells of a survey repeat.

use crate::description::Holds;
use crate::spss::calendar::write_number;

/// How many numbers are kept, as a power of two; a number has one place, where another may follow it.
const PLACES: u32 = 11;
/// The bits of a place that is free.
const NO_NUMBER: u64 = u64::MAX;

/// Texts by the bits of their number, for each of what numbers hold.
#[derive(Default)]
pub(crate) struct NumberTexts {
    numbers: Places,
    days: Places,
    times: Places,
    moments: Places,
}

/// None until the first number.
type Places = Vec<(u64, String)>;

impl NumberTexts {
    #[inline]
    pub(crate) fn text(&mut self, number: f64, holds: Holds) -> &str {
        let places = match holds {
            Holds::Number | Holds::Text => &mut self.numbers,
            Holds::Day => &mut self.days,
            Holds::Time => &mut self.times,
            Holds::Moment => &mut self.moments,
        };
        if places.is_empty() {
            places.resize(1 << PLACES, (NO_NUMBER, String::new()));
        }
        let bits = number.to_bits();
        // Fibonacci hashing: small whole numbers differ in their high bits, of which the product keeps the mixture.
        let place = (bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - PLACES)) as usize;
        let (known, text) = &mut places[place];
        if *known != bits {
            write_number(number, holds, text);
            *known = bits;
        }
        text
    }
}
