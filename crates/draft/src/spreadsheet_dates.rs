//! Labels that a spreadsheet took for dates, as they were: `2-5` of `5-Feb`, `10-49` of `Oct-49`, `1-10` of 43475.
//!
//! Only among labels that are ranges of numbers, and only where one reading rises, as ranges do. A number of a day must go on with
//! a range that is there.

use crate::bands::is_word_of_bands;
use crate::calendar::date_of;
use crate::text::fold;

/// Months as spreadsheets shorten them in English.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Years that days are in; what is beyond was the end of a range.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2039;
/// Numbers of days from 1901 to 2099, as spreadsheets count them.
const SERIALS: std::ops::RangeInclusive<u32> = 367..=73_050;

/// What labels were before; nothing for each that is as it was.
pub(crate) fn restored(labels: &[&str]) -> Vec<Option<String>> {
    let mut pairs: Vec<Option<(u32, u32)>> = labels.iter().map(|label| range_of(label)).collect();
    add_serials(labels, &mut pairs);
    let days = pairs.iter().flatten().count();
    // A list of months or days has no other ranges.
    let ranges = labels.iter().filter(|label| is_range(label)).count();
    let numbers = labels.iter().filter(|label| label.contains(|each: char| each.is_ascii_digit())).count();
    let mut known: Vec<(u32, u32)> = pairs.iter().flatten().copied().collect();
    known.sort_unstable();
    let overlap = known.windows(2).any(|pair| pair[0].1 >= pair[1].0);
    if days == 0 || ranges == 0 || overlap || (days + ranges) * 4 < numbers * 3 {
        return vec![None; labels.len()];
    }
    pairs.into_iter().map(|pair| pair.map(|(from, to)| format!("{from}-{to}"))).collect()
}

/// Adds the ranges of the numbers of days, each of which a range of the labels goes on with.
fn add_serials(labels: &[&str], pairs: &mut [Option<(u32, u32)>]) {
    let serials: Vec<Option<(u32, u32)>> = labels.iter().map(|label| range_of_serial(label)).collect();
    let plain = labels.iter().filter_map(|label| ends_of(label));
    let others: Vec<(u32, u32)> = plain.chain(pairs.iter().chain(&serials).flatten().copied()).collect();
    let goes_on = |(from, to): (u32, u32)| others.iter().any(|(next, last)| to + 1 == *next || last + 1 == from);
    for (pair, serial) in pairs.iter_mut().zip(serials) {
        *pair = pair.or(serial.filter(|serial| goes_on(*serial)));
    }
}

/// The range that became the number of a day.
fn range_of_serial(label: &str) -> Option<(u32, u32)> {
    let serial: u32 = label.parse().ok().filter(|serial| SERIALS.contains(serial))?;
    let (year, month, day) = date_of(f64::from(serial));
    let year = u32::try_from(year).ok().filter(|year| YEARS.contains(year) || day == 1)?;
    range_of_day(year, month, day)
}

/// The range that became a day: its day and month, or its month and year where nobody means such a year.
fn range_of_day(year: u32, month: u32, day: u32) -> Option<(u32, u32)> {
    let range = if YEARS.contains(&year) { (day.min(month), day.max(month)) } else { (month, year % 100) };
    Some(range).filter(|(from, to)| from < to)
}

/// The ends of a range in plain numbers: `11-50`, `101-1,000`.
fn ends_of(label: &str) -> Option<(u32, u32)> {
    let text = fold(label).replace(" to ", "-").replace([' ', ','], "");
    let (from, to) = text.split_once('-')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// `6-10`, `21 to 50`, `100-499 people`, `>50`, `50+`, `more than 50`.
fn is_range(label: &str) -> bool {
    let text = fold(label).replace(" to ", "-").replace(' ', "");
    let is_number = |text: &str| {
        let digits = text.trim_start_matches(['$', '£', '€', '<', '>']);
        digits.starts_with(|each: char| each.is_ascii_digit())
    };
    let ends = text.split_once('-').is_some_and(|(from, to)| is_number(from) && is_number(to));
    ends || (is_number(&text) && (text.starts_with(['<', '>']) || text.ends_with('+'))) || is_end(label)
}

/// `More than 1,000`, `under 5`: the first or the last of ranges, in words.
fn is_end(label: &str) -> bool {
    let folded = fold(label);
    let (numbers, words): (Vec<&str>, Vec<&str>) =
        folded.split(' ').partition(|word| word.starts_with(|each: char| each.is_ascii_digit()));
    numbers.len() == 1 && !words.is_empty() && words.into_iter().all(is_word_of_bands)
}

fn month_in(text: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, month)| fold(text) == *month).map(|(number, _)| number)
}

/// The range that became a day: `5-Feb`, `Oct-49`, and `2020-02-05` or `1949-10-01` where a workbook holds dates.
fn range_of(label: &str) -> Option<(u32, u32)> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4);
    let parts: Vec<&str> = label.trim().split('-').collect();
    let rising = |one: u32, other: u32| (one.min(other), one.max(other));
    match parts.as_slice() {
        [day, month] if number(day).is_some_and(|day| (1..=31).contains(&day)) && month_in(month).is_some() => {
            Some(rising(number(day)?, month_in(month)?)).filter(|(from, to)| from < to)
        }
        [month, year] => Some((month_in(month)?, number(year)?)).filter(|(from, to)| from < to),
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() >= 2 => {
            let is_midnight = day.len() == 2 || day.ends_with("T00:00:00");
            let (year, month, day) = (number(year)?, number(month)?, number(day.get(..2)?)?);
            if !is_midnight {
                return None;
            }
            range_of_day(year, month, day)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::restored;

    fn check(labels: &[&str], expected: &[&str]) {
        let told = restored(labels);
        let told: Vec<&str> = told.iter().zip(labels).map(|(told, label)| told.as_deref().unwrap_or(label)).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn ranges_that_became_days_are_ranges_again() {
        check(&["<10", "Oct-49", "50-99", ">5000"], &["<10", "10-49", "50-99", ">5000"]);
        check(&["1", "5-Feb", "10-Jun", "20-Nov", "21-50", "50+"], &["1", "2-5", "6-10", "11-20", "21-50", "50+"]);
        // Where days are written first.
        check(&["2-May", "6-Oct", "11-20"], &["2-5", "6-10", "11-20"]);
        check(&["2020-02-05T00:00:00", "1949-10-01", "50-99"], &["2-5", "10-49", "50-99"]);
        // 43475 is 10 January 2019, 43470 the 5th, 43626 10 June 2019, and 18172 is October 1949.
        check(
            &["0", "11-50", "51-100", "101-1,000", "More than 1,000", "43475", "Don't know"],
            &["0", "11-50", "51-100", "101-1,000", "More than 1,000", "1-10", "Don't know"],
        );
        check(&["43626", "11-100", "43470"], &["6-10", "11-100", "1-5"]);
        check(&["<10", "18172", "50-99"], &["<10", "10-49", "50-99"]);
        // Amounts are no days: nothing goes on with 6 to 7.
        check(&["40000", "10000-20000", "20001-39999"], &["40000", "10000-20000", "20001-39999"]);
        check(&["5-Feb", "10-Jun", "20-Nov"], &["5-Feb", "10-Jun", "20-Nov"]);
        check(&["5-Feb", "6-Feb", "7-Feb", "50-99"], &["5-Feb", "6-Feb", "7-Feb", "50-99"]);
        check(&["Mon", "5-10", "2-May at noon"], &["Mon", "5-10", "2-May at noon"]);
        check(&["5-10", "2020-02-0\u{e9}", "11-20"], &["5-10", "2020-02-0\u{e9}", "11-20"]);
    }
}
