//! What the cells of a column look like: gathered in one pass, within bounded memory.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use topline_normalise::printable;
use topline_survey::{is_cell_error, without_guard};

use crate::column_numbers::ColumnNumbers;
use crate::number_signs::Signs;
use crate::units::NumbersWithUnit;

/// The most distinct texts that are kept of a column.
const MOST_TEXTS: usize = 2000;
/// The most bytes of distinct texts that are kept of a column.
const MOST_BYTES: usize = 96 << 10;
/// Texts longer than this cannot identify a respondent.
const LONGEST_ID: usize = 64;

/// The cells of a column, trimmed.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    /// Cells that hold nothing.
    pub blank: u64,
    /// Cells that hold something.
    pub filled: u64,
    /// Distinct texts with their counts, in the order in which they first appear.
    pub texts: Vec<(String, u64)>,
    /// There are distinct texts beyond those kept.
    pub overflows: bool,
    /// Values that stand for missing ones, `.a` of Stata, `.A` and `._` of SAS: all of them, whatever texts are kept.
    pub tags: Vec<String>,
    /// Cells that are numbers.
    pub numbers: ColumnNumbers,
    /// Cells that are numbers where a comma stands before the decimals.
    pub comma_numbers: ColumnNumbers,
    /// Cells that begin with a day, by the order of its parts: year first, and others.
    pub days: Days,
    /// Cells that are days with a time of day.
    pub moments: u64,
    /// Cells that are numbers with other signs than a point before their decimals.
    pub signs: Signs,
    /// Cells that are numbers with a unit.
    pub with_unit: NumbersWithUnit,
    /// Cells that look like an e-mail address.
    pub addresses: u64,
    /// Cells that look like an address of the internet protocol.
    pub hosts: u64,
    /// Cells of six digits or more and nothing else, but for what parts the groups of a telephone number.
    pub long_digits: u64,
    /// Cells that are a pair of coordinates.
    pub coordinates: u64,
    /// The characters of the longest text.
    pub longest: usize,
    characters: u64,
    index: HashMap<String, usize>,
    bytes: usize,
    seen: Seen,
}

/// How the days of a column can be read.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Days {
    /// `2017-12-31`.
    pub iso: u64,
    /// Year first, other than `2017-12-31`.
    pub year_first: u64,
    /// The first part can be the day.
    pub day_first: u64,
    /// The second part can be the day.
    pub month_first: u64,
}

/// Hashes of the cells while few repeat.
#[derive(Debug)]
enum Seen {
    Few { hashes: HashSet<u64>, repeats: u64 },
    Many,
}

impl Default for Seen {
    fn default() -> Self {
        Self::Few { hashes: HashSet::new(), repeats: 0 }
    }
}

/// So many cells are seen before the repeated ones are called many.
const FIRST_SEEN: u64 = 50;
/// Of so many cells one may repeat another.
const CELLS_PER_REPEAT: u64 = 5;
/// The fewest digits of what may number a person.
const LONG_DIGITS: usize = 6;

impl Profile {
    /// Takes in the cell of one row.
    pub(crate) fn take(&mut self, text: Option<&str>) {
        let cleaned = text.map(printable);
        let text = cleaned.as_deref().map(|text| without_guard(text.trim()));
        // What a spreadsheet could not work out is no answer.
        let Some(text) = text.filter(|text| !text.is_empty() && !is_cell_error(text)) else {
            self.blank += 1;
            return;
        };
        self.filled += 1;
        let characters = text.chars().count();
        self.longest = self.longest.max(characters);
        self.characters += characters as u64;
        self.see(text);
        if is_tag(text) && !self.tags.iter().any(|tag| tag == text) {
            self.tags.push(text.to_owned());
        }
        if let Some(at) = self.index.get(text) {
            self.texts[*at].1 += 1;
        } else if self.texts.len() < MOST_TEXTS && self.bytes + text.len() <= MOST_BYTES {
            self.bytes += text.len();
            self.index.insert(text.to_owned(), self.texts.len());
            self.texts.push((text.to_owned(), 1));
        } else {
            self.overflows = true;
        }
        if let Some(number) = number(text) {
            self.numbers.take(number);
            self.comma_numbers.take(number);
        } else if text.as_bytes()[0].is_ascii_digit() {
            self.take_day(text);
            self.hosts += u64::from(is_host(text));
        }
        if let Some(number) = comma_number(text) {
            self.comma_numbers.take(number);
        }
        self.signs.take(text);
        self.with_unit.take(text);
        self.addresses += u64::from(is_address(text));
        self.long_digits += u64::from(is_long_number(text));
        self.coordinates += u64::from(is_coordinates(text));
    }

    fn see(&mut self, text: &str) {
        if let Seen::Few { hashes, repeats } = &mut self.seen {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            *repeats += u64::from(!hashes.insert(hasher.finish()));
            let are_many = self.filled >= FIRST_SEEN && *repeats * CELLS_PER_REPEAT > self.filled;
            if text.len() > LONGEST_ID || are_many {
                self.seen = Seen::Many;
            }
        }
    }

    fn take_day(&mut self, text: &str) {
        let mut parts = text.splitn(2, [' ', 'T', ',']);
        let day = parts.next().unwrap_or_default();
        let rest = parts.next().unwrap_or_default();
        let numbers: Vec<&str> = day.split(['-', '/', '.']).collect();
        let [first, second, third] = numbers.as_slice() else { return };
        let value = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
        let (Some(a), Some(b), Some(c)) = (value(first), value(second), value(third)) else { return };
        let is_year = |part: &str| part.len() == 4 || part.len() == 2;
        if first.len() == 4 && (1..=12).contains(&b) && (1..=31).contains(&c) {
            if first.len() == 4 && second.len() == 2 && third.len() == 2 && day.contains('-') {
                self.days.iso += 1;
            }
            self.days.year_first += 1;
        } else if is_year(third) && (1..=31).contains(&a) && (1..=31).contains(&b) {
            self.days.day_first += u64::from(b <= 12);
            self.days.month_first += u64::from(a <= 12);
        } else {
            return;
        }
        // Tools write a day that was asked for with midnight.
        let is_midnight = matches!(rest.trim(), "00:00:00" | "00:00" | "00:00:00.000" | "0:00" | "0:00:00");
        self.moments += u64::from(rest.contains(':') && !is_midnight);
    }

    /// No cell is blank and none repeats.
    pub(crate) fn is_unique(&self) -> bool {
        self.filled > 0 && self.blank == 0 && self.repeats() == Some(0)
    }

    /// How many cells repeat another; nothing where they are many, or too long to be compared.
    pub(crate) fn repeats(&self) -> Option<u64> {
        match &self.seen {
            Seen::Few { repeats, .. } if *repeats * CELLS_PER_REPEAT <= self.filled => Some(*repeats),
            Seen::Few { .. } | Seen::Many => None,
        }
    }

    /// Whether hardly a cell repeats another.
    pub(crate) fn is_nearly_unique(&self) -> bool {
        self.filled > 0 && self.repeats().is_some_and(|repeats| repeats * 10 <= self.filled)
    }

    /// Every cell that holds something is a number.
    pub(crate) fn is_numeric(&self) -> bool {
        self.filled > 0 && self.numbers.count == self.filled
    }

    /// Most cells that hold something are numbers.
    pub(crate) fn is_mostly_numeric(&self) -> bool {
        self.numbers.count * 10 >= self.filled * 7
    }

    /// Every cell that holds something begins with a day.
    pub(crate) fn is_dated(&self) -> bool {
        let days = self.days;
        self.filled > 0
            && [days.year_first, days.day_first, days.month_first].into_iter().any(|count| count == self.filled)
    }

    /// Whether a comma stands before the decimals of its numbers: always one, and not between thousands alone, unless semicolons
    /// separate the cells because of it.
    pub(crate) fn has_decimal_commas(&self, delimiter: Option<char>) -> bool {
        let signs = self.signs;
        signs.commas > 0
            && self.comma_numbers.count == self.filled
            && (signs.grouping_comma < self.filled || delimiter == Some(';'))
    }

    /// The mean length of a text, in characters.
    pub(crate) fn mean_length(&self) -> f64 {
        self.characters as f64 / self.filled.max(1) as f64
    }

    /// How many distinct texts there are; at least that many where they overflow.
    pub(crate) fn distinct(&self) -> usize {
        self.texts.len() + usize::from(self.overflows)
    }

    /// Whether the text is among those kept.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.index.contains_key(text)
    }
}

/// A value that stands for a missing one: `.a` of Stata, `.A` and `._` of SAS.
pub(crate) fn is_tag(text: &str) -> bool {
    matches!(text.as_bytes(), [b'.', tag] if tag.is_ascii_alphabetic() || *tag == b'_')
}

/// From so many digits on, a number is a text: it is none that is exact here, and nothing is counted so.
const TEXT_DIGITS: usize = 16;

/// `1,25`: a number with a comma before its decimals.
fn comma_number(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once(',')?;
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = is_plain(whole.strip_prefix('-').unwrap_or(whole)) && is_plain(decimals);
    is_number.then(|| number(&format!("{whole}.{decimals}"))).flatten()
}

/// A finite number, written plainly.
pub(crate) fn number(text: &str) -> Option<f64> {
    let first = *text.as_bytes().first()?;
    if !(first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.')) {
        return None; // `inf` and `nan` are words.
    }
    if text.len() >= TEXT_DIGITS
        && text.bytes().filter(u8::is_ascii_digit).count() >= TEXT_DIGITS
        && !text.contains('.')
    {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn is_address(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    !user.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
}

/// `+44 20 7946 0018`, `0171-555123`, `20123456`: digits in groups, and no day.
fn is_long_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let points = text.bytes().filter(|byte| *byte == b'.').count();
    let parts = |each: char| each.is_ascii_digit() || matches!(each, ' ' | '+' | '-' | '(' | ')' | '/' | '\'' | '.');
    (LONG_DIGITS..=20).contains(&digits) && points != 1 && points != 2 && text.chars().all(parts) && !is_day(text)
}

/// Whether three numbers of a year, a month and a day stand between signs.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    matches!(parts.as_slice(), [a, b, c] if b.len() <= 2 && a.len() + c.len() <= 6)
}

/// `48.137,11.575`, `48.137 11.575 520 4.5`: a latitude, a longitude, and what devices write behind them.
fn is_coordinates(text: &str) -> bool {
    let parts: Vec<&str> = text.split([',', ' ', ';']).filter(|part| !part.is_empty()).collect();
    let degrees = |part: &str, most: f64| part.contains('.') && number(part).is_some_and(|number| number.abs() <= most);
    let rest = |parts: &[&str]| parts.iter().all(|part| number(part).is_some());
    (2..=4).contains(&parts.len()) && degrees(parts[0], 90.0) && degrees(parts[1], 180.0) && rest(&parts[2..])
}

fn is_host(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::{MOST_TEXTS, Profile};

    fn profile(cells: &[&str]) -> Profile {
        let mut profile = Profile::default();
        for cell in cells {
            profile.take(Some(cell));
        }
        profile
    }

    #[test]
    fn texts_are_counted_in_the_order_in_which_they_appear() {
        let profile = profile(&["b", " a ", "", "b"]);
        assert_eq!(profile.texts, [("b".to_owned(), 2), ("a".to_owned(), 1)]);
        assert_eq!((profile.blank, profile.filled, profile.is_unique()), (1, 3, false));
    }

    #[test]
    fn memory_is_bounded_by_the_texts_kept() {
        let mut profile = Profile::default();
        for number in 0..100_000 {
            profile.take(Some(&format!("comment {number}")));
        }
        assert_eq!((profile.texts.len(), profile.overflows), (MOST_TEXTS, true));
        assert!(profile.is_unique());
    }

    #[test]
    fn days_are_told_by_the_order_of_their_parts() {
        let days = profile(&["13/01/2020", "02/03/2020"]);
        assert!(days.is_dated());
        assert_eq!((days.days.day_first, days.days.month_first), (2, 1));
        assert_eq!(profile(&["2020-01-13 09:15:00"]).moments, 1);
        assert!(!profile(&["12-17", "3.5"]).is_dated());
    }
}
