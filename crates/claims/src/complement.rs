//! The figure of those whom a figure does not count: `most do not`.

use topline_survey::{Figure, Published, RowHead, RowKind, TableCell, Unit};

use crate::share;

/// The others in the base of a figure; nothing where it has no base of its own.
pub(crate) struct Others {
    head: RowHead,
    cell: TableCell,
}

impl Others {
    /// Those whom the figure does not count.
    pub(crate) fn of(figure: &Figure<'_>) -> Option<Self> {
        let base = share::own_base(figure)?;
        share::share(figure)?;
        let mut cell = figure.cell.clone();
        cell.n = base.checked_sub(figure.cell.n)?;
        cell.n_weighted = figure.cell.base.weighted - figure.cell.n_weighted;
        cell.x = match figure.row.unit {
            Unit::Percent => figure.cell.x.map(|x| 100.0 - x),
            Unit::Count => Some(if share::is_of_counts(figure) { cell.n as f64 } else { cell.n_weighted }),
            Unit::Score | Unit::Index | Unit::Points => return None,
        };
        // What is held back stays so; what is published is rounded anew.
        if cell.published.held_back().is_none() {
            cell.published = Published::Empty;
        }
        let head = RowHead { kind: RowKind::Option, codes: Vec::new(), ..figure.row.clone() };
        Some(Self { head, cell })
    }

    /// They as a figure, in the place of the one that it was made of.
    pub(crate) fn figure<'o>(&'o self, of: &Figure<'o>) -> Figure<'o> {
        Figure { row: &self.head, cell: &self.cell, ..*of }
    }
}
