//! Numbers in, estimates out: weights, variance, intervals and tests.
//!
//! The crate knows nothing of files, tables or engines: it takes slices of plain numbers and returns plain values.
//! Its anchor is design-based inference as R's `survey` package gives it; each function names its formula's source.
//!
//! | to | see |
//! |---|---|
//! | describe a sample | [`design`], [`degrees`], [`frame`], [`replicate`], [`replication`], [`joint`], [`pairs`], [`kish`] |
//! | weight it | [`post_stratify`], [`rake`], [`calibrate`], [`trim`], [`adjustment`] |
//! | estimate | [`mean`], [`proportion`], [`quantile`], [`contrast`], [`standard`], [`moments`], [`pivot`] |
//! | compare samples that overlap | [`deviations`], [`overlap`] |
//! | bound an estimate | [`estimate`], [`proportion_interval`], [`binomial_interval`] |
//! | test | [`t_test`], [`rank_test`], [`chi_square`], [`equality`], [`goodness_of_fit`], [`column_proportion`], [`multiple_comparison`] |
//! | estimate from a stream | [`design_sums`]; [`sums`], [`adjusted_sums`], [`inference`] |
//! | tabulate | [`tabulator`], [`sorted_codes`], [`cell_sums`], [`parts`], [`letters`] |
//!
//! Two rules hold everywhere. Sums over rows are exact until they are read ([`topline_exact::ExactSum`]), so that no result depends
//! on the order or partition of rows. And what has no estimate is a typed error: no estimate is NaN or infinite.

pub mod adjusted_sums;
pub mod adjustment;
pub mod binomial_interval;
pub mod calibrate;
mod cell_scores;
pub mod cell_sums;
mod cell_values;
pub mod chi_square;
pub mod column_letters;
pub mod column_proportion;
pub mod contrast;
pub mod covariance;
mod crosstab_sums;
pub mod degrees;
pub mod design;
pub mod design_sums;
pub mod deviations;
pub mod distribution;
pub mod domain_size;
pub mod equality;
pub mod estimate;
pub mod frame;
pub mod frame_error;
pub mod goodness_of_fit;
mod hadamard;
pub mod inference;
pub mod joint;
pub mod kish;
pub mod letter_error;
pub mod letters;
mod likelihood;
mod limited_raking;
pub mod matrix;
pub mod mean;
mod members;
pub mod moments;
pub mod multiple_comparison;
pub mod overlap;
pub mod pairs;
pub mod parts;
pub mod pivot;
pub mod post_stratify;
pub mod proportion;
pub mod proportion_interval;
pub mod quantile;
pub mod quantile_rule;
pub mod rake;
pub mod rank_test;
pub mod replicate;
pub mod replication;
pub mod rows_by_unit;
pub mod sorted_codes;
pub mod standard;
pub mod sums;
pub mod t_test;
mod table_sums;
pub mod tabulator;
pub mod target;
pub mod trim;
mod unit_values;
pub mod weight;
