//! The nine errors that statements are made with, and what must be said of a statement that has one.

use super::facts::Fact;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ErrorKind {
    /// The value is that of no figure.
    Value,
    /// The digits of the value change places.
    Digits,
    /// The value is of those whom the figure does not count.
    Complement,
    /// The value is of another answer.
    Option,
    /// The value is of another group of respondents.
    Subgroup,
    /// The base is another.
    Base,
    /// A count is stated as a percentage, or a percentage as a count.
    Count,
    /// What is more is said to be less, or the other way round.
    Comparison,
    /// A fraction in words is too far off.
    Fraction,
}

/// Fractions in words, in thousandths.
pub(super) const FRACTIONS: [(&str, u64); 12] = [
    ("a tenth", 100),
    ("a fifth", 200),
    ("a quarter", 250),
    ("one in three", 333),
    ("two fifths", 400),
    ("half", 500),
    ("three in five", 600),
    ("two thirds", 667),
    ("seven in ten", 700),
    ("three quarters", 750),
    ("four out of five", 800),
    ("nine in ten", 900),
];

impl ErrorKind {
    pub(super) const ALL: [Self; 9] = [
        Self::Value,
        Self::Digits,
        Self::Complement,
        Self::Option,
        Self::Subgroup,
        Self::Base,
        Self::Count,
        Self::Comparison,
        Self::Fraction,
    ];

    /// Whether what is said of a statement, ruling and reason, names the cause. `sources` are the figures that have the value.
    pub(super) fn is_named(self, said: &str, sources: &[String]) -> bool {
        let is_another = said.contains("another_figure");
        match self {
            // Nothing else is to blame.
            Self::Value | Self::Fraction => !is_another,
            Self::Digits => said.contains("change places"),
            Self::Complement => is_another && said.contains("whom the figure does not count"),
            Self::Option | Self::Subgroup => {
                is_another && sources.iter().any(|source| said.contains(&format!("{source} (")))
            }
            Self::Base => said.contains("base stated is") || said.contains("out of"),
            Self::Count => {
                said.contains("the number of respondents, and not their percentage")
                    || said.contains("the percentage, and not the number of respondents")
            }
            Self::Comparison => said.contains("the first is the"),
        }
    }

    /// Whether the value of another figure is what is stated by mistake: that of another answer, or of another group.
    pub(super) fn is_mistaken(self, own: &Fact, other: &Fact) -> bool {
        let is_place = if self == Self::Option {
            other.column == own.column && other.row != own.row
        } else {
            other.column != own.column && other.row == own.row
        };
        is_place && other.group == own.group && !other.is_net
    }
}

/// A percentage, in units of its last decimal, with its first two digits the other way round; none where that changes its length.
pub(super) fn turned(units: u64) -> Option<u64> {
    let mut digits = units.to_string().into_bytes();
    let [first, second, ..] = digits.as_mut_slice() else { return None };
    if first == second || *second == b'0' {
        return None;
    }
    std::mem::swap(first, second);
    String::from_utf8(digits).ok()?.parse().ok()
}

#[test]
fn digits_change_places() {
    assert_eq!([5, 44, 40, 46, 100, 127].map(turned), [None, None, None, Some(64), None, Some(217)]);
}
