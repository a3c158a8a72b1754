//! Workbooks as they are written and checked.

mod faults;
mod fixture;
mod reference;
mod written;
