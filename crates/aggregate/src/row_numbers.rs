//! Which rows of an export respondents are in.

use std::ops::Range;

/// The row of each respondent in the export, in rising order: its position is the respondent's place in the design.
#[derive(Debug)]
pub(crate) enum RowNumbers {
    /// One after the other, as those of an export that lost none.
    Range(Range<u64>),
    /// These.
    Listed(Vec<u64>),
}

impl RowNumbers {
    pub fn new(rows: Vec<u64>) -> Self {
        match (rows.first(), rows.last()) {
            (Some(&first), Some(&last)) if last - first + 1 == rows.len() as u64 => Self::Range(first..last + 1),
            _ => Self::Listed(rows),
        }
    }

    /// The row at a position.
    pub fn row(&self, place: usize) -> Option<u64> {
        match self {
            Self::Range(rows) => rows.clone().nth(place),
            Self::Listed(rows) => rows.get(place).copied(),
        }
    }

    /// The position of a row; `guess` is where it stands as a rule.
    pub fn place(&self, row: u64, guess: usize) -> Option<usize> {
        match self {
            Self::Range(rows) => rows.contains(&row).then(|| (row - rows.start) as usize),
            Self::Listed(rows) if rows.get(guess) == Some(&row) => Some(guess),
            Self::Listed(rows) => rows.binary_search(&row).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_place_and_others_have_none() {
        for (rows, listed) in [(vec![3, 4, 5, 6], false), (vec![2, 4, 7], true), (vec![9], false), (vec![], true)] {
            let numbers = RowNumbers::new(rows.clone());
            assert_eq!(matches!(numbers, RowNumbers::Listed(_)), listed, "{rows:?}");
            assert_eq!((0..5).map_while(|place| numbers.row(place)).collect::<Vec<_>>(), rows);
            for row in 0..12 {
                let expect = rows.iter().position(|own| *own == row);
                for guess in 0..5 {
                    assert_eq!(numbers.place(row, guess), expect, "{rows:?}: {row}");
                }
            }
        }
    }
}
