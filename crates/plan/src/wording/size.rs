//! The words for the size of a difference.

use topline_exact::Decimal;
use topline_survey::{Hedge, Quantity, Size, Stated};

use crate::wording::grammar::{folded, parse_stated};
use crate::wording::hedges::before;
use crate::wording::number::read;
use crate::wording::stated_error::StatedError;

/// Every word for the size of a difference.
pub const SIZES: [(&str, Size); 24] = [
    ("slightly", Size::Slight),
    ("a little", Size::Slight),
    ("marginally", Size::Slight),
    ("fractionally", Size::Slight),
    ("a shade", Size::Slight),
    ("rather", Size::Moderate),
    ("somewhat", Size::Moderate),
    ("noticeably", Size::Moderate),
    ("clearly", Size::Large),
    ("much", Size::Large),
    ("far", Size::Large),
    ("many", Size::Large),
    ("a lot", Size::Large),
    ("considerably", Size::Large),
    ("substantially", Size::Large),
    ("markedly", Size::Large),
    ("notably", Size::Large),
    ("greatly", Size::Large),
    ("significantly", Size::BeyondChance),
    ("statistically significantly", Size::BeyondChance),
    ("beyond chance", Size::BeyondChance),
    ("appreciably", Size::Moderate),
    ("way", Size::Large),
    ("well", Size::Large),
];

/// What may follow the size, and says that it is one.
const COMPARATIVES: [&[&str]; 9] = [
    &["more", "than"],
    &["more", "likely"],
    &["more", "likely", "than"],
    &["more"],
    &["higher"],
    &["greater"],
    &["as", "many"],
    &["as", "likely"],
    &["as", "high"],
];

/// Reads how much more a document says one figure is than another.
pub fn parse_size(text: &str) -> Result<Size, StatedError> {
    let folded = folded(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let words = COMPARATIVES.iter().find_map(|ending| words.strip_suffix(*ending)).unwrap_or(&words);
    let unknown = || StatedError::Unknown { text: text.to_owned() };
    let named = words.join(" ");
    if let Some((_, size)) = SIZES.iter().find(|(wording, _)| *wording == named) {
        return Ok(*size);
    }
    match before(words) {
        Some((Hedge::Over | Hedge::JustOver | Hedge::WellOver, rest)) if times(rest).is_some() => {
            times(rest).map(Size::MoreThanTimes).ok_or_else(unknown)
        }
        Some((Hedge::Almost, rest)) if times(rest).is_some() => times(rest).map(Size::AlmostTimes).ok_or_else(unknown),
        _ => match times(words) {
            Some(ratio) => Ok(Size::Times(ratio)),
            None => match parse_stated(&named) {
                Ok(Stated::Exactly(Quantity::Points(points))) => Ok(Size::Points(points)),
                _ => Err(unknown()),
            },
        },
    }
}

/// `twice`, `double`, `three times`, `2.5 times`.
fn times(words: &[&str]) -> Option<Decimal> {
    match words {
        ["twice" | "double" | "doubled" | "twofold"] => Decimal::new(2, 0),
        ["treble" | "triple" | "threefold" | "thrice"] => Decimal::new(3, 0),
        ["quadruple" | "fourfold"] => Decimal::new(4, 0),
        [number @ .., "times"] => read(number),
        _ => None,
    }
}
