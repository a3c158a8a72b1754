//! Rows in the order of their units: the way to fill many tables from rows that are all at hand.
//!
//! Rows come in any order of clusters, so that adding them one by one to sums by unit misses the cache each time. Sorted
//! by unit once, for all tables, the sums of one unit at a time are all that a table touches ([`crate::crosstab_sums`]).

use thiserror::Error;
use topline_exact::lanes::{LaneScale, Lanes, NUMBER, NumberLanes, WITH_SQUARE};

use crate::frame::Frame;
use crate::weight::{WeightError, check_weights_of};

/// Why rows cannot be put in order, or a table be filled from them.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum RowsError {
    /// The weights are unusable.
    #[error(transparent)]
    Weight(WeightError),
    /// A column of codes has another number of rows than the sample.
    #[error("tabulate a column of {found} rows: the sample has {rows}")]
    ColumnLength {
        /// Rows of the sample.
        rows: usize,
        /// Rows of the column.
        found: usize,
    },
    /// More rows, or categories, than are counted here.
    #[error("tabulate {rows} rows by {categories} categories: at most 2^32 by 65535")]
    TooMany {
        /// Rows of the sample.
        rows: usize,
        /// Categories of a question or break.
        categories: usize,
    },
}

/// The rows that have weight, in the order of their units.
#[derive(Clone, Debug)]
pub(crate) struct RowsByUnit<'a> {
    pub frame: &'a Frame,
    /// The weight of each row of the sample.
    weights: &'a [f64],
    /// The row at each place.
    pub order: Vec<u32>,
    /// Where each unit starts, and the end.
    pub starts: Vec<usize>,
    pub scale: LaneScale,
    pub lanes: LanesByPlace,
    /// Places whose weight has no lanes (they are zero), in rising order.
    pub without_lanes: Vec<u32>,
}

/// The lanes of each row, as many as the design needs.
#[derive(Clone, Debug)]
pub(crate) enum LanesByPlace {
    InClusters(Vec<Lanes<NUMBER>>),
    ByThemselves(Vec<Lanes<WITH_SQUARE>>),
}

impl<'a> RowsByUnit<'a> {
    /// Put rows in order by the unit of each, which [`crate::frame::read_frame`] gives. Rows without weight are left
    /// out: they are in the frame, and not in an estimate.
    ///
    /// # Errors
    /// Weights that are unusable, and 2^32 rows or more.
    pub fn new(frame: &'a Frame, unit_of: &[u32], weights: &'a [f64]) -> Result<Self, RowsError> {
        let (rows, units) = (unit_of.len(), frame.units());
        check_weights_of(weights, rows).map_err(RowsError::Weight)?;
        if u32::try_from(rows).is_err() {
            return Err(RowsError::TooMany { rows, categories: 0 });
        }
        // A counting sort: how many rows each unit has says where it starts.
        let weighted = || unit_of.iter().zip(weights).zip(0_u32..).filter(|((_, weight), _)| **weight > 0.0);
        let mut starts = vec![0; units + 1];
        for ((&unit, _), _) in weighted() {
            starts[unit as usize + 1] += 1;
        }
        for unit in 0..units {
            starts[unit + 1] += starts[unit];
        }
        let mut next = starts.clone();
        let mut order = vec![0; starts[units]];
        for ((&unit, _), row) in weighted() {
            let place = &mut next[unit as usize];
            order[*place] = row;
            *place += 1;
        }
        let in_order = order.iter().map(|&row| weights[row as usize]);
        let NumberLanes { scale, mut lanes, odd: without_lanes } =
            NumberLanes::of(in_order.clone()).unwrap_or_else(|_| NumberLanes {
                // Some weight is beyond what lanes hold.
                scale: LaneScale::default(),
                lanes: vec![[0; NUMBER]; order.len()],
                odd: (0..order.len() as u32).collect(),
            });
        for &place in &without_lanes {
            lanes[place as usize] = [0; NUMBER];
        }
        let lanes = if frame.rows_are_clusters() {
            let with_square = |(lanes, weight): (Lanes<NUMBER>, f64)| match lanes {
                [0, 0] => [0; WITH_SQUARE],
                lanes => scale.with_square(lanes, weight),
            };
            LanesByPlace::ByThemselves(lanes.into_iter().zip(in_order).map(with_square).collect())
        } else {
            LanesByPlace::InClusters(lanes)
        };
        Ok(Self { frame, weights, order, starts, scale, lanes, without_lanes })
    }

    /// The rows of a unit, by their places.
    pub fn of_unit(&self, unit: usize) -> &[u32] {
        &self.order[self.starts[unit]..self.starts[unit + 1]]
    }

    /// The weight of the row at a place.
    pub fn weight(&self, place: usize) -> f64 {
        self.weights[self.order[place] as usize]
    }
}
