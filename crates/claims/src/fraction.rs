//! Fractions in words, and which of them is nearest to a share.

use std::fmt;

use topline_exact::{ExactValue, Rational};

use crate::number::spelled;

/// How a fraction is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// `a quarter`, `two thirds`.
    Part,
    /// `one in six`, `three in ten`.
    In,
}

/// A fraction in words, between nothing and the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// How many parts.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// How it is spoken.
    pub spoken: Spoken,
}

/// The names of the parts, from halves to tenths.
pub(crate) const PARTS: [(&str, &str); 9] = [
    ("half", "halves"),
    ("third", "thirds"),
    ("quarter", "quarters"),
    ("fifth", "fifths"),
    ("sixth", "sixths"),
    ("seventh", "sevenths"),
    ("eighth", "eighths"),
    ("ninth", "ninths"),
    ("tenth", "tenths"),
];

/// Ten points of a hundred: no rounding of words reaches further.
const GROSS: Rational = Rational::new(1, 10);

/// How a share stands to a fraction that a document states without a hedge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Nearness {
    /// No fraction of its kind is nearer.
    Nearest,
    /// This one is nearer.
    Nearer(Fraction),
    /// More than ten points off, more than twice or less than half.
    Far,
}

impl Fraction {
    pub(crate) fn ratio(self) -> Rational {
        Rational::new(i128::from(self.numerator), i128::from(self.denominator))
    }

    /// Whether the share is this fraction, as far as words go.
    ///
    /// The rivals of a part are all proper fractions from halves to tenths; those of `one in N`, every `one in k`; those of
    /// `three in ten` and the like, every `one in k` and the thirds, quarters, fifths and tenths. A tie is for the fraction stated.
    pub(crate) fn nearness(self, share: ExactValue) -> Nearness {
        let ratio = self.ratio();
        let double = ratio.times(2);
        if !share.is_within(GROSS, ratio)
            || share.compare_to(double).is_gt()
            || share.compare_to(ratio.divided_by(2)).is_lt()
        {
            return Nearness::Far;
        }
        let off = |other: Rational| (share.to_f64() - other.to_f64()).abs();
        let own = off(ratio);
        self.rivals(share)
            .into_iter()
            .filter(|rival| rival.ratio().compare(ratio).is_ne() && off(rival.ratio()) < own - 1e-12)
            .min_by(|left, right| off(left.ratio()).total_cmp(&off(right.ratio())))
            .map_or(Nearness::Nearest, Nearness::Nearer)
    }

    fn rivals(self, share: ExactValue) -> Vec<Self> {
        let fraction = |numerator, denominator| Self { numerator, denominator, spoken: self.spoken };
        let multiples = |denominators: &[u32]| -> Vec<Self> {
            denominators.iter().flat_map(|parts| (1..*parts).map(move |part| fraction(part, *parts))).collect()
        };
        if self.spoken == Spoken::Part {
            return multiples(&[2, 3, 4, 5, 6, 7, 8, 9, 10]);
        }
        // The share is no less than half of the stated fraction, so its reciprocal is a small number.
        let below = (1.0 / share.to_f64()).floor().max(2.0) as u32;
        let mut rivals = vec![fraction(1, below), fraction(1, below + 1)];
        if self.numerator > 1 {
            rivals.extend(multiples(&[3, 4, 5, 10]));
        }
        rivals
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = spelled(self.numerator);
        let named = (self.denominator as usize).checked_sub(2).and_then(|index| PARTS.get(index));
        match (self.spoken, named) {
            (Spoken::Part, Some((part, _))) if self.denominator == 2 => f.write_str(part),
            (Spoken::Part, Some((part, _))) if self.numerator == 1 => {
                write!(f, "{} {part}", if part.starts_with('e') { "an" } else { "a" })
            }
            (Spoken::Part, Some((_, parts))) => write!(f, "{count} {parts}"),
            _ => write!(f, "{count} in {}", spelled(self.denominator)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fraction, Nearness, Spoken};
    use topline_exact::{ExactValue, Rational};

    fn check(count: i128, base: i128, stated: (u32, u32, Spoken), expect: &str) {
        let fraction = Fraction { numerator: stated.0, denominator: stated.1, spoken: stated.2 };
        let found = match fraction.nearness(ExactValue::Fraction(Rational::new(count, base))) {
            Nearness::Nearest => "nearest".to_owned(),
            Nearness::Nearer(rival) => rival.to_string(),
            Nearness::Far => "far".to_owned(),
        };
        assert_eq!(found, expect, "{count} of {base} as {fraction}");
    }

    #[test]
    fn one_in_so_many() {
        check(8, 55, (1, 6, Spoken::In), "one in seven");
        check(8, 55, (1, 7, Spoken::In), "nearest");
        check(9, 56, (1, 6, Spoken::In), "nearest");
        check(1, 3, (1, 3, Spoken::In), "nearest");
        check(40, 80, (1, 3, Spoken::In), "far");
        check(10, 100, (1, 50, Spoken::In), "far");
        check(0, 80, (1, 20, Spoken::In), "far");
        // 29% lies between 1/4 and 1/3 and is nearest to 3/10; 32% is nearest to 1/3.
        check(29, 100, (3, 10, Spoken::In), "nearest");
        check(32, 100, (3, 10, Spoken::In), "one in three");
        check(62, 100, (2, 3, Spoken::In), "three in five");
    }

    #[test]
    fn parts() {
        check(26, 79, (1, 3, Spoken::Part), "nearest");
        check(14, 56, (1, 4, Spoken::Part), "nearest");
        check(36, 100, (1, 3, Spoken::Part), "three eighths");
        check(28, 100, (1, 4, Spoken::Part), "two sevenths");
        check(67, 100, (2, 3, Spoken::Part), "nearest");
        check(49, 100, (1, 2, Spoken::Part), "nearest");
        check(55, 100, (1, 2, Spoken::Part), "five ninths");
        check(61, 100, (1, 2, Spoken::Part), "far");
        // Exactly half way between 1/3 and 2/5 nothing but 3/8 is nearer; between 9/10 and the whole, nothing is.
        check(95, 100, (9, 10, Spoken::Part), "nearest");
    }
}
