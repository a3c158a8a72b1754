//! Numbers in, estimates out: rounding, weights, variance, intervals and tests.
//!
//! The crate knows nothing of files, tables or engines: it takes slices of plain numbers and returns plain values.
//! Its anchor is design-based inference as R's `survey` package gives it; each function names its formula's source.

pub mod adjustment;
pub mod binomial_interval;
pub mod calibrate;
pub mod chi_square;
pub mod column_proportion;
pub mod contrast;
pub mod covariance;
pub mod design;
pub mod distribution;
pub mod estimate;
pub mod exact_sum;
pub mod frame;
pub mod goodness_of_fit;
mod hadamard;
pub mod inference;
pub mod joint;
pub mod kish;
pub mod matrix;
pub mod mean;
pub mod multiple_comparison;
pub mod post_stratify;
pub mod proportion;
pub mod proportion_interval;
pub mod quantile;
pub mod quantile_rule;
pub mod rake;
pub mod rank_test;
pub mod replicate;
pub mod replication;
pub mod rounding;
pub mod sums;
pub mod t_test;
pub mod target;
pub mod trim;
pub mod weight;
