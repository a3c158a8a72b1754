//! Numbers in, estimates out: rounding, weights, variance, intervals and tests.
//!
//! The crate knows nothing of files, tables or engines: it takes slices of plain numbers and returns plain values.
//! Its anchor is design-based inference as R's `survey` package gives it; each function names its formula's source.

pub mod exact_sum;
pub mod kish;
pub mod rounding;
