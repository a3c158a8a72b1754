//! How much work the linear programs of a release may do: counted in steps of the solver and not in time, so that all machines stop at
//! the same place.

use std::cell::Cell;

/// What a linear program takes before its first step.
const SETUP: u64 = 20_000;
/// The steps of a program that has no solution, which the solver does not tell.
const UNTOLD: u64 = 50;
/// What a release may take, however small.
const LEAST: u64 = 300_000_000;
/// What it may take for each count that is protected.
const OF_TARGET: u64 = 60_000;

/// Work that is left.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    left: Cell<u64>,
}

impl Work {
    /// As much as so many protected counts may take: several times what releases take that can be protected well.
    pub(crate) fn renew(&self, targets: usize) {
        self.left.set(LEAST + OF_TARGET * targets as u64);
    }

    /// Takes what a program of so many counts took in so many steps, which nobody knows where it has no solution.
    pub(crate) fn spend(&self, counts: usize, steps: Option<u64>) {
        let spent = SETUP + counts as u64 * steps.unwrap_or(UNTOLD);
        self.left.set(self.left.get().saturating_sub(spent));
    }

    /// Whether none is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
