//! Rows in the order of their units: the way to fill many tables from rows that are all at hand.
//!
//! Rows come in any order of clusters, so that adding them one by one to sums by unit misses the cache each time. Sorted
//! by unit once, for all tables, the sums of one unit at a time are all that a table touches ([`crate::crosstab_sums`]).

use thiserror::Error;
use topline_exact::lanes::{LaneScale, Lanes, NUMBERS, RowLanes, WITH_EXACT_SQUARES, count_of};

use crate::frame::Frame;
use crate::weight::{WeightError, check_weights_of};

/// Why rows cannot be put in order, or a table be filled from them.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum RowsError {
    /// The weights are unusable.
    #[error(transparent)]
    Weight(WeightError),
    /// A row's unit is none of the frame's.
    #[error("place row {row} in unit {unit} of {units}")]
    UnitUnknown {
        /// The row, from 0.
        row: usize,
        /// The unit given.
        unit: u32,
        /// How many units there are.
        units: usize,
    },
    /// A column of codes has another number of rows than the sample.
    #[error("tabulate a column of {found} rows: the sample has {rows}")]
    ColumnLength {
        /// Rows of the sample.
        rows: usize,
        /// Rows of the column.
        found: usize,
    },
    /// More rows, or categories side by side, than are counted here.
    #[error("tabulate {rows} rows by {categories} categories: at most 2^32 by 65535")]
    TooMany {
        /// Rows of the sample.
        rows: usize,
        /// Categories of a column, or of all breaks of a banner with one more for each.
        categories: usize,
    },
}

/// The rows that have weight, in the order of their units, and their weights.
#[derive(Clone, Debug)]
pub struct RowsByUnit<'a> {
    pub(crate) frame: &'a Frame,
    /// Rows of the sample.
    rows: usize,
    /// The row at each place.
    pub(crate) order: Vec<u32>,
    /// Where each unit starts, and the end.
    pub(crate) starts: Vec<usize>,
    pub(crate) weights: Vec<f64>,
    pub(crate) scale: LaneScale,
    pub(crate) lanes: LanesByPlace,
    /// Places whose weight has no lanes (they are zero), in rising order.
    pub(crate) without_lanes: Vec<u32>,
}

/// The lanes of each row, as many as the design needs.
#[derive(Clone, Debug)]
pub(crate) enum LanesByPlace {
    InClusters(Vec<Lanes<NUMBERS>>),
    ByThemselves(Vec<Lanes<WITH_EXACT_SQUARES>>),
}

/// The codes of a question in the order of [`RowsByUnit`].
#[derive(Clone, Debug)]
pub struct QuestionCodes {
    pub(crate) categories: usize,
    /// Codes, and `categories` for none of them.
    pub(crate) codes: Vec<u16>,
}

/// The codes of several breaks in that order, side by side.
#[derive(Clone, Debug)]
pub struct BannerCodes {
    /// Categories of each break.
    pub(crate) categories: Vec<usize>,
    /// For each row, the column of each break among all: of a break, its categories and one for none of them.
    pub(crate) places: Vec<u16>,
    /// Where each break starts among the columns.
    pub(crate) starts: Vec<usize>,
    /// How many columns there are.
    pub(crate) width: usize,
}

impl<'a> RowsByUnit<'a> {
    /// Put rows in order by the unit of each, which [`crate::frame::read_frame`] gives. Rows without weight are left
    /// out: they are in the frame, and not in an estimate.
    ///
    /// # Errors
    /// Weights that are unusable, units that the frame does not have, and 2^32 rows or more.
    pub fn new(frame: &'a Frame, unit_of: &[u32], weights: &[f64]) -> Result<Self, RowsError> {
        let (rows, units) = (unit_of.len(), frame.units());
        check_weights_of(weights, rows).map_err(RowsError::Weight)?;
        if u32::try_from(rows).is_err() {
            return Err(RowsError::TooMany { rows, categories: 0 });
        }
        if let Some(row) = unit_of.iter().position(|&unit| unit as usize >= units) {
            return Err(RowsError::UnitUnknown { row, unit: unit_of[row], units });
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
        let weights: Vec<f64> = order.iter().map(|&row| weights[row as usize]).collect();
        let RowLanes { scale, lanes, odd: without_lanes } = lanes_of(&weights);
        let lanes = if frame.rows_are_clusters() {
            let with_square = |(lanes, &weight)| match count_of(&lanes) {
                0 => [0; WITH_EXACT_SQUARES],
                _ => scale.with_exact_square(lanes, weight),
            };
            LanesByPlace::ByThemselves(lanes.into_iter().zip(&weights).map(with_square).collect())
        } else {
            LanesByPlace::InClusters(lanes)
        };
        Ok(Self { frame, rows, order, starts, weights, scale, lanes, without_lanes })
    }

    /// The codes of a question, from 0 to less than `categories`, with one for each row of the sample; a row with any
    /// other code is in no cell.
    ///
    /// # Errors
    /// Another number of rows, or more than 65,535 categories.
    pub fn question<C: Copy + Into<usize>>(&self, codes: &[C], categories: usize) -> Result<QuestionCodes, RowsError> {
        self.check(codes.len(), categories)?;
        let codes = self.order.iter().map(|&row| codes[row as usize].into().min(categories) as u16).collect();
        Ok(QuestionCodes { categories, codes })
    }

    /// The codes of several breaks, each with its number of categories, as [`RowsByUnit::question`] takes them.
    ///
    /// # Errors
    /// As there; the breaks may have 65,535 categories together, and one for each break.
    pub fn banner<C: Copy + Into<usize>>(&self, breaks: &[(&[C], usize)]) -> Result<BannerCodes, RowsError> {
        let mut starts = Vec::new();
        let mut width = 0_usize;
        for &(codes, categories) in breaks {
            starts.push(width);
            width = width.saturating_add(categories).saturating_add(1);
            self.check(codes.len(), width)?;
        }
        let mut places = vec![0; self.order.len() * breaks.len()];
        for (own, (&(codes, categories), start)) in breaks.iter().zip(&starts).enumerate() {
            let places = places.iter_mut().skip(own).step_by(breaks.len());
            for (place, &row) in places.zip(&self.order) {
                *place = (start + codes[row as usize].into().min(categories)) as u16;
            }
        }
        let categories = breaks.iter().map(|&(_, categories)| categories).collect();
        Ok(BannerCodes { categories, places, starts, width })
    }

    fn check(&self, found: usize, categories: usize) -> Result<(), RowsError> {
        if found != self.rows {
            return Err(RowsError::ColumnLength { rows: self.rows, found });
        }
        if u16::try_from(categories).is_err() {
            return Err(RowsError::TooMany { rows: self.rows, categories });
        }
        Ok(())
    }
}

/// The lanes of weights and their squares; zeros where they have none.
fn lanes_of(weights: &[f64]) -> RowLanes {
    let mut rows = RowLanes::default();
    if rows.fill(weights.iter().map(|weight| [*weight, weight * weight])).is_err() {
        // Some weight is beyond what lanes hold.
        return RowLanes {
            scale: LaneScale::default(),
            lanes: vec![[0; NUMBERS]; weights.len()],
            odd: (0..weights.len() as u32).collect(),
        };
    }
    for &row in &rows.odd {
        rows.lanes[row as usize] = [0; NUMBERS];
    }
    rows
}
