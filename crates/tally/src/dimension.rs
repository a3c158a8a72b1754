//! Where a respondent may stand: codes, ticked boxes, bands of a number, and the reasons of an absent answer.

use serde::{Deserialize, Serialize};
use topline_survey::Absent;

use crate::error::TallyError;

/// Places for the reasons of absent answers, after the others of a dimension.
pub(crate) const REASONS: usize = Absent::ALL.len();

/// Where a respondent stands: the places `0..` are codes, bands, or "none ticked" and "ticked"; then come the reasons.
///
/// A null whose reason nothing tells (`absent` is none) stands at [`Absent::NoAnswer`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// The code in one column.
    Code {
        /// The argument that holds the codes.
        column: usize,
        /// The argument that holds the reasons.
        absent: Option<usize>,
        /// The codes, in the order of their places.
        codes: Vec<i32>,
    },
    /// Whether any of several boxes is ticked: place 0 none, 1 any. A reason goes before ticks; without reasons, boxes that
    /// are all null are no answer.
    Ticked {
        /// The arguments that hold the ticks.
        columns: Vec<usize>,
        /// The argument that holds the reasons.
        absent: Option<usize>,
    },
    /// The band that a number lies in.
    Band {
        /// The argument that holds the numbers.
        column: usize,
        /// The argument that holds the reasons.
        absent: Option<usize>,
        /// Where each band but the first begins.
        bounds: Bounds,
    },
}

impl Dimension {
    /// How many places it has.
    #[must_use]
    pub fn places(&self) -> usize {
        REASONS
            + match self {
                Self::Code { codes, .. } => codes.len(),
                Self::Ticked { .. } => 2,
                Self::Band { bounds, .. } => bounds.bands(),
            }
    }

    /// The place of a reason.
    #[must_use]
    pub fn place_of(&self, absent: Absent) -> usize {
        self.places() - REASONS + absent as usize
    }

    /// The argument that holds the reasons.
    pub(crate) fn absent(&self) -> Option<usize> {
        match self {
            Self::Code { absent, .. } | Self::Ticked { absent, .. } | Self::Band { absent, .. } => *absent,
        }
    }
}

/// What divides numbers into bands: `b` bounds make `b + 1` bands, the first open below and the last open above.
///
/// Band 0 is below the first bound; band `i` is from bound `i - 1` (with it) to bound `i` (without it).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds(Vec<u64>);

impl Bounds {
    /// Of numbers that ascend; each once.
    pub fn new(bounds: &[f64]) -> Result<Self, TallyError> {
        let ascend = bounds.windows(2).all(|pair| pair[0] < pair[1]) && bounds.iter().all(|bound| bound.is_finite());
        // Zero has one form, so that equal bounds are equal bits.
        if ascend {
            Ok(Self(bounds.iter().map(|bound| (bound + 0.0).to_bits()).collect()))
        } else {
            Err(TallyError::Bounds)
        }
    }

    /// The numbers.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        self.0.iter().map(|bits| f64::from_bits(*bits))
    }

    /// How many bands they make.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.0.len() + 1
    }

    /// The band of a number that is one.
    pub(crate) fn band_of(&self, value: f64) -> usize {
        self.0.partition_point(|bound| f64::from_bits(*bound) <= value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_begin_with_their_bound() {
        let bounds = Bounds::new(&[-1.0, 0.0, 18.0]).expect("they ascend");
        let bands = [-5.0, -1.0, -0.5, -0.0, 0.0, 17.99, 18.0, 1e9].map(|value| bounds.band_of(value));
        assert_eq!((bounds.bands(), bands), (4, [0, 1, 1, 2, 2, 2, 3, 3]));
        assert_eq!(Bounds::new(&[]).expect("one band").band_of(3.0), 0);
    }

    #[test]
    fn bounds_ascend() {
        for bounds in [&[1.0, 1.0][..], &[2.0, 1.0], &[f64::NAN], &[0.0, f64::INFINITY]] {
            assert!(Bounds::new(bounds).is_err(), "{bounds:?}");
        }
    }
}
