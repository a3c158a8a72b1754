//! What is decided exactly: numbers that are published, compared or summed without a rounding of their own.
//!
//! | to | see |
//! |---|---|
//! | round a count of a base, a fraction or a double as a reader would | [`round_percentage`], [`round_fraction`], [`round_value`] |
//! | read, print, add and compare decimals | [`Decimal`] |
//! | compare shares with fractions | [`Rational`], [`ExactValue`] |
//! | find the counts that a percentage can come from | [`counts_for`], [`neighbouring_counts`], [`smaller_bases`] |
//! | find the counts behind all that was published of a question | [`solve_counts`] |
//! | say which counts several published numbers leave possible, and which of them cannot hold together | [`CountSystem`] |
//! | sum doubles so that no order of the terms changes a bit | [`ExactSum`]; [`sum_of`] many at once; [`FixedPoint`] in 256 bits, and [`lanes`] for many rows at once |
//!
//! One implementation decides every tie: figures are published with it, stated numbers are judged with it, and exports are
//! reconstructed by inverting it. The crate depends on nothing, so that every stage can use it.

mod answer_counts;
mod count_system;
mod counts;
mod decimal;
mod double;
mod exact_sum;
mod exact_value;
mod fixed_point;
pub mod lanes;
mod number_lanes;
mod published_answers;
mod rational;
mod rounding;
mod split_sum;
pub mod state;
mod wide_sum;

pub use answer_counts::{missed_rows, solve_counts};
pub use count_system::{CountStatement, CountSystem};
pub use counts::{counts_for, neighbouring_counts, smaller_bases};
pub use decimal::{Decimal, MAX_DECIMALS, ParseDecimalError};
pub use exact_sum::{ExactSum, sums_at};
pub use exact_value::ExactValue;
pub use fixed_point::FixedPoint;
pub use published_answers::{
    AnswerCounts, Answering, MissedRow, NoCounts, PublishedAnswers, PublishedBase, PublishedRow, PublishedValue,
};
pub use rational::Rational;
pub use rounding::{RoundingError, RoundingMode, round_fraction, round_percentage, round_value};
pub use split_sum::sum_of;
