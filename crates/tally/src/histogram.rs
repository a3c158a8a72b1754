//! Rows added into the cells of histograms, many at a time: where the time goes.

use topline_exact::lanes::Lanes;

/// The rows of a block that are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rows<'a> {
    /// All of them.
    All,
    /// These.
    Some(&'a [u32]),
}

/// The rows that a histogram has, each cell so many columns after the one above it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Axis<'a> {
    /// The place of each row of the block on the dimension of rows.
    pub places: &'a [u16],
    /// How many columns there are.
    pub width: usize,
}

/// Adds the lanes of rows to the cells that they stand in.
pub(crate) fn fill<const L: usize>(
    cells: &mut [Lanes<L>],
    axis: Axis<'_>,
    keys: &[u16],
    lanes: &[Lanes<L>],
    rows: Rows<'_>,
) {
    match rows {
        Rows::All => {
            for ((place, key), own) in axis.places.iter().zip(keys).zip(lanes) {
                add(&mut cells[usize::from(*place) * axis.width + usize::from(*key)], own);
            }
        }
        Rows::Some(rows) => {
            for row in rows {
                let row = *row as usize;
                let cell = usize::from(axis.places[row]) * axis.width + usize::from(keys[row]);
                add(&mut cells[cell], &lanes[row]);
            }
        }
    }
}

/// Adds lanes to lanes. An upper lane is signed, and wraps around zero.
#[inline]
pub(crate) fn add<const L: usize>(sum: &mut Lanes<L>, own: &Lanes<L>) {
    for (sum, own) in sum.iter_mut().zip(own) {
        *sum = sum.wrapping_add(*own);
    }
}
