//! The part of a layout that some of its pairs need: what is read of the responses for them alone.

use topline_tally::{Dimension, Pair, Tally};

use crate::layout::builder::{Argument, Layout};

/// What some pairs of a layout need, without their columns.
pub(crate) struct Restricted {
    pub tally: Tally,
    pub arguments: Vec<Argument>,
    dimensions: Vec<usize>,
    numbers: Vec<usize>,
}

impl Restricted {
    /// What the rows of these pairs need, by their positions; not what their columns do.
    pub(crate) fn to_rows(layout: &Layout, pairs: &[usize]) -> Self {
        let without_columns = |pair: &usize| Pair { columns: Vec::new(), ..layout.tally.pairs[*pair].clone() };
        Self::to(layout, &pairs.iter().map(without_columns).collect::<Vec<_>>())
    }

    /// What these pairs need, by their positions, with their columns.
    pub(crate) fn to_pairs(layout: &Layout, pairs: &[usize]) -> Self {
        let alone = |rows: &usize| Pair { rows: *rows, columns: Vec::new(), filter: None, value: None };
        let with_columns = |pair: &usize| {
            let pair = &layout.tally.pairs[*pair];
            let own = Pair { columns: Vec::new(), ..pair.clone() };
            pair.columns.iter().map(alone).chain([own]).collect::<Vec<_>>()
        };
        Self::to(layout, &pairs.iter().flat_map(with_columns).collect::<Vec<_>>())
    }

    /// What these dimensions need.
    pub(crate) fn to_dimensions(layout: &Layout, dimensions: &[usize]) -> Self {
        let alone = |rows: &usize| Pair { rows: *rows, columns: Vec::new(), filter: None, value: None };
        Self::to(layout, &dimensions.iter().map(alone).collect::<Vec<_>>())
    }

    fn to(layout: &Layout, pairs: &[Pair]) -> Self {
        let dimensions = distinct(pairs.iter().map(|pair| pair.rows));
        let mut tally = Tally::default();
        let read = dimensions.iter().flat_map(|at| read_by(&layout.tally.dimensions[*at]));
        let held = pairs.iter().flat_map(|pair| pair.filter.into_iter().chain(pair.value));
        let numbers = distinct(read.chain(held));
        let argument = |of: usize| numbers.binary_search(&of).unwrap_or_default();
        let dimension = |of: usize| dimensions.binary_search(&of).unwrap_or_default();
        tally.dimensions = dimensions.iter().map(|at| renumbered(&layout.tally.dimensions[*at], &argument)).collect();
        let renumbered = pairs.iter().map(|pair| Pair {
            rows: dimension(pair.rows),
            columns: Vec::new(),
            filter: pair.filter.map(argument),
            value: pair.value.map(argument),
        });
        tally.pairs = renumbered.collect();
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
