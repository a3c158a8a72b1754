//! The bounds of ranges of numbers, such as those of ages: which answers a range takes together.

use crate::search::ranges::ranges;

/// A range of whole numbers; an end that is open has no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    low: Option<u64>,
    high: Option<u64>,
}

impl Bounds {
    /// The bounds of a range as words are compared: `18-34`, `-250`, `10,000+`.
    pub(super) fn read(range: &str) -> Option<Self> {
        let number = |text: &str| text.replace(',', "").parse::<u64>().ok();
        if let Some(low) = range.strip_suffix('+') {
            return Some(Self { low: Some(number(low)?), high: None });
        }
        let (low, high) = range.split_once('-')?;
        let low = if low.is_empty() { None } else { Some(number(low)?) };
        Some(Self { low, high: Some(number(high)?) })
    }

    /// Those of the one range that a label names, or of its one number: `10 - Completely satisfied`.
    pub(super) fn of_label(label: &str) -> Option<Self> {
        match ranges(label).as_slice() {
            [number] if number.starts_with('#') => {
                let number = number.trim_start_matches('#').replace(',', "").parse().ok();
                number.map(|number| Self { low: Some(number), high: Some(number) })
            }
            [range] => Self::read(range),
            _ => None,
        }
    }

    /// Whether all numbers of it are in another; that one may begin just below it (`over 1,000` and `1,001-10,000`).
    pub(super) fn is_within(self, other: Self) -> bool {
        let is_above = other.low.is_none_or(|low| self.low.is_some_and(|own| own >= low));
        let is_below = other.high.is_none_or(|high| self.high.is_some_and(|own| own <= high));
        is_above && is_below
    }

    /// Whether it is a single number, where another range begins or ends: `more than 5` may leave 5 out.
    pub(super) fn is_end_of(self, other: Self) -> bool {
        self.low == self.high && (self.low == other.low || self.high == other.high)
    }

    /// Whether ranges reach to its ends.
    pub(super) fn is_filled_by(self, parts: &[Self]) -> bool {
        let lowest = parts.iter().map(|part| part.low.unwrap_or(0)).min();
        let highest = parts.iter().map(|part| part.high.unwrap_or(u64::MAX)).max();
        let is_low = self.low.is_none_or(|low| lowest.is_some_and(|own| own == low || own == low + 1));
        let is_high = self.high.is_none_or(|high| highest == Some(high));
        is_low && is_high
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn ranges_take_together_what_fills_them() {
        let labels = ["2-50", "51-250", "251-1,000", "1,001-10,000", "More than 10,000"];
        let taken = |range: &str| {
            let wanted = Bounds::read(range).expect("a range");
            let within: Vec<(&str, Bounds)> = labels
                .iter()
                .filter_map(|label| Some((*label, Bounds::of_label(label)?)))
                .filter(|(_, bounds)| bounds.is_within(wanted))
                .collect();
            let bounds: Vec<Bounds> = within.iter().map(|(_, bounds)| *bounds).collect();
            wanted.is_filled_by(&bounds).then(|| within.into_iter().map(|(label, _)| label).collect::<Vec<_>>())
        };
        assert_eq!(taken("-250"), Some(vec!["2-50", "51-250"]));
        assert_eq!(taken("1,000+"), Some(vec!["1,001-10,000", "More than 10,000"]));
        assert_eq!(taken("51-1,000"), Some(vec!["51-250", "251-1,000"]));
        assert_eq!(taken("-300"), None, "no answers reach just there");
        assert_eq!(taken("60-1,000"), None);
        assert_eq!(Bounds::read("#7"), None);
    }
}
