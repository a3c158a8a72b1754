//! What is fed with hostile input, in one list: every reader, the files of a pipeline, the wording of claims, SQL.
//!
//! Two programs feed it. The test of this crate changes the seeds at random for a short while, on any toolchain; `tests/fuzz` lets
//! libFuzzer search for as long as it is given.

mod containers;
mod memory;
mod mutation;
mod pipelines;
#[cfg(feature = "sql")]
mod queries;
mod sources;
mod targets;
mod whole;

pub use mutation::Mutator;
pub use targets::{TARGETS, Target, target};
