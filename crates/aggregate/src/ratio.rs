//! The value of a cell as a ratio of sums of the tally, whose error a design gives.

use topline_estimate::parts::{Base, Part as Ratio};
use topline_survey::CellBase;
use topline_tally::{Pair, Tally};

use crate::layout::{Counts, Part, Places, Spot};
use crate::statistics::{DesignError, design_error};

/// The pair that a cell's sums are in, and the ratio of sums that its value is; none of what has no error.
///
/// A row's dimension differs from the base's where boxes are ticked; places for absent answers are at the same end of both.
pub(crate) fn ratio(tally: &Tally, part: &Part, spot: &Spot<'_>) -> Option<(Pair, Ratio)> {
    let row = spot.row;
    if design_error(&row.of) == DesignError::None {
        return None;
    }
    let cells_at = |places: &[usize], width: usize| -> Vec<usize> {
        places.iter().flat_map(|place| spot.column.places.iter().map(move |column| place * width + column)).collect()
    };
    let once = |cells: Vec<usize>| cells.into_iter().map(|cell| (cell, 1.0)).collect();
    let at = |dimension: usize| {
        let pair = part.pair(dimension, spot.axis, row.filter);
        let (width, cells) = (tally.columns_of(&pair.columns), tally.cells_of(&pair));
        (pair, width, cells)
    };
    Some(match &row.counts {
        Counts::Respondents(Places { dimension, places }) => {
            let (pair, width, _) = at(*dimension);
            let ratio = Ratio { counted: once(cells_at(places, width)), base: cells_at(&part.base.places, width) };
            (pair, ratio)
        }
        Counts::Values { dimension, values } => {
            let (pair, width, _) = at(*dimension);
            let counted = values
                .iter()
                .flat_map(|(place, value)| cells_at(&[*place], width).into_iter().map(move |cell| (cell, *value)))
                .collect();
            let places: Vec<usize> = values.iter().map(|(place, _)| *place).collect();
            (pair, Ratio { counted, base: cells_at(&places, width) })
        }
        Counts::Numbers(Places { dimension, places }) => {
            let (pair, width, cells) = at(*dimension);
            let base = cells_at(places, width);
            (pair, Ratio { counted: once(base.iter().map(|cell| cells + cell).collect()), base })
        }
        Counts::Fewer { .. } | Counts::Answers => return None,
    })
}

/// The base that an estimate carries.
pub(crate) fn base_of(base: CellBase) -> Base {
    Base { n: base.n, n_weighted: base.weighted, n_effective: base.effective.unwrap_or(base.n as f64) }
}
