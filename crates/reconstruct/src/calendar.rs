//! Days and times of day of the responses, within the fieldwork.
//!
//! Only what an export shows: no time zones, no clock of this machine.

use topline_survey::Fieldwork;

use crate::random::Random;

/// A second of the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// Days since 1970-01-01.
    days: i64,
    /// Seconds since midnight.
    seconds: i64,
}

impl Moment {
    pub(crate) fn new(days: i64, seconds: i64) -> Self {
        Self { days: days + seconds.div_euclid(86_400), seconds: seconds.rem_euclid(86_400) }
    }

    pub(crate) fn after(self, seconds: i64) -> Self {
        Self::new(self.days, self.seconds + seconds)
    }

    /// Year, month and day.
    pub(crate) fn date(self) -> (u16, u8, u8) {
        // Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
        let shifted = self.days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as u16, month as u8, day as u8)
    }

    /// Hour, minute and second.
    pub(crate) fn time(self) -> (u16, u8, u8) {
        ((self.seconds / 3_600) as u16, (self.seconds / 60 % 60) as u8, (self.seconds % 60) as u8)
    }

    /// `04/06/2017 02:05:09 PM`.
    pub(crate) fn american(self) -> String {
        let ((year, month, day), (hour, minute, second)) = (self.date(), self.time());
        let (shown, half) = (if hour % 12 == 0 { 12 } else { hour % 12 }, if hour < 12 { "AM" } else { "PM" });
        format!("{month:02}/{day:02}/{year} {shown:02}:{minute:02}:{second:02} {half}")
    }

    /// `2017-04-06T14:05:09`.
    pub(crate) fn iso(self) -> String {
        let ((year, month, day), (hour, minute, second)) = (self.date(), self.time());
        format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// The day that this date is, counted from 1970-01-01.
pub(crate) fn days_from_civil(year: u16, month: u8, day: u8) -> i64 {
    // Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
    let (month, day) = (i64::from(month), i64::from(day));
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The first and the last day of the fieldwork; none where it has no dates.
pub(crate) fn fieldwork_days(fieldwork: Option<&Fieldwork>) -> Option<(i64, i64)> {
    let days = |at: &toml::value::Datetime| at.date.map(|date| days_from_civil(date.year, date.month, date.day));
    let fieldwork = fieldwork?;
    let (start, end) = (days(&fieldwork.start)?, days(&fieldwork.end)?);
    (start <= end).then_some((start, end))
}

/// When each response started and ended, in order, in office hours of working days where the fieldwork has some.
pub(crate) fn moments(random: &mut Random, days: (i64, i64), responses: usize) -> Vec<(Moment, Moment)> {
    // 1970-01-01 was a Thursday; 0 and 6 are Sunday and Saturday.
    let is_working = |day: &i64| !matches!((day + 4).rem_euclid(7), 0 | 6);
    let working: Vec<i64> = (days.0..=days.1).filter(is_working).collect();
    let open = if working.is_empty() { (days.0..=days.1).collect() } else { working };
    let mut moments: Vec<(Moment, Moment)> = (0..responses)
        .map(|_| {
            let day = open[random.below(open.len())];
            let start = Moment::new(day, 8 * 3_600 + random.below(10 * 3_600) as i64);
            (start, start.after(240 + random.below(1_500) as i64))
        })
        .collect();
    moments.sort_unstable();
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(days_from_civil(1970, 1, 1), 0);
        assert_eq!(days_from_civil(2017, 4, 6), 17_262);
        assert_eq!(days_from_civil(2000, 2, 29), 11_016);
        for days in [-1, 0, 11_016, 11_017, 17_262, 24_106] {
            let (year, month, day) = Moment::new(days, 0).date();
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn moments_are_written_as_tools_write_them() {
        let moment = Moment::new(17_262, 14 * 3_600 + 5 * 60 + 9);
        assert_eq!(moment.american(), "04/06/2017 02:05:09 PM");
        assert_eq!(moment.iso(), "2017-04-06T14:05:09");
        assert_eq!(Moment::new(17_262, 30).american(), "04/06/2017 12:00:30 AM");
        assert_eq!(Moment::new(17_262, 12 * 3_600).american(), "04/06/2017 12:00:00 PM");
        assert_eq!(moment.after(10 * 3_600).iso(), "2017-04-07T00:05:09");
    }

    #[test]
    fn responses_lie_within_the_fieldwork() {
        // 2017-04-06 is a Thursday, 2017-05-11 too.
        let drawn = moments(&mut Random::new(1, "moments"), (17_262, 17_297), 200);
        assert!(drawn.is_sorted());
        for (start, end) in drawn {
            assert!(start < end && (17_262..=17_297).contains(&end.days), "{}", start.iso());
            assert!(!matches!((start.days + 4) % 7, 0 | 6), "{}", start.iso());
        }
        // A weekend alone is used as it is.
        assert_eq!(moments(&mut Random::new(1, "moments"), (17_264, 17_265), 5).len(), 5);
    }
}
