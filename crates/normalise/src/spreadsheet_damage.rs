//! Labels that a spreadsheet has changed into something else on their way.
//!
//! Excel takes `3-5` for the third of May, or the fifth of March, `10%` for a tenth, and `007` for a 7, whatever it is asked to
//! open. What comes out matches no option. It is never taken for the option here, as it could be another one's: it is only said
//! what may have become of it, and the codebook can accept it under `also`.

use topline_survey::{Question, month_named};

/// The code of the option whose label may have become this answer; nothing where none or several may.
pub(crate) fn mangled_code(question: &Question, answer: &str) -> Option<i32> {
    let day = Day::of(answer);
    let number = answer.parse::<f64>().ok();
    let mut codes = question.options().iter().filter(|option| {
        std::iter::once(&option.label).chain(&option.also).map(|label| label.trim()).any(|label| {
            let as_day = || day.as_ref().is_some_and(|day| pair(label).is_some_and(|pair| day.was(pair)));
            let as_number = || number.is_some_and(|number| was_number(label, number));
            as_day() || as_number()
        })
    });
    let first = codes.next()?;
    codes.next().is_none().then_some(first.code)
}

/// The numbers of a label such as `3-5`, `3/5` or `10 – 12`, the second of which may be a year.
fn pair(label: &str) -> Option<(u32, u32)> {
    let (first, second) =
        label.split_once(['-', '/', '.', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}'])?;
    let number = |text: &str, longest: usize| {
        let text = text.trim();
        (text.len() <= longest && text.bytes().all(|digit| digit.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    Some((number(first, 2)?, number(second, 4)?))
}

/// Whether a spreadsheet reads this number where the label stands.
fn was_number(label: &str, number: f64) -> bool {
    if let Some(percentage) = label.strip_suffix('%') {
        return percentage.trim().parse::<f64>().is_ok_and(|percentage| (percentage / 100.0 - number).abs() < 1e-12);
    }
    let is_padded = label.len() > 1 && label.starts_with('0') && label.bytes().all(|digit| digit.is_ascii_digit());
    is_padded && label.parse::<f64>().is_ok_and(|label| (label - number).abs() < 1e-12)
}

/// A day as a spreadsheet writes it, or a month of a year.
struct Day {
    year: Option<u32>,
    month: u32,
    /// Of the month.
    number: u32,
}

impl Day {
    /// `5-Mar`, `Mar-05`, `2024-03-05`, the last with or without midnight.
    fn of(answer: &str) -> Option<Self> {
        let answer = answer.strip_suffix("00:00:00").map_or(answer, |day| day.trim_end_matches([' ', 'T']));
        let parts: Vec<&str> = answer.split(['-', ' ', '/']).collect();
        let number = |text: &str| (text.len() <= 4).then(|| text.parse::<u32>().ok()).flatten();
        let found = match parts.as_slice() {
            [first, second] => match (month_named(first), month_named(second)) {
                // `Mar-05` is the fifth of March, or March 2005.
                (Some(month), None) => Self { year: None, month, number: number(second)? },
                (None, Some(month)) => Self { year: None, month, number: number(first)? },
                _ => return None,
            },
            [year, month, day] if year.len() == 4 => {
                Self { year: Some(number(year)?), month: number(month)?, number: number(day)? }
            }
            [day, name, year] => Self { year: Some(number(year)?), month: month_named(name)?, number: number(day)? },
            _ => return None,
        };
        (1..=12).contains(&found.month).then_some(found)
    }

    /// Whether the two numbers, in either order, are what this day was made of.
    fn was(&self, (first, second): (u32, u32)) -> bool {
        let made_of = |other: u32| (first, second) == (self.month, other) || (first, second) == (other, self.month);
        made_of(self.number) || (self.number == 1 && self.year.is_some_and(|year| made_of(year) || made_of(year % 100)))
    }
}
