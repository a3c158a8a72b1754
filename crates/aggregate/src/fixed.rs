//! Sums that do not depend on the order of their terms, as the crate `tally` keeps them, for aggregates of the engine.

use datafusion::common::{Result, exec_err};
pub(crate) use topline_exact::FixedPoint;
pub(crate) use topline_tally::fixed::{SUM, from_decimal, to_decimal};

use crate::tally::external;

/// The fixed-point form of a value.
pub(crate) fn fixed(value: f64) -> Result<FixedPoint> {
    topline_tally::fixed::fixed(value).map_err(|error| external(error.into()))
}

/// The weight itself, if it is one.
pub(crate) fn weight_of(value: f64) -> Result<f64> {
    if value >= 0.0 && value.is_finite() { Ok(value) } else { exec_err!("{value} is no weight") }
}

/// Adds, or fails where the sum does not fit.
pub(crate) fn add(sum: &mut FixedPoint, value: FixedPoint) -> Result<()> {
    topline_tally::fixed::add(sum, value).map_err(external)
}
