//! Months by their English names.

/// The months in English, in lower case.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month from 1, by its English name or the first three letters of it, in whatever case.
#[must_use]
pub fn month_named(name: &str) -> Option<u32> {
    let name = name.to_ascii_lowercase();
    (1..).zip(MONTHS).find(|(_, month)| name == *month || name == month[..3]).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::month_named;

    #[test]
    fn a_month_is_known_by_its_name_or_three_letters() {
        assert_eq!(["March", "mar", "MAY", "Dec", "december"].map(month_named), [3, 3, 5, 12, 12].map(Some));
        assert_eq!(["markets", "ma", "marc", "", "decade"].map(month_named), [None; 5]);
    }
}
