//! Days, moments and lengths of time as ISO 8601 writes them, into the spelling of cells.

use std::fmt::Write;

/// A day or a moment: `2017-03-04`, `2017-03-04T09:15:00`. Midnight is the day alone, and a fraction has no final zeros.
pub(crate) fn moment(text: &str) -> String {
    let text = text.trim();
    let Some((day, time)) = text.split_once('T') else { return text.to_owned() };
    let time = without_final_zeros(&time.replace(',', "."));
    if time == "00:00:00" { day.to_owned() } else { format!("{day}T{time}") }
}

/// A length of time `PT36H30M00.5S` as `36:30:00.5`; nothing where it is none, or has years or months.
pub(crate) fn length_of_time(text: &str) -> Option<String> {
    let text = text.trim();
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (days, time) = rest.strip_prefix('P')?.split_once('T')?;
    let days: u64 = if days.is_empty() { 0 } else { days.strip_suffix('D')?.parse().ok()? };
    let mut parts = [0_u64; 2];
    let (mut fraction, mut seconds) = (String::new(), 0_u64);
    let mut rest = time;
    while !rest.is_empty() {
        let end = rest.find(|unit: char| unit.is_ascii_uppercase())?;
        let (number, unit) = rest.split_at(end);
        rest = &unit[1..];
        match &unit[..1] {
            "H" => parts[0] = number.parse().ok()?,
            "M" => parts[1] = number.parse().ok()?,
            "S" => {
                let number = without_final_zeros(&number.replace(',', "."));
                let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
                seconds = whole.parse().ok()?;
                if !part.is_empty() {
                    if !part.bytes().all(|digit| digit.is_ascii_digit()) {
                        return None;
                    }
                    write!(fraction, ".{part}").ok()?;
                }
            }
            _ => return None,
        }
    }
    let hours = days.checked_mul(24)?.checked_add(parts[0])?;
    let minutes = parts[1].checked_add(seconds / 60)?;
    let hours = hours.checked_add(minutes / 60)?;
    Some(format!("{sign}{hours:02}:{:02}:{:02}{fraction}", minutes % 60, seconds % 60))
}

/// A number, or what ends in one, whose fraction has no final zeros.
pub(crate) fn without_final_zeros(number: &str) -> String {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.').to_owned() } else { number.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{length_of_time, moment};

    #[test]
    fn moments_and_lengths_of_time_are_spelled_as_cells() {
        for (given, expected) in [
            ("2017-03-04", "2017-03-04"),
            ("2017-03-04T00:00:00", "2017-03-04"),
            ("2017-03-04T09:15:00.500000000", "2017-03-04T09:15:00.5"),
            ("2017-03-04T09:15:00,000", "2017-03-04T09:15:00"),
        ] {
            assert_eq!(moment(given), expected);
        }
        for (given, expected) in [
            ("PT09H15M00S", Some("09:15:00")),
            ("PT36H30M00.500S", Some("36:30:00.5")),
            ("P1DT1H", Some("25:00:00")),
            ("PT90M", Some("01:30:00")),
            ("-PT1H", Some("-01:00:00")),
            ("P1M", None),
            ("PT1X", None),
            ("PTS", None),
            ("PT18446744073709551615H99M", None),
        ] {
            assert_eq!(length_of_time(given).as_deref(), expected, "{given}");
        }
    }
}
