//! The words of a claim, read into what they state.
//!
//! What each wording means is told at [`Stated`]. Case, hyphens and white space make no difference.

use thiserror::Error;
use topline_survey::{Fraction, Hedge, Quantifier, Quantity, Spoken, Stated, StatedRange};

use crate::wording::number::{read, read_whole};

/// Why words state nothing that can be judged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StatedError {
    /// There are no words.
    #[error("nothing is stated")]
    Nothing,
    /// No form is like it.
    #[error("`{text}` is not a wording that can be judged")]
    Unknown {
        /// The words.
        text: String,
    },
    /// A part is none of its whole: `17 of 16`, `six in five`, `one in zero`.
    #[error("`{text}` is not a part of a whole")]
    NoPart {
        /// The words.
        text: String,
    },
    /// The two ends of a range are the wrong way round, or of different kinds.
    #[error("`{text}` goes from no lower to no higher value")]
    NoRange {
        /// The words.
        text: String,
    },
}

impl StatedError {
    /// The forms that can be judged.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        "the known forms are `91%`, `25 per cent`, `81`, `eighteen`, `10 of 16`, `all 12`, `none of 12`, `a quarter`, \
         `two thirds`, `one in six`; hedged by over, just over, under, just under, almost, at least, at most or about; \
         `between a third and almost half`; all, almost all, most, majority, significant majority, minority, many, several, \
         some, few, none"
    }
}

/// Every wording of a hedge; a longer one before those that it begins with.
pub const HEDGES: [(&[&str], Hedge); 27] = [
    (&["just", "over"], Hedge::JustOver),
    (&["just", "above"], Hedge::JustOver),
    (&["slightly", "more", "than"], Hedge::JustOver),
    (&["slightly", "over"], Hedge::JustOver),
    (&["just", "under"], Hedge::Almost),
    (&["just", "below"], Hedge::Almost),
    (&["slightly", "less", "than"], Hedge::Almost),
    (&["slightly", "under"], Hedge::Almost),
    (&["almost"], Hedge::Almost),
    (&["nearly"], Hedge::Almost),
    (&["at", "least"], Hedge::AtLeast),
    (&["no", "less", "than"], Hedge::AtLeast),
    (&["no", "fewer", "than"], Hedge::AtLeast),
    (&["at", "most"], Hedge::AtMost),
    (&["no", "more", "than"], Hedge::AtMost),
    (&["up", "to"], Hedge::AtMost),
    (&["over"], Hedge::Over),
    (&["above"], Hedge::Over),
    (&["more", "than"], Hedge::Over),
    (&["under"], Hedge::Under),
    (&["below"], Hedge::Under),
    (&["less", "than"], Hedge::Under),
    (&["fewer", "than"], Hedge::Under),
    (&["about"], Hedge::About),
    (&["around"], Hedge::About),
    (&["approximately"], Hedge::About),
    (&["roughly"], Hedge::About),
];

/// Every wording, without a leading `a` or `the` and an `of` at the end.
pub const QUANTIFIERS: [(&str, Quantifier); 30] = [
    ("all", Quantifier::All),
    ("everyone", Quantifier::All),
    ("everybody", Quantifier::All),
    ("almost all", Quantifier::AlmostAll),
    ("nearly all", Quantifier::AlmostAll),
    ("virtually all", Quantifier::AlmostAll),
    ("almost everyone", Quantifier::AlmostAll),
    ("nearly everyone", Quantifier::AlmostAll),
    ("significant majority", Quantifier::LargeMajority),
    ("vast majority", Quantifier::LargeMajority),
    ("large majority", Quantifier::LargeMajority),
    ("great majority", Quantifier::LargeMajority),
    ("overwhelming majority", Quantifier::LargeMajority),
    ("most", Quantifier::Majority),
    ("majority", Quantifier::Majority),
    ("minority", Quantifier::Minority),
    ("small minority", Quantifier::SmallMinority),
    ("many", Quantifier::Many),
    ("several", Quantifier::Several),
    ("number", Quantifier::Several),
    ("some", Quantifier::Some),
    ("few", Quantifier::Few),
    ("very few", Quantifier::Few),
    ("almost none", Quantifier::AlmostNone),
    ("almost no one", Quantifier::AlmostNone),
    ("hardly any", Quantifier::AlmostNone),
    ("hardly anyone", Quantifier::AlmostNone),
    ("none", Quantifier::None),
    ("no one", Quantifier::None),
    ("nobody", Quantifier::None),
];

/// The names of the parts, from halves to tenths.
pub const PARTS: [(&str, &str); 9] = [
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

/// Reads the words in which a document states a figure.
pub fn parse_stated(text: &str) -> Result<Stated, StatedError> {
    let folded = without_hyphens(&text.to_lowercase()).replace('%', " % ");
    let words: Vec<&str> = folded.split_whitespace().collect();
    let words = without_view(&words);
    if words.is_empty() {
        return Err(StatedError::Nothing);
    }
    if let Some(quantifier) = quantifier(words) {
        return Ok(Stated::Quantifier(quantifier));
    }
    if let Some(range) = words.strip_prefix(&["between"]) {
        return between(range, text);
    }
    if let Some((count, base)) = count_of(words) {
        return if count <= base { Ok(Stated::CountOf { count, base }) } else { Err(no_part(text)) };
    }
    match bounded(words, text)? {
        Some((Some(hedge), quantity)) => Ok(Stated::Hedged { hedge, quantity }),
        Some((None, quantity)) => Ok(Stated::Exactly(quantity)),
        None => Err(StatedError::Unknown { text: text.to_owned() }),
    }
}

/// The text with a space for each hyphen that joins two words; one before a digit is a sign, or makes a range.
fn without_hyphens(text: &str) -> String {
    let joins = |at: usize, hyphen: char| {
        text[..at].ends_with(char::is_alphabetic) && text[at + hyphen.len_utf8()..].starts_with(char::is_alphabetic)
    };
    text.char_indices()
        .map(|(at, each)| if matches!(each, '-' | '\u{2010}' | '\u{2011}') && joins(at, each) { ' ' } else { each })
        .collect()
}

fn no_part(text: &str) -> StatedError {
    StatedError::NoPart { text: text.to_owned() }
}

/// The words without those that tell how the writer sees it.
fn without_view<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    match words {
        ["only", rest @ ..] => without_view(rest),
        ["just", rest @ ..] if hedge(words).is_none() => without_view(rest),
        _ => words,
    }
}

fn quantifier(words: &[&str]) -> Option<Quantifier> {
    let words = match words {
        ["a" | "the", rest @ ..] => rest,
        _ => words,
    };
    let wanted = words.strip_suffix(&["of"]).unwrap_or(words).join(" ");
    QUANTIFIERS.iter().find(|(wording, _)| *wording == wanted).map(|(_, quantifier)| *quantifier)
}

fn hedge<'w>(words: &'w [&'w str]) -> Option<(Hedge, &'w [&'w str])> {
    HEDGES.iter().find_map(|(wording, hedge)| words.strip_prefix(*wording).map(|rest| (*hedge, rest)))
}

/// `a third and almost half`; a bare number takes the percent sign of the other end: `10 and 20%`.
fn between(words: &[&str], text: &str) -> Result<Stated, StatedError> {
    for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == "and") {
        let (Some(mut low), Some(high)) = (bounded(&words[..at], text)?, bounded(&words[at + 1..], text)?) else {
            continue;
        };
        if let ((_, Quantity::Number(number)), (_, Quantity::Percentage(_))) = (low, high) {
            low.1 = Quantity::Percentage(number);
        }
        return match StatedRange::new(low, high) {
            Some(range) => Ok(Stated::Between(range)),
            None => Err(StatedError::NoRange { text: text.to_owned() }),
        };
    }
    Err(StatedError::Unknown { text: text.to_owned() })
}

/// A quantity, hedged or not.
fn bounded(words: &[&str], text: &str) -> Result<Option<(Option<Hedge>, Quantity)>, StatedError> {
    match hedge(words) {
        Some((hedge, rest)) => Ok(quantity(rest, text)?.map(|quantity| (Some(hedge), quantity))),
        None => Ok(quantity(words, text)?.map(|quantity| (None, quantity))),
    }
}

fn quantity(words: &[&str], text: &str) -> Result<Option<Quantity>, StatedError> {
    if let [number @ .., "%" | "percent"] | [number @ .., "per", "cent"] = words {
        return Ok(read(number).map(Quantity::Percentage));
    }
    if let Some((numerator, denominator, spoken)) = part(words) {
        return match (u32::try_from(numerator), u32::try_from(denominator)) {
            (Ok(numerator @ 1..), Ok(denominator)) if numerator < denominator => {
                Ok(Some(Quantity::Part(Fraction { numerator, denominator, spoken })))
            }
            _ => Err(no_part(text)),
        };
    }
    Ok(read(words).map(Quantity::Number))
}

/// `half`, `a quarter`, `two thirds`, `one in six`, `3 in 10`.
fn part(words: &[&str]) -> Option<(u64, u64, Spoken)> {
    if let Some(at) = words.iter().position(|word| *word == "in") {
        return Some((read_whole(&words[..at])?, read_whole(&words[at + 1..])?, Spoken::In));
    }
    let (name, count) = words.split_last()?;
    let denominator = match *name {
        "fourth" | "fourths" => 4,
        name => 2 + PARTS.iter().position(|(part, parts)| *part == name || *parts == name)? as u64,
    };
    let numerator = match count {
        ["a" | "an"] => 1,
        [] if denominator == 2 => 1,
        count => read_whole(count)?,
    };
    Some((numerator, denominator, Spoken::Part))
}

/// `10 of 16`, `55 out of the 56`, `all 12`, `all of the 12`, `none of 12`.
fn count_of(words: &[&str]) -> Option<(u64, u64)> {
    if let ["all", rest @ ..] = words {
        let base = read_whole(without_article(rest.strip_prefix(&["of"]).unwrap_or(rest)))?;
        return Some((base, base));
    }
    let at = words.iter().position(|word| *word == "of")?;
    let base = read_whole(without_article(&words[at + 1..]))?;
    let count = words[..at].strip_suffix(&["out"]).unwrap_or(&words[..at]);
    let count = if count == ["none"] { 0 } else { read_whole(count)? };
    Some((count, base))
}

fn without_article<'w>(words: &'w [&'w str]) -> &'w [&'w str] {
    words.strip_prefix(&["the"]).unwrap_or(words)
}
