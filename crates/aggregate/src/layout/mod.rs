//! Which cells the tables of a plan are made from: the tally to take, and for each row and column the places it gathers.

mod axes;
mod builder;
mod families;
mod restricted;
mod rows;

pub(crate) use axes::{Axis, Column};
pub(crate) use builder::{Argument, Layout, Part, Rests, Spot, layout};
pub(crate) use families::{ColumnPlace, Family, Shared};
pub(crate) use restricted::Restricted;
pub(crate) use rows::{Counts, Places, Row, any_ranked, last_rank, value_of};
