//! What respondents' identifiers look like, and what a spreadsheet may have made of them.
//!
//! Excel takes `00712` for 712, and shows a number of 12 digits or more as `1.23457E+11`, which is what it saves as text. The
//! identifiers are then others than those of the survey tool, or no longer distinct.

use std::collections::BTreeMap;

/// Below so many identifiers nothing is said of their lengths.
const FEWEST: u64 = 20;

/// Identifiers as they are seen.
#[derive(Default)]
pub(crate) struct Identifiers {
    seen: u64,
    /// By number of digits, of those that are digits alone.
    lengths: BTreeMap<usize, Length>,
    /// The first row with a number in powers of ten, and how many have one.
    powers: Option<(u64, u64)>,
}

/// Identifiers of one length.
#[derive(Default)]
struct Length {
    count: u64,
    first_row: u64,
    /// Which digits they begin with.
    begins: [bool; 10],
}

impl Identifiers {
    pub(crate) fn see(&mut self, row: u64, identifier: &str) {
        self.seen += 1;
        if identifier.bytes().all(|byte| byte.is_ascii_digit()) {
            let length = self.lengths.entry(identifier.len().min(64)).or_default();
            if length.count == 0 {
                length.first_row = row;
            }
            length.count += 1;
            length.begins[usize::from(identifier.as_bytes()[0] - b'0')] = true;
        } else if is_in_powers(identifier) {
            self.powers.get_or_insert((row, 0)).1 += 1;
        }
    }

    /// The first row that shows it, and what seems to have happened.
    pub(crate) fn mangled(&self) -> Vec<(u64, String)> {
        let powers = self.powers.map(|(row, count)| {
            (row, format!("{count} identifiers, the first here, are rounded to powers of ten, as a spreadsheet shows long numbers"))
        });
        let zeros = self.without_zeros().map(|(row, count, digits)| {
            (row, format!("{count} identifiers, the first here, have fewer digits than the {digits} of others: leading zeros may be lost"))
        });
        powers.into_iter().chain(zeros).collect()
    }

    /// The first row without its zeros, how many there are, and how many digits the others have.
    ///
    /// Where some keep their zeros, all that are shorter than these have lost them. Where none do, about one in ten is shorter
    /// and the others begin with each digit from 1, which numbers given one after another do not, but where they fill a power
    /// of ten.
    fn without_zeros(&self) -> Option<(u64, u64, usize)> {
        let digits: u64 = self.lengths.values().map(|length| length.count).sum();
        if digits < self.seen || self.seen < FEWEST {
            return None;
        }
        let padded = self.lengths.iter().rev().find(|(digits, length)| **digits > 1 && length.begins[0]);
        let (longest, last) = self.lengths.last_key_value()?;
        let most = padded.map_or(*longest, |(digits, _)| *digits);
        let shorter = || self.lengths.range(..most).map(|(_, length)| length);
        let count: u64 = shorter().map(|length| length.count).sum();
        let row = shorter().map(|length| length.first_row).min()?;
        let every_digit = last.begins[1..].iter().all(|begins| *begins);
        let share = 100 * count / self.seen;
        let is_sparse = 10_u64.checked_pow(most as u32).is_none_or(|numbers| self.seen < numbers / 20);
        (padded.is_some() || (every_digit && (5..=15).contains(&share) && is_sparse)).then_some((row, count, most))
    }
}

/// `1.23457E+11`, as no survey tool numbers respondents.
fn is_in_powers(identifier: &str) -> bool {
    let Some((number, power)) = identifier.split_once(['E', 'e']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    whole.len() == 1 && is_number(whole) && is_number(part) && power.strip_prefix('+').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::Identifiers;

    fn mangled(identifiers: impl Iterator<Item = String>) -> Vec<(u64, String)> {
        let mut seen = Identifiers::default();
        (2..).zip(identifiers).for_each(|(row, identifier)| seen.see(row, &identifier));
        seen.mangled()
    }

    /// Numbers spread over six digits (Weyl's sequence).
    fn spread(count: u64) -> impl Iterator<Item = u64> {
        (1..=count).map(|at| at * 618_033 % 1_000_000)
    }

    #[test]
    fn lost_zeros_are_noticed() {
        // Of 1,000 numbers of six digits, those that began with a zero are shorter: counted here on their own.
        let short = spread(1_000).filter(|number| *number < 100_000).count();
        let found = mangled(spread(1_000).map(|number| number.to_string()));
        assert_eq!(found.len(), 1);
        assert!(found[0].1.starts_with(&format!("{short} identifiers, the first here, have fewer digits than the 6")));
        // Where some keep theirs.
        let some = |number: u64| if number.is_multiple_of(2) { format!("{number:06}") } else { number.to_string() };
        assert_eq!(mangled(spread(1_000).map(some)).len(), 1);
        assert!(mangled(spread(1_000).map(|number| format!("{number:06}"))).is_empty());
    }

    #[test]
    fn numbers_given_one_after_another_have_lost_nothing() {
        for range in [1..=999, 1..=1_186, 1..=99_999, 9_950_000_000..=10_050_000_000_u64] {
            let step = ((range.end() - range.start()) / 100_000).max(1) as usize;
            assert!(mangled(range.clone().step_by(step).map(|number| number.to_string())).is_empty(), "{range:?}");
        }
        assert!(mangled(spread(1_000).map(|number| format!("R{number}"))).is_empty());
    }

    #[test]
    fn rounded_numbers_are_noticed() {
        let given = ["R1", "1.23457E+11", "1,2E+12", "5E+15", "1E5", "12.5E+3", "E+3"].map(str::to_owned);
        let found = mangled(given.into_iter());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 3);
        assert!(found[0].1.starts_with("3 identifiers"), "{found:?}");
    }
}
