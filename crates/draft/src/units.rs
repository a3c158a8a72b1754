//! Numbers with what they are numbers of before or behind them: `£1,234`, `45%`, `1 234 €`.

use topline_survey::fold;

use crate::number_signs::Signs;

/// Words and signs of shares and of money, folded. Units of other things (`5 years`) are words of bands.
const UNITS: [&str; 42] = [
    "%", "\u{2030}", "percent", "per cent", "prozent", "\u{20ac}", "eur", "euro", "euros", "$", "us$", "usd",
    "dollars", "a$", "c$", "nz$", "r$", "\u{a3}", "gbp", "pounds", "\u{a5}", "jpy", "cny", "\u{20b9}", "inr", "rs",
    "chf", "fr.", "kr", "kr.", "sek", "nok", "dkk", "pln", "z\u{142}", "k\u{10d}", "czk", "huf", "\u{20bd}", "rub",
    "\u{20ba}", "try",
];

/// The most bytes of a unit.
const LONGEST_UNIT: usize = 12;

/// The numbers of a column that have a unit.
#[derive(Debug, Default)]
pub(crate) struct NumbersWithUnit {
    /// Units as they are first written, folded, with their counts.
    pub units: Vec<Unit>,
    /// How the numbers are written.
    pub signs: Signs,
    /// Numbers with a space between their thousands.
    pub spaced: u64,
    /// Numbers with a point.
    pub pointed: u64,
}

/// A unit.
#[derive(Debug)]
pub(crate) struct Unit {
    pub folded: String,
    /// As it is written.
    pub text: String,
    pub count: u64,
}

impl NumbersWithUnit {
    /// Takes in a cell that is a number with a unit.
    pub(crate) fn take(&mut self, text: &str) {
        let Some((number, unit)) = parted(text) else { return };
        let digits: String = number.chars().filter(|each| !each.is_whitespace()).collect();
        self.spaced += u64::from(digits.len() < number.len());
        self.pointed += u64::from(digits.contains('.'));
        self.signs.take(&digits);
        let folded = fold(unit);
        match self.units.iter_mut().find(|known| known.folded == folded) {
            Some(known) => known.count += 1,
            None => self.units.push(Unit { folded, text: unit.to_owned(), count: 1 }),
        }
    }

    /// How many cells have a unit.
    pub(crate) fn count(&self) -> u64 {
        self.units.iter().map(|unit| unit.count).sum()
    }
}

/// The number of a cell, and its unit.
pub(crate) fn parted(text: &str) -> Option<(&str, &str)> {
    let start = text.find(|each: char| each.is_ascii_digit())?;
    let end = text.rfind(|each: char| each.is_ascii_digit())? + 1;
    let (before, behind) = (text[..start].trim(), text[end..].trim());
    let (("", unit) | (unit, "")) = (before.trim_matches('-').trim(), behind) else { return None };
    if unit.is_empty() || unit.len() > LONGEST_UNIT {
        return None;
    }
    let is_number = text[start..end].chars().all(|each| {
        each.is_ascii_digit() || matches!(each, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
    });
    (is_number && UNITS.contains(&fold(unit).as_str())).then_some((&text[start..end], unit))
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn a_unit_stands_before_or_behind() {
        assert_eq!(parted("\u{a3}1,234"), Some(("1,234", "\u{a3}")));
        assert_eq!(parted("1\u{a0}234,50 \u{20ac}"), Some(("1\u{a0}234,50", "\u{20ac}")));
        assert_eq!(parted("-45 %"), Some(("45", "%")));
        for other in ["45", "$10-$20", "10 to 20%", "5 years", "%", "4.5/5", "about $20"] {
            assert_eq!(parted(other), None, "{other}");
        }
    }
}
