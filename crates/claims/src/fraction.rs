//! Fractions in words, and which of them is nearest to a share.

use topline_exact::{ExactValue, Rational};
use topline_plan::wording::{PARTS, spelled};
use topline_survey::{Fraction, Spoken};

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

/// The fractions beside `one in k` that people write.
const WRITTEN: [(u32, u32); 10] = [(2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (3, 10), (7, 10), (9, 10), (5, 6), (1, 1)];

/// Whether the share is this fraction, as far as words go.
///
/// Its rivals are the fractions that people write: every `one in k`, thirds, quarters, fifths, tenths, five in six, and the whole.
/// How the fraction is spoken makes no difference: a fifth is one in five. A tie is for the fraction stated.
pub(crate) fn nearness(fraction: Fraction, share: ExactValue) -> Nearness {
    let ratio = fraction.ratio();
    let double = ratio.times(2);
    if !share.is_within(GROSS, ratio)
        || share.compare_to(double).is_gt()
        || share.compare_to(ratio.divided_by(2)).is_lt()
    {
        return Nearness::Far;
    }
    let off = |other: Rational| (share.to_f64() - other.to_f64()).abs();
    let own = off(ratio);
    rivals(fraction, share)
        .into_iter()
        .filter(|rival| rival.ratio().compare(ratio).is_ne() && off(rival.ratio()) < own - 1e-12)
        .min_by(|left, right| off(left.ratio()).total_cmp(&off(right.ratio())))
        .map_or(Nearness::Nearest, Nearness::Nearer)
}

fn rivals(stated: Fraction, share: ExactValue) -> Vec<Fraction> {
    let fraction = |(numerator, denominator)| Fraction { numerator, denominator, spoken: stated.spoken };
    // The share is no less than half of the stated fraction, so its reciprocal is a small number.
    let below = (1.0 / share.to_f64()).floor().max(2.0) as u32;
    [(1, below), (1, below + 1)].into_iter().chain(WRITTEN).map(fraction).collect()
}

/// The fraction as it is spoken: `two thirds`, `one in six`.
pub(crate) fn in_words(fraction: Fraction) -> String {
    if fraction.numerator == fraction.denominator {
        return "all".to_owned();
    }
    let count = spelled(fraction.numerator);
    let named = (fraction.denominator as usize).checked_sub(2).and_then(|index| PARTS.get(index));
    match (fraction.spoken, named) {
        (Spoken::Part, Some((part, _))) if fraction.denominator == 2 => (*part).to_owned(),
        (Spoken::Part, Some((part, _))) if fraction.numerator == 1 => {
            format!("{} {part}", if part.starts_with('e') { "an" } else { "a" })
        }
        (Spoken::Part, Some((_, parts))) => format!("{count} {parts}"),
        (Spoken::OutOf, _) => format!("{count} out of {}", spelled(fraction.denominator)),
        (Spoken::Part, None) | (Spoken::In, _) => format!("{count} in {}", spelled(fraction.denominator)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fraction, Nearness, Spoken, in_words, nearness};
    use topline_exact::{ExactValue, Rational};

    fn check(count: i128, base: i128, stated: (u32, u32, Spoken), expect: &str) {
        let fraction = Fraction { numerator: stated.0, denominator: stated.1, spoken: stated.2 };
        let found = match nearness(fraction, ExactValue::Fraction(Rational::new(count, base))) {
            Nearness::Nearest => "nearest".to_owned(),
            Nearness::Nearer(rival) => in_words(rival),
            Nearness::Far => "far".to_owned(),
        };
        assert_eq!(found, expect, "{count} of {base} as {}", in_words(fraction));
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
        check(38, 100, (1, 3, Spoken::Part), "two fifths");
        check(28, 100, (1, 4, Spoken::Part), "three tenths");
        check(67, 100, (2, 3, Spoken::Part), "nearest");
        check(49, 100, (1, 2, Spoken::Part), "nearest");
        check(57, 100, (1, 2, Spoken::Part), "three fifths");
        check(61, 100, (1, 2, Spoken::Part), "far");
        // Exactly half way between 9/10 and the whole.
        check(95, 100, (9, 10, Spoken::Part), "nearest");
    }

    #[test]
    fn how_a_fraction_is_spoken_makes_no_difference() {
        for spoken in [Spoken::Part, Spoken::In, Spoken::OutOf] {
            // 21.25% is 1.25 points from a fifth; nobody writes two ninths.
            check(17, 80, (1, 5, spoken), "nearest");
        }
        check(582, 1000, (1, 2, Spoken::In), "three in five");
        check(395, 1000, (1, 3, Spoken::In), "two in five");
        check(55, 56, (9, 10, Spoken::OutOf), "all");
        check(62, 1000, (1, 10, Spoken::Part), "one in sixteen");
        check(51, 1000, (1, 10, Spoken::Part), "one in 20");
        check(72, 79, (9, 10, Spoken::OutOf), "nearest");
    }
}
