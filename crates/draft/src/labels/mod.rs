//! Two exports of one survey, one with the codes of the answers and one with their labels: the same rows and columns.

mod apply;
mod cell_pairs;

pub(crate) use apply::with_codes;
pub(crate) use cell_pairs::cell_pairs;
