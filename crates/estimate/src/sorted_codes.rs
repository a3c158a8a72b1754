//! The codes of questions and breaks, row by row: as they come, and in the order of rows by unit.

/// The codes of a question or break: each row of the sample has a place, and each place a code.
#[derive(Clone, Copy, Debug)]
pub struct RowCodes<'c> {
    /// The place of each row.
    pub places: &'c [u16],
    /// The code of each place, where it is not the place itself.
    pub of_places: Option<&'c [u16]>,
    /// How many codes there are: any that is not below is of none of them.
    pub categories: usize,
    /// Whether each row has any, where some have not.
    pub meets: Option<&'c [bool]>,
}

impl RowCodes<'_> {
    /// The code of a row; `none` where it has none of them.
    #[inline]
    pub(crate) fn of_row(&self, row: usize, none: u16) -> u16 {
        let place = self.places[row];
        let code = self.of_places.map_or(place, |codes| codes.get(usize::from(place)).copied().unwrap_or(none));
        if self.meets.is_none_or(|meets| meets[row]) { code.min(none) } else { none }
    }
}

/// The codes of a question or break in the order in which a [`Tabulator`](crate::tabulator::Tabulator) has its rows: from 0 to less than `categories`, and
/// `categories` for none of them.
#[derive(Clone, Debug)]
pub struct SortedCodes {
    pub(crate) categories: usize,
    pub(crate) codes: Vec<u16>,
}

impl SortedCodes {
    /// How many codes there are.
    #[must_use]
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// The cell of the row at a place in a table by a break, if it is in one.
    pub(crate) fn cell_by(&self, own: &Self, place: usize) -> Option<usize> {
        let (code, column) = (usize::from(self.codes[place]), usize::from(own.codes[place]));
        (code < self.categories && column < own.categories).then(|| code * own.categories + column)
    }
}
