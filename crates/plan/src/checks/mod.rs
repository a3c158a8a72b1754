//! Whether the files of a pipeline agree with each other, and with themselves.

mod bulletin;
mod codebook;
mod disclosure;
mod expected;
mod figures;
mod names;
mod quality_checks;
mod quotes;
mod reports;
mod sampling;
mod shape;
#[cfg(test)]
mod shape_tests;
mod sources;
mod survey;
mod tables;

pub(crate) use bulletin::{bulletin, no_bulletin};
pub(crate) use codebook::codebook;
pub(crate) use disclosure::disclosure;
pub(crate) use expected::problems as expected;
pub(crate) use figures::{KnownFigures, Referred, ReferredSum, headlines, references, sums};
pub(crate) use quotes::quotes;
pub(crate) use reports::reports;
pub(crate) use sampling::sampling;
pub(crate) use shape::{derived_shape, shape};
pub(crate) use sources::columns_of_file;
pub(crate) use survey::survey;
pub(crate) use tables::tables;
