//! What a system file to be written says of itself.

use crate::description::{ColumnSet, Measure};

/// A file to be written, without its cases.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileToWrite {
    /// The program that writes it, with its version.
    pub program: String,
    /// The title; SPSS keeps 64 bytes of it.
    pub title: String,
    /// The day that the file is of (year, month, day): the file has a place for one.
    pub day: Option<(i32, u8, u8)>,
    /// One for each column, in their order.
    pub variables: Vec<VariableToWrite>,
    /// Columns that are one question together. Of these SPSS knows tick boxes and choices.
    pub sets: Vec<ColumnSet>,
    /// The index of the variable that weights the cases: a number.
    pub weight: Option<usize>,
    /// How many cases follow.
    pub cases: u64,
}

/// A variable to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct VariableToWrite {
    /// Its name: at most 64 bytes, unique whatever the case.
    pub name: String,
    /// Its label; SPSS keeps 255 bytes of it.
    pub label: String,
    /// What its cells hold.
    pub content: VariableContent,
    /// The value labels, of a number; SPSS keeps 120 bytes of each.
    pub values: Vec<(f64, String)>,
    /// Which numbers are missing by declaration.
    pub missing: MissingToWrite,
    /// What it measures.
    pub measure: Measure,
}

/// What the cells of a variable hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableContent {
    /// Numbers, shown with so many decimals.
    Number {
        /// From 0 to 16.
        decimals: u8,
    },
    /// Days: seconds since the 14th of October 1582.
    Day,
    /// Text of at most so many bytes, from 1 to 32,767.
    Text {
        /// The most bytes that a cell has.
        width: usize,
    },
}

/// The user-missing numbers of a variable.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MissingToWrite {
    /// None.
    #[default]
    None,
    /// At most three.
    Values(Vec<f64>),
    /// From one number to another, both included, and one more. An infinite end is no bound.
    Range {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// A number outside.
        also: Option<f64>,
    },
}
