//! What of an answer is masked, and by which words.

use std::ops::Range;

use crate::contact::{emails, postcodes, telephones};
use crate::names::{phrase, respondents_own, told_names};

/// What is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Masked {
    /// The name of a person, or of an account.
    Name,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Telephone,
    /// A postcode.
    Postcode,
    /// What the pipeline masks.
    Removed,
}

impl Masked {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Name, Self::Email, Self::Telephone, Self::Postcode, Self::Removed];

    /// What is written in its place.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "[name]",
            Self::Email => "[email]",
            Self::Telephone => "[telephone]",
            Self::Postcode => "[postcode]",
            Self::Removed => "[removed]",
        }
    }
}

/// A place in an answer that is masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub masked: Masked,
}

/// What is known of an answer, and not in its own words.
#[derive(Debug, Clone, Copy, Default)]
pub struct MaskRules<'r> {
    /// Words that are masked wherever they are.
    pub mask: &'r [String],
    /// Words that are no name of a person, though they may look like one.
    pub keep: &'r [String],
    /// What else the respondent wrote that must not be known, such as a name.
    pub own: &'r [String],
}

/// What of an answer is masked, in order and without overlaps.
#[must_use]
pub fn masks(answer: &str, rules: MaskRules<'_>) -> Vec<Mask> {
    let kept: Vec<Range<usize>> = rules.keep.iter().flat_map(|words| phrase(answer, words)).collect();
    let is_kept = |range: &Range<usize>| kept.iter().any(|kept| kept.start <= range.start && range.end <= kept.end);
    let mut found: Vec<Mask> = Vec::new();
    let mut add = |masked: Masked, ranges: Vec<Range<usize>>| {
        for range in ranges {
            let is_new = !found.iter().any(|mask| mask.range.start < range.end && range.start < mask.range.end);
            if is_new {
                found.push(Mask { range, masked });
            }
        }
    };
    add(Masked::Removed, rules.mask.iter().flat_map(|words| phrase(answer, words)).collect());
    add(Masked::Email, emails(answer));
    add(Masked::Postcode, postcodes(answer));
    add(Masked::Telephone, telephones(answer));
    let names = told_names(answer).into_iter().chain(respondents_own(answer, rules.own));
    add(Masked::Name, names.filter(|range| !is_kept(range)).collect());
    found.sort_by_key(|mask| mask.range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::{MaskRules, masks};

    fn masked_by(answer: &str, rules: MaskRules<'_>) -> String {
        let mut text = String::new();
        let mut end = 0;
        for mask in masks(answer, rules) {
            text.push_str(&answer[end..mask.range.start]);
            text.push_str(mask.masked.as_str());
            end = mask.range.end;
        }
        text + &answer[end..]
    }

    fn check(answer: &str, expect: &str) {
        assert_eq!(masked_by(answer, MaskRules::default()), expect);
    }

    #[test]
    fn addresses_and_numbers_are_masked() {
        check("Write to jane.o'neil+stp@council.gov.uk.", "Write to [email].");
        check("(JANE@X.ORG) or @jane_t", "([email]) or [name]");
        check("Call 0161 496 0000, or +44 (0)20 7946 0123!", "Call [telephone], or [telephone]!");
        check("07700-900123x", "[telephone]x");
        check(
            "I live at SW1A 1AA, near m13 9pl; Tampa, FL 33606-1234",
            "I live at [postcode], near [postcode]; Tampa, [postcode]",
        );
        check("Ottawa K1A 0B1", "Ottawa [postcode]");
    }

    #[test]
    fn dates_and_sums_stay() {
        for answer in [
            "from 2015-16 to 2017/2018, 06/04/2017 and 2017-04-06",
            "saves £1 000 000 and 1,500,000 people, 12.5% of 24 in 2017",
            "Q1a and B2 or not 2b, in 2 3rd",
            "STP4 2020 plan, 5 GPs",
        ] {
            check(answer, answer);
        }
    }

    #[test]
    fn names_are_masked() {
        check("Cllr Smith and Dr. Anne-Marie O'Neil said no", "Cllr [name] and Dr. [name] said no");
        check("ask mr jones about it", "ask mr [name] about it");
        check("Our lead, Sarah Ahmed, left. Peter did not.", "Our lead, [name], left. [name] did not.");
        check("my name is Zbigniew Kowalski and I agree", "my name is [name] and I agree");
        check("Mrs J. K. van der Berg", "Mrs [name]");
        check("Sir Humphrey's plan", "Sir [name]'s plan");
    }

    #[test]
    fn other_words_stay() {
        for answer in [
            "Mark my words, councillors will hope for grace. Will they?",
            "The Health and Wellbeing Board is the best forum",
            "I miss the old board. Dr's surgeries are full",
            "The councillor said so. Lord knows",
        ] {
            check(answer, answer);
        }
    }

    #[test]
    fn a_pipeline_masks_and_keeps() {
        let mask = vec!["Hatherleigh Ward".to_owned()];
        let keep = vec!["St Thomas".to_owned(), "Victoria Ward".to_owned()];
        let own = vec!["Iqra Begum".to_owned(), "The Board".to_owned(), "Is on".to_owned()];
        let rules = MaskRules { mask: &mask, keep: &keep, own: &own };
        assert_eq!(
            masked_by(
                "In hatherleigh  ward, St Thomas and Victoria Ward, Begum (that is me, iqra begum) is on it",
                rules
            ),
            "In [removed], St Thomas and Victoria Ward, [name] (that is me, [name]) is on it"
        );
    }
}
