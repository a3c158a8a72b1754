//! Numbers as documents write them, in digits or words.
//!
//! Left out: signs, exponents, more than six decimals, and numbers in words from a million on.

use topline_exact::Decimal;

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The most decimals that a document states; the exact arithmetic of claims has room for no more than twice as many.
const MOST_DECIMALS: u8 = 6;

/// The number that these lower-case words write: `17.5`, `1,615`, `eighteen`, `twenty five`, `a hundred and twenty`.
pub(crate) fn read(words: &[&str]) -> Option<Decimal> {
    match words {
        [digits] if digits.starts_with(|first: char| first.is_ascii_digit()) => {
            in_digits(digits).filter(|number| number.decimals() <= MOST_DECIMALS)
        }
        ["a", "dozen"] | ["dozen"] => Decimal::new(12, 0),
        ["half", "a", "dozen"] => Decimal::new(6, 0),
        ["two", "dozen"] => Decimal::new(24, 0),
        ["a", "couple"] => Decimal::new(2, 0),
        _ => Decimal::new(in_words(words)?, 0),
    }
}

/// The same, with a sign: `+12`, `-12`, `minus 12`.
pub(crate) fn read_signed(words: &[&str]) -> Option<Decimal> {
    let (is_below, rest) = match words {
        ["minus", rest @ ..] => (true, rest.to_vec()),
        ["plus", rest @ ..] => (false, rest.to_vec()),
        [first, rest @ ..] if first.starts_with(['-', '+']) => {
            let number = std::iter::once(&first[1..]).chain(rest.iter().copied()).collect();
            (first.starts_with('-'), number)
        }
        _ => return read(words),
    };
    let number = read(&rest)?;
    if is_below { Decimal::new(-number.units(), number.decimals()) } else { Some(number) }
}

/// Whether a word can be one of those that write a number.
pub(crate) fn spells_number(word: &str) -> bool {
    let is_joint = matches!(word, "and" | "a" | "hundred" | "thousand" | "dozen");
    is_joint || word.starts_with(|first: char| first.is_ascii_digit()) || UNITS.contains(&word) || TENS.contains(&word)
}

/// The whole number that these words write.
pub(crate) fn read_whole(words: &[&str]) -> Option<u64> {
    read(words)?.whole()
}

fn in_digits(text: &str) -> Option<Decimal> {
    let (whole, _) = text.split_once('.').unwrap_or((text, ""));
    if !whole.contains(',') {
        return if text.ends_with('.') { None } else { text.parse().ok() };
    }
    // A comma separates thousands and nothing else: `1,615`, not `16,15`.
    let mut groups = whole.split(',');
    let first = groups.next()?;
    if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) || text.ends_with('.') {
        return None;
    }
    text.replace(',', "").parse().ok()
}

fn in_words(words: &[&str]) -> Option<i64> {
    let (mut thousands, mut current) = (0_i64, 0_i64);
    let mut before: Option<&str> = None;
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1);
        let fresh = current == 0 || before == Some("and");
        if let Some(unit) = UNITS.iter().position(|unit| unit == word) {
            let after_tens = (1..10).contains(&unit) && before.is_some_and(|before| TENS.contains(&before));
            let alone = unit > 0 || words.len() == 1;
            if !(fresh && alone || after_tens) {
                return None;
            }
            current += unit as i64;
        } else if let Some(tens) = TENS.iter().position(|tens| tens == word) {
            if !fresh {
                return None;
            }
            current += (tens as i64 + 2) * 10;
        } else {
            match *word {
                "a" if index == 0 && next.is_some_and(|next| matches!(*next, "hundred" | "thousand")) => current = 1,
                "hundred" if (1..10).contains(&current) => current *= 100,
                "thousand" if current > 0 && thousands == 0 => {
                    thousands = current * 1000;
                    current = 0;
                }
                "and" if next.is_some() && before.is_some_and(|last| matches!(last, "hundred" | "thousand")) => {}
                _ => return None,
            }
        }
        before = Some(word);
    }
    before.map(|_| thousands + current)
}

/// A small number in words, a larger one in digits.
#[must_use]
pub fn spelled(number: u32) -> String {
    match UNITS.get(number as usize) {
        Some(word) => (*word).to_owned(),
        None => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn check(text: &str, expect: Option<&str>) {
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(read(&words).map(|number| number.to_string()).as_deref(), expect, "{text}");
    }

    #[test]
    fn numbers_in_digits_and_words() {
        for (text, number) in [
            ("81", "81"),
            ("1,615", "1615"),
            ("17.5", "17.5"),
            ("1,234,567", "1234567"),
            ("zero", "0"),
            ("one", "1"),
            ("eighteen", "18"),
            ("twenty", "20"),
            ("twenty five", "25"),
            ("ninety nine", "99"),
            ("a hundred", "100"),
            ("one hundred and five", "105"),
            ("three hundred and forty two", "342"),
            ("two thousand", "2000"),
            ("one thousand six hundred and fifteen", "1615"),
            ("twelve thousand and three", "12003"),
            ("a thousand", "1000"),
            ("a dozen", "12"),
            ("dozen", "12"),
            ("half a dozen", "6"),
            ("two dozen", "24"),
            ("a couple", "2"),
        ] {
            check(text, Some(number));
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "a",
            "and",
            "16,15",
            "1,6151",
            "1.2.3",
            "0.1234567",
            "99999999999999999999",
            "5.",
            "five twenty",
            "twenty twelve",
            "twenty zero",
            "five six",
            "twenty five six",
            "a hundred and zero",
            "hundred",
            "thousand",
            "and five",
            "two thousand three thousand",
            "twenty hundred",
            "a five",
            "two hundred and",
            "one and five",
            "81st",
            "1615,",
            ",615",
            "1,615.",
            "1,61",
        ] {
            check(text, None);
        }
    }
}
