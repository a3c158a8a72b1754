//! Triple-S: a definition in XML (`.sss`), and data of fixed width (`.asc`, `.dat`) or delimited (`.csv`).
//!
//! Source: the specifications of the Triple-S group, versions 1.1, 1.2 and 2.0. The source's path is that of the data; its
//! `metadata` is the definition. A cell is what the record holds, written short: `007` is `7`, `20170304` is `2017-03-04`; what
//! is blank is missing. A `multiple` becomes several columns: `NAME | CODE` for each option, ticked by `1`, where the record has
//! a character for each; `NAME | 1`, `NAME | 2` ... with the chosen codes where it is spread.
//!
//! Left out: filters, ranges of quantities, hierarchies (each level is a source of its own).

pub(crate) mod cells;
mod columns;
mod definition;
pub(crate) mod definition_error;
mod rows;
pub(crate) mod triple_s_fault;
mod xml;

pub use definition_error::DefinitionError;
pub(crate) use rows::open;
pub use triple_s_fault::TripleSFault;
