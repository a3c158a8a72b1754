//! Building a release: its counts, and how they add up.

mod blocks;
mod build;
mod builder;
mod figures;

pub(crate) use build::build;
