//! The part of a layout that some of its pairs need: what is read of the responses for them alone.

use topline_tally::{Dimension, Pair, Tally};

use crate::layout::builder::{Argument, Layout};

/// Some of the pairs of a layout, with what they need.
pub(crate) struct Restricted {
    pub tally: Tally,
    pub arguments: Vec<Argument>,
    dimensions: Vec<usize>,
    numbers: Vec<usize>,
}

impl Restricted {
    /// What these pairs need, by their positions.
    pub(crate) fn to(layout: &Layout, pairs: &[usize]) -> Self {
        let of = |pair: &usize| &layout.tally.pairs[*pair];
        let named = pairs.iter().map(of).flat_map(|pair| pair.columns.iter().chain([&pair.rows]));
        let dimensions = distinct(named.copied());
        let mut tally = Tally::default();
        let read = dimensions.iter().flat_map(|at| read_by(&layout.tally.dimensions[*at]));
        let held = pairs.iter().map(of).flat_map(|pair| pair.filter.into_iter().chain(pair.value));
        let numbers = distinct(read.chain(held));
        let argument = |of: usize| numbers.binary_search(&of).unwrap_or_default();
        let dimension = |of: usize| dimensions.binary_search(&of).unwrap_or_default();
        tally.dimensions = dimensions.iter().map(|at| renumbered(&layout.tally.dimensions[*at], &argument)).collect();
        tally.pairs = pairs
            .iter()
            .map(of)
            .map(|pair| Pair {
                rows: dimension(pair.rows),
                columns: pair.columns.iter().map(|of| dimension(*of)).collect(),
                filter: pair.filter.map(argument),
                value: pair.value.map(argument),
            })
            .collect();
        let arguments = numbers.iter().map(|of| layout.arguments[*of].clone()).collect();
        Self { tally, arguments, dimensions, numbers }
    }

    /// The position here of a dimension of the layout.
    pub(crate) fn dimension(&self, of: usize) -> usize {
        self.dimensions.binary_search(&of).unwrap_or_default()
    }

    /// The position here of an argument of the layout.
    pub(crate) fn argument(&self, of: usize) -> usize {
        self.numbers.binary_search(&of).unwrap_or_default()
    }
}

/// The arguments that a dimension reads.
fn read_by(dimension: &Dimension) -> Vec<usize> {
    match dimension {
        Dimension::Code { column, absent, .. } | Dimension::Band { column, absent, .. } => {
            absent.iter().chain([column]).copied().collect()
        }
        Dimension::Ticked { columns, absent } => absent.iter().chain(columns).copied().collect(),
    }
}

/// A dimension whose arguments have other numbers.
fn renumbered(dimension: &Dimension, argument: &impl Fn(usize) -> usize) -> Dimension {
    match dimension {
        Dimension::Code { column, absent, codes } => {
            Dimension::Code { column: argument(*column), absent: absent.map(argument), codes: codes.clone() }
        }
        Dimension::Band { column, absent, bounds } => {
            Dimension::Band { column: argument(*column), absent: absent.map(argument), bounds: bounds.clone() }
        }
        Dimension::Ticked { columns, absent } => Dimension::Ticked {
            columns: columns.iter().map(|column| argument(*column)).collect(),
            absent: absent.map(argument),
        },
    }
}

fn distinct(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
