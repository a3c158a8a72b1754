//! The names of columns that are compared, and their pairs.

/// Every two of so many columns: first with second, first with third, and so on.
pub fn column_pairs(columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..columns).flat_map(move |first| (first + 1..columns).map(move |second| (first, second)))
}

/// The name of a column by its place from 0: A to Z, then AA, AB and so on, as spreadsheets count.
#[must_use]
pub fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// The degrees of freedom of the differences of columns.
#[derive(Clone, Copy, Debug)]
pub enum PairDegrees<'a> {
    /// All have the same.
    Same(f64),
    /// Each pair has its own, in the order of [`column_pairs`]: those of the clusters that either column has rows in.
    Each(&'a [f64]),
}

impl PairDegrees<'_> {
    pub(crate) fn of(self, place: usize) -> f64 {
        match self {
            Self::Same(df) => df,
            Self::Each(degrees) => degrees.get(place).copied().unwrap_or_default(),
        }
    }
}
