//! The texts of numbers that were seen lately: the cells of a survey repeat.

use crate::description::Holds;
use crate::spss::calendar::write_number;

/// How many numbers are kept, as a power of two; a number has one place, where another may follow it.
const PLACES: u32 = 11;

/// Texts by the bits of their number.
pub(crate) struct NumberTexts {
    holds: Holds,
    places: Vec<(u64, String)>,
}

impl NumberTexts {
    /// For numbers that hold this.
    pub(crate) fn new(holds: Holds) -> Self {
        let mut zero = String::new();
        write_number(0.0, holds, &mut zero);
        Self { holds, places: vec![(0.0_f64.to_bits(), zero); 1 << PLACES] }
    }

    #[inline]
    pub(crate) fn text(&mut self, number: f64) -> &str {
        let bits = number.to_bits();
        // Fibonacci hashing: small whole numbers differ in their high bits, of which the product keeps the mixture.
        let place = (bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - PLACES)) as usize;
        let (known, text) = &mut self.places[place];
        if *known != bits {
            write_number(number, self.holds, text);
            *known = bits;
        }
        text
    }
}
